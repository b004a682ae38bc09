package org.panamarc.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** Options whose values are JSON, read by the library that Spark has. */
final class OptionJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private OptionJson() {}

    /**
     * The value of an option.
     *
     * @throws IllegalArgumentException if it is no JSON
     */
    static JsonNode read(String option, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "option %s is no JSON: %s: '%s'"
                            .formatted(option, e.getOriginalMessage(), text),
                    e);
        }
    }

    /** An error that says what was found and what was expected. */
    static IllegalArgumentException unexpected(String what, JsonNode found, String expected) {
        return new IllegalArgumentException(
                "%s is %s; expected %s".formatted(what, found, expected));
    }

    /**
     * A text.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static String text(String what, JsonNode node) {
        if (!node.isTextual()) {
            throw unexpected(what, node, "a text");
        }
        return node.textValue();
    }

    /**
     * One text, or an array of one or more.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static List<String> texts(String what, JsonNode node) {
        if (!node.isArray()) {
            return List.of(text(what, node));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode one : node) {
            texts.add(text(what, one));
        }
        if (texts.isEmpty()) {
            throw unexpected(what, node, "a text, or an array of texts");
        }
        return texts;
    }
}
