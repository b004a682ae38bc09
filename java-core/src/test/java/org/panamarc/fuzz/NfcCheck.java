package org.panamarc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.charset.Composer;

/**
 * What holds for values brought into NFC, whatever their text: the data of a control field and the
 * values of subfields are what Java's own normalizer makes of them, each by itself; both indicators
 * and the subfield codes stay; and what is in NFC already is said to be.
 */
final class NfcCheck {
    private static final String DELIMITER = "\u001F";

    private NfcCheck() {}

    /** Composes a value, as a control field's and as a data field's. */
    static void composesTextAndNothingElse(String value) {
        for (boolean control : new boolean[] {true, false}) {
            String composed = composed(value, control);
            String expected = expected(value, control);
            assertEquals(expected, composed == null ? value : composed);
            assertNull(composed(expected, control));
        }
    }

    private static String expected(String value, boolean control) {
        StringBuilder expected = new StringBuilder();
        String[] pieces = value.split(DELIMITER, -1);
        for (int i = 0; i < pieces.length; i++) {
            int kept = i > 0 ? 1 : control ? 0 : 2; // characters that are no text
            int start = pieces[i].offsetByCodePoints(0, Math.min(kept, length(pieces[i])));
            expected.append(i > 0 ? DELIMITER : "");
            expected.append(pieces[i], 0, start);
            expected.append(Normalizer.normalize(pieces[i].substring(start), Normalizer.Form.NFC));
        }
        return expected.toString();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static @Nullable String composed(String value, boolean control) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        byte[] composed = Composer.composed(utf8, 0, utf8.length, control);
        return composed == null ? null : new String(composed, StandardCharsets.UTF_8);
    }
}
