package org.panamarc.internal.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.panamarc.schema.SchemaException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads the JSON of a schema. Used once. */
final class SchemaJson {
    /** Avram asks that the keys of an object differ. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final String source;
    private final JsonParser parser;

    private SchemaJson(String source, JsonParser parser) {
        this.source = source;
        this.parser = parser;
    }

    /** The value that a text is; throws {@link SchemaException} where it is malformed. */
    static JsonNode read(String json, String source) {
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), json.replaceFirst("^\uFEFF", ""))) {
            return new SchemaJson(source, parser).root();
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String where =
                    at == null
                            ? ""
                            : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
            String what = e.getOriginalMessage().replaceFirst(" \\([^()]* at \\[Source: .*", "");
            throw new SchemaException(source, "$", "malformed JSON" + where + ": " + what, e);
        }
    }

    private JsonNode root() {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new SchemaException(source, "$", "the text is empty");
        }
        JsonNode root = node("$", token);
        if (parser.nextToken() != null) {
            throw root.wrong("there is more text after the JSON");
        }
        return root;
    }

    private JsonNode node(String path, @Nullable JsonToken token) {
        Object value =
                switch (token) {
                    case START_OBJECT -> members(path);
                    case START_ARRAY -> elements(path);
                    case VALUE_STRING -> parser.getString();
                    case VALUE_TRUE -> true;
                    case VALUE_FALSE -> false;
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
                    case null, default -> JsonNode.NULL;
                };
        return new JsonNode(source, path, value);
    }

    /** A whole number as a Long, any other as what it is. */
    private Object number() {
        Number number = parser.getNumberValue();
        return number instanceof Integer small ? (Object) small.longValue() : number;
    }

    private Map<String, JsonNode> members(String path) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            members.put(name, node(JsonNode.child(path, name), parser.nextToken()));
        }
        return members;
    }

    private List<JsonNode> elements(String path) {
        List<JsonNode> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            elements.add(node(path + "[" + elements.size() + "]", token));
        }
        return elements;
    }
}
