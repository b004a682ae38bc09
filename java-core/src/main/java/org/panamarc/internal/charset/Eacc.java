package org.panamarc.internal.charset;

import org.jspecify.annotations.Nullable;

/**
 * The East Asian Character Code of MARC-8 (ANSI/NISO Z39.64): three bytes a character. Loaded when
 * a record first designates it.
 */
final class Eacc {
    private static final int LEAST = 0x20;
    private static final int SIDE = 0x60; // codes of one byte, 0x20 to 0x7F

    /** By first and second byte, then by third; a row without characters is null. */
    private static final int[] @Nullable [] ROWS = load();

    private Eacc() {}

    /**
     * The code point of a character, or {@link CodeTable#NONE}.
     *
     * @param first its first byte of seven bits, 0x20 to 0x7F, and so on
     */
    static int at(int first, int second, int third) {
        int[] row = ROWS[(first - LEAST) * SIDE + second - LEAST];
        return row == null ? CodeTable.NONE : row[third - LEAST];
    }

    private static int[] @Nullable [] load() {
        int[] @Nullable [] rows = new int[SIDE * SIDE] @Nullable [];
        TableReader reader = new TableReader("eacc.tsv");
        while (reader.next()) {
            int code = reader.hex();
            int index = ((code >> 16) - LEAST) * SIDE + ((code >> 8) & 0x7F) - LEAST;
            int[] row = rows[index];
            if (row == null) {
                row = new int[SIDE];
                rows[index] = row;
            }
            row[(code & 0x7F) - LEAST] = reader.hex();
        }
        return rows;
    }
}
