package org.panamarc.internal.format;

import org.panamarc.Defect.Kind;

/**
 * MARCMaker's format (Library of Congress, MARCMaker and MARCBreaker; MarcEdit's mrk): {@code =245
 * 10$aTitle}, blanks of control fields and indicators as backslashes, and words in braces for
 * characters that mean something or cannot be typed, see {@link Mnemonics}.
 */
final class MarcMakerLines implements LineFormat {
    /** What becomes of a line that does not begin as a field does. */
    static final String PART_OF_FIELD = "it is read as part of the field before";

    static final String NOT_READ = "it is not read: ";

    private static final int TEXT_AT = 6; // behind "=245  "

    @Override
    public boolean begins(String line, RecordImage image) {
        return line.startsWith("=LDR") || line.startsWith("=000");
    }

    @Override
    public void read(String line, long number, RecordImage image) {
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
        if (tag.equals("LDR") || tag.equals("000")) {
            image.leader(text.replace('\\', ' '));
            return;
        }
        image.beginField(tag);
        int delimiter = text.indexOf('$');
        if (isControl(tag) || delimiter < 0) {
            image.append(Mnemonics.read(text.replace('\\', ' '), image));
        } else {
            image.append(Mnemonics.read(text.substring(0, delimiter).replace('\\', ' '), image));
            subfields(text.substring(delimiter), image);
        }
        image.endField();
    }

    /** Appends text in which {@code $} begins a subfield. */
    private static void subfields(String text, RecordImage image) {
        int at = 0;
        while (at < text.length()) {
            boolean delimiter = text.charAt(at) == '$';
            int from = delimiter ? at + 1 : at;
            int next = text.indexOf('$', from);
            at = next < 0 ? text.length() : next;
            if (delimiter) {
                image.beginSubfield();
            }
            image.append(Mnemonics.read(text.substring(from, at), image));
        }
    }

    static boolean isControl(String tag) {
        return tag.startsWith("00") && Character.isDigit(tag.charAt(2));
    }

    static String shortened(String line) {
        return line.length() <= 40 ? line : line.substring(0, 40) + "…";
    }
}
