package org.panamarc.internal.crosswalk;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values without what catalogue cards need: punctuation of ISBD at their ends, and marks. */
final class CleanText {
    /** Abbreviations of three letters and more that end with a dot of their own. */
    private static final Set<String> ABBREVIATIONS =
            Set.of(
                    "abt", "assoc", "aufl", "ausg", "ave", "bros", "capt", "col", "corp", "dept",
                    "dist", "ed", "edn", "enl", "esq", "etc", "fig", "gen", "gov", "hon", "ill",
                    "illus", "inc", "jun", "lib", "lieut", "ltd", "maj", "mrs", "nos", "phd",
                    "pseud", "pub", "publ", "rev", "rpt", "sen", "ser", "sgt", "soc", "univ", "vol",
                    "vols");

    private static final Pattern LAST_WORD = Pattern.compile("([\\p{L}\\p{M}]+)\\.$");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u0085]+");
    private static final int SHORTEST_WORD = 3; // characters; shorter ones keep their dot

    private CleanText() {}

    /**
     * A value in NFC, a blank for each run of blanks and line breaks, none at its ends, and without
     * the marks around what is not sorted (U+0098 and U+009C, of MARC-8's 0x88 and 0x89).
     */
    static String of(String value) {
        boolean plain = true;
        for (int i = 0; i < value.length() && plain; i++) {
            char c = value.charAt(i);
            plain = (c > ' ' && c < 0x7F) || (c == ' ' && i > 0 && value.charAt(i - 1) != ' ');
        }
        if (plain) {
            return value.stripTrailing();
        }
        String unmarked = value.replace("\u0098", "").replace("\u009C", "");
        String composed = Normalizer.normalize(unmarked, Normalizer.Form.NFC);
        return BLANKS.matcher(composed).replaceAll(" ").strip();
    }

    /** A value without the punctuation at its end that divides it from the next area. */
    static String withoutPunctuation(String value) {
        String text = value.strip();
        int end = text.length();
        while (end > 0 && " /:;,=".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        text = text.substring(0, end);
        if (endsWithSentence(text)) {
            return withoutPunctuation(text.substring(0, text.length() - 1));
        }
        return withoutOpenBracket(text);
    }

    /** Whether a dot ends the text, and is none of an initial, an abbreviation or an ellipsis. */
    private static boolean endsWithSentence(String text) {
        if (!text.endsWith(".") || text.endsWith("..")) {
            return false;
        }
        Matcher word = LAST_WORD.matcher(text);
        if (!word.find()) {
            return true; // after a digit, a bracket or a quotation mark
        }
        String letters = word.group(1);
        return letters.length() >= SHORTEST_WORD
                && !ABBREVIATIONS.contains(letters.toLowerCase(Locale.ROOT));
    }

    /** The same without a bracket at one end whose partner is not there. */
    private static String withoutOpenBracket(String text) {
        if (text.startsWith("[") && text.indexOf(']') < 0) {
            return text.substring(1).strip();
        }
        if (text.endsWith("]") && text.indexOf('[') < 0) {
            return withoutPunctuation(text.substring(0, text.length() - 1));
        }
        return text;
    }
}
