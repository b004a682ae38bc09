package org.panamarc.internal.crosswalk;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** BibTeX in UTF-8, an entry for each record and a line for each field. Not thread-safe. */
public final class Bibtex extends CitationFormat {
    private static final Set<String> VERBATIM = Set.of("url", "doi");
    private static final Set<String> TITLES = Set.of("title", "container", "series");

    private int replaced; // characters

    @Override
    public String head() {
        return "";
    }

    @Override
    public String between() {
        return "\n";
    }

    @Override
    public String foot() {
        return "";
    }

    @Override
    CharSequence text(Citation citation, String key) {
        String type = citation.type().bibtex();
        StringBuilder out = new StringBuilder();
        out.append('@').append(type).append('{').append(key);
        fields(citation)
                .forEach((name, value) -> {
                    out.append(",\n  ").append(name).append(" = {");
                    put(value, out);
                    out.append('}');
                });
        return out.append("\n}\n");
    }

    private void put(String value, StringBuilder out) {
        for (int i = 0; i < value.length(); i++) {
            boolean readable = BibtexText.isReadable(value.charAt(i));
            replaced += readable ? 0 : 1;
            out.append(readable ? value.charAt(i) : '\uFFFD');
        }
    }

    @Override
    public int takeReplaced() {
        int count = replaced;
        replaced = 0;
        return count;
    }

    private static Map<String, String> fields(Citation citation) {
        String type = citation.type().bibtex();
        Map<String, String> fields = new LinkedHashMap<>();
        for (Contribution one : citation.contributions()) {
            if (!one.role().bibtex().equals(NONE)) {
                fields.merge(
                        one.role().bibtex(),
                        BibtexText.name(one.name()),
                        (before, name) -> before + " and " + name);
            }
        }
        for (CitedValue value : citation.values()) {
            if (!value.bibtex().equals(NONE)) {
                fields.putIfAbsent(name(value.bibtex(), type), text(value));
            }
        }
        if (!citation.keywords().isEmpty()) {
            fields.put("keywords", BibtexText.escaped(String.join("; ", citation.keywords())));
        }
        return fields;
    }

    private static String text(CitedValue value) {
        if (VERBATIM.contains(value.bibtex())) {
            return BibtexText.verbatim(value.text());
        }
        if (TITLES.contains(value.bibtex())) {
            return BibtexText.title(value.text());
        }
        String escaped = BibtexText.escaped(value.text());
        return value.bibtex().equals("pages")
                ? escaped.replace('\u2013', '-').replaceAll("-+", "--")
                : escaped;
    }

    /** What a field is called in entries of a type. */
    private static String name(String name, String type) {
        return switch (name) {
            case "container" -> type.equals("article") ? "journal" : "booktitle";
            case "publisher" ->
                    switch (type) {
                        case "phdthesis", "mastersthesis" -> "school";
                        case "techreport" -> "institution";
                        default -> name;
                    };
            default -> name;
        };
    }
}
