package org.panamarc.internal.format;

import org.panamarc.Defect.Kind;

/**
 * Aleph's sequential format: {@code 000000001 24510 L $$aTitle}: the record's number in nine
 * digits, tag and indicators, the alphabet, and the data, in which {@code ^} stands for the blanks
 * of the leader and the control fields.
 */
final class AlephLines implements LineFormat {
    private static final int NUMBER = 9;
    private static final int TAG_AT = 10;
    private static final int TEXT_AT = 18;

    private String number = ""; // of the record at hand
    private boolean numbered; // whether the record has a field 001

    @Override
    public boolean begins(String line, RecordImage image) {
        return isField(line) && !line.startsWith(number);
    }

    /** The number alone says which record a line is of. */
    @Override
    public boolean endsAtBlank() {
        return false;
    }

    private static boolean isField(String line) {
        return line.length() >= TEXT_AT - 1
                && line.charAt(NUMBER) == ' '
                && line.startsWith(" L", TEXT_AT - 3);
    }

    @Override
    public void read(String line, long lineNumber, RecordImage image) {
        if (!isField(line)) {
            image.note(
                    Kind.FORMAT,
                    null,
                    "line %d does not begin as a field of Aleph does, with number, tag and L; it is not read: %s"
                            .formatted(lineNumber, MarcMakerLines.shortened(line)));
            return;
        }
        if (!image.begun()) {
            number = line.substring(0, NUMBER);
            numbered = false;
        }
        String tag = line.substring(TAG_AT, TAG_AT + 3);
        String text = line.length() < TEXT_AT ? "" : line.substring(TEXT_AT);
        if (tag.equals("LDR")) {
            image.leader(text.replace('^', ' '));
            return;
        }
        image.beginField(tag);
        numbered |= tag.equals("001");
        if (MarcMakerLines.isControl(tag)) {
            image.append(text.replace('^', ' '));
        } else {
            int delimiter = text.indexOf("$$");
            String indicators = line.substring(TAG_AT + 3, TAG_AT + 5);
            // Aleph's own fields, such as FMT, have neither indicators nor subfields.
            image.append(delimiter < 0 && indicators.isBlank() ? "" : indicators);
            image.append(delimiter < 0 ? text : text.substring(0, delimiter));
            while (delimiter >= 0) {
                int next = text.indexOf("$$", delimiter + 2);
                image.beginSubfield();
                image.append(text.substring(delimiter + 2, next < 0 ? text.length() : next));
                delimiter = next;
            }
        }
        image.endField();
    }

    /** The number is nowhere else where there is no field 001. */
    @Override
    public void complete(RecordImage image) {
        if (!numbered) {
            image.beginField("001");
            image.append(number);
            image.endField();
        }
    }
}
