package org.panamarc.internal.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.panamarc.schema.SchemaException;

/** Makes tables of a schema in Avram's language. Used once. */
public final class SchemaCompiler {
    private static final String LEADER = "LDR";
    private static final Pattern DIGITS = Pattern.compile("[0-9]{3}");
    private static final Pattern CODES = Pattern.compile("[!-~]-[!-~]");
    private static final Pattern ANY_TAG = Pattern.compile("[!-.0-~]{3}");

    private static final Set<String> ROOT_KEYS =
            Set.of(
                    "fields",
                    "title",
                    "description",
                    "family",
                    "url",
                    "uri",
                    "profile",
                    "language",
                    "$schema",
                    "codelists",
                    "rules",
                    "records",
                    "created",
                    "modified");
    private static final Set<String> FLAT_KEYS = Set.of("positions", "pattern", "codes", "types");
    private static final Set<String> TYPE_KEYS =
            Set.of("positions", "pattern", "groups", "codes", "label", "description", "url");
    private static final Set<String> FIELD_KEYS =
            union(
                    FLAT_KEYS,
                    "tag",
                    "label",
                    "repeatable",
                    "required",
                    "url",
                    "description",
                    "comment",
                    "indicator1",
                    "indicator2",
                    "pica3",
                    "created",
                    "modified",
                    "deprecated",
                    "groups",
                    "subfields",
                    "rules",
                    "total",
                    "records");
    private static final Set<String> SUBFIELD_KEYS =
            union(
                    Set.of("code", "label", "repeatable", "required", "pattern", "groups"),
                    "positions",
                    "codes",
                    "rules",
                    "url",
                    "description",
                    "comment",
                    "pica3",
                    "created",
                    "modified",
                    "deprecated",
                    "total",
                    "records",
                    "order");
    private static final Set<String> INDICATOR_KEYS =
            Set.of("label", "url", "description", "codes", "pattern", "groups");

    private final SchemaNotes notes = new SchemaNotes();
    private final Map<String, JsonNode> root;
    private final JsonNode node;
    private final ValueRules values;
    private final boolean marc; // whether the schema says so
    private int subfields;

    private SchemaCompiler(JsonNode node) {
        this.node = node;
        this.root = node.members(ROOT_KEYS, notes);
        this.values = new ValueRules(new CodeLists(root.get("codelists"), notes), notes);
        JsonNode family = root.get("family");
        this.marc = family != null && family.text().equals("marc");
        if (family != null && Set.of("flat", "pica", "mab").contains(family.text())) {
            throw family.wrong(
                    "the family '%s' is not supported, expected 'marc'".formatted(family.text()));
        }
        noteRules(root);
    }

    private static Set<String> union(Set<String> first, String... others) {
        Set<String> all = new TreeSet<>(first);
        all.addAll(Set.of(others));
        return all;
    }

    /**
     * Compiles a schema.
     *
     * @param json its text
     * @param source what to call it in errors
     * @throws SchemaException if it is no schema, or asks for what is not supported
     */
    public static CompiledSchema compile(String json, String source) {
        return new SchemaCompiler(SchemaJson.read(json, source)).compile();
    }

    private CompiledSchema compile() {
        JsonNode schedule = root.get("fields");
        if (schedule == null) {
            throw node.wrong("there is no key 'fields'");
        }
        Map<String, FieldRule> fields = new LinkedHashMap<>();
        FieldRule leader = null;
        for (Map.Entry<String, JsonNode> entry : schedule.members().entrySet()) {
            String tag = entry.getKey();
            checkTag(tag, entry.getValue());
            if (tag.equals(LEADER)) {
                leader = field(tag, 0, entry.getValue());
                if (!leader.flat && leader.hasSubfields) {
                    throw entry.getValue().wrong("the leader has no subfields");
                }
            } else {
                fields.put(tag, field(tag, fields.size(), entry.getValue()));
            }
        }
        JsonNode title = root.get("title");
        return new CompiledSchema(
                title == null ? null : title.text(),
                notes.sentences(),
                leader,
                fields,
                subfields,
                Set.of());
    }

    private void checkTag(String tag, JsonNode field) {
        boolean fits = marc ? DIGITS.matcher(tag).matches() : ANY_TAG.matcher(tag).matches();
        if (!fits && !tag.equals(LEADER)) {
            throw field.wrong(
                    "'%s' is no tag, expected LDR or three %s"
                            .formatted(tag, marc ? "digits" : "characters"));
        }
    }

    private FieldRule field(String tag, int number, JsonNode definition) {
        for (String key : new String[] {"occurrence", "counter"}) {
            JsonNode other = definition.members().get(key);
            if (other != null) {
                throw other.wrong("the key '%s' is not supported".formatted(key));
            }
        }
        Map<String, JsonNode> members = definition.members(FIELD_KEYS, notes);
        checkSame(members.get("tag"), tag);
        noteRules(members);
        JsonNode schedule = members.get("subfields");
        boolean flat = false;
        for (String key : FLAT_KEYS) {
            JsonNode found = members.get(key);
            flat |= found != null;
            if (found != null && schedule != null) {
                throw found.wrong(
                        "the key '%s' is for fields without subfields; this one has 'subfields'"
                                .formatted(key));
            }
        }
        ValueRule first = indicator(tag, 1, members.get("indicator1"));
        ValueRule second = indicator(tag, 2, members.get("indicator2"));
        boolean hasIndicators = first != null || second != null;
        if (marc && hasIndicators && (flat || tag.startsWith("00") || tag.equals(LEADER))) {
            throw definition.wrong("a field without subfields has no indicators");
        }
        return new FieldRule(
                number,
                tag,
                flags(members),
                flat,
                values.rule(tag, tag, members),
                types(tag, members.get("types")),
                first,
                second,
                schedule == null ? null : schedule(tag, schedule));
    }

    private static FieldRule.Flags flags(Map<String, JsonNode> members) {
        return new FieldRule.Flags(
                isTrue(members.get("repeatable")),
                isTrue(members.get("required")),
                isTrue(members.get("deprecated")));
    }

    private static boolean isTrue(@Nullable JsonNode node) {
        return node != null && node.truth();
    }

    private static void checkSame(@Nullable JsonNode node, String expected) {
        if (node != null && !node.text().equals(expected)) {
            throw node.wrong("found '%s', expected '%s'".formatted(node.text(), expected));
        }
    }

    private void noteRules(Map<String, JsonNode> members) {
        JsonNode rules = members.get("rules");
        if (rules != null) {
            notes.add(rules.path(), "rules outside of Avram: not checked");
        }
    }

    private Map<String, ValueRule> types(String tag, @Nullable JsonNode node) {
        Map<String, ValueRule> types = new LinkedHashMap<>();
        if (node != null) {
            node.members()
                    .forEach((type, definition) -> {
                        String code = RecordTypes.code(type);
                        if (!RecordTypes.isKnown(code)) {
                            notes.add(
                                    definition.path(),
                                    "no record has the type '%s': not checked".formatted(type));
                        }
                        Map<String, JsonNode> members = definition.members(TYPE_KEYS, notes);
                        ValueRule rule = values.rule(tag, tag, members);
                        if (types.putIfAbsent(code, rule) != null) {
                            notes.add(
                                    definition.path(),
                                    "the type '%s' is there by its other name: not checked"
                                            .formatted(type));
                        }
                    });
        }
        return types;
    }

    /** The rule for an indicator, of which null in the schema means that it is a blank. */
    private @Nullable ValueRule indicator(String tag, int which, @Nullable JsonNode definition) {
        if (definition == null) {
            return null;
        }
        String place = tag + "^" + which;
        if (definition.isNull()) {
            CodeTable blank = new CodeTable(Map.of(" ", false));
            return new ValueRule(tag, place, null, List.of(), blank, null);
        }
        return values.indicator(tag, place, definition.members(INDICATOR_KEYS, notes));
    }

    private Map<String, SubfieldRule> schedule(String tag, JsonNode schedule) {
        Map<String, SubfieldRule> rules = new LinkedHashMap<>();
        schedule.members()
                .forEach((code, one) -> {
                    if (CODES.matcher(code).matches()) {
                        notes.add(one.path(), "codes from one to another, not in Avram");
                        for (char c = code.charAt(0); c <= code.charAt(2); c++) {
                            String each = String.valueOf(c);
                            rules.put(each, subfield(tag, each, one));
                        }
                    } else {
                        rules.put(code, subfield(tag, code, one));
                    }
                });
        return rules;
    }

    private SubfieldRule subfield(String tag, String code, JsonNode definition) {
        if (CodeTable.length(code) != 1) {
            throw definition.wrong("'%s' is no code of a subfield, one character".formatted(code));
        }
        Map<String, JsonNode> members = definition.members(SUBFIELD_KEYS, notes);
        checkSame(members.get("code"), code);
        noteRules(members);
        FieldRule.Flags flags = flags(members);
        String place = tag + "$" + code;
        return new SubfieldRule(
                subfields++,
                code,
                place,
                flags.repeatable(),
                flags.required(),
                flags.deprecated(),
                values.rule(tag, place, members));
    }
}
