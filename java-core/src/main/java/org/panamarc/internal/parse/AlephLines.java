package org.panamarc.internal.parse;

import org.panamarc.Defect.Kind;

/**
 * Aleph's sequential format: {@code 000000001 24510 L $$aTitle}: the record's number in up to 18
 * digits, tag and indicators, the alphabet, and the data, in which {@code ^} means the blanks of
 * the leader and the control fields. Aleph writes nine digits and the alphabet {@code L}; other
 * systems write longer numbers, and any letter or none.
 */
final class AlephLines implements LineFormat {
    private static final int MOST_DIGITS = 18;
    private static final int FIELD = 5; // tag and indicators

    private int digits; // of a record's number, the same in a whole input; 0 before the first
    private String number = ""; // of the record at hand
    private boolean numbered; // whether the record has a field 001

    @Override
    public boolean begins(String line, RecordAssembler image) {
        return isField(line) && !line.startsWith(number);
    }

    /** The number alone says which record a line is of. */
    @Override
    public boolean endsAtBlank() {
        return false;
    }

    /** Whether a line is number, blank, tag, indicators and blank, with something after them. */
    private boolean isField(String line) {
        int count = digits(line);
        int blank = count + 1 + FIELD;
        if (count == 0 || (digits > 0 && count != digits) || line.length() <= blank + 1) {
            return false;
        }
        return line.charAt(count) == ' '
                && line.charAt(blank) == ' '
                && line.substring(count + 1, count + 4).chars().allMatch(AlephLines::isInTag);
    }

    private static boolean isInTag(int c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    /** The digits that a line begins with; 0 where there are too many for a number. */
    private static int digits(String line) {
        int count = 0;
        while (count < line.length() && line.charAt(count) >= '0' && line.charAt(count) <= '9') {
            count++;
        }
        return count > MOST_DIGITS ? 0 : count;
    }

    /** What follows the alphabet and its blank, or the indicators where there is no alphabet. */
    private static String text(String line, int at) {
        boolean alphabet = line.length() == at + 1 || line.charAt(at + 1) == ' ';
        return line.substring(Math.min(line.length(), alphabet ? at + 2 : at));
    }

    @Override
    public void read(String line, long lineNumber, RecordAssembler image) {
        if (!isField(line)) {
            image.note(
                    Kind.FORMAT,
                    null,
                    "line %d does not begin as a field of Aleph does, with number, tag and indicators; it is not read: %s"
                            .formatted(lineNumber, MarcMakerLines.shortened(line)));
            return;
        }
        digits = digits(line);
        if (!image.begun()) {
            number = line.substring(0, digits);
            numbered = false;
        }
        int tagAt = digits + 1;
        String tag = line.substring(tagAt, tagAt + 3);
        String text = text(line, tagAt + FIELD + 1);
        if (tag.equals("LDR")) {
            image.leader(text.replace('^', ' '));
            return;
        }
        image.beginField(tag);
        numbered |= tag.equals("001");
        int delimiter = text.indexOf("$$");
        String indicators = line.substring(tagAt + 3, tagAt + FIELD);
        if (MarcMakerLines.isControl(tag)) {
            image.append(text.replace('^', ' '));
            image.endControlField();
        } else if (delimiter < 0 && indicators.isBlank()) {
            // Aleph's own fields, such as FMT, have neither indicators nor subfields.
            image.append(text);
            image.endControlField();
        } else {
            image.append(indicators);
            image.append(delimiter < 0 ? text : text.substring(0, delimiter));
            while (delimiter >= 0) {
                int next = text.indexOf("$$", delimiter + 2);
                image.beginSubfield();
                image.append(text.substring(delimiter + 2, next < 0 ? text.length() : next));
                delimiter = next;
            }
            image.endDataField();
        }
    }

    /** The number is nowhere else where there is no field 001. */
    @Override
    public void complete(RecordAssembler image) {
        if (!numbered) {
            image.beginField("001");
            image.append(number);
            image.endField();
            image.moveLastToFront();
        }
    }
}
