package org.panamarc.internal.parse;

import org.jspecify.annotations.Nullable;
import org.panamarc.Defect.Kind;

/**
 * Records as catalogues show them: {@code LEADER} and the leader, then {@code 245 10 $aTitle} or
 * {@code 245 10 |a Title}, with blanks or tabs between the parts or without. A delimiter is one of
 * {@code $ | ‡ ǂ} and the same in a line; where its first code has a blank after it, all have, and
 * the blanks are no part of the values. Some catalogues leave out the code of a field's first
 * subfield, which then is {@code a}: {@code 245 10 Title|cAuthor}. There is no standard for it.
 */
final class CatalogueLines implements LineFormat {
    private static final int TAG = 3;
    private static final int LEADER = 24;
    private static final int IMPLIED_AT = 7; // in "245 10 Title"
    private static final String DELIMITERS = "$|\u2021\u01C2";
    private static final String UNDEFINED = "_#\\"; // what catalogues show for a blank indicator

    private boolean headed; // whether the record at hand began with its leader
    private char delimiter = '$'; // of the field at hand
    private boolean spaced; // whether its codes have a blank after them

    @Override
    public boolean begins(String line, RecordAssembler image) {
        return leaderAt(line) > 0 || (!headed && image.fields() > 0 && line.startsWith("001"));
    }

    /** Where a leader begins, after the word that announces it; 0 where there is none. */
    private static int leaderAt(String line) {
        int at =
                line.startsWith("LEADER") || line.startsWith("Leader")
                        ? 6
                        : line.startsWith("LDR") ? 3 : 0;
        if (at == 0 || at == line.length() || " \t:".indexOf(line.charAt(at)) < 0) {
            return 0;
        }
        at++;
        return line.length() - at == LEADER
                ? at
                : line.length() - line.substring(at).stripLeading().length();
    }

    /** A record that began with its leader may have blank lines between its fields. */
    @Override
    public boolean endsAtBlank() {
        return !headed;
    }

    @Override
    public void read(String line, long number, RecordAssembler image) {
        int leader = leaderAt(line);
        if (leader > 0) {
            headed = true;
            image.leader(line.substring(leader));
            return;
        }
        headed &= image.begun();
        String tag = isTagged(line) ? line.substring(0, TAG) : "";
        int first = tag.isEmpty() ? -1 : delimiter(line, TAG);
        String indicators = first < 0 ? null : indicators(line.substring(TAG, first));
        if (MarcMakerLines.isControl(tag)) {
            image.beginField(tag);
            image.append(line.substring(TAG).stripLeading());
            image.endField();
        } else if (indicators != null) {
            image.beginField(tag);
            image.append(indicators);
            delimiter = line.charAt(first);
            spaced = isSpaced(line, first);
            text(line.substring(first), image);
            image.endField();
        } else if (!tag.isEmpty() && isImplied(line)) {
            image.beginField(tag);
            image.append(line.substring(TAG + 1, TAG + 3));
            image.beginSubfield();
            image.append("a");
            delimiter = first < 0 ? '|' : line.charAt(first);
            spaced = first >= 0 && isSpaced(line, first);
            text(line.substring(IMPLIED_AT), image);
            image.endField();
        } else {
            other(line, number, image);
        }
    }

    /** Whether a line has tag, blank, two indicators, blank and then text. */
    private static boolean isImplied(String line) {
        return line.length() > IMPLIED_AT
                && line.charAt(TAG) == ' '
                && isIndicator(line.charAt(TAG + 1))
                && isIndicator(line.charAt(TAG + 2))
                && line.charAt(IMPLIED_AT - 1) == ' '
                && line.charAt(IMPLIED_AT) > ' ';
    }

    private static boolean isIndicator(char c) {
        return c == ' ' || (c >= '0' && c <= '9');
    }

    /** Reads a line that begins no field: a long field goes on there. */
    private void other(String line, long number, RecordAssembler image) {
        String problem =
                "line %d does not begin as a field does, with a tag, indicators and a subfield; "
                        .formatted(number);
        if (image.reopenField()) {
            image.note(Kind.FORMAT, image.tag(), problem + MarcMakerLines.PART_OF_FIELD);
            image.append("\n");
            text(line, image);
            image.endField();
        } else {
            image.note(
                    Kind.FORMAT,
                    null,
                    problem + MarcMakerLines.NOT_READ + MarcMakerLines.shortened(line));
        }
    }

    private static boolean isTagged(String line) {
        return line.length() > TAG
                && line.substring(0, TAG)
                        .chars()
                        .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'));
    }

    /** The next delimiter with a code after it, or -1. */
    private static int delimiter(String line, int from) {
        for (int at = from; at + 1 < line.length(); at++) {
            if (DELIMITERS.indexOf(line.charAt(at)) >= 0 && line.charAt(at + 1) > ' ') {
                return at;
            }
        }
        return -1;
    }

    /**
     * The indicators between tag and first delimiter; null where that is something else. Two
     * characters are the indicators; of more, the first is a blank between.
     */
    private static @Nullable String indicators(String text) {
        StringBuilder shown = new StringBuilder();
        int first = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\t') {
                first = first < 0 ? i : first;
                shown.append(UNDEFINED.indexOf(c) < 0 ? c : ' ');
            }
        }
        return switch (shown.length()) {
            case 0 -> RecordAssembler.BLANKS;
            case 1 -> first <= (text.length() > 2 ? 1 : 0) ? shown + " " : " " + shown;
            case 2 -> shown.toString();
            default -> null;
        };
    }

    /** Appends text of the field at hand, and the subfields in it. */
    private void text(String text, RecordAssembler image) {
        boolean control = MarcMakerLines.isControl(image.tag());
        int at = 0;
        while (at < text.length()) {
            boolean begins = !control && isDelimiter(text, at);
            int from = begins ? at + 2 : at;
            int next = begins ? from : at + 1;
            while (next < text.length() && (control || !isDelimiter(text, next))) {
                next++;
            }
            if (begins) {
                image.beginSubfield();
                image.append(text.substring(at + 1, at + 2));
            }
            String value = text.substring(from, next);
            image.append(spaced && !control ? value.strip() : value);
            at = next;
        }
    }

    private static boolean isSpaced(String line, int delimiter) {
        return delimiter + 2 < line.length() && line.charAt(delimiter + 2) == ' ';
    }

    private boolean isDelimiter(String text, int at) {
        if (text.charAt(at) != delimiter || at + 1 == text.length() || text.charAt(at + 1) <= ' ') {
            return false;
        }
        boolean apart = at == 0 || text.charAt(at - 1) <= ' ';
        return !spaced || (apart && (at + 2 == text.length() || isSpaced(text, at)));
    }
}
