package org.panamarc.internal.detect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.panamarc.SkippedRange.Reason;

/** What the first bytes of an input show of it. */
public final class InputBeginning {
    private static final int SHOWN = 40; // characters of text
    private static final int SHOWN_BYTES = 8;

    /** A collection of MARCXML, or an array of JSON, in which nothing is. */
    private static final Pattern EMPTY_XML =
            Pattern.compile(
                    "\\s*(?:<[?!][^>]*>\\s*)*"
                            + "<((?:[\\w.-]+:)?collection)\\b[^>]*(?:/>|>\\s*</\\1\\s*>)\\s*");

    private static final Pattern EMPTY_JSON = Pattern.compile("\\s*\\[\\s*\\]\\s*");
    private static final Pattern LINE_END = Pattern.compile("[\\r\\n]");

    private record Signature(String begins, String name) {}

    private static final List<Signature> SIGNATURES =
            List.of(
                    new Signature("\u0089PNG\r\n", "PNG image"),
                    new Signature("\u00FF\u00D8\u00FF", "JPEG image"),
                    new Signature("GIF8", "GIF image"),
                    new Signature("II*\0", "TIFF image"),
                    new Signature("MM\0*", "TIFF image"),
                    new Signature("%PDF-", "PDF document"),
                    new Signature("{\\rtf", "RTF document"),
                    new Signature("\u00D0\u00CF\u0011\u00E0", "document of Microsoft Office"),
                    new Signature("SQLite format 3\0", "SQLite database"),
                    new Signature("Rar!\u001A\u0007", "RAR archive"),
                    new Signature("\u007FELF", "ELF program"),
                    new Signature("PAR1", "Parquet table"),
                    new Signature("#!", "script"));

    private InputBeginning() {}

    /**
     * The name of what an input without records begins as.
     *
     * @param first the input's first bytes, none where they are not known
     * @param reason why the first range that is not filler was skipped
     */
    public static String name(byte[] first, Reason reason) {
        if (reason.isFormat()) {
            return reason.text();
        }
        String bytes = new String(first, ISO_8859_1);
        for (Signature signature : SIGNATURES) {
            if (bytes.startsWith(signature.begins)) {
                return signature.name;
            }
        }
        String text = text(first);
        if (!text.isEmpty()) {
            return "text: '%s'".formatted(text);
        }
        int shown = Math.min(first.length, SHOWN_BYTES);
        return shown == 0
                ? "nothing that is known"
                : "bytes " + HexFormat.ofDelimiter(" ").withUpperCase().formatHex(first, 0, shown);
    }

    /** Whether JSON begins with an array. */
    public static boolean isArray(byte[] first) {
        return new String(first, UTF_8).replace("\uFEFF", "").stripLeading().startsWith("[");
    }

    /** Whether this is all of an empty collection or array, as writers make of no records. */
    public static boolean isEmpty(byte[] first) {
        String all = new String(first, UTF_8).replace("\uFEFF", "");
        return first.length < FormatDetector.MOST
                && (EMPTY_XML.matcher(all).matches() || EMPTY_JSON.matcher(all).matches());
    }

    /** The first line, or as much of it as is shown; empty where it is no text. */
    private static String text(byte[] first) {
        String all;
        try {
            all = UTF_8.newDecoder().decode(ByteBuffer.wrap(first, 0, whole(first))).toString();
        } catch (CharacterCodingException e) {
            return "";
        }
        String stripped = all.replace("\uFEFF", "").strip();
        if (stripped.chars().anyMatch(c -> c < ' ' && !Character.isWhitespace(c))) {
            return "";
        }
        String line = LINE_END.split(stripped, 2)[0].replace('\t', ' ');
        int shown = Math.min(SHOWN, line.codePointCount(0, line.length()));
        String part = line.substring(0, line.offsetByCodePoints(0, shown));
        return part.length() < line.length() ? part + "..." : part;
    }

    /** How many bytes there are up to the last character that is whole. */
    private static int whole(byte[] first) {
        int end = first.length;
        while (first.length == FormatDetector.MOST && end > 0 && first[end - 1] < 0) {
            end--;
        }
        return end;
    }
}
