package org.panamarc.spark;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.panamarc.columns.Column;
import org.panamarc.columns.ReadySet;

/** The option {@code columns}: the name of a ready set, or names and what each holds, as JSON. */
final class ColumnsOption {
    private static final String COLUMNS = "columns";
    private static final Set<String> PARTS =
            Set.of(
                    "spec",
                    "kind",
                    "separator",
                    "cast",
                    "on_error",
                    "strip_punctuation",
                    "normalize_isbn",
                    "dictionary");
    private static final Set<Column.Kind> WITH_SPECS =
            Set.of(
                    Column.Kind.FIRST,
                    Column.Kind.LIST,
                    Column.Kind.JOIN,
                    Column.Kind.COUNT,
                    Column.Kind.EXISTS,
                    Column.Kind.FIELDS);

    private ColumnsOption() {}

    /**
     * What a table holds.
     *
     * @throws IllegalArgumentException if it is neither a ready set nor JSON that names columns
     */
    static TableColumns read(String text) {
        String given = text.strip();
        if (!given.startsWith("{")) {
            return TableColumns.of(set(given));
        }
        Map<String, Column> columns = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> one : OptionJson.read(COLUMNS, given).properties()) {
            columns.put(one.getKey(), column("column " + one.getKey(), one.getValue()));
        }
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(
                    "option columns is {}; expected a column or more such as {\"title\": \"245$a\"}");
        }
        return new TableColumns(null, columns);
    }

    private static ReadySet set(String name) {
        for (ReadySet set : ReadySet.values()) {
            if (word(set).equals(name)) {
                return set;
            }
        }
        throw new IllegalArgumentException(
                "option columns is '%s'; expected one of %s, or JSON such as {\"title\": \"245$a\"}"
                        .formatted(name, names(ReadySet.values())));
    }

    private static String names(Enum<?>[] values) {
        return Arrays.stream(values).map(ColumnsOption::word).collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Column column(String what, JsonNode node) {
        if (node.isTextual()) {
            return first(List.of(node.textValue()));
        }
        if (node.isArray()) {
            return specs(OptionJson.texts(what, node)).list();
        }
        if (!node.isObject()) {
            throw OptionJson.unexpected(what, node, "a spec, an array of specs, or an object");
        }
        for (String name : new TreeSet<>(node.propertyStream().map(Map.Entry::getKey).toList())) {
            if (!PARTS.contains(name)) {
                throw new IllegalArgumentException(
                        "%s has '%s'; expected some of %s"
                                .formatted(what, name, new TreeSet<>(PARTS)));
            }
        }
        return described(what, node);
    }

    private static Column described(String what, JsonNode node) {
        Column.Kind kind = kind(what, node);
        boolean named = node.has("spec");
        if (kind == null) {
            return with(what, node, first(required(what, node)));
        }
        if (WITH_SPECS.contains(kind) != named) {
            throw new IllegalArgumentException(
                    "%s of kind %s %s"
                            .formatted(what, word(kind), named ? "takes no spec" : "has no spec"));
        }
        if (kind == Column.Kind.FIELDS && required(what, node).size() > 1) {
            throw OptionJson.unexpected(what + ": spec", node.get("spec"), "one tag");
        }
        Column column = named ? specs(required(what, node)) : Column.of(kind);
        return with(what, node, column.as(kind));
    }

    private static List<String> required(String what, JsonNode node) {
        if (!node.has("spec")) {
            throw OptionJson.unexpected(what, node, "an object with \"spec\" or \"kind\"");
        }
        return OptionJson.texts(what + ": spec", node.get("spec"));
    }

    /** The first value; one word may also name what is known of the record as a whole. */
    private static Column first(List<String> specs) {
        if (specs.size() == 1) {
            for (Column.Kind kind : Column.Kind.values()) {
                boolean fact = !WITH_SPECS.contains(kind) && kind != Column.Kind.TITLE;
                if (fact && word(kind).equals(specs.getFirst())) {
                    return Column.of(kind);
                }
            }
        }
        return specs(specs);
    }

    private static Column specs(List<String> specs) {
        String[] more = specs.subList(1, specs.size()).toArray(String[]::new);
        return Column.of(specs.getFirst(), more);
    }

    private static Column with(String what, JsonNode node, Column column) {
        try {
            Column changed = column;
            if (node.has("separator") && column.kind() != Column.Kind.JOIN) {
                throw new IllegalArgumentException(
                        "separator is for columns of kind join, not " + word(column.kind()));
            }
            if (node.has("separator")) {
                changed =
                        changed.join(OptionJson.text(what + ": separator", node.get("separator")));
            }
            if (node.has("cast")) {
                boolean orNull = word(what, node, "on_error", "raise", "null").equals("null");
                Column.Cast cast = cast(what, node);
                changed = orNull ? changed.castOrNull(cast) : changed.cast(cast);
            }
            changed = flag(what, node, "strip_punctuation") ? changed.stripPunctuation() : changed;
            changed = flag(what, node, "normalize_isbn") ? changed.normalizeIsbn() : changed;
            return flag(what, node, "dictionary") ? changed.asDictionary() : changed;
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(what)
                    ? e
                    : new IllegalArgumentException(what + ": " + message, e);
        }
    }

    private static Column.Cast cast(String what, JsonNode node) {
        return Column.Cast.valueOf(
                word(what, node, "cast", "text", "int", "date").toUpperCase(Locale.ROOT));
    }

    /** One of some words; the first where nothing is said. */
    private static String word(String what, JsonNode node, String name, String... words) {
        if (!node.has(name)) {
            return words[0];
        }
        String found = node.get(name).asText();
        if (!Arrays.asList(words).contains(found)) {
            throw OptionJson.unexpected(
                    what + ": " + name, node.get(name), "one of " + String.join(", ", words));
        }
        return found;
    }

    private static boolean flag(String what, JsonNode node, String name) {
        if (node.has(name) && !node.get(name).isBoolean()) {
            throw OptionJson.unexpected(what + ": " + name, node.get(name), "true or false");
        }
        return node.has(name) && node.get(name).booleanValue();
    }

    private static Column.@Nullable Kind kind(String what, JsonNode node) {
        if (!node.has("kind")) {
            return null;
        }
        for (Column.Kind kind : Column.Kind.values()) {
            if (word(kind).equals(node.get("kind").asText())) {
                return kind;
            }
        }
        throw OptionJson.unexpected(
                what + ": kind", node.get("kind"), "one of " + names(Column.Kind.values()));
    }
}
