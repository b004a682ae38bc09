package org.panamarc.columns;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a column of a table of records holds. Immutable; each method gives a changed copy.
 *
 * <p>{@code Column.of("245$a")} is the first value of a spec; {@code Column.of("020$a").list()} all
 * of them. With several specs the values of the first come before those of the second.
 *
 * @param kind what is given for each record
 * @param specs which values: specs, or for {@link Kind#FIELDS} one tag, in which a dot is any
 *     character; none for what is known of the record as a whole
 * @param separator between the values of {@link Kind#JOIN}
 * @param cast what each value is read as
 * @param castOrNull whether a value that does not fit is null, not an error
 * @param stripsPunctuation whether punctuation of ISBD is taken from the end of each value
 * @param normalizesIsbn whether each value is made an ISBN of 13 digits
 * @param dictionary whether text is given by a dictionary, for few values that repeat
 */
public record Column(
        Kind kind,
        List<String> specs,
        String separator,
        Cast cast,
        boolean castOrNull,
        boolean stripsPunctuation,
        boolean normalizesIsbn,
        boolean dictionary)
        implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    /** What is given for each record. */
    public enum Kind {
        /** The first value; null where there is none. */
        FIRST,
        /** All values as a list, which may be empty. */
        LIST,
        /** All values as one text; null where there is none. */
        JOIN,
        /** How many values there are, int32. */
        COUNT,
        /** Whether there is a value. */
        EXISTS,
        /**
         * Whole fields: a list of structs of {@code tag}, {@code ind1}, {@code ind2} and {@code
         * subfields}, a list of {@code code} and {@code value}. A control field has no indicators,
         * and its data as one value without a code.
         */
        FIELDS,
        /** Subfields a and b of the first field 245, joined by a blank; null without an a. */
        TITLE,
        /** The record's number in the scan, counted from 1, int64. */
        RECORD_NUMBER,
        /** Offset of the record in its (decompressed) input, int64. */
        OFFSET,
        /** Length of the record in its (decompressed) input, int64. */
        LENGTH,
        /** What the record's input is called. */
        SOURCE,
        /**
         * The kinds of the record's defects, a list of text in the order in which they were found.
         */
        DEFECTS,
        /** The type of record: the character at leader/06. */
        RECORD_TYPE,
        /**
         * The bytes of a record that {@link org.panamarc.ErrorPolicy#SKIP} would leave out, as they
         * are in the input; null for any other. Of a record in another format than ISO 2709 they
         * are what was made of it, in ISO 2709 and UTF-8.
         */
        CORRUPT_RECORD
    }

    /** What values are read as. */
    public enum Cast {
        /** Text, as it is. */
        TEXT,
        /** Whole numbers of 64 bits: digits that may have a sign before them, and blanks around. */
        INT,
        /**
         * Days: {@code yyyy-mm-dd}, {@code yyyymmdd}, also with what field 005 has after that, or
         * {@code yymmdd} as field 008 begins, where a year of 68 or above is of the 20th century
         * (MARC is of 1968).
         */
        DATE
    }

    /** Checks that the parts go together. */
    public Column {
        specs = List.copyOf(specs);
        Objects.requireNonNull(separator);
        boolean valued = kind == Kind.FIRST || kind == Kind.LIST;
        boolean text = valued || kind == Kind.JOIN || kind == Kind.TITLE;
        check(cast == Cast.TEXT || valued, kind, "a cast");
        check(!stripsPunctuation || text, kind, "punctuation stripped");
        check(!normalizesIsbn || text, kind, "ISBNs");
        boolean repeats = valued || kind == Kind.SOURCE || kind == Kind.RECORD_TYPE;
        check(!dictionary || (repeats && cast == Cast.TEXT), kind, "a dictionary");
    }

    private static void check(boolean good, Kind kind, String what) {
        if (!good) {
            throw new IllegalArgumentException(
                    "a column of kind %s cannot have %s".formatted(kind, what));
        }
    }

    private Column(Kind kind, List<String> specs) {
        this(kind, specs, "", Cast.TEXT, false, false, false, false);
    }

    /** The first value of one or several specs. */
    public static Column of(String spec, String... more) {
        List<String> specs = new ArrayList<>(List.of(spec));
        specs.addAll(Arrays.asList(more));
        return new Column(Kind.FIRST, specs);
    }

    /** The whole fields with a tag, in which a dot is any character. */
    public static Column fields(String tag) {
        return new Column(Kind.FIELDS, List.of(tag));
    }

    /** What is known of a record as a whole; no kind that needs a spec. */
    public static Column of(Kind kind) {
        return new Column(kind, List.of());
    }

    /**
     * The same of another kind.
     *
     * @throws IllegalArgumentException if that does not go with the other parts
     */
    public Column as(Kind other) {
        return new Column(
                other,
                specs,
                separator,
                cast,
                castOrNull,
                stripsPunctuation,
                normalizesIsbn,
                dictionary);
    }

    /** All values, as a list. */
    public Column list() {
        return as(Kind.LIST);
    }

    /** The number of values. */
    public Column count() {
        return as(Kind.COUNT);
    }

    /** Whether there is a value. */
    public Column exists() {
        return as(Kind.EXISTS);
    }

    /** All values, joined by a separator. */
    public Column join(String text) {
        return new Column(
                Kind.JOIN,
                specs,
                text,
                cast,
                castOrNull,
                stripsPunctuation,
                normalizesIsbn,
                dictionary);
    }

    /** Values read as numbers or days; what does not fit is a {@link ColumnValueException}. */
    public Column cast(Cast other) {
        return cast(other, false);
    }

    /** Values read as numbers or days; what does not fit is null. */
    public Column castOrNull(Cast other) {
        return cast(other, true);
    }

    private Column cast(Cast other, boolean orNull) {
        return new Column(
                kind,
                specs,
                separator,
                other,
                orNull,
                stripsPunctuation,
                normalizesIsbn,
                dictionary);
    }

    /**
     * Values without the punctuation that ISBD puts after them: blanks and any of {@code , / ; : =
     * +} at the end, then a full stop after three letters or digits.
     */
    public Column stripPunctuation() {
        return new Column(
                kind, specs, separator, cast, castOrNull, true, normalizesIsbn, dictionary);
    }

    /**
     * Values as ISBNs of 13 digits without hyphens, whatever is after them dropped. One of 10 gets
     * 978 before it and another check digit. A value that does not begin with an ISBN, or with one
     * whose check digit is wrong, is null, so that no two books share what joins tables.
     */
    public Column normalizeIsbn() {
        return new Column(
                kind, specs, separator, cast, castOrNull, stripsPunctuation, true, dictionary);
    }

    /** Text by a dictionary of each batch: smaller, where few values repeat. */
    public Column asDictionary() {
        return new Column(
                kind, specs, separator, cast, castOrNull, stripsPunctuation, normalizesIsbn, true);
    }
}
