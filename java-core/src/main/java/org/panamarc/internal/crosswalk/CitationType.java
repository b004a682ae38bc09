package org.panamarc.internal.crosswalk;

import java.util.List;
import java.util.Set;

/**
 * What kind of thing a citation is of, from {@code citation-types.tsv}.
 *
 * @param bibtex the type of the entry
 * @param csl the type of the item
 */
record CitationType(String bibtex, String csl) {
    private record Row(String types, String levels, String when, CitationType type) {
        boolean holds(char type, char level, Set<String> traits) {
            return (types.equals("*") || types.indexOf(type) >= 0)
                    && (levels.equals("*") || levels.indexOf(level) >= 0)
                    && (when.equals("-") || traits.contains(when));
        }
    }

    private static final List<Row> ROWS =
            Table.rows("citation-types.tsv", 5).stream()
                    .map(cells ->
                            new Row(
                                    cells.get(0),
                                    cells.get(1),
                                    cells.get(2),
                                    new CitationType(cells.get(3), cells.get(4))))
                    .toList();

    /** The type in the first row that fits a record; the last row fits all. */
    static CitationType of(SourceRecord record) {
        Set<String> traits = CitationTraits.of(record);
        for (Row row : ROWS) {
            if (row.holds(record.type(), record.level(), traits)) {
                return row.type();
            }
        }
        throw new IllegalStateException();
    }
}
