package org.panamarc.internal.iso2709;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The content cannot be written in a record of ISO 2709, or in another format. */
public final class EncodeException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final @Nullable String tag;

    /**
     * What is wrong, in one sentence.
     *
     * @param tag the field concerned, or null where it is the whole record
     */
    public EncodeException(@Nullable String tag, String message) {
        super(message);
        this.tag = tag;
    }

    /** The field concerned, or null where it is the whole record. */
    public @Nullable String tag() {
        return tag;
    }
}
