package org.panamarc.internal.query;

/** One side of a comparison: values of the record, or a text. */
sealed interface Term permits Spec, Term.Text {
    /**
     * A text to compare with.
     *
     * @param text without its escapes
     */
    record Text(String text) implements Term {
        /** Characters that end a text, or begin something else in it, unless they are escaped. */
        static final String ESCAPED = "${}!=~?|";

        @Override
        public String toString() {
            StringBuilder escaped = new StringBuilder("\\");
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == ' ') {
                    escaped.append("\\s");
                } else {
                    escaped.append(c == '\\' || ESCAPED.indexOf(c) >= 0 ? "\\" : "").append(c);
                }
            }
            return escaped.toString();
        }
    }
}
