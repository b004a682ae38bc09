package org.panamarc;

/**
 * Bytes of an input that belong to no record that was delivered.
 *
 * @param source what the input is called
 * @param span where they stand in it
 * @param reason why they were skipped
 */
public record SkippedRange(String source, Span span, Reason reason) {
    /** Why bytes were skipped. */
    public enum Reason {
        /** Newlines, NUL, 0x1A, spaces or a byte order mark between records. */
        FILLER("filler"),
        /** No record begins in these bytes. */
        NO_LEADER("no leader"),
        /** A leader stands there, but its record does not end within the size allowed. */
        NO_END("no end"),
        /** A record that the error policy did not let through. */
        LEFT_OUT("left out");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** The reason in plain words, the same in every language binding. */
        public String text() {
            return text;
        }
    }
}
