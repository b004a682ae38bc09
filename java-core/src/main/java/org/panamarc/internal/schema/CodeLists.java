package org.panamarc.internal.schema;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lists of codes of a schema: those of its directory, and those written where they are used.
 */
final class CodeLists {
    private static final Set<String> LIST_KEYS =
            Set.of("codes", "title", "description", "created", "modified", "url");
    private static final Set<String> CODE_KEYS =
            Set.of("code", "label", "description", "created", "modified", "url", "deprecated");

    private final SchemaNotes notes;
    private final Map<String, CodeTable> directory = new HashMap<>();

    /** The lists of a directory; of none where it is null. */
    CodeLists(@Nullable JsonNode node, SchemaNotes notes) {
        this.notes = notes;
        if (node == null) {
            return;
        }
        node.members()
                .forEach((name, list) -> {
                    JsonNode codes = list.members(LIST_KEYS, notes).get("codes");
                    if (codes == null) {
                        throw list.wrong("there is no key 'codes'");
                    }
                    directory.put(name, table(codes));
                });
    }

    /** The list at a place, or the one it names; null, with a note, where there is none. */
    @Nullable CodeTable of(JsonNode node) {
        if (!node.isText()) {
            return table(node);
        }
        String name = node.text();
        CodeTable found = directory.get(name);
        if (found == null) {
            notes.add(
                    node.path(),
                    "the list of codes '%s' is not in $.codelists: not checked".formatted(name));
        }
        return found;
    }

    private CodeTable table(JsonNode node) {
        Map<String, Boolean> codes = new LinkedHashMap<>();
        node.members()
                .forEach((code, definition) -> {
                    if (code.isEmpty()) {
                        throw node.wrong("a code is empty");
                    }
                    codes.put(code, !definition.isText() && isOld(code, definition));
                });
        return new CodeTable(codes);
    }

    private boolean isOld(String code, JsonNode definition) {
        Map<String, JsonNode> members = definition.members(CODE_KEYS, notes);
        JsonNode same = members.get("code");
        if (same != null && !same.text().equals(code)) {
            throw same.wrong("found '%s', expected '%s'".formatted(same.text(), code));
        }
        JsonNode deprecated = members.get("deprecated");
        return deprecated != null && deprecated.truth();
    }
}
