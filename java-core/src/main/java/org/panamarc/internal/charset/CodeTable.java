package org.panamarc.internal.charset;

import org.jspecify.annotations.Nullable;

/**
 * A character set of one byte a character, or a set of control functions: what each code is in
 * Unicode. Those of MARC-8 are here (MARC 21 Specifications, "MARC-8 to UCS/Unicode" code tables).
 * Immutable.
 */
final class CodeTable {
    /** What a code without a character gives. */
    static final int NONE = 0;

    /** A bit added to the code point of a combining mark. */
    static final int MARK = 1 << 24;

    /** The first half of the ligature over two letters, and of the tilde over two letters. */
    static final char DOUBLE_LIGATURE = '\u0361';

    static final char DOUBLE_TILDE = '\u0360';

    /** Their second halves, as which the tables' alternatives write them. */
    static final char LIGATURE_RIGHT = '\uFE21';

    static final char TILDE_RIGHT = '\uFE23';

    private static final int CONTROL_FUNCTIONS = 128;
    private static final @Nullable CodeTable[] TABLES = load("marc8.tsv");

    /** The default sets of G0 and G1. */
    static final CodeTable ASCII = ascii();

    static final CodeTable ANSEL = known(TABLES, 'E');

    /** Control functions, by byte. */
    static final CodeTable CONTROLS = controls(TABLES);

    /** The set of three bytes a character, whose codes are in {@link Eacc}. */
    static final CodeTable EACC = new CodeTable();

    private final int[] points = new int[256];

    private CodeTable() {}

    /** The set that an escape sequence with this final character (ASCII) designates, or null. */
    static @Nullable CodeTable withFinal(int character) {
        return character == '1' ? EACC : TABLES[character];
    }

    /** The code point of a code, with {@link #MARK} where it combines; or {@link #NONE}. */
    int at(int code) {
        return points[code];
    }

    private static CodeTable ascii() {
        CodeTable table = new CodeTable();
        for (int code = 0x21; code < 0x7F; code++) {
            table.points[code] = code;
        }
        TABLES['B'] = table;
        TABLES['s'] = table;
        return table;
    }

    /**
     * The tables of a resource next to this class: its sets by their final character, and after
     * them the control functions.
     */
    static @Nullable CodeTable[] load(String resource) {
        @Nullable CodeTable[] tables = new @Nullable CodeTable[CONTROL_FUNCTIONS + 1];
        CodeTable table = new CodeTable();
        TableReader reader = new TableReader(resource);
        while (reader.next()) {
            String heading = reader.heading();
            if (!heading.isEmpty()) {
                table = new CodeTable();
                tables[heading.equals("C1") ? CONTROL_FUNCTIONS : heading.charAt(0)] = table;
                continue;
            }
            int code = reader.hex();
            int point = reader.hex();
            int alternative = reader.hex();
            table.points[code] =
                    (point == NONE ? alternative : point) | (reader.hasMore() ? MARK : 0);
        }
        return tables;
    }

    /** The table of a set that the resource has. */
    static CodeTable known(@Nullable CodeTable[] tables, int finalCharacter) {
        CodeTable table = tables[finalCharacter];
        if (table == null) {
            throw new IllegalStateException("no code table of number " + finalCharacter);
        }
        return table;
    }

    /** The table of the control functions that the resource has. */
    static CodeTable controls(@Nullable CodeTable[] tables) {
        return known(tables, CONTROL_FUNCTIONS);
    }
}
