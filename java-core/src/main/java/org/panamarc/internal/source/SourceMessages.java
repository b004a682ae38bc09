package org.panamarc.internal.source;

/** What is said where a source fails. Each begins with the input's name. */
public final class SourceMessages {
    private SourceMessages() {}

    /** The bytes from one offset to another cannot be read. */
    static String unreadable(String name, long from, long to) {
        return "%s: bytes from %d to %d cannot be read".formatted(name, from, to);
    }

    /** The bytes from an offset on are gone. */
    static String cutShort(String name, long from, long size) {
        return "%s: the file was cut short while it was read: bytes from %d of %d are gone"
                .formatted(name, from, size);
    }

    /** The file has another size than when it was split. */
    public static String otherSize(String name, long size, long expected) {
        return "%s: the file has %d bytes, and had %d when it was split"
                .formatted(name, size, expected);
    }
}
