package org.panamarc.python;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.panamarc.Defect;
import org.panamarc.SkippedRange;

/** Rows of text, as Python divides them: parts joined by 0x1F, each row with an 0x1E after it. */
final class Rows {
    /** Joins the parts of a row. */
    static final String PART = "\u001F";

    /** Ends a row. */
    static final String ROW_END = "\u001E";

    private Rows() {}

    /** A row without its end. */
    static String row(Object... parts) {
        return Arrays.stream(parts).map(Object::toString).collect(Collectors.joining(PART));
    }

    /** Rows of source, start, length and reason. */
    static String skipped(List<SkippedRange> ranges) {
        return ranges.stream()
                .map(range ->
                        row(
                                        range.source(),
                                        range.span().start(),
                                        range.span().length(),
                                        range.reason().text())
                                + ROW_END)
                .collect(Collectors.joining());
    }

    /** Rows of kind and number. */
    static String defectCounts(Map<Defect.Kind, Long> counts) {
        return counts.entrySet().stream()
                .map(entry -> row(entry.getKey().text(), entry.getValue()) + ROW_END)
                .collect(Collectors.joining());
    }
}
