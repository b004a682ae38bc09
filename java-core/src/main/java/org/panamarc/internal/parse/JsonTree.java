package org.panamarc.internal.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** A value of JSON that is read whole before it is used: a field in an unusual form, at most. */
final class JsonTree {
    /** What a value is. */
    enum Kind {
        STRING,
        NULL,
        /** A number or a boolean. */
        OTHER,
        ARRAY,
        OBJECT
    }

    /** What a value takes in memory at most, in characters: more than a record may have. */
    private static final int MOST = 32 << 20;

    private static final int ENTRY = 32; // what a value takes besides its text

    final Kind kind;
    final String text; // of a value that is no array and no object
    final List<String> names = new ArrayList<>(); // of an object's members
    final List<JsonTree> values = new ArrayList<>(); // of an array or an object

    JsonTree(Kind kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    /** Whether it has elements or members. */
    boolean isNested() {
        return kind == Kind.ARRAY || kind == Kind.OBJECT;
    }

    /** Puts a value together. Reused; not thread-safe. */
    static final class Builder {
        private final Deque<JsonTree> open = new ArrayDeque<>();
        private @Nullable JsonTree done;
        private int dropped; // depth in what is too much
        private long size;

        /** Begins an object whose first name has been read. */
        void beginMember(String name) {
            begin();
            JsonTree object = new JsonTree(Kind.OBJECT, "");
            object.names.add(name);
            open.push(object);
        }

        /** Begins a value. */
        void begin() {
            open.clear();
            done = null;
            dropped = 0;
            size = 0;
        }

        /** Whether the value was too large, and was not kept whole. */
        boolean isTooLarge() {
            return size > MOST;
        }

        /** The value, once it is complete. */
        JsonTree value() {
            if (done == null) {
                throw new IllegalStateException("the value is not complete");
            }
            return done;
        }

        /** Adds the token; whether the value is complete. */
        boolean add(JsonToken token, JsonTokens tokens) {
            switch (token) {
                case PROPERTY_NAME -> {
                    if (keeps(tokens.name().length())) {
                        open.element().names.add(tokens.name());
                    }
                }
                case START_OBJECT, START_ARRAY -> {
                    if (keeps(0)) {
                        boolean object = token == JsonToken.START_OBJECT;
                        open.push(new JsonTree(object ? Kind.OBJECT : Kind.ARRAY, ""));
                    } else {
                        dropped++;
                    }
                }
                case END_OBJECT, END_ARRAY -> {
                    if (dropped > 0) {
                        dropped--;
                    } else {
                        put(open.pop());
                    }
                }
                default -> {
                    String text = tokens.text();
                    if (keeps(text.length())) {
                        put(new JsonTree(kind(token), text));
                    }
                }
            }
            return done != null;
        }

        private boolean keeps(int more) {
            size += more + ENTRY;
            return !isTooLarge();
        }

        private void put(JsonTree value) {
            if (open.isEmpty()) {
                done = value;
            } else {
                open.element().values.add(value);
            }
        }

        private static Kind kind(JsonToken token) {
            return switch (token) {
                case VALUE_STRING -> Kind.STRING;
                case VALUE_NULL -> Kind.NULL;
                default -> Kind.OTHER;
            };
        }
    }
}
