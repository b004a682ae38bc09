package org.panamarc.internal.schema;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a field may be. Immutable. */
final class FieldRule {
    /** How many characters ASCII has. */
    static final int ASCII = 0x80;

    /** The first fields of these tags have types of their own (MARC 21, 006 and 007). */
    enum Typed {
        BY_RECORD,
        BY_FORM_OF_MATERIAL,
        BY_CATEGORY_OF_MATERIAL
    }

    final int number; // of the fields of the schema, counted from 0
    final String tag;
    final boolean repeatable;
    final boolean required;
    final boolean deprecated;
    final boolean flat; // whether the definition is one of data alone
    final ValueRule value; // of data alone
    final Map<String, ValueRule> types; // the same, by type of record
    final Typed typed;
    final @Nullable ValueRule indicator1;
    final @Nullable ValueRule indicator2;
    final boolean hasSubfields; // whether the definition lists them
    final List<SubfieldRule> requiredSubfields;
    final String expectedSubfields;

    /** Codes of ASCII, by bits: those that are defined, not deprecated, and have any value. */
    final long[] plain = new long[ASCII / Long.SIZE];

    /** Codes of ASCII, by bits: those that a field has once at most. */
    final long[] single = new long[ASCII / Long.SIZE];

    private final @Nullable SubfieldRule[] ascii = new SubfieldRule[ASCII];
    private final Map<String, SubfieldRule> other;

    /**
     * A rule.
     *
     * @param flags repeatable, required, deprecated
     * @param subfields by their codes; null where the definition lists none
     */
    FieldRule(
            int number,
            String tag,
            Flags flags,
            boolean flat,
            ValueRule value,
            Map<String, ValueRule> types,
            @Nullable ValueRule indicator1,
            @Nullable ValueRule indicator2,
            @Nullable Map<String, SubfieldRule> subfields) {
        this.number = number;
        this.tag = tag;
        this.repeatable = flags.repeatable;
        this.required = flags.required;
        this.deprecated = flags.deprecated;
        this.flat = flat;
        this.value = value;
        this.types = Map.copyOf(types);
        this.typed =
                switch (tag) {
                    case "006" -> Typed.BY_FORM_OF_MATERIAL;
                    case "007" -> Typed.BY_CATEGORY_OF_MATERIAL;
                    default -> Typed.BY_RECORD;
                };
        this.indicator1 = indicator1;
        this.indicator2 = indicator2;
        this.hasSubfields = subfields != null;
        this.other = subfields == null ? Map.of() : Map.copyOf(subfields);
        this.requiredSubfields =
                other.values().stream()
                        .filter(SubfieldRule::required)
                        .sorted((a, b) -> Integer.compare(a.number(), b.number()))
                        .toList();
        this.expectedSubfields =
                subfields == null || subfields.isEmpty()
                        ? "no subfield"
                        : "one of " + subfields.keySet().stream().collect(Collectors.joining(" "));
        other.forEach((code, rule) -> {
            if (code.charAt(0) < ASCII) {
                char one = code.charAt(0);
                ascii[one] = rule;
                boolean any = rule.value().allowsAll() && !rule.deprecated();
                plain[one / Long.SIZE] |= any ? 1L << one : 0;
                single[one / Long.SIZE] |= rule.repeatable() ? 0 : 1L << one;
            }
        });
    }

    /** What each definition of a field and of a subfield says. */
    record Flags(boolean repeatable, boolean required, boolean deprecated) {}

    /** The rule for a code of one byte of ASCII, or null. */
    @Nullable SubfieldRule subfield(byte code) {
        return ascii[code];
    }

    /** The rule for a code of several bytes, or null. */
    @Nullable SubfieldRule subfield(String code) {
        return other.get(code);
    }
}
