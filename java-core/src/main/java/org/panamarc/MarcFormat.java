package org.panamarc;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A format in which records are exchanged, or one that is made of a part of them: the pages on
 * formats and on crosswalks say what each one holds.
 */
public enum MarcFormat {
    /** ISO 2709, which MARC 21 and UNIMARC are exchanged in. */
    ISO_2709("iso2709"),
    /** MARCXML, the Library of Congress's MARC 21 XML schema. */
    MARCXML("marcxml"),
    /** MARC-in-JSON, an array of objects; read as {@link #JSON_LINES} is. */
    JSON("json"),
    /** MARC-in-JSON, an object on each line; a single object or arrays are read as well. */
    JSON_LINES("jsonl"),
    /** MARCMaker's text, as MarcEdit has it in files that end in {@code .mrk}; UTF-8. */
    MARC_MAKER("mrk"),
    /** The text that yaz-marcdump calls line; UTF-8. */
    LINE("line"),
    /** Aleph's sequential format, UTF-8; it is only read. */
    ALEPH("aleph"),
    /**
     * Text as catalogues show it: {@code LEADER} and the leader, then {@code 245 10 $aTitle} or
     * {@code 245 10 |a Title}; UTF-8, and it is only read.
     */
    CATALOGUE("catalogue"),
    /** Simple Dublin Core in XML, as OAI-PMH has it; a part of the record, and only written. */
    DUBLIN_CORE("dc"),
    /** Qualified Dublin Core in XML; a part of the record, and only written. */
    QUALIFIED_DUBLIN_CORE("qdc"),
    /** BibTeX, UTF-8; a part of the record, and only written. */
    BIBTEX("bibtex"),
    /** CSL-JSON, an array of items; a part of the record, and only written. */
    CSL_JSON("csl-json");

    private final String text;

    MarcFormat(String text) {
        this.text = text;
    }

    /** Whether records are read in this format; what holds a part of a record is only written. */
    public boolean isRead() {
        return switch (this) {
            case DUBLIN_CORE, QUALIFIED_DUBLIN_CORE, BIBTEX, CSL_JSON -> false;
            case ISO_2709, MARCXML, JSON, JSON_LINES, MARC_MAKER, LINE, ALEPH, CATALOGUE -> true;
        };
    }

    /** The format's name, the same in every language binding. */
    public String text() {
        return text;
    }

    /**
     * The format of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MarcFormat of(String name) {
        for (MarcFormat format : values()) {
            if (format.text.equals(name.toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "there is no format '%s'; expected one of %s"
                        .formatted(
                                name,
                                Arrays.stream(values())
                                        .map(MarcFormat::text)
                                        .collect(Collectors.joining(", "))));
    }
}
