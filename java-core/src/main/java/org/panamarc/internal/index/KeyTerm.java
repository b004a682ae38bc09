package org.panamarc.internal.index;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.columns.Isbn;

/**
 * What a key's value is compared by: the value without blanks and control characters around it. A
 * value of field 020 that begins with an ISBN is compared by that, in 13 digits. A value longer
 * than a term may be is compared by its beginning and its digest.
 */
final class KeyTerm {
    /** Bytes of the longest value that is a term as it is. */
    static final int LONGEST = 1024;

    private static final String ALGORITHM = "SHA-256";

    private KeyTerm() {}

    /**
     * The term of a value.
     *
     * @param bytes UTF-8; the term may refer to them
     * @param isbn whether the value is one of field 020
     * @param target receives the term
     * @return whether there is one; not of a value that is empty
     */
    static boolean of(byte[] bytes, int from, int to, boolean isbn, BytesRef target) {
        int first = from;
        int end = to;
        while (first < end && isBlank(bytes[first])) {
            first++;
        }
        while (end > first && isBlank(bytes[end - 1])) {
            end--;
        }
        if (first == end) {
            return false;
        }
        if (isbn) {
            byte[] digits = new byte[Isbn.LENGTH];
            if (Isbn.normalize(bytes, first, end, digits)) {
                set(target, digits, 0, digits.length);
                return true;
            }
        }
        if (end - first > LONGEST) {
            byte[] term = shortened(bytes, first, end);
            set(target, term, 0, term.length);
            return true;
        }
        set(target, bytes, first, end - first);
        return true;
    }

    /** The term that a text is looked up by; null where it is blank. */
    static @Nullable BytesRef of(String text, boolean isbn) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        BytesRef term = new BytesRef();
        return of(bytes, 0, bytes.length, isbn, term) ? term : null;
    }

    private static boolean isBlank(byte value) {
        return value >= 0 && value <= ' ';
    }

    private static void set(BytesRef target, byte[] bytes, int offset, int length) {
        target.bytes = bytes;
        target.offset = offset;
        target.length = length;
    }

    private static byte[] shortened(byte[] bytes, int from, int to) {
        try {
            MessageDigest digest = MessageDigest.getInstance(ALGORITHM);
            digest.update(bytes, from, to - from);
            byte[] sum = digest.digest();
            byte[] term = Arrays.copyOfRange(bytes, from, from + LONGEST);
            System.arraycopy(sum, 0, term, LONGEST - sum.length, sum.length);
            return term;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }
}
