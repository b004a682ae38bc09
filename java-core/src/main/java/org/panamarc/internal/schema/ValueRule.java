package org.panamarc.internal.schema;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.charset.Utf8;
import org.panamarc.internal.query.Values;
import org.panamarc.schema.SchemaRule;

/**
 * What a value has to be: of a control field, a subfield, an indicator, or some of its positions.
 * Immutable.
 *
 * @param tag the field's
 * @param place what of the record, such as {@code 245$a} or {@code 008/35-37}
 * @param pattern what it has to match; null for anything
 * @param positions what its characters have to be
 * @param codes what it has to be one of; null for anything
 * @param flags of what it has to be put together; null for anything
 */
record ValueRule(
        String tag,
        String place,
        @Nullable EcmaPattern pattern,
        List<Position> positions,
        @Nullable CodeTable codes,
        @Nullable CodeTable flags) {
    /**
     * Characters of a value, by numbers counted from 0.
     *
     * @param last included
     */
    record Position(int first, int last, ValueRule rule) {}

    private static final int SHOWN = 60; // characters of a value in an issue

    /** Whether every value is allowed. */
    boolean allowsAll() {
        return pattern == null && positions.isEmpty() && codes == null && flags == null;
    }

    /** Reports what a value breaks. */
    void check(byte[] bytes, int from, int to, IssueSink sink) {
        check(bytes, from, to, SchemaRule.PATTERN_MISMATCH, SchemaRule.UNDEFINED_CODE, sink);
    }

    /** The same for an indicator. */
    void checkIndicator(byte[] bytes, int from, int to, IssueSink sink) {
        check(bytes, from, to, SchemaRule.INVALID_INDICATOR, SchemaRule.INVALID_INDICATOR, sink);
    }

    private void check(
            byte[] bytes,
            int from,
            int to,
            SchemaRule mismatch,
            SchemaRule undefined,
            IssueSink sink) {
        if (pattern != null && !pattern.isIn(bytes, from, to)) {
            report(mismatch, bytes, from, to, "a match of " + pattern, sink);
        }
        if (!positions.isEmpty()) {
            checkPositions(bytes, from, to, sink);
        }
        if (codes != null) {
            switch (codes.find(bytes, from, to)) {
                case UNDEFINED -> report(undefined, bytes, from, to, codes.expected(), sink);
                case DEPRECATED ->
                        report(SchemaRule.DEPRECATED_CODE, bytes, from, to, codes.expected(), sink);
                case DEFINED -> {}
            }
        }
        if (flags != null) {
            checkFlags(flags, bytes, from, to, sink);
        }
    }

    private void checkPositions(byte[] bytes, int from, int to, IssueSink sink) {
        boolean ascii = Utf8.firstHigh(bytes, from, to) == to;
        for (Position position : positions) {
            int begin = ascii ? from + position.first : at(bytes, from, to, position.first);
            int end = ascii ? from + position.last + 1 : at(bytes, from, to, position.last + 1);
            if (end <= to) {
                position.rule.check(bytes, begin, end, sink);
            } else {
                sink.issue(
                        SchemaRule.INVALID_POSITION,
                        tag,
                        position.rule.place,
                        () -> several(characters(bytes, from, to)),
                        "at least " + (position.last + 1));
            }
        }
    }

    /** The offset after a number of characters; after {@code to} where there are fewer. */
    private static int at(byte[] bytes, int from, int to, int characters) {
        int before = Values.skip(bytes, from, to, characters - 1);
        return characters == 0 ? from : before < to ? Values.skip(bytes, before, to, 1) : to + 1;
    }

    private static String several(int characters) {
        return "%,d character%s".formatted(characters, characters == 1 ? "" : "s");
    }

    private static int characters(byte[] bytes, int from, int to) {
        int number = 0;
        for (int at = from; at < to; at = Values.skip(bytes, at, to, 1)) {
            number++;
        }
        return number;
    }

    private void checkFlags(CodeTable table, byte[] bytes, int from, int to, IssueSink sink) {
        for (int at = from, next; at < to; at = next) {
            next = Values.skip(bytes, at, to, table.length());
            switch (table.find(bytes, at, next)) {
                case UNDEFINED -> {
                    report(SchemaRule.INVALID_FLAG, bytes, at, next, table.expected(), sink);
                    return;
                }
                case DEPRECATED -> {
                    report(SchemaRule.DEPRECATED_CODE, bytes, at, next, table.expected(), sink);
                    return;
                }
                case DEFINED -> {}
            }
        }
    }

    private void report(
            SchemaRule rule, byte[] bytes, int from, int to, String expected, IssueSink sink) {
        sink.issue(rule, tag, place, () -> shown(bytes, from, to), expected);
    }

    /** A value in quotation marks, cut where it is long. */
    static String shown(byte[] bytes, int from, int to) {
        int end = Values.skip(bytes, from, to, SHOWN);
        String text = new String(bytes, from, end - from, StandardCharsets.UTF_8);
        return "'" + text + "'" + (end < to ? "…" : "");
    }
}
