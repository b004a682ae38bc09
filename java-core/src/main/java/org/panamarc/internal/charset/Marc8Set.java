package org.panamarc.internal.charset;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of MARC-8 as an encoder needs it: how it becomes G0, and its codes by their characters,
 * which are those of the decoder's tables the other way round. Immutable.
 */
final class Marc8Set {
    /**
     * What a character that the set has not gives; a mark's code has {@link CodeTable#MARK} added.
     */
    static final int NONE = 0;

    /** Without codes: a character of ASCII is its own. */
    static final Marc8Set ASCII = new Marc8Set("(B");

    /** Never made G0: it is G1 from the start on. */
    static final Marc8Set ANSEL = ansel();

    /**
     * The other sets of one byte a character, in the order in which they are tried. The three Greek
     * symbols, which have a set of their own, are letters of the Greek one, too.
     */
    private static final List<Marc8Set> OTHERS =
            List.of(
                    ofOneByte("b"),
                    ofOneByte("p"),
                    ofOneByte("(2"),
                    ofOneByte("(N"),
                    ofOneByte("(Q"),
                    ofOneByte("(3"),
                    ofOneByte("(4"),
                    ofOneByte("(S"));

    /** Control functions, which are available with every set. */
    private static final Marc8Set CONTROLS = controls();

    /** Below it EACC has no character. */
    private static final int FIRST_OF_EACC = 0x3000;

    private static final char ESCAPE = 0x1B;
    private static final int PAGES = 0x300; // of 256 code points: three planes, as many as are used

    private final byte[] designation;
    private final int[] @Nullable [] pages = new int[PAGES] @Nullable [];

    private Marc8Set(String afterEscape) {
        this.designation = (ESCAPE + afterEscape).getBytes(StandardCharsets.US_ASCII);
    }

    private static Marc8Set ofOneByte(String afterEscape) {
        Marc8Set set = new Marc8Set(afterEscape);
        CodeTable table = CodeTable.withFinal(afterEscape.charAt(afterEscape.length() - 1));
        for (int code = 0x21; table != null && code < 0x7F; code++) {
            int point = table.at(code);
            set.put(point & ~CodeTable.MARK, code | (point & CodeTable.MARK));
        }
        return set;
    }

    private static Marc8Set ansel() {
        Marc8Set set = ofOneByte(")!E");
        // The first half of a double mark reads as these where it has no second half.
        set.put(0xFE20, set.code(CodeTable.DOUBLE_LIGATURE));
        set.put(0xFE22, set.code(CodeTable.DOUBLE_TILDE));
        return set;
    }

    private static Marc8Set controls() {
        Marc8Set set = new Marc8Set("");
        for (int code = 0x80; code < 0xA0; code++) {
            set.put(CodeTable.CONTROLS.at(code), code);
        }
        return set;
    }

    /** The set of three bytes a character, made when a character first needs it. */
    private static final class EastAsian {
        static final Marc8Set SET = load();

        private static Marc8Set load() {
            Marc8Set set = new Marc8Set("$1");
            for (int first = 0x21; first < 0x7F; first++) {
                for (int second = 0x21; second < 0x7F; second++) {
                    // 0x20 is no graphic character; the one code that ends on it has another one.
                    for (int third = 0x21; third < 0x7F; third++) {
                        set.put(Eacc.at(first, second, third), first << 16 | second << 8 | third);
                    }
                }
            }
            return set;
        }
    }

    /** Gives a character its code, unless it has one already: the first code is the usual one. */
    private void put(int point, int code) {
        int[] page = pages[point >> 8];
        if (page == null) {
            page = new int[256];
            pages[point >> 8] = page;
        }
        if (point != CodeTable.NONE && page[point & 0xFF] == NONE) {
            page[point & 0xFF] = code;
        }
    }

    /** The code of a character, of 7 bits a byte, with {@link CodeTable#MARK}; or {@link #NONE}. */
    int code(int point) {
        int[] page = point >> 8 < PAGES ? pages[point >> 8] : null;
        return page == null ? NONE : page[point & 0xFF];
    }

    /** The set that a character beyond ASCII is written in where G0 has it not; null for none. */
    static @Nullable Marc8Set of(int point) {
        if (ANSEL.code(point) != NONE) {
            return ANSEL;
        }
        for (Marc8Set set : OTHERS) {
            if (set.code(point) != NONE) {
                return set;
            }
        }
        if (CONTROLS.code(point) != NONE) {
            return CONTROLS;
        }
        return point >= FIRST_OF_EACC && EastAsian.SET.code(point) != NONE ? EastAsian.SET : null;
    }

    /** Whether its characters need not be G0 to be written: each has a byte above 0x7F. */
    boolean isHigh() {
        return this == ANSEL || this == CONTROLS;
    }

    /** Whether it has three bytes a character. */
    boolean isOfThreeBytes() {
        return designation.length > 1 && designation[1] == '$';
    }

    /** The escape sequence that makes it G0; not to be changed. */
    byte[] designation() {
        return designation;
    }

    /** Whether it was made G0 by a sequence that only {@code ESC s} takes back (Technique 1). */
    boolean isCustom() {
        return designation.length == 2;
    }
}
