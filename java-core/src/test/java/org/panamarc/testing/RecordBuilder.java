package org.panamarc.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds an ISO 2709 record from tags and values; in order unless otherwise asked. */
public final class RecordBuilder {
    private final StringBuilder directory = new StringBuilder();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private char scheme = 'a';

    /** Leader/09, {@code a} where nothing is said. */
    public RecordBuilder scheme(char value) {
        scheme = value;
        return this;
    }

    /** Appends a field; in the value a {@code $} means the subfield delimiter 0x1F. */
    public RecordBuilder field(String tag, String value) {
        return field(tag, value.replace('$', '\u001F').getBytes(StandardCharsets.UTF_8));
    }

    /** Appends a field with these bytes, the field terminator excluded. */
    public RecordBuilder field(String tag, byte[] value) {
        entry(tag, value.length + 1, data.size());
        data.writeBytes(value);
        data.write(0x1E);
        return this;
    }

    /** Appends a directory entry of that statement only; larger numbers lose their first digits. */
    public RecordBuilder entry(String tag, int length, int start) {
        directory.append(tag).append("%04d%05d".formatted(length % 10_000, start % 100_000));
        return this;
    }

    /** Appends bytes that no directory entry states. */
    public RecordBuilder data(byte[] bytes) {
        data.writeBytes(bytes);
        return this;
    }

    /** The record; its leader states 99999 where it is longer. */
    public byte[] build() {
        int base = 24 + directory.length() + 1;
        int length = base + data.size() + 1;
        String head =
                "%05dnam %c22%05d a 4500%s\u001E"
                        .formatted(Math.min(length, 99_999), scheme, base, directory);
        return Bytes.concat(
                head.getBytes(StandardCharsets.ISO_8859_1), data.toByteArray(), Bytes.of(0x1D));
    }

    /** A record of some hundred bytes, which differs from others by its number. */
    public static byte[] numbered(int number) {
        return new RecordBuilder()
                .field("001", "test%05d".formatted(number))
                .field("008", "850101s1985    xx            000 0 eng d")
                .field("245", "10$aTitle of number " + number + " /$cAuthor.")
                .field("650", " 0$aSubject$xPart " + number % 7 + ".")
                .build();
    }
}
