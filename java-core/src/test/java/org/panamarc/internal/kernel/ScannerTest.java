package org.panamarc.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.panamarc.internal.ffi.NativeLibrary;
import org.panamarc.internal.ffi.generated.panamarc_h;

/** Every scanner against an oracle that looks at one byte after the other. */
class ScannerTest {
    private static final int ALL =
            Scanner.RECORD_TERMINATOR | Scanner.FIELD_TERMINATOR | Scanner.SUBFIELD_DELIMITER;

    /** How to fill a block from random bytes: from few structural bytes to nothing else. */
    private static final List<UnaryOperator<byte[]>> DENSITIES =
            List.of(
                    UnaryOperator.identity(),
                    bytes -> map(bytes, "abcdefghijklmnopqrstuvwxyz 0123456789\u001D\u001E\u001F"),
                    bytes -> map(bytes, "\u001D\u001E\u001F"),
                    bytes -> map(bytes, "\u001C\u001D\u001E\u001F \u009D\u009E\u009F\u0000"),
                    bytes -> map(bytes, "a\u00E9"),
                    bytes -> map(bytes, "abc\u001A\u001B\u001F"));

    private final Arena arena = Arena.ofConfined();

    static List<String> scanners() {
        List<String> names = new ArrayList<>(List.of("java"));
        if (!NativeLibrary.status().loaded()) {
            names.add("native");
            return names;
        }
        for (int tier = 0; tier < panamarc_h.panamarc_tier_count(); tier++) {
            if (panamarc_h.panamarc_tier_supported(tier) == 1) {
                names.add("native tier " + tier);
            }
        }
        return names;
    }

    private Scanner scanner(String name) {
        if (name.equals("java")) {
            return new JavaScanner();
        }
        assumeTrue(NativeLibrary.status().loaded(), NativeLibrary.status().reason());
        return new NativeScanner(name.charAt(name.length() - 1) - '0', true, arena);
    }

    @AfterEach
    void freeScratchMemory() {
        arena.close();
    }

    private static byte[] map(byte[] bytes, String alphabet) {
        byte[] mapped = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            mapped[i] = (byte) alphabet.charAt((bytes[i] & 0xFF) % alphabet.length());
        }
        return mapped;
    }

    private static byte[] random(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Puts the bytes between others that would be found if a scanner looked outside its window. */
    private MemorySegment surrounded(byte[] bytes, int offset, boolean offHeap) {
        byte[] all = new byte[offset + bytes.length + 64];
        Arrays.fill(all, (byte) 0x1D);
        System.arraycopy(bytes, 0, all, offset, bytes.length);
        MemorySegment heap = MemorySegment.ofArray(all);
        return (offHeap ? arena.allocate(all.length, 64).copyFrom(heap) : heap)
                .asSlice(offset, bytes.length);
    }

    private static void check(
            Scanner scanner, MemorySegment window, byte[] bytes, int kinds, StructuralIndex index) {
        scanner.scan(window, bytes.length, kinds, index);
        int[] expected = new int[bytes.length];
        int count = 0;
        for (int i = 0; i < bytes.length; i++) {
            int kind =
                    switch (bytes[i]) {
                        case 0x1D -> Scanner.RECORD_TERMINATOR;
                        case 0x1E -> Scanner.FIELD_TERMINATOR;
                        case 0x1F -> Scanner.SUBFIELD_DELIMITER;
                        default -> 0;
                    };
            if ((kind & kinds) != 0) {
                expected[count++] = i;
            }
        }
        assertArrayEquals(
                Arrays.copyOf(expected, count),
                Arrays.copyOf(index.positions, index.count),
                () -> "length %d, kinds %d".formatted(bytes.length, kinds));
        checkMissingCode(bytes, index);
        checkEscapes(bytes, index);
        for (int from = 0; from < bytes.length; from += 64) {
            boolean high = false;
            for (int i = from; i < Math.min(from + 64, bytes.length); i++) {
                high |= bytes[i] < 0;
            }
            int granule = from / 64;
            assertEquals(
                    high,
                    (index.highBytes[granule / 64] >>> granule % 64 & 1) == 1,
                    () -> "length %d, stretch %d".formatted(bytes.length, granule));
        }
    }

    private static void checkEscapes(byte[] bytes, StructuralIndex index) {
        for (int from = 0; from < bytes.length; from += 4096) {
            int to = Math.min(from + 4096, bytes.length);
            boolean escape = false;
            for (int i = from; i < to; i++) {
                escape |= bytes[i] == 0x1B;
            }
            int page = from;
            assertEquals(
                    escape,
                    StructuralIndex.mayEscape(index.notes(from, to)),
                    () -> "length %d, page at %d".formatted(bytes.length, page));
        }
    }

    /** No structural byte after a delimiter goes unseen; a byte that may be a code is no sign. */
    private static void checkMissingCode(byte[] bytes, StructuralIndex index) {
        for (int from = 0; from < bytes.length; from += 4096) {
            int to = Math.min(from + 4096, bytes.length);
            boolean structural = false;
            boolean control = false;
            for (int i = Math.max(1, from); i < to; i++) {
                boolean follows = bytes[i - 1] == 0x1F && bytes[i] >= 0;
                structural |= follows && bytes[i] >= 0x1D && bytes[i] <= 0x1F;
                control |= follows && bytes[i] <= 0x1F;
            }
            boolean found = StructuralIndex.mayLackCode(index.notes(from, to));
            boolean right = found ? control : !structural;
            int page = from;
            assertTrue(right, () -> "length %d, page at %d".formatted(bytes.length, page));
        }
    }

    @ParameterizedTest
    @MethodSource("scanners")
    void everyLengthAndAlignmentGivesWhatTheOracleGives(String name) {
        Scanner scanner = scanner(name);
        StructuralIndex index = new StructuralIndex();
        for (int length = 0; length <= 300; length++) {
            for (int seed = 0; seed < DENSITIES.size(); seed++) {
                byte[] bytes = DENSITIES.get(seed).apply(random(length, 1000 * seed + length));
                for (int offset = 0; offset < 9; offset++) {
                    MemorySegment window = surrounded(bytes, offset, true);
                    for (int kinds = 0; kinds <= ALL; kinds++) {
                        check(scanner, window, bytes, kinds, index);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("scanners")
    void windowsOfManyBlocksGiveWhatTheOracleGives(String name) {
        Scanner scanner = scanner(name);
        StructuralIndex index = new StructuralIndex();
        int block = 64 * 1024;
        int[] lengths = {block - 1, block, block + 1, 2 * block, 3 * block - 63, 200 * 1024 + 5};
        for (int length : lengths) {
            for (int seed = 0; seed < DENSITIES.size(); seed++) {
                byte[] bytes = DENSITIES.get(seed).apply(random(length, 7 * seed));
                MemorySegment window = surrounded(bytes, seed, true);
                check(scanner, window, bytes, ALL, index);
                check(scanner, window, bytes, Scanner.FIELD_TERMINATOR, index);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("scanners")
    void anIndexUsedAgainKeepsNothingOfTheLastScan(String name) {
        Scanner scanner = scanner(name);
        StructuralIndex index = new StructuralIndex();
        byte[] full = map(random(100_000, 1), "\u001D\u00E9");
        check(scanner, surrounded(full, 0, true), full, ALL, index);
        byte[] plain = map(random(5000, 1), "ab");
        check(scanner, surrounded(plain, 0, true), plain, ALL, index);
        assertEquals(0, index.count);
        assertEquals(5000, index.nextHigh(0, 5000));
    }

    @Test
    void theJavaScannerReadsMemoryOfTheHeapToo() {
        StructuralIndex index = new StructuralIndex();
        byte[] bytes = DENSITIES.get(3).apply(random(777, 5));
        check(new JavaScanner(), surrounded(bytes, 3, false), bytes, ALL, index);
    }

    @Test
    void theFastestScannerIsTheNativeOneWhereItIsLoaded() {
        List<String> tiers = Scanners.tiers();
        assertEquals(NativeLibrary.status().loaded(), !tiers.isEmpty());
        String expected = tiers.isEmpty() ? "java" : "native " + tiers.getLast();
        assertEquals(expected, Scanners.fastest(arena).name());
        assertEquals(expected, Scanners.fastestName());
        assertEquals(tiers.isEmpty(), !Scanners.reason().isEmpty());
        assertEquals("", Scanners.refusal());
    }

    @Test
    void nextHighGivesTheFirstMarkedStretchOrTheEnd() {
        Random random = new Random(11);
        StructuralIndex index = new StructuralIndex();
        for (int round = 0; round < 40; round++) {
            int length = 1 + random.nextInt(9000);
            byte[] bytes = new byte[length];
            for (int i = random.nextInt(4); i > 0; i--) {
                bytes[random.nextInt(length)] = (byte) 0x80;
            }
            MemorySegment window = arena.allocate(length);
            MemorySegment.copy(bytes, 0, window, ValueLayout.JAVA_BYTE, 0, length);
            new JavaScanner().scan(window, length, 0, index);
            boolean[] marked = new boolean[length / 64 + 1];
            for (int i = 0; i < length; i++) {
                marked[i / 64] |= bytes[i] < 0;
            }
            for (int probe = 0; probe < 200; probe++) {
                int from = random.nextInt(length + 1);
                int to = from + random.nextInt(length + 1 - from);
                int expected = from;
                while (expected < to && !marked[expected / 64]) {
                    expected++;
                }
                assertEquals(expected, index.nextHigh(from, to));
            }
        }
    }

    @Test
    void aStretchEndsAtTheNextMultipleOf64() {
        for (int offset = 0; offset < 1000; offset++) {
            assertEquals((offset / 64 + 1) * 64, StructuralIndex.granuleEnd(offset));
        }
    }
}
