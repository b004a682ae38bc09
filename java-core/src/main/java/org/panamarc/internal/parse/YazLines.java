package org.panamarc.internal.parse;

import org.panamarc.Defect.Kind;

/**
 * The line format of yaz-marcdump: the leader on a line, then {@code 245 10 $a Title $c Author}. It
 * knows no escapes: a blank, {@code $}, a character and a blank begin a subfield anywhere.
 */
final class YazLines implements LineFormat {
    private static final int INDICATORS_AT = 4;
    private static final int LEADER = 24;

    @Override
    public boolean begins(String line, RecordAssembler image) {
        return line.length() == LEADER
                && line.substring(0, 5).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public void read(String line, long number, RecordAssembler image) {
        if (!image.begun() && !isField(line)) {
            image.leader(line);
            return;
        }
        if (isField(line)) {
            image.beginField(line.substring(0, 3));
            read(line.substring(INDICATORS_AT), image);
            return;
        }
        String problem =
                "line %d does not begin as a field does, with a tag and a blank; "
                        .formatted(number);
        if (image.reopenField()) {
            image.note(Kind.FORMAT, image.tag(), problem + MarcMakerLines.PART_OF_FIELD);
            image.append("\n");
            read(line, image);
        } else {
            image.note(
                    Kind.FORMAT,
                    null,
                    problem + MarcMakerLines.NOT_READ + MarcMakerLines.shortened(line));
        }
    }

    /** Reads text of a field, to its end. */
    private static void read(String text, RecordAssembler image) {
        int delimiter = MarcMakerLines.isControl(image.tag()) ? -1 : delimiter(text, 0);
        image.append(text.substring(0, delimiter < 0 ? text.length() : delimiter));
        while (delimiter >= 0) {
            int next = delimiter(text, delimiter + 3);
            String subfield = text.substring(delimiter + 2, next < 0 ? text.length() : next);
            image.beginSubfield();
            image.append(subfield.substring(0, 1));
            image.append(subfield.substring(Math.min(2, subfield.length())));
            delimiter = next;
        }
        image.endField();
    }

    private static boolean isField(String line) {
        return line.length() >= INDICATORS_AT
                && line.charAt(3) == ' '
                && line.substring(0, 3).chars().allMatch(Character::isLetterOrDigit);
    }

    /** Where the next " $a " begins, or -1. */
    private static int delimiter(String text, int from) {
        int at = text.indexOf(" $", from);
        while (at >= 0) {
            boolean coded = at + 3 <= text.length();
            if (coded && (at + 3 == text.length() || text.charAt(at + 3) == ' ')) {
                return at;
            }
            at = text.indexOf(" $", at + 1);
        }
        return -1;
    }
}
