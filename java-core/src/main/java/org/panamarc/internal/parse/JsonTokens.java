package org.panamarc.internal.parse;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.kernel.ByteSearch;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * The tokens of texts in JSON that follow each other, whose bytes come in chunks. Where the first
 * byte is 0x1E, each text begins with one (RFC 7464). Not thread-safe.
 */
final class JsonTokens {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte SEPARATOR = 0x1E;
    private static final String BLANKS = " \t\r\n";

    private JsonParser parser = newParser();

    // The library counts wrong lines after bytes that are no UTF-8.
    private final LineCount lines = new LineCount();
    private byte[] bytes = {};
    private int length; // of the bytes that were fed last
    private int stop; // where the text ends in these bytes, or their length
    private long fed; // bytes before these
    private int marked; // bytes of a byte order mark that the input begins with
    private boolean begun; // whether there was another byte than that and blanks
    private boolean sequence; // whether 0x1E begins each text
    private long parserStart; // offset in the input from which the parser counts
    private long objectAt = -1; // offset of the object that began last, in the input
    private boolean skipping; // whether a place to go on is looked for
    private int skipFrom; // offset in the bytes
    private boolean lineIsText; // whether a line that begins with an object is in none
    private String around = ""; // what is open around the object that is looked for
    private boolean lineBegins; // whether the byte before was a line's end
    private boolean lineEnds; // whether the bytes end with one
    private boolean lineEnded; // whether those fed before did
    private byte last; // of the bytes fed so far that are not white space
    private byte lastBefore; // of those fed before
    private boolean first; // whether no token was found since
    private boolean ended;

    private static JsonParser newParser() {
        return FACTORY.createNonBlockingByteArrayParser(ObjectReadContext.empty());
    }

    /**
     * The next token; {@code NOT_AVAILABLE} where there must be more bytes first, null after the
     * last.
     *
     * @throws JacksonException if the text is malformed
     */
    @Nullable JsonToken next() {
        while (true) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.NOT_AVAILABLE) {
                if (!ended && stop == length) {
                    return token;
                }
                // What was given before the end was said may end in white space.
                token = parser.nextToken();
                if (token == JsonToken.NOT_AVAILABLE) {
                    throw new StreamReadException(
                            parser, "the input ends too early", parser.currentLocation());
                }
            }
            if (token == null && stop < length) {
                parser.close();
                begin(stop + 1, "");
                continue;
            }
            if (token == null) {
                return ended ? null : JsonToken.NOT_AVAILABLE;
            }
            // Where bytes end after a comma or a colon, the library has forgotten it when it goes
            // on, and takes the end of an object.
            if (first
                    && token == JsonToken.END_OBJECT
                    && (lastBefore == ',' || lastBefore == ':')) {
                throw new StreamReadException(
                        parser, "an object ends after '%c'".formatted(lastBefore));
            }
            first = false;
            if (token == JsonToken.START_OBJECT) {
                objectAt = tokenEnd() - 1; // where its token starts the library does not say
            }
            return token;
        }
    }

    /** The name, text or number of the token. */
    String text() {
        return parser.getString();
    }

    /** The name of the member at hand. */
    String name() {
        return parser.currentName();
    }

    /** Appends the text of the token. */
    void appendTo(RecordAssembler image) {
        image.append(
                parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
    }

    /** Offset of the token in the input. */
    long tokenStart() {
        return parserStart + parser.currentTokenLocation().getByteOffset();
    }

    /** Offset in the input of the byte after the token. */
    long tokenEnd() {
        return parserStart + parser.currentLocation().getByteOffset();
    }

    /** Offset in the input of the object that began last. */
    long objectStart() {
        return objectAt;
    }

    /** The line of the token. */
    long line() {
        return lines.line(at(parser.currentTokenLocation()));
    }

    /** Offset in the input of the byte after those that were fed. */
    long inputEnd() {
        return fed + length;
    }

    /** A place in the bytes that were fed last, whose start counts for all before it. */
    private int at(TokenStreamLocation location) {
        return Math.clamp(parserStart + location.getByteOffset() - fed, 0, length);
    }

    /** The place of what is malformed; of what is too deep or too long, where the parser is. */
    private int at(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return at(location == null ? parser.currentLocation() : location);
    }

    /** An exception for a token that is not expected. */
    StreamReadException unexpected(String what) {
        return new StreamReadException(parser, what);
    }

    /** What is malformed, with line and column, counted from 1. */
    String problem(JacksonException e) {
        int at = at(e);
        long line = lines.line(at);
        long column = lines.column(at) - (line == 1 && marked == MARK.length ? marked : 0);
        // The parser's words without what it says of where its source is.
        String what = e.getOriginalMessage().replaceFirst(" \\([^()]* at \\[Source: .*", "");
        return "malformed JSON at line %d, column %d: %s".formatted(line, column, what);
    }

    /**
     * Begins to look for a place to go on at after something malformed: the next text, the next
     * line that begins with an object, or the next object.
     *
     * @param open the brackets and braces in which the next object is; none for the next line
     * @param orLine whether an object at the beginning of a line may be in none all the same
     */
    void skip(JacksonException e, String open, boolean orLine) {
        // The parser may have read on a little; it never has after these bytes.
        skipFrom = at(e);
        parser.close();
        around = open;
        lineIsText = orLine;
        skipping = true;
        // Where the beginning of the next object is what was not expected, it is that.
        if (skipFrom > 0 && bytes[skipFrom - 1] == '{' && fed + skipFrom - 1 > objectAt) {
            skipFrom--;
        }
        lineBegins = skipFrom > 0 ? bytes[skipFrom - 1] == '\n' : lineEnded;
    }

    /** Whether a place to go on is looked for. */
    boolean isSkipping() {
        return skipping;
    }

    /** Whether there are several texts of which each begins with 0x1E. */
    boolean isSequence() {
        return sequence;
    }

    /** What is open around the object that is looked for, or was. */
    String around() {
        return around;
    }

    /** Looks for a place to go on, and begins there: its offset in the input, or -1. */
    long resume() {
        while (skipFrom < length) {
            byte at = bytes[skipFrom++];
            if (sequence ? at == SEPARATOR : at == '{' && (lineBegins || !around.isEmpty())) {
                skipping = false;
                if (lineBegins && lineIsText) {
                    around = "";
                }
                int from = sequence ? skipFrom : skipFrom - 1;
                begin(from, opening(around));
                return fed + from;
            }
            lineBegins = at == '\n' || at == SEPARATOR;
        }
        return -1;
    }

    /** Goes on after the name at hand, of a member of an object whose members before are known. */
    void goOnAfterName(String open) {
        int at = Math.toIntExact(tokenEnd() - fed);
        String name = name();
        parser.close();
        begin(at, opening(open) + "{\"" + name + "\"");
    }

    /** JSON that opens arrays and objects, these with a member. */
    private static String opening(String open) {
        return open.replace("{", "{\"\":");
    }

    /** Begins a text at a place of the bytes, after JSON that opens what is around it. */
    private void begin(int at, String opening) {
        parser = newParser();
        first = false;
        parserStart = fed + at - opening.length();
        if (!opening.isEmpty()) {
            byte[] before = opening.getBytes(StandardCharsets.US_ASCII);
            feeder().feedInput(before, 0, before.length);
            while (parser.nextToken() != JsonToken.NOT_AVAILABLE) {
                // They are known.
            }
        }
        offer(at);
    }

    private ByteArrayFeeder feeder() {
        return (ByteArrayFeeder) Objects.requireNonNull(parser.nonBlockingInputFeeder());
    }

    private void offer(int from) {
        stop = sequence ? ByteSearch.indexOf(SEPARATOR, bytes, from, length) : length;
        feeder().feedInput(bytes, from, stop);
        if (ended || stop < length) {
            endText();
        }
    }

    /** Gives more bytes, as {@link FormatParser#feed}. */
    void feed(byte[] more, int size) {
        fed += length;
        lineEnded = lineEnds;
        lineEnds = size > 0 ? more[size - 1] == '\n' : lineEnds;
        if (fed == marked && marked < MARK.length) {
            mark(more, size);
        }
        for (int i = 0; i < size && !begun; i++) {
            if (fed + i >= marked && BLANKS.indexOf(more[i]) < 0) {
                begun = true;
                sequence = more[i] == SEPARATOR;
            }
        }
        first = true;
        lastBefore = last;
        for (int i = size - 1; i >= 0; i--) {
            if (BLANKS.indexOf(more[i]) < 0) {
                last = more[i];
                break;
            }
        }
        lines.next(more, size);
        bytes = more; // perhaps the same array
        length = size;
        stop = size;
        if (skipping) {
            skipFrom = 0;
        } else {
            offer(0);
        }
    }

    /** Looks for a byte order mark, which the parser does not count. */
    private void mark(byte[] more, int size) {
        for (int i = 0; i < size && marked < MARK.length && more[i] == MARK[marked]; i++) {
            marked++;
        }
        parserStart = marked == MARK.length ? marked : 0;
    }

    /** Whether there will be no more bytes. */
    boolean isEnded() {
        return ended;
    }

    /** Says that there will be no more bytes. */
    void end() {
        ended = true;
        if (!skipping && stop == length) {
            endText();
        }
    }

    private void endText() {
        feeder().endOfInput();
    }
}
