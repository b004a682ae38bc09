package org.panamarc.internal.format;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * Reads MARC-in-JSON: an object a record, with the members {@code leader} and {@code fields}, which
 * may come in any order. Such objects are found however deep they are, in objects, arrays and
 * strings of JSON, in one text or in several (on lines of their own or not, or as RFC 7464 has
 * them); an object without these members is no record. Fields in other forms are read by {@link
 * JsonFields}. After something malformed outside an array it goes on with the next line that begins
 * with an object.
 */
public final class MarcJsonParser implements FormatParser {
    private static final Pattern HALF = Pattern.compile("\\p{Cs}"); // of a surrogate pair

    private final JsonTokens tokens = new JsonTokens();
    private final JsonRecords records = new JsonRecords(tokens);
    private @Nullable MarcJsonParser inner; // of a string of JSON
    private JsonRecords.Text innerText = new JsonRecords.Text("", 0, 0, 0);
    private int innerLength; // up to its last character that is not white space
    private boolean over;
    private long position;
    private String problem = "";

    @Override
    public Outcome next(RecordImage image) {
        while (true) {
            Outcome outcome = inner != null ? nextInside(inner, image) : nextHere(image);
            if (outcome != null) {
                return outcome;
            }
        }
    }

    /** Goes to the next record that is in no string; null at a string that may hold one. */
    private @Nullable Outcome nextHere(RecordImage image) {
        if (over) {
            return Outcome.END;
        }
        if (tokens.isSkipping()) {
            return resume();
        }
        try {
            return parse(image);
        } catch (JacksonException e) {
            return malformed(e);
        }
    }

    /** Goes to the next record in a string; null where there is none. */
    private @Nullable Outcome nextInside(MarcJsonParser parser, RecordImage image) {
        Outcome outcome = parser.next(image);
        if (outcome == Outcome.END) {
            inner = null;
            return null;
        }
        // A byte of text takes one byte in a string of JSON, or more.
        boolean last = parser.position() >= innerLength;
        long end = innerText.end();
        position = last ? end : Math.min(innerText.start() + parser.position(), end);
        if (outcome == Outcome.RECORD) {
            records.found();
        } else {
            problem = "in a string at line %d: %s".formatted(innerText.line(), parser.problem());
        }
        return outcome;
    }

    /** Begins to read a string of JSON. */
    private void enter(JsonRecords.Text text) {
        // UTF-8 has no half of a surrogate pair; an escape has.
        String value =
                HALF.matcher(text.value())
                        .replaceAll(half -> "\\\\u%04X".formatted((int) half.group().charAt(0)));
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        inner = new MarcJsonParser();
        inner.feed(bytes, bytes.length);
        inner.end();
        innerLength = value.stripTrailing().getBytes(StandardCharsets.UTF_8).length;
        innerText = text;
    }

    private @Nullable Outcome parse(RecordImage image) {
        while (true) {
            JsonToken token = tokens.next();
            if (token == null) {
                over = true;
                position = tokens.inputEnd();
                return Outcome.END;
            }
            if (token == JsonToken.NOT_AVAILABLE) {
                return Outcome.MORE;
            }
            if (records.read(token, image)) {
                position = tokens.tokenEnd();
                records.found();
                return Outcome.RECORD;
            }
            JsonRecords.Text text = records.takeText();
            if (text != null) {
                enter(text);
                return null;
            }
        }
    }

    private Outcome malformed(JacksonException e) {
        problem = tokens.problem(e);
        boolean goesOn = tokens.skip(e, records.isInArray());
        records.clear();
        if (!goesOn) {
            over = true;
            position = tokens.inputEnd();
            return Outcome.MALFORMED;
        }
        return resume();
    }

    /** What is malformed ends where something can be read again, or with the input. */
    private Outcome resume() {
        long at = tokens.resume();
        if (at < 0 && !tokens.isEnded()) {
            return Outcome.MORE;
        }
        over = at < 0;
        position = over ? tokens.inputEnd() : at;
        return Outcome.MALFORMED;
    }

    @Override
    public void feed(byte[] more, int size) {
        tokens.feed(more, size);
    }

    @Override
    public void end() {
        tokens.end();
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
