package org.panamarc.spark;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.panamarc.columns.RecordCondition;

/** The option {@code where}: which records have rows, as JSON of one member a condition. */
final class WhereOption {
    private static final String WHERE = "where";

    private WhereOption() {}

    /**
     * The condition.
     *
     * @throws IllegalArgumentException if it is none
     */
    static RecordCondition read(String text) {
        return condition(OptionJson.read(WHERE, text));
    }

    private static RecordCondition condition(JsonNode node) {
        if (!node.isObject() || node.size() != 1) {
            throw OptionJson.unexpected(WHERE, node, "an object of one member");
        }
        Map.Entry<String, JsonNode> only = node.properties().iterator().next();
        JsonNode value = only.getValue();
        return switch (only.getKey()) {
            case "record_type" ->
                    new RecordCondition.RecordType(OptionJson.text("where: record_type", value));
            case "has" -> new RecordCondition.HasTag(OptionJson.text("where: has", value));
            case "matches" -> {
                List<String> both = OptionJson.texts("where: matches", value);
                if (both.size() != 2) {
                    throw OptionJson.unexpected("where: matches", value, "a spec and a pattern");
                }
                yield new RecordCondition.Matches(both.getFirst(), both.getLast());
            }
            case "years" -> {
                if (value.size() != 2 || !value.get(0).isInt() || !value.get(1).isInt()) {
                    throw OptionJson.unexpected("where: years", value, "two years");
                }
                yield new RecordCondition.Years(value.get(0).intValue(), value.get(1).intValue());
            }
            case "all" -> new RecordCondition.All(conditions("where: all", value));
            case "any" -> new RecordCondition.Any(conditions("where: any", value));
            case "not" -> new RecordCondition.Not(condition(value));
            default ->
                    throw OptionJson.unexpected(
                            WHERE, node, "one of record_type, has, matches, years, all, any, not");
        };
    }

    private static List<RecordCondition> conditions(String what, JsonNode node) {
        if (!node.isArray()) {
            throw OptionJson.unexpected(what, node, "an array of conditions");
        }
        List<RecordCondition> conditions = new ArrayList<>();
        node.forEach(one -> conditions.add(condition(one)));
        return conditions;
    }
}
