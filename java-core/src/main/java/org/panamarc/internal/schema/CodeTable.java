package org.panamarc.internal.schema;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The codes of a list, found without an object a look-up where they have at most seven bytes, as
 * nearly all have. Immutable.
 */
final class CodeTable {
    /** What a value is. */
    enum Answer {
        UNDEFINED,
        DEFINED,
        DEPRECATED
    }

    /** Codes that an error lists. */
    private static final int LISTED = 12;

    private final Answer[] single = new Answer[1 << Byte.SIZE]; // by the byte of a code of one
    private final long[] packed; // ascending
    private final boolean[] deprecated; // of the packed codes
    private final Map<String, Boolean> longer = new HashMap<>(); // whether deprecated
    private final String expected;
    private final int length; // in characters, the same for all; 0 where they differ

    /**
     * A table.
     *
     * @param codes whether each is deprecated
     */
    CodeTable(Map<String, Boolean> codes) {
        Map<Long, Boolean> shorter = new HashMap<>();
        codes.forEach((code, old) -> {
            byte[] bytes = code.getBytes(StandardCharsets.UTF_8);
            if (bytes.length <= ShortValue.MOST) {
                shorter.put(ShortValue.of(bytes, 0, bytes.length), old);
            } else {
                longer.put(code, old);
            }
        });
        packed = shorter.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        deprecated = new boolean[packed.length];
        for (int i = 0; i < packed.length; i++) {
            deprecated[i] = shorter.getOrDefault(packed[i], false);
        }
        for (int code = 0; code < single.length; code++) {
            single[code] = packed(ShortValue.of(new byte[] {(byte) code}, 0, 1));
        }
        List<String> allowed =
                codes.entrySet().stream()
                        .filter(code -> !code.getValue())
                        .map(Map.Entry::getKey)
                        .toList();
        expected = expected(allowed);
        List<Integer> lengths = codes.keySet().stream().map(CodeTable::length).distinct().toList();
        length = lengths.size() == 1 ? lengths.getFirst() : 0;
    }

    private static String expected(List<String> allowed) {
        String listed =
                allowed.stream().map(code -> "'" + code + "'").collect(Collectors.joining(", "));
        return switch (allowed.size()) {
            case 0 -> "no code, as the list has none";
            case 1 -> listed;
            default ->
                    allowed.size() <= LISTED
                            ? "one of " + listed
                            : "one of %,d codes".formatted(allowed.size());
        };
    }

    /** The characters of a code. */
    static int length(String code) {
        return code.codePointCount(0, code.length());
    }

    /** The characters that each code has; 0 where they differ. */
    int length() {
        return length;
    }

    /** What is expected, in words. */
    String expected() {
        return expected;
    }

    /** What a value in UTF-8 is. */
    Answer find(byte[] bytes, int from, int to) {
        if (to - from == 1) {
            return single[bytes[from] & 0xFF];
        }
        if (to - from <= ShortValue.MOST) {
            return packed(ShortValue.of(bytes, from, to));
        }
        if (longer.isEmpty()) {
            return Answer.UNDEFINED;
        }
        Boolean old = longer.get(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        return old == null ? Answer.UNDEFINED : answer(old);
    }

    private Answer packed(long code) {
        int at = Arrays.binarySearch(packed, code);
        return at < 0 ? Answer.UNDEFINED : answer(deprecated[at]);
    }

    private static Answer answer(boolean old) {
        return old ? Answer.DEPRECATED : Answer.DEFINED;
    }
}
