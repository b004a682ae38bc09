package org.panamarc.internal.parse;

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
 * JsonFields}. After something malformed it goes on with the next line that begins with an object;
 * in an array, with the next object that proves to be a record by its leader; in a sequence of RFC
 * 7464, with the next text.
 */
public final class MarcJsonParser implements FormatParser {
    private static final Pattern HALF = Pattern.compile("\\p{Cs}"); // of a surrogate pair

    private final JsonTokens tokens = new JsonTokens();
    private final JsonRecords records = new JsonRecords(tokens);
    private @Nullable MarcJsonParser inner; // of a string of JSON
    private JsonRecords.Text innerText = new JsonRecords.Text("", 0, 0, 0);
    private int innerLength; // up to its last character that is not white space
    private boolean over;
    private boolean goesOn; // after what was malformed last
    private boolean seeking; // whether a record of an array is sought after something malformed
    private String open = ""; // what is open around the records of that array
    private boolean sure; // whether they are in that array beyond doubt
    private long objectAt; // offset of the object around what is read while seeking
    private boolean found; // whether the image holds the record that was sought
    private long foundEnd; // offset of the byte after it
    private long position;
    private String problem = "";

    @Override
    public Outcome next(RecordAssembler image) {
        goesOn = false;
        if (found) {
            found = false;
            position = foundEnd;
            return Outcome.RECORD;
        }
        while (true) {
            Outcome outcome = inner != null ? nextInside(inner, image) : nextHere(image);
            if (outcome != null && seeking) {
                outcome = sought(outcome, image);
            }
            if (outcome != null) {
                return outcome;
            }
        }
    }

    /** Goes to the next record that is in no string; null where that is to be asked again. */
    private @Nullable Outcome nextHere(RecordAssembler image) {
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
    private @Nullable Outcome nextInside(MarcJsonParser parser, RecordAssembler image) {
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
        } else if (!seeking) {
            problem = "in a string at line %d: %s".formatted(innerText.line(), parser.problem());
            goesOn = true;
        }
        return outcome;
    }

    /** What was malformed ends where the record begins that was sought, or with the input. */
    private @Nullable Outcome sought(Outcome outcome, RecordAssembler image) {
        return switch (outcome) {
            case NEED_INPUT -> outcome;
            case MALFORMED -> null;
            case END -> {
                seeking = false;
                yield Outcome.MALFORMED;
            }
            case RECORD -> {
                if (!image.hasLeader()) {
                    yield null; // perhaps a part of a record
                }
                seeking = false;
                found = true;
                foundEnd = position;
                position = objectAt;
                goesOn = true;
                yield Outcome.MALFORMED;
            }
        };
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

    private @Nullable Outcome parse(RecordAssembler image) {
        while (true) {
            JsonToken token = tokens.next();
            if (token == null) {
                over = true;
                position = tokens.inputEnd();
                return Outcome.END;
            }
            if (token == JsonToken.NOT_AVAILABLE) {
                return Outcome.NEED_INPUT;
            }
            if (token == JsonToken.START_OBJECT && seeking && records.depth() <= open.length()) {
                objectAt = tokens.objectStart();
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

    private @Nullable Outcome malformed(JacksonException e) {
        if (!seeking) {
            problem = tokens.problem(e);
            open = tokens.isSequence() ? "" : records.aroundRecords();
            sure = records.isArrayOfRecords();
            seeking = !open.isEmpty();
        }
        String leader = records.takeCuttingLeader();
        if (leader != null) {
            position = tokens.objectStart();
            tokens.goOnAfterName(open);
            records.beginAtFields(open, leader);
            seeking = false;
            goesOn = true;
            return Outcome.MALFORMED;
        }
        tokens.skip(e, open, !sure);
        return resume();
    }

    /** Goes on where something can be read again; null where it proves itself by a record only. */
    private @Nullable Outcome resume() {
        long at = tokens.resume();
        if (at < 0 && !tokens.isEnded()) {
            return Outcome.NEED_INPUT;
        }
        open = tokens.around();
        records.begin(open);
        over = at < 0;
        position = over ? tokens.inputEnd() : at;
        if (seeking && !over) {
            return null;
        }
        goesOn = !over;
        return seeking ? Outcome.END : Outcome.MALFORMED;
    }

    @Override
    public boolean goesOn() {
        return goesOn;
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
