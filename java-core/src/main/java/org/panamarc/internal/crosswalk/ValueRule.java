package org.panamarc.internal.crosswalk;

import java.util.ArrayList;
import java.util.List;

/**
 * Which values of a field a row of a table is about.
 *
 * @param parts codes of subfields whose values are one, with a blank between them
 * @param divisions codes of subfields that follow these after {@code --}, as in headings
 * @param each whether each subfield is a value of its own
 * @param from the first character, of a control field
 * @param to the character after the last one; 0 for a data field
 */
record ValueRule(
        List<String> tags,
        String parts,
        String divisions,
        boolean each,
        int from,
        int to,
        List<FieldCondition> conditions,
        ValueForm form) {
    /**
     * The first four cells of a row: tags ({@code 100,110} or {@code 500-505}), what of the field
     * ({@code abc}; {@code *abc} each on its own; {@code abc/xyz} with divisions; {@code @7-10}
     * characters), conditions, form.
     */
    static ValueRule of(List<String> cells) {
        String what = cells.get(1);
        boolean each = what.startsWith("*");
        int from = 0;
        int to = 0;
        if (what.startsWith("@")) {
            String[] range = what.substring(1).split("-", 2);
            from = Integer.parseInt(range[0]);
            to = Integer.parseInt(range[1]) + 1;
        }
        String[] codes = (each ? what.substring(1) : what).split("/", 2);
        return new ValueRule(
                tags(cells.get(0)),
                codes[0],
                codes.length == 2 ? codes[1] : "",
                each,
                from,
                to,
                FieldCondition.of(cells.get(2)),
                ValueForm.of(cells.get(3)));
    }

    private static List<String> tags(String cell) {
        List<String> tags = new ArrayList<>();
        for (String one : cell.split(",", -1)) {
            String[] range = one.split("-", 2);
            int last = Integer.parseInt(range[range.length - 1]);
            for (int tag = Integer.parseInt(range[0]); tag <= last; tag++) {
                tags.add("%03d".formatted(tag));
            }
        }
        return List.copyOf(tags);
    }

    /** The values of a field with one of the tags; none where a condition does not hold. */
    List<String> values(SourceField field) {
        List<String> values = new ArrayList<>();
        for (FieldCondition condition : conditions) {
            if (!condition.holds(field)) {
                return values;
            }
        }
        if (to > 0) {
            return form.apply(field.characters(from, to), values);
        }
        StringBuilder text = new StringBuilder();
        for (Part part : field.parts()) {
            boolean division = divisions.indexOf(part.code()) >= 0;
            if (!division && parts.indexOf(part.code()) < 0) {
                continue;
            }
            if (each) {
                form.apply(part.text(), values);
            } else {
                append(text, part.text(), division);
            }
        }
        return each ? values : form.apply(text.toString(), values);
    }

    private static void append(StringBuilder text, String part, boolean division) {
        if (division) {
            String before = CleanText.withoutPunctuation(text.toString());
            text.setLength(0);
            text.append(before).append(before.isEmpty() ? "" : "--");
        } else if (!text.isEmpty()) {
            text.append(' ');
        }
        text.append(part);
    }
}
