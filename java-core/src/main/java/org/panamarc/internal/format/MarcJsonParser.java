package org.panamarc.internal.format;

import java.util.Objects;
import org.panamarc.Defect.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads MARC-in-JSON: an object a record, with the members {@code leader} and {@code fields}; one
 * such object, several behind each other (on lines of their own or not), or arrays of them. Members
 * may come in any order. Behind something malformed outside an array it goes on with the next line
 * that begins with an object.
 */
public final class MarcJsonParser implements FormatParser {
    /** Where the parser stands: in the value of what. */
    private enum Place {
        OUTSIDE,
        RECORD,
        FIELDS,
        FIELD,
        DATA_FIELD,
        SUBFIELDS,
        SUBFIELD
    }

    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private JsonParser parser = newParser();
    private Place place = Place.OUTSIDE;
    private String name = ""; // of the member at hand
    private String subfieldName = "";
    private String indicator1 = " ";
    private String indicator2 = " ";
    private long objectAt = -1; // offset of the object that began last, in the input
    private int arrays; // around the record
    private int strange; // depth in a value that means nothing here, else 0

    // The library counts wrong lines behind bytes that are no UTF-8.
    private final LineCount lines = new LineCount();
    private byte[] bytes = {};
    private int length; // of the bytes that were fed last
    private long fed; // bytes before these
    private int marked; // bytes of a byte order mark that the input begins with
    private long parserStart; // offset in the input from which the parser counts
    private boolean skipping; // whether the next line that begins with an object is looked for
    private int skipFrom; // offset in the bytes
    private boolean lineBegins; // whether the byte before was a line's end
    private boolean lineEnds; // whether the bytes end with one
    private boolean lineEnded; // whether those fed before did
    private byte last; // of the bytes fed so far that are not white space
    private byte lastBefore; // of those fed before
    private boolean first; // whether no token was found since
    private boolean ended;
    private boolean over;
    private long position;
    private String problem = "";

    private static JsonParser newParser() {
        return FACTORY.createNonBlockingByteArrayParser(ObjectReadContext.empty());
    }

    @Override
    public Outcome next(RecordImage image) {
        if (over) {
            return Outcome.END;
        }
        if (skipping) {
            return resume();
        }
        try {
            return parse(image);
        } catch (JacksonException e) {
            return malformed(e.getLocation(), reason(e.getOriginalMessage()));
        }
    }

    private Outcome waitOrEnd() {
        if (!ended) {
            return Outcome.MORE;
        }
        over = true;
        position = fed + length;
        return Outcome.END;
    }

    private Outcome parse(RecordImage image) {
        while (true) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.NOT_AVAILABLE) {
                return ended
                        ? malformed(parser.currentLocation(), "the input ends too early")
                        : Outcome.MORE;
            }
            if (token == null) {
                return waitOrEnd();
            }
            // Where bytes end behind a comma or a colon, the library has forgotten it when it goes
            // on, and takes the end of an object.
            if (first
                    && token == JsonToken.END_OBJECT
                    && (lastBefore == ',' || lastBefore == ':')) {
                throw new StreamReadException(
                        parser, "an object ends behind '%c'".formatted(lastBefore));
            }
            first = false;
            if (strange > 0) {
                if (token == JsonToken.START_OBJECT) {
                    objectAt = parserStart + parser.currentTokenLocation().getByteOffset();
                }
                strange += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                continue;
            }
            switch (token) {
                case PROPERTY_NAME -> property();
                case START_OBJECT -> beginObject(image);
                case END_OBJECT -> {
                    if (endObject(image)) {
                        position = parserStart + parser.currentLocation().getByteOffset();
                        return Outcome.RECORD;
                    }
                }
                case START_ARRAY -> beginArray(image);
                case END_ARRAY -> endArray();
                default -> scalar(image, token);
            }
        }
    }

    private void property() {
        String given = parser.currentName();
        switch (place) {
            case FIELD -> name = given;
            case SUBFIELD -> subfieldName = given;
            case RECORD, DATA_FIELD -> name = given;
            default -> throw new IllegalStateException(place + " has no members");
        }
    }

    private void beginObject(RecordImage image) {
        objectAt = parserStart + parser.currentTokenLocation().getByteOffset();
        switch (place) {
            case OUTSIDE -> {
                image.clear();
                place = Place.RECORD;
            }
            case FIELDS -> place = Place.FIELD;
            case FIELD -> {
                image.beginField(name);
                image.append(RecordImage.BLANKS);
                indicator1 = " ";
                indicator2 = " ";
                place = Place.DATA_FIELD;
            }
            case SUBFIELDS -> place = Place.SUBFIELD;
            default -> passOver(image, "an object");
        }
    }

    /** Ends an object; whether it is a record. */
    private boolean endObject(RecordImage image) {
        switch (place) {
            case RECORD -> {
                place = Place.OUTSIDE;
                return true;
            }
            case FIELD -> place = Place.FIELDS;
            case DATA_FIELD -> {
                image.indicators(indicator1 + indicator2);
                image.endField();
                place = Place.FIELD;
            }
            case SUBFIELD -> place = Place.SUBFIELDS;
            default -> throw new IllegalStateException(place + " is no object");
        }
        return false;
    }

    private void beginArray(RecordImage image) {
        if (place == Place.OUTSIDE) {
            arrays++;
        } else if (place == Place.RECORD && name.equals("fields")) {
            place = Place.FIELDS;
        } else if (place == Place.DATA_FIELD && name.equals("subfields")) {
            place = Place.SUBFIELDS;
        } else {
            passOver(image, "an array");
        }
    }

    private void endArray() {
        switch (place) {
            case OUTSIDE -> arrays--;
            case FIELDS -> place = Place.RECORD;
            case SUBFIELDS -> place = Place.DATA_FIELD;
            default -> throw new IllegalStateException(place + " is no array");
        }
    }

    /** Passes over an object or array that means nothing where it stands. */
    private void passOver(RecordImage image, String what) {
        strange = 1;
        // A record may have members of somebody's own.
        if (place != Place.RECORD || name.equals("leader") || name.equals("fields")) {
            note(image, what + " stands");
        }
    }

    private void note(RecordImage image, String whatStands) {
        image.note(
                Kind.FORMAT,
                null,
                "line %d: %s where MARC-in-JSON has none; it is not read"
                        .formatted(line(), whatStands));
    }

    private void scalar(RecordImage image, JsonToken token) {
        if (place == Place.OUTSIDE) {
            throw new StreamReadException(parser, "a value stands where a record is expected");
        }
        if (token != JsonToken.VALUE_STRING && place != Place.RECORD) {
            image.note(
                    Kind.FORMAT,
                    null,
                    "line %d: %s stands where MARC-in-JSON has a string; it is read as one"
                            .formatted(line(), parser.getString()));
        }
        switch (place) {
            case RECORD -> {
                if (name.equals("leader") && token == JsonToken.VALUE_STRING) {
                    image.leader(parser.getString());
                } else if (name.equals("leader") || name.equals("fields")) {
                    note(image, parser.getString() + " stands");
                }
            }
            case FIELD -> {
                image.beginField(name);
                append(image);
                image.endField();
            }
            case DATA_FIELD -> {
                switch (name) {
                    case "ind1" -> indicator1 = parser.getString();
                    case "ind2" -> indicator2 = parser.getString();
                    default -> note(image, "a member " + name + " stands");
                }
            }
            case SUBFIELD -> {
                image.beginSubfield();
                image.append(subfieldName);
                append(image);
            }
            default -> note(image, "text stands");
        }
    }

    private void append(RecordImage image) {
        image.append(
                parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
    }

    /** The line of the token. */
    private long line() {
        return lines.line(at(parser.currentTokenLocation()));
    }

    /** A place in the bytes that were fed last, whose start stands for all before it. */
    private int at(TokenStreamLocation location) {
        return Math.clamp(parserStart + location.getByteOffset() - fed, 0, length);
    }

    /** The parser's words without what it says of where its source is. */
    private static String reason(String message) {
        return message.replaceFirst(" \\([^()]* at \\[Source: .*", "");
    }

    private Outcome malformed(TokenStreamLocation location, String what) {
        int at = at(location);
        long line = lines.line(at);
        long column = lines.column(at) - (line == 1 && marked == MARK.length ? marked : 0);
        problem = "malformed JSON at line %d, column %d: %s".formatted(line, column, what);
        boolean canGoOn = arrays == 0;
        parser.close();
        if (!canGoOn) {
            over = true;
            position = fed + length;
            return Outcome.MALFORMED;
        }
        skipFrom = at; // the parser may have read on a little; it never has behind these bytes
        skipping = true;
        // Where the beginning of the next object is what was not expected, it is that.
        if (skipFrom > 0 && bytes[skipFrom - 1] == '{' && fed + skipFrom - 1 > objectAt) {
            skipFrom--;
        }
        lineBegins = skipFrom > 0 ? bytes[skipFrom - 1] == '\n' : lineEnded;
        place = Place.OUTSIDE;
        strange = 0;
        return resume();
    }

    /** What is malformed ends where the next line begins with an object, or with the input. */
    private Outcome resume() {
        if (!goOn()) {
            if (!ended) {
                return Outcome.MORE;
            }
            over = true;
            position = fed + length;
        }
        return Outcome.MALFORMED;
    }

    /** Looks for a line that begins with an object, and begins there; whether there is one. */
    private boolean goOn() {
        while (skipFrom < length) {
            byte at = bytes[skipFrom++];
            if (at == '{' && lineBegins) {
                beginAt(skipFrom - 1);
                return true;
            }
            lineBegins = at == '\n';
        }
        return false;
    }

    private void beginAt(int at) {
        skipping = false;
        position = fed + at;
        parserStart = position;
        parser = newParser();
        offer(at);
    }

    private void offer(int from) {
        ((ByteArrayFeeder) Objects.requireNonNull(parser.nonBlockingInputFeeder()))
                .feedInput(bytes, from, length);
        if (ended) {
            endParser();
        }
    }

    @Override
    public void feed(byte[] more, int size) {
        fed += length;
        lineEnded = lineEnds;
        lineEnds = size > 0 ? more[size - 1] == '\n' : lineEnds;
        if (fed == marked && marked < MARK.length) {
            mark(more, size);
        }
        first = true;
        lastBefore = last;
        for (int i = size - 1; i >= 0; i--) {
            if (" \t\r\n".indexOf(more[i]) < 0) {
                last = more[i];
                break;
            }
        }
        lines.next(more, size);
        bytes = more; // perhaps the same array
        length = size;
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

    @Override
    public void end() {
        ended = true;
        if (!skipping) {
            endParser();
        }
    }

    private void endParser() {
        Objects.requireNonNull(parser.nonBlockingInputFeeder()).endOfInput();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public String problem() {
        return problem;
    }
}
