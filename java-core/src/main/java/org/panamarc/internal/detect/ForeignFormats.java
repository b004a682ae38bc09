package org.panamarc.internal.detect;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.util.regex.Pattern.DOTALL;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.panamarc.SkippedRange.Reason;
import org.panamarc.internal.Iso2709;

/** Names the formats other than ISO 2709 that people take for it, from an input's first bytes. */
public final class ForeignFormats {
    private static final String TEXT = "(?:\\xEF\\xBB\\xBF)?\\s*"; // a byte order mark, white space

    /** What inputs begin with, as ISO 8859-1; the first that fits counts. */
    private static final List<Beginning> BEGINNINGS =
            List.of(
                    new Beginning("\\xFF\\xFE\\x00\\x00|\\x00\\x00\\xFE\\xFF", Reason.UTF_32),
                    new Beginning("\\xFF\\xFE|\\xFE\\xFF", Reason.UTF_16),
                    new Beginning("(?:\\x00[\\x01-\\x7F]|[\\x01-\\x7F]\\x00){12}", Reason.UTF_16),
                    new Beginning(
                            "(?:\\x00{3}[\\x01-\\x7F]|[\\x01-\\x7F]\\x00{3}){6}", Reason.UTF_32),
                    // Digits where a leader has its record length and its base address.
                    new Beginning("[\\xF0-\\xF9]{5}.{7}[\\xF0-\\xF9]{5}", Reason.EBCDIC),
                    new Beginning(TEXT + "<[?!A-Za-z]", Reason.XML),
                    new Beginning(TEXT + "(?:\\{\\s*[\"}]|\\[\\s*[{\\]])", Reason.JSON),
                    new Beginning(TEXT + "=LDR", Reason.MARC_MAKER),
                    new Beginning("PK\\x03\\x04", Reason.ZIP),
                    new Beginning("\\x1F\\x8B", Reason.GZIP),
                    new Beginning("BZh[1-9]", Reason.BZIP2),
                    new Beginning("\\xFD7zXZ\\x00", Reason.XZ),
                    new Beginning("\\x28\\xB5\\x2F\\xFD", Reason.ZSTANDARD),
                    new Beginning("7z\\xBC\\xAF\\x27\\x1C", Reason.SEVEN_ZIP));

    private record Beginning(Pattern pattern, Reason reason) {
        Beginning(String regex, Reason reason) {
            this(Pattern.compile(regex, DOTALL), reason);
        }
    }

    private ForeignFormats() {}

    /**
     * The format as which an input begins, or null if it is none of these.
     *
     * @param length of the input in bytes, or at least 24, as many as are looked at
     */
    public static @Nullable Reason of(MemorySegment input, int length) {
        byte[] first = input.asSlice(0, Math.min(length, Iso2709.LEADER)).toArray(JAVA_BYTE);
        String text = new String(first, StandardCharsets.ISO_8859_1);
        for (Beginning beginning : BEGINNINGS) {
            if (beginning.pattern.matcher(text).lookingAt()) {
                return beginning.reason;
            }
        }
        return null;
    }
}
