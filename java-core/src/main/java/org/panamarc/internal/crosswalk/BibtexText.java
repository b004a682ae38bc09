package org.panamarc.internal.crosswalk;

import java.util.Locale;
import java.util.regex.Pattern;

/** Text as values of BibTeX have it, in UTF-8. */
final class BibtexText {
    private static final Pattern WORDS = Pattern.compile(" ");
    private static final Pattern AND = Pattern.compile("(?i)(?:^|\\s)and(?:\\s|$)");

    private BibtexText() {}

    /**
     * Text with what TeX takes for commands written as commands. Braces become commands too, since
     * BibTeX counts those after a backslash, and one alone would end no value.
     */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\textbackslash{}");
                case '{' -> out.append("\\textbraceleft{}");
                case '}' -> out.append("\\textbraceright{}");
                case '~' -> out.append("\\textasciitilde{}");
                case '^' -> out.append("\\textasciicircum{}");
                case '%', '&', '#', '_', '$' -> out.append('\\').append(c);
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /**
     * Whether TeX can read a character: no control character, and none of Unicode's two that are
     * none.
     */
    static boolean isReadable(char c) {
        return c >= ' ' && c != 0x7F && c < 0xFFFE;
    }

    /** An address or a DOI, which styles take letter by letter; only braces are a danger. */
    static String verbatim(String text) {
        return text.replace("{", "%7B")
                .replace("}", "%7D")
                .replace("\\", "%5C")
                .replace(" ", "%20");
    }

    /**
     * A title, escaped. Catalogues capitalise nothing but names and nouns that want it, and styles
     * make letters small: each word with a capital letter, but the first, is in braces.
     */
    static String title(String text) {
        StringBuilder out = new StringBuilder();
        for (String word : WORDS.split(text, -1)) {
            if (out.isEmpty()) {
                out.append(escaped(word));
            } else {
                boolean protect = !word.equals(word.toLowerCase(Locale.ROOT));
                out.append(protect ? " {" : " ").append(escaped(word)).append(protect ? "}" : "");
            }
        }
        return out.toString();
    }

    /** A name: family, suffix, given; in braces where it has no parts. */
    static String name(CitedName name) {
        if (name.whole()) {
            return '{' + escaped(name.family()) + '}';
        }
        return part(name.family())
                + (name.suffix().isEmpty() ? "" : ", " + part(name.suffix()))
                + (name.given().isEmpty() ? "" : ", " + part(name.given()));
    }

    /** A part of a name; in braces where BibTeX would divide it. */
    private static String part(String text) {
        String escaped = escaped(text);
        return text.indexOf(',') >= 0 || AND.matcher(text).find() ? '{' + escaped + '}' : escaped;
    }
}
