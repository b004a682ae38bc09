package org.panamarc.internal.crosswalk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a table makes of the values that a rule finds. */
enum ValueForm {
    /** As it is, but for the punctuation at its end. */
    TEXT,
    /** As it is. */
    RAW,
    /**
     * A place or a name without the brackets of a cataloguer around it; nothing where they say that
     * none is known.
     */
    IMPRINT,
    /** What comes before the first blank or bracket: an ISBN without its qualification. */
    NUMBER,
    /** Four digits, the first that follow each other; nothing where there are none. */
    YEAR,
    /** Codes of three letters, several of which may follow each other, but not those for none. */
    LANGUAGE,
    /**
     * The number before "p." or its like: how many pages there are; nothing where there is none.
     */
    PAGES;

    private static final Pattern NUMBER_END = Pattern.compile("[\\s(\\[:;,]");
    private static final Pattern FOUR_DIGITS = Pattern.compile("(?<!\\d)\\d{4}(?!\\d)");
    private static final Pattern CODES = Pattern.compile("(?:[a-z]{3})+");
    private static final Pattern UNKNOWN =
            Pattern.compile("(?i)^\\[?(?:s\\. ?[ln]\\.?|.*not identified)\\]?$");
    private static final Pattern EXTENT =
            Pattern.compile("(?i)(?<!\\d)(\\d+)\\s*(?:p|pp|pages?|s|seiten)\\b");
    private static final List<String> NO_LANGUAGE = List.of("zxx", "und", "xxx");

    static ValueForm of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The values in this form that a text gives. */
    List<String> apply(String text, List<String> into) {
        switch (this) {
            case TEXT -> add(CleanText.withoutPunctuation(text), into);
            case IMPRINT -> {
                String name = CleanText.withoutPunctuation(text);
                if (!UNKNOWN.matcher(name).find()) {
                    boolean supplied = name.matches("\\[[^\\[\\]]*\\]");
                    add(supplied ? name.substring(1, name.length() - 1) : name, into);
                }
            }
            case RAW -> add(text, into);
            case NUMBER -> add(NUMBER_END.split(text, 2)[0], into);
            case YEAR -> {
                Matcher year = FOUR_DIGITS.matcher(text);
                if (year.find()) {
                    add(year.group(), into);
                }
            }
            case PAGES -> {
                Matcher extent = EXTENT.matcher(text);
                if (extent.find()) {
                    add(extent.group(1), into);
                }
            }
            case LANGUAGE -> {
                if (CODES.matcher(text).matches()) {
                    for (int i = 0; i < text.length(); i += 3) {
                        String code = text.substring(i, i + 3);
                        if (!NO_LANGUAGE.contains(code)) {
                            add(code, into);
                        }
                    }
                } else {
                    add(text.isBlank() || text.contains("|") ? "" : text, into);
                }
            }
        }
        return into;
    }

    private static void add(String value, List<String> into) {
        if (!value.isEmpty()) {
            into.add(value);
        }
    }

    /** The values in this form that a text gives. */
    List<String> apply(String text) {
        return apply(text, new ArrayList<>());
    }
}
