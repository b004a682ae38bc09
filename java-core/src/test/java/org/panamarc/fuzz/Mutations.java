package org.panamarc.fuzz;

import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.panamarc.testing.Bytes;

/** Damages bytes as bad writers, bad transfers and bad luck do; the same for the same seed. */
final class Mutations {
    private static final int MOST_AT_ONCE = 6;

    /** Bytes that mean something to a reader of MARC, and some that nearly do. */
    private static final List<byte[]> TOKENS =
            List.of(
                    Bytes.of(0x1D),
                    Bytes.of(0x1E),
                    Bytes.of(0x1F),
                    Bytes.of(0x1E, 0x1D),
                    Bytes.of(0x1F, 'a'),
                    Bytes.of('\n'),
                    Bytes.of(0x00),
                    Bytes.of(0xEF, 0xBB, 0xBF),
                    Bytes.of(0xC3, 0xA9),
                    Bytes.of(0xE2),
                    Bytes.of('e', 0xCC, 0x81),
                    Bytes.of(0xC1, 0xBF),
                    Bytes.of(0xED, 0xA0, 0x80),
                    Bytes.of(0xF4, 0x90, 0x80, 0x80),
                    Bytes.of(0xEB, 'i', 0xEC, 'u'),
                    Bytes.of(0xF0, 0x9F, 0x98, 0x80),
                    Bytes.latin1("\u001B(N"),
                    Bytes.latin1("\u001B$1!!!"),
                    Bytes.latin1("\u001Bs"),
                    Bytes.latin1("99999"),
                    Bytes.latin1("00000"),
                    Bytes.latin1("00026nam a2200025 a 4500"),
                    Bytes.latin1("01000nam  2200037 a 4500001001000000\u001E"));

    private final Random random;
    private final List<byte[]> seeds;

    private Mutations(Collection<byte[]> seeds) {
        this.seeds = List.copyOf(seeds);
        this.random = new Random(this.seeds.size());
    }

    /** Runs a check on all seeds and on a number of damaged ones. */
    static void check(Map<String, byte[]> seeds, int damaged, Consumer<byte[]> check) {
        seeds.forEach((name, seed) -> check(name, seed, check));
        Mutations mutations = new Mutations(seeds.values());
        for (int i = 0; i < damaged; i++) {
            check("damaged seed " + i, mutations.next(), check);
        }
    }

    private static void check(String name, byte[] input, Consumer<byte[]> check) {
        try {
            check.accept(input);
        } catch (RuntimeException | AssertionError e) {
            String hex = HexFormat.of().formatHex(input);
            throw new AssertionError(
                    "%s: %s; in hexadecimal: %s".formatted(name, e.getMessage(), hex), e);
        }
    }

    private byte[] next() {
        byte[] bytes = any();
        for (int i = random.nextInt(1 + random.nextInt(MOST_AT_ONCE)); i >= 0; i--) {
            bytes = mutated(bytes);
        }
        return bytes;
    }

    private byte[] any() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] mutated(byte[] bytes) {
        int at = place(bytes.length);
        int some = Math.min(bytes.length - at, 1 + random.nextInt(40));
        return switch (random.nextInt(9)) {
            case 0 -> replaced(bytes, at, Bytes.of(random.nextInt(256)));
            case 1 -> replaced(bytes, at, Bytes.of('0' + random.nextInt(10)));
            case 2 -> replaced(bytes, at, token());
            case 3 -> Bytes.insert(bytes, at, token());
            case 4 -> Bytes.insert(bytes, at, Arrays.copyOfRange(bytes, at, at + some));
            case 5 -> Bytes.remove(bytes, at, some);
            case 6 -> random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
            case 7 -> Bytes.concat(bytes, any());
            default -> Bytes.insert(bytes, at, any());
        };
    }

    /** Half of the places are in the leader or the directory, where damage does most. */
    private int place(int length) {
        int limit = random.nextBoolean() ? Math.min(length, 60) : length;
        return random.nextInt(limit + 1);
    }

    private byte[] token() {
        return TOKENS.get(random.nextInt(TOKENS.size()));
    }

    private static byte[] replaced(byte[] bytes, int at, byte[] by) {
        byte[] copy = bytes.clone();
        System.arraycopy(by, 0, copy, at, Math.min(by.length, copy.length - at));
        return copy;
    }
}
