package org.panamarc.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reading gave: how many records, and the values that were asked of them.
 *
 * <p>Values are only kept while the clock runs; the digest is made afterwards.
 */
final class Answers {
    private final List<@Nullable String> values = new ArrayList<>();
    private int records;

    /** Counts a record of which nothing is asked. */
    void addRecord() {
        records++;
    }

    /** Counts a record and keeps its value, or that it has none. */
    void addRecord(@Nullable String value) {
        records++;
        values.add(value);
    }

    /** Keeps another value of the record. */
    void add(String value) {
        values.add(value);
    }

    int records() {
        return records;
    }

    /**
     * SHA-256 of UTF-8: a value and 0x1F after it, 0x1E for a missing value; as generate.py has it.
     *
     * @param composed whether each value is brought into NFC first
     */
    String digest(boolean composed) {
        MessageDigest digest = sha256();
        for (String value : values) {
            if (value == null) {
                digest.update((byte) 0x1E);
            } else {
                String text = composed ? Normalizer.normalize(value, Normalizer.Form.NFC) : value;
                digest.update(text.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0x1F);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
