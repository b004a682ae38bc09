package org.panamarc.internal.crosswalk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a citation says of a record, by the rows of {@code citation.tsv}: those that come first win.
 *
 * @param values one for each field of BibTeX and variable of CSL
 * @param keywords of subject headings, each once
 */
record Citation(
        CitationType type,
        List<Contribution> contributions,
        List<CitedValue> values,
        List<String> keywords) {
    private static final String PARTS = "ab"; // leader/07: component parts
    private static final Pattern THESIS =
            Pattern.compile("\\((.*?)\\)\\s*-*\\s*(.*?)(?:,\\s*\\d{4}.*)?$");

    private record Row(ValueRule rule, String bibtex, String csl) {
        CitedValue value(String text) {
            return new CitedValue(
                    bibtex,
                    csl,
                    switch (bibtex) {
                        case "language" -> LanguageTags.of(text);
                        case "title", "container" -> text.replace(" : ", ": ");
                        default -> text;
                    });
        }
    }

    private static final List<Row> ROWS =
            Table.rows("citation.tsv", 6).stream()
                    .map(cells -> new Row(ValueRule.of(cells), cells.get(4), cells.get(5)))
                    .toList();

    static Citation of(SourceRecord record) {
        Map<String, CitedValue> values = new LinkedHashMap<>();
        Set<String> keywords = new LinkedHashSet<>();
        boolean isPart = PARTS.indexOf(record.level()) >= 0;
        for (Row row : ROWS) {
            for (SourceField field : record.fields()) {
                if (field.linked()
                        || !row.rule().tags().contains(field.tag())
                        || (!isPart && field.tag().equals("773"))) {
                    continue;
                }
                for (String value : row.rule().values(field)) {
                    if (row.bibtex().equals("keywords")) {
                        keywords.add(value);
                    } else {
                        put(row.value(value), values);
                    }
                }
            }
        }
        thesis(record).forEach(value -> put(value, values));
        if (isPart) {
            HostItem.of(record).forEach(value -> put(value, values));
        }
        return new Citation(
                CitationType.of(record),
                contributions(record),
                List.copyOf(values.values()),
                List.copyOf(keywords));
    }

    private static void put(CitedValue value, Map<String, CitedValue> values) {
        values.putIfAbsent(value.bibtex() + ' ' + value.csl(), value);
    }

    /** What field 502 has in $a alone: Thesis (Ph. D.)--University, year. */
    private static List<CitedValue> thesis(SourceRecord record) {
        List<CitedValue> values = new ArrayList<>();
        Matcher note = THESIS.matcher(record.first("502").first('a'));
        if (note.find()) {
            values.add(new CitedValue("type", "genre", note.group(1)));
            String school = CleanText.withoutPunctuation(note.group(2));
            if (!school.isEmpty()) {
                values.add(new CitedValue("school", "publisher", school));
            }
        }
        return values;
    }

    private static List<Contribution> contributions(SourceRecord record) {
        List<Contribution> all = new ArrayList<>();
        for (SourceField field : record.fields()) {
            boolean isName =
                    switch (field.tag()) {
                        case "100", "110", "111" -> true;
                        // With a title it is a work's, which is another one.
                        case "700", "710", "711" -> !field.has('t');
                        default -> false;
                    };
            Role role = isName && !field.linked() ? Role.of(field) : null;
            if (role != null && !field.first('a').isEmpty()) {
                Contribution one = new Contribution(role, CitedName.of(field));
                if (!all.contains(one)) {
                    all.add(one);
                }
            }
        }
        return all;
    }

    /** The value of a field of BibTeX, or an empty text. */
    String value(String bibtex) {
        for (CitedValue value : values) {
            if (value.bibtex().equals(bibtex)) {
                return value.text();
            }
        }
        return "";
    }
}
