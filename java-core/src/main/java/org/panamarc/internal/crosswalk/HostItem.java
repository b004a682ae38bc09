package org.panamarc.internal.crosswalk;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a part is in its host: field 773, with what $g and $q say in words and numbers. */
final class HostItem {
    private static final Pattern VOLUME =
            Pattern.compile("(?i)\\b(?:v|vol|volume|bd|band|t|tome|tom|jahrg|jg)\\b\\.?\\s*(\\w+)");
    private static final Pattern ISSUE =
            Pattern.compile(
                    "(?i)(?:\\b(?:no|nr|n|num|number|issue|iss|heft|h)\\b\\.?|n[\u00B0\u00BA])\\s*([\\w/-]+)");
    private static final Pattern PAGES =
            Pattern.compile(
                    "(?i)\\b(?:p|pp|pages?|s|seiten?)\\b\\.?\\s*([\\w]+(?:\\s*[-\u2013]\\s*\\w+)?)");
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\s*:\\s*(\\d+)");
    private static final Pattern ENUMERATION =
            Pattern.compile("([^:<]*)(?::([^:<]*))?[^<]*(?:<(.*))?");
    private static final Pattern PUBLISHED =
            Pattern.compile("(.*?)\\s*:\\s*(.*?)(?:,[^,]*\\d{4}.*)?");

    private HostItem() {}

    /** Values of a citation of a part; empty where the record has no field 773. */
    static List<CitedValue> of(SourceRecord record) {
        SourceField field = record.first("773");
        List<CitedValue> values = new ArrayList<>();
        String parts = field.first('g');
        put("volume", "volume", find(VOLUME, parts), values);
        put("number", "issue", find(ISSUE, parts), values);
        put("pages", "page", find(PAGES, parts).replaceAll("\\s", ""), values);
        Matcher numbers = NUMBERS.matcher(parts);
        if (values.isEmpty() && numbers.find()) {
            put("volume", "volume", numbers.group(1), values);
            put("number", "issue", numbers.group(2), values);
        }
        Matcher enumeration = ENUMERATION.matcher(field.first('q'));
        if (values.isEmpty() && enumeration.matches()) {
            put("volume", "volume", enumeration.group(1), values);
            put("number", "issue", text(enumeration.group(2)), values);
            put("pages", "page", text(enumeration.group(3)), values);
        }
        Matcher published = PUBLISHED.matcher(CleanText.withoutPunctuation(field.first('d')));
        if (published.matches()) {
            put("address", "publisher-place", published.group(1), values);
            put("publisher", "publisher", published.group(2), values);
        }
        for (String year : ValueForm.YEAR.apply(parts + ' ' + field.first('d'))) {
            put("year", "issued", year, values);
        }
        return values;
    }

    private static String text(@Nullable String group) {
        return group == null ? "" : group;
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static void put(String bibtex, String csl, String text, List<CitedValue> values) {
        if (!text.isEmpty()) {
            values.add(new CitedValue(bibtex, csl, CleanText.withoutPunctuation(text)));
        }
    }
}
