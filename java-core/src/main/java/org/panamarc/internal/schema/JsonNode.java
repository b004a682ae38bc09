package org.panamarc.internal.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.panamarc.schema.SchemaException;

/**
 * A value of a schema's JSON that knows its place, so that errors can name it. Immutable.
 *
 * @param source what the schema is called
 * @param path from the root on, such as {@code $.fields.245}
 * @param value a String, a Boolean, a Number, a List or a Map of nodes, or {@link #NULL}
 */
record JsonNode(String source, String path, Object value) {
    /** What JSON's null is. */
    static final Object NULL = new Object();

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_$@-]+");

    /** The path of a member. */
    static String child(String path, String name) {
        return PLAIN.matcher(name).matches()
                ? path + "." + name
                : path + "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']";
    }

    /** An exception for this place. */
    SchemaException wrong(String problem) {
        return new SchemaException(source, path, problem);
    }

    private SchemaException wrongKind(String expected) {
        return wrong("found %s, expected %s".formatted(shown(), expected));
    }

    private String shown() {
        return switch (value) {
            case String text -> "'" + text + "'";
            case Map<?, ?> _ -> "an object";
            case List<?> _ -> "an array";
            case Boolean truth -> truth.toString();
            case Number number -> number.toString();
            default -> "null";
        };
    }

    boolean isNull() {
        return value.equals(NULL);
    }

    boolean isText() {
        return value instanceof String;
    }

    /** The text; an error where it is something else. */
    String text() {
        if (value instanceof String text) {
            return text;
        }
        throw wrongKind("a string");
    }

    /** The truth value; an error where it is something else. */
    boolean truth() {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw wrongKind("true or false");
    }

    /** The whole number from 0 on; an error where it is something else. */
    long number() {
        if (value instanceof Long number && number >= 0) {
            return number;
        }
        throw wrongKind("a number from 0 on");
    }

    /** The members by name, in their order; an error where it is no object. */
    Map<String, JsonNode> members() {
        if (value instanceof Map<?, ?> map) {
            Map<String, JsonNode> members = new LinkedHashMap<>();
            map.forEach((name, node) -> members.put((String) name, (JsonNode) node));
            return members;
        }
        throw wrongKind("an object");
    }

    /** The members, with a note for each whose name is unknown. */
    Map<String, JsonNode> members(Set<String> known, SchemaNotes notes) {
        Map<String, JsonNode> members = members();
        members.forEach((name, node) -> {
            if (!known.contains(name)) {
                notes.add(node.path, "the key '%s' is unknown".formatted(name));
            }
        });
        return members;
    }
}
