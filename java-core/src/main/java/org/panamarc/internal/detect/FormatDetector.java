package org.panamarc.internal.detect;

import static java.util.regex.Pattern.DOTALL;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.panamarc.Framing;
import org.panamarc.MarcFormat;
import org.panamarc.ReadOptions;
import org.panamarc.internal.source.Source;

/** Detects an input's format by its first bytes. */
public final class FormatDetector {
    /** Bytes that are looked at. */
    public static final int MOST = 4096;

    private static final int LINE = 26; // a leader and the end of its line

    private static final Pattern MARK = Pattern.compile("(?:\\xEF\\xBB\\xBF)?[\\r\\n]*");
    private static final Pattern MARCXML =
            Pattern.compile(
                    "<(?:[\\w.-]+:)?(?:record|collection|oai_marc|OAI-PMH|searchRetrieveResponse)[\\s/>]"
                            + "|&lt;(?:[\\w.-]+:)?record(?:[\\s/]|&gt;)|/slim|marcxchange");
    private static final Pattern WEB_PAGE = Pattern.compile("<(?:!doctype )?html", 2);

    /** A name of a member that holds a record's part, perhaps in a string of JSON. */
    private static final Pattern JSON =
            Pattern.compile(
                    "(?:leader|[fF]ields|(?:control|data)field)\\\\*\"|\"record\"\\s*:\\s*\\[\\s*\\[");

    private static final Pattern JSON_BEGINNING =
            Pattern.compile("\\{\\s*\"(?:[^\"\\\\]|\\\\.)*\"\\s*:|\\[\\s*[\\[{\"]");
    private static final Pattern MARC_MAKER = Pattern.compile("=(?:LDR|\\d\\d\\d) ");
    private static final Pattern LEADER_LINE = Pattern.compile("[ -~]{24}\\r?\\n");

    /** Without an alphabet after the indicators, the tag has to be one that begins a record. */
    private static final Pattern ALEPH =
            Pattern.compile(
                    "\\d{6,18} (?:[0-9A-Z]{3}[ -@\\[-~]{2} (?:[^\\r\\n] |[^\\r\\n]?\\r?\\n|\\$\\$)"
                            + "|(?:LDR|FMT|00\\d)   ?[^ \\r\\n])",
                    DOTALL);

    /** A subfield's beginning as catalogues show it, their delimiters in UTF-8. */
    private static final String SUBFIELD = "(?:[$|]|\\xE2\\x80\\xA1|\\xC7\\x82)[a-z0-9]";

    /** A leader after its name, at the beginning of a line, and then a field or the end. */
    private static final Pattern CATALOGUE =
            Pattern.compile(
                    "(?m)^\\s*(?:LEADER|Leader|LDR)[ \\t:]\\s*[\\d ]{4}[^\\r\\n]{12,20}(?:\\r?\\n\\s*)?"
                            + "(?:\\d{3}[ \\t\\d$|]|\\z)");

    private static final Pattern TERMINATOR = Pattern.compile("[\\x1D-\\x1F]");
    private static final Pattern CATALOGUE_FIELD =
            Pattern.compile("\\d{3}[ \\t]+[\\d _#\\\\\\t]{0,6}" + SUBFIELD + ".*");
    private static final Pattern CATALOGUE_LINE =
            Pattern.compile("(?:00\\d[ \\t]+[^ \\t].*)|" + CATALOGUE_FIELD.pattern());

    /** XML in UTF-16, with a byte order mark or without; other text in it is not read. */
    private static final Pattern UTF_16_XML =
            Pattern.compile("\\xFE\\xFF\\x00<|\\xFF\\xFE<\\x00|\\x00<\\x00.|<\\x00.\\x00", DOTALL);

    private FormatDetector() {}

    /** The format of a source, as far as it is known without reading from it; else null. */
    public static @Nullable MarcFormat of(Source source, ReadOptions options) {
        if (options.framing() == Framing.TERMINATOR) {
            return MarcFormat.ISO_2709;
        }
        if (options.format() != null) {
            return options.format();
        }
        Source other = source.another();
        if (other == null) {
            return null;
        }
        byte[] first;
        try {
            first = beginning(other);
        } catch (IOException e) {
            return MarcFormat.ISO_2709; // reading it reports that
        }
        return of(first, first.length, true);
    }

    /** The format of an input that begins with some bytes, as {@link #of(Source, ReadOptions)}. */
    public static @Nullable MarcFormat of(byte[] first, ReadOptions options) {
        if (options.framing() == Framing.TERMINATOR) {
            return MarcFormat.ISO_2709;
        }
        return options.format() != null ? options.format() : of(first, first.length, true);
    }

    /** The first bytes of a source, at most {@link #MOST}; it is closed. */
    public static byte[] beginning(Source source) throws IOException {
        byte[] first = new byte[MOST];
        int length = 0;
        try (source) {
            int got;
            while (length < first.length
                    && (got =
                                    source.read(
                                            MemorySegment.ofArray(first),
                                            length,
                                            first.length - length))
                            > 0) {
                length += got;
            }
        }
        return Arrays.copyOf(first, length);
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static @Nullable MarcFormat ofUtf16(byte[] bytes, int length, boolean all) {
        byte[] ascii =
                text(bytes, length)
                        .replaceAll("[\\x00\\xFE\\xFF]", "")
                        .getBytes(StandardCharsets.ISO_8859_1);
        return of(ascii, ascii.length, all || length == MOST);
    }

    /**
     * The format of an input; ISO 2709 where it is none of the others.
     *
     * @param bytes the input's first ones
     * @param length how many there are, at most {@link #MOST}
     * @param all whether there are no more, or no more are to be looked at
     * @return null if more must be seen
     */
    public static @Nullable MarcFormat of(byte[] bytes, int length, boolean all) {
        if (length >= 4 && UTF_16_XML.matcher(text(bytes, 4)).lookingAt()) {
            return ofUtf16(bytes, length, all);
        }
        String text = text(bytes, length);
        Matcher mark = MARK.matcher(text);
        int start = mark.lookingAt() ? mark.end() : 0;
        int at = start;
        // 0x1E, which texts of JSON may begin with (RFC 7464), is white space for Java.
        while (at < length && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        MarcFormat found = null;
        char first = at < length ? text.charAt(at) : 0;
        if (first == '<') {
            boolean webPage = WEB_PAGE.matcher(text).region(at, length).lookingAt();
            found = MARCXML.matcher(text).find() && !webPage ? MarcFormat.MARCXML : null;
        } else if (first == '{' || first == '[' || first == '"') {
            found = isJson(text, at, all) ? MarcFormat.JSON : null;
        } else if (first == '=' && MARC_MAKER.matcher(text).region(at, length).lookingAt()) {
            found = MarcFormat.MARC_MAKER;
        } else if (LEADER_LINE.matcher(text).region(start, length).lookingAt()) {
            found = MarcFormat.LINE;
        } else if (ALEPH.matcher(text).region(at, length).lookingAt()) {
            found = MarcFormat.ALEPH;
        } else if (isCatalogue(text.substring(at), all || length == MOST)) {
            found = MarcFormat.CATALOGUE;
        } else if (length - start >= LINE && at - start < LINE && !mayBeCatalogue(text, at)) {
            found = MarcFormat.ISO_2709;
        }
        return found == null && all ? MarcFormat.ISO_2709 : found;
    }

    /**
     * Whether text that begins as JSON is JSON with records, an array in which nothing is, or too
     * much to be anything else.
     */
    private static boolean isJson(String text, int at, boolean all) {
        boolean empty = all && text.substring(at).matches("\\[\\s*\\]\\s*");
        if (empty || JSON.matcher(text).find()) {
            return true;
        }
        return text.length() == MOST
                && JSON_BEGINNING.matcher(text).region(at, MOST).lookingAt()
                && !TERMINATOR.matcher(text).find();
    }

    /** Whether what may be a catalogue's text has to be seen further. */
    private static boolean mayBeCatalogue(String text, int at) {
        return text.startsWith("LEADER", at)
                || text.startsWith("Leader", at)
                || text.startsWith("LDR", at)
                || CATALOGUE_LINE.matcher(text).region(at, text.length()).lookingAt();
    }

    /**
     * Whether text is a catalogue's beyond doubt: it has a leader by its name; or all its lines are
     * fields, two of them data fields, and one is a control number or a title.
     */
    private static boolean isCatalogue(String text, boolean all) {
        if (TERMINATOR.matcher(text).find()) {
            return false;
        }
        Matcher headed = CATALOGUE.matcher(text);
        if (headed.find() && (all || headed.end() < text.length())) {
            return true;
        }
        if (!all || !CATALOGUE_LINE.matcher(text).lookingAt()) {
            return false;
        }
        int whole = Math.max(text.lastIndexOf('\n'), 0);
        int data = 0;
        boolean known = false;
        for (String line : text.substring(0, whole).lines().toList()) {
            boolean field = CATALOGUE_FIELD.matcher(line).matches();
            if (!field && !line.isBlank() && !CATALOGUE_LINE.matcher(line).matches()) {
                return false;
            }
            data += field ? 1 : 0;
            known |= line.startsWith("001") || line.startsWith("245");
        }
        return known && data > 1;
    }
}
