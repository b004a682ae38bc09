package org.panamarc.internal.charset;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * A character set of a UNIMARC record that is read (UNIMARC Manual, field 100 $a, "Character
 * sets").
 */
public enum UnimarcSet {
    LATIN("01", "ISO 646"),
    BASIC_CYRILLIC("02", "ISO registration 37"),
    EXTENDED_LATIN("03", "ISO 5426"),
    EXTENDED_CYRILLIC("04", "ISO 5427"),
    GREEK("05", "ISO 5428"),
    AFRICAN("06", "ISO 6438"),
    GEORGIAN("07", "ISO 10586"),
    HEBREW("08", "ISO 8957 table 1"),
    UNICODE("50", "ISO 10646"),

    // What RUSMARC has beyond UNIMARC (its field 100, positions 26-29: 79 = Code Page 866, 89 = WIN
    // 1251, 99 = KOI-8).
    CODE_PAGE_866("79", "code page 866", "IBM866"),
    WINDOWS_1251("89", "Windows-1251", "windows-1251"),
    KOI_8("99", "KOI-8", "KOI8-R");

    private final String code;
    private final String title;
    private final @Nullable String charset; // the Java runtime's, of a set without escape sequences

    UnimarcSet(String code, String title) {
        this(code, title, null);
    }

    UnimarcSet(String code, String title, @Nullable String charset) {
        this.code = code;
        this.title = title;
        this.charset = charset;
    }

    /** The set of a code of two digits, or null if it is not read. */
    public static @Nullable UnimarcSet of(String code) {
        for (UnimarcSet set : values()) {
            if (set.code.equals(code)) {
                return set;
            }
        }
        return null;
    }

    /** What messages call it. */
    public String title() {
        return title;
    }

    /** Whether it is a code page, which has no escape sequences. */
    public boolean isCodePage() {
        return charset != null;
    }

    /**
     * A decoder of records with this set as G1 and ISO 646 as G0.
     *
     * @throws IllegalStateException for ISO 646 and ISO 10646, which are no G1
     */
    public ValueDecoder decoder() {
        return charset == null ? Marc8.unimarc(this) : new CharsetValues(Charset.forName(charset));
    }

    /** Its codes; MARC-8 has the same Cyrillic, Greek and Hebrew sets. */
    CodeTable table() {
        CodeTable table =
                switch (this) {
                    case BASIC_CYRILLIC -> CodeTable.withFinal('N');
                    case EXTENDED_LATIN -> Iso5426.SET;
                    case EXTENDED_CYRILLIC -> CodeTable.withFinal('Q');
                    case GREEK -> CodeTable.withFinal('S');
                    case AFRICAN -> UnimarcTables.AFRICAN;
                    case GEORGIAN -> UnimarcTables.GEORGIAN;
                    case HEBREW -> CodeTable.withFinal('2');
                    case LATIN, UNICODE, CODE_PAGE_866, WINDOWS_1251, KOI_8 -> null;
                };
        if (table == null) {
            throw new IllegalStateException(title + " is no G1");
        }
        return table;
    }
}
