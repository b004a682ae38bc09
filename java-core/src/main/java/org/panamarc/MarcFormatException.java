package org.panamarc;

import java.io.Serial;

/** A record, or bytes that hold none, that {@link ErrorPolicy#RAISE} does not let through. */
public final class MarcFormatException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final String source;
    private final transient Defect defect;
    private final transient byte[] bytes;

    /**
     * An exception for one defect.
     *
     * @param source what the input is called
     * @param defect what is wrong
     * @param bytes the record's bytes as they are in the input, or the first of those that hold
     *     none
     */
    public MarcFormatException(String source, Defect defect, byte[] bytes) {
        super(message(source, defect));
        this.source = source;
        this.defect = defect;
        this.bytes = bytes.clone();
    }

    private static String message(String source, Defect defect) {
        String tag = defect.tag() == null ? "" : ", field " + defect.tag();
        return "%s: record %d at byte %d%s: %s"
                .formatted(source, defect.recordNumber(), defect.offset(), tag, defect.message());
    }

    /** What the input is called: a path, or a word such as {@code <bytes>}. */
    public String source() {
        return source;
    }

    /** What is wrong, and where. */
    public Defect defect() {
        return defect;
    }

    /** The bytes at fault, as they are in the input; a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }
}
