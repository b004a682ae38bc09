package org.panamarc.internal.parse;

import org.panamarc.Defect.Kind;

/**
 * MARCMaker's format (Library of Congress, MARCMaker and MARCBreaker; MarcEdit's mrk): {@code =245
 * 10$aTitle}, blanks of control fields and indicators as backslashes, and words in braces for
 * characters that mean something or cannot be typed, see {@link Mnemonics}.
 *
 * <p>For its display MarcEdit puts U+200F before and U+200E after what is in a script that is
 * written from right to left, and before {@code $6}; it leaves them out when it compiles the text
 * (T. Reese, "MarcEditor Changes and Right-to-left displays", blog.reeset.net/archives/2103). Here
 * marks between indicators and {@code $} are left out, in such a field those at the edges of values
 * too, and elsewhere U+200E at a value's end with U+200F at its beginning. All others are a value's
 * own: OCLC's records have U+200F at the beginning or the end of values, and after {@code $6}.
 */
final class MarcMakerLines implements LineFormat {
    /** What happens to a line that does not begin as a field does. */
    static final String PART_OF_FIELD = "it is read as part of the field before";

    static final String NOT_READ = "it is not read: ";

    private static final String DELIMITER = "{1F}"; // by its code, as {1B} is an escape

    private static final char LEFT_TO_RIGHT = '\u200E';
    private static final char RIGHT_TO_LEFT = '\u200F';
    private static final int TEXT_AT = 6; // after "=245  "

    private boolean marked; // whether MarcEdit has put marks into the field at hand
    private boolean zeros; // whether the leader at hand is called 000

    /** A leader is called LDR or 000; next to one that is called LDR, 000 is a field. */
    @Override
    public boolean begins(String line, RecordAssembler image) {
        return line.startsWith("=LDR")
                || (line.startsWith("=000") && (zeros || !image.hasLeader()));
    }

    @Override
    public void read(String line, long number, RecordAssembler image) {
        if (line.length() < 4 || line.charAt(0) != '=') {
            String problem =
                    "line %d does not begin as a field does, with = and a tag; ".formatted(number);
            if (image.reopenField()) {
                image.note(Kind.FORMAT, image.tag(), problem + PART_OF_FIELD);
                image.append("\n");
                subfields(line, image);
                image.endField();
            } else {
                image.note(Kind.FORMAT, null, problem + NOT_READ + shortened(line));
            }
            return;
        }
        String tag = line.substring(1, 4);
        int at = 4;
        while (at < Math.min(TEXT_AT, line.length()) && line.charAt(at) == ' ') {
            at++;
        }
        String text = line.substring(at);
        if (tag.equals("LDR") || (tag.equals("000") && !image.hasLeader())) {
            zeros = tag.equals("000");
            image.leader(withoutMarks(text, true).replace('\\', ' '));
            return;
        }
        image.beginField(tag);
        int delimiter = text.indexOf('$');
        if (isControl(tag)) {
            control(withoutMarks(text, false).replace('\\', ' '), image);
        } else if (delimiter < 0) {
            image.append(Mnemonics.read(withoutMarks(text, false).replace('\\', ' '), image));
        } else {
            String given = text.substring(0, delimiter);
            String indicators = withoutMarks(given, true);
            marked = indicators.length() < given.length();
            image.append(Mnemonics.read(indicators.replace('\\', ' '), image));
            subfields(text.substring(delimiter), image);
        }
        image.endField();
    }

    /** Appends the data of a field 00X, where a delimiter is written in braces. */
    private static void control(String data, RecordAssembler image) {
        int at = 0;
        for (int next = data.indexOf(DELIMITER); next >= 0; next = data.indexOf(DELIMITER, at)) {
            image.append(Mnemonics.read(data.substring(at, next), image));
            image.beginSubfield();
            at = next + DELIMITER.length();
        }
        image.append(Mnemonics.read(data.substring(at), image));
    }

    /** Appends text in which {@code $} begins a subfield. */
    private void subfields(String text, RecordAssembler image) {
        int at = 0;
        while (at < text.length()) {
            boolean delimiter = text.charAt(at) == '$';
            int from = delimiter ? at + 1 : at;
            int next = text.indexOf('$', from);
            at = next < 0 ? text.length() : next;
            String part = text.substring(from, at);
            if (delimiter) {
                image.beginSubfield();
                int code = part.isEmpty() || !marked || !isMark(part, 0) ? 0 : 1;
                int value = Math.min(code + 1, part.length());
                part = part.substring(code, value) + withoutMarks(part.substring(value), marked);
            }
            image.append(Mnemonics.read(part, image));
        }
    }

    /**
     * Text without marks of direction at its edges.
     *
     * @param all whether all are MarcEdit's; else U+200E at its end is, and what goes with that
     */
    private static String withoutMarks(String text, boolean all) {
        int from = 0;
        int to = text.length();
        while (to > 0 && (text.charAt(to - 1) == LEFT_TO_RIGHT || (all && isMark(text, to - 1)))) {
            to--;
        }
        while (from < to && isMark(text, from) && (all || to < text.length())) {
            from++;
        }
        return text.substring(from, to);
    }

    private static boolean isMark(String text, int at) {
        return text.charAt(at) == LEFT_TO_RIGHT || text.charAt(at) == RIGHT_TO_LEFT;
    }

    static boolean isControl(String tag) {
        return tag.startsWith("00") && Character.isDigit(tag.charAt(2));
    }

    static String shortened(String line) {
        return line.length() <= 40 ? line : line.substring(0, 40) + "…";
    }
}
