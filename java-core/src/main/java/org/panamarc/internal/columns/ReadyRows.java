package org.panamarc.internal.columns;

import static org.panamarc.columns.Column.Cast.INT;

import java.util.LinkedHashMap;
import java.util.Map;
import org.panamarc.columns.Column;
import org.panamarc.columns.ReadySet;

/** What fills the tables of ready sets. */
public final class ReadyRows {
    private ReadyRows() {}

    /**
     * What fills the table of a set.
     *
     * @param record for errors
     */
    static RowFiller of(ReadySet set, ScannedRecord record) {
        return switch (set) {
            case BIBLIOGRAPHIC, RECORDS, WHOLE -> RecordRows.of(columns(set), record, false);
            case FIELDS -> new FieldRows();
            case SUBFIELDS -> new SubfieldRows();
            case LINKS -> new LinkRows();
        };
    }

    /** The columns of a set whose rows are records, by name; none for the other sets. */
    public static Map<String, Column> columns(ReadySet set) {
        return switch (set) {
            case BIBLIOGRAPHIC -> bibliographic();
            case RECORDS -> records();
            case WHOLE -> whole();
            case FIELDS, SUBFIELDS, LINKS -> Map.of();
        };
    }

    private static Map<String, Column> bibliographic() {
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("control_number", Column.of("001"));
        columns.put("title", Column.of(Column.Kind.TITLE).stripPunctuation());
        columns.put("author", Column.of("100$a", "110$a", "111$a").stripPunctuation());
        columns.put("publisher", Column.of("260$b", "264 .1$b").stripPunctuation());
        columns.put("year", Column.of("008/7-10").castOrNull(INT));
        columns.put("language", Column.of("008/35-37").asDictionary());
        columns.put("isbns", Column.of("020$a").list().normalizeIsbn());
        columns.put("issns", Column.of("022$a").list());
        columns.put("subjects", Column.of("6..$a").list().stripPunctuation());
        columns.put("record_type", Column.of(Column.Kind.RECORD_TYPE).asDictionary());
        return columns;
    }

    private static Map<String, Column> records() {
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("record", Column.of(Column.Kind.RECORD_NUMBER));
        columns.put("control_number", Column.of("001"));
        columns.put("source", Column.of(Column.Kind.SOURCE).asDictionary());
        columns.put("offset", Column.of(Column.Kind.OFFSET));
        columns.put("length", Column.of(Column.Kind.LENGTH));
        columns.put("leader", Column.of("LDR"));
        columns.put("record_status", Column.of("LDR/5").asDictionary());
        columns.put("record_type", Column.of("LDR/6").asDictionary());
        columns.put("bibliographic_level", Column.of("LDR/7").asDictionary());
        columns.put("control_type", Column.of("LDR/8").asDictionary());
        columns.put("coding_scheme", Column.of("LDR/9").asDictionary());
        columns.put("encoding_level", Column.of("LDR/17").asDictionary());
        columns.put("cataloging_form", Column.of("LDR/18").asDictionary());
        columns.put("multipart_level", Column.of("LDR/19").asDictionary());
        columns.put("defects", Column.of(Column.Kind.DEFECTS));
        return columns;
    }

    private static Map<String, Column> whole() {
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("leader", Column.of("LDR"));
        columns.put("fields", Column.fields("..."));
        return columns;
    }
}
