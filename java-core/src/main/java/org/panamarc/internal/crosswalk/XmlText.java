package org.panamarc.internal.crosswalk;

/** Puts text into XML 1.0. Not thread-safe. */
final class XmlText {
    private static final char REPLACEMENT = '\uFFFD';

    private int replaced;

    /** How many characters were replaced since this was asked last. */
    int takeReplaced() {
        int count = replaced;
        replaced = 0;
        return count;
    }

    /** Puts text between tags; characters that XML cannot carry (section 2.2) become U+FFFD. */
    void put(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> {
                    boolean allowed =
                            (c >= ' ' && c < '\uFFFE') || c == '\t' || c == '\n' || c == '\r';
                    replaced += allowed ? 0 : 1;
                    out.append(allowed ? c : REPLACEMENT);
                }
            }
        }
    }
}
