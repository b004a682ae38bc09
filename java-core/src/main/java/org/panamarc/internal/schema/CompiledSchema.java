package org.panamarc.internal.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.Tags;
import org.panamarc.schema.MarcSchema;
import org.panamarc.schema.SchemaIssue;
import org.panamarc.schema.SchemaRule;

/** A schema as tables: the rules of a field by the number of its tag. Immutable. */
public final class CompiledSchema implements MarcSchema {
    private final @Nullable String title;
    private final List<String> notes;
    private final @Nullable FieldRule leader;
    private final @Nullable FieldRule[] usual = new FieldRule[Tags.ODD];
    private final Map<String, FieldRule> odd = new HashMap<>();
    private final List<FieldRule> required;
    private final Set<SchemaRule> ignored;
    private final Map<String, FieldRule> all;
    private final int subfields;

    /**
     * A schema.
     *
     * @param all the rules for fields by tag; each has its number
     * @param subfields how many rules of subfields there are
     * @param ignored what is no issue
     */
    CompiledSchema(
            @Nullable String title,
            List<String> notes,
            @Nullable FieldRule leader,
            Map<String, FieldRule> all,
            int subfields,
            Set<SchemaRule> ignored) {
        this.title = title;
        this.notes = List.copyOf(notes);
        this.leader = leader;
        this.all = all;
        this.subfields = subfields;
        this.ignored = ignored;
        for (FieldRule rule : all.values()) {
            int number = Tags.number(rule.tag);
            if (number >= 0) {
                usual[number] = rule;
            } else {
                odd.put(rule.tag, rule);
            }
        }
        this.required = all.values().stream().filter(rule -> rule.required).toList();
    }

    @Override
    public @Nullable String title() {
        return title;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public CompiledSchema ignoring(Set<SchemaRule> rules) {
        return new CompiledSchema(title, notes, leader, all, subfields, Set.copyOf(rules));
    }

    /** Whether what breaks a rule is no issue. */
    boolean ignores(SchemaRule rule) {
        return ignored.contains(rule);
    }

    /** The issues of a record, in the order of its fields; those of fields it lacks come last. */
    public List<SchemaIssue> check(BatchView batch, int record) {
        List<SchemaIssue> issues = new ArrayList<>();
        new RecordCheck(this)
                .check(
                        batch,
                        record,
                        (rule, tag, place, found, expected) ->
                                issues.add(
                                        RecordCheck.issueOf(
                                                batch, record, rule, tag, place, found, expected)));
        return issues;
    }

    /** The rule for the leader, or null. */
    @Nullable FieldRule leader() {
        return leader;
    }

    /** The rule for the field of a slot, or null. */
    @Nullable FieldRule field(BatchView batch, int slot) {
        int number = batch.tag(slot);
        return number < Tags.ODD ? usual[number] : odd.get(batch.tagText(slot));
    }

    /** The rules for fields that each record has. */
    List<FieldRule> required() {
        return required;
    }

    /** How many rules for fields there are. */
    int fields() {
        return all.size();
    }

    /** How many rules for subfields there are. */
    int subfields() {
        return subfields;
    }
}
