package org.panamarc.internal.parse;

import java.util.Locale;

/**
 * What members of objects mean that describe a field. Programs that turn MARCXML into JSON mark
 * attributes and text in ways of their own: {@code @tag} and {@code #text} (xmltodict), {@code $}
 * and {@code _} (xml2js), {@code @tag} and {@code $} (BadgerFish), {@code tag} and {@code content}
 * (org.json); A. Houghton's MARC-JSON draft (2010) has {@code tag}, {@code ind} and {@code data}.
 */
final class JsonNames {
    /** What a member means. */
    enum Role {
        TAG,
        INDICATOR_1,
        INDICATOR_2,
        INDICATORS,
        CODE,
        TEXT,
        SUBFIELDS,
        /** The attributes of an element, an object; or its text. */
        ATTRIBUTES_OR_TEXT,
        LEADER,
        FIELDS,
        /** An array of records or, of an odd kind, of fields. */
        RECORD,
        /** Says nothing of a record: a namespace, or Sierra's own name of a field. */
        ASIDE,
        OTHER
    }

    private static final int KEPT = 32; // a power of two

    private final String[] names = new String[KEPT];
    private final Role[] roles = new Role[KEPT];

    /** As {@link #of}, which is not asked again for the very object that came before. */
    @SuppressWarnings("ReferenceEquality") // the parser gives equal names as one object
    Role role(String name) {
        int at = name.hashCode() & (KEPT - 1);
        if (names[at] != name) {
            names[at] = name;
            roles[at] = of(name);
        }
        return roles[at];
    }

    /** What a member of that name means. */
    static Role of(String name) {
        return switch (name) {
            case "leader" -> Role.LEADER;
            case "fields" -> Role.FIELDS;
            case "ind1" -> Role.INDICATOR_1;
            case "ind2" -> Role.INDICATOR_2;
            case "subfields" -> Role.SUBFIELDS;
            default -> ofPlain(plain(name));
        };
    }

    /** A name without the prefix of a namespace and the sign of an attribute or of text. */
    private static String plain(String name) {
        int from = name.startsWith("xmlns") ? 0 : name.lastIndexOf(':') + 1;
        while (from < name.length() && "@_#-".indexOf(name.charAt(from)) >= 0) {
            from++;
        }
        return name.substring(from).toLowerCase(Locale.ROOT);
    }

    private static Role ofPlain(String name) {
        return switch (name) {
            case "tag", "marctag" -> Role.TAG;
            case "ind1", "indicator1" -> Role.INDICATOR_1;
            case "ind2", "indicator2" -> Role.INDICATOR_2;
            case "ind", "indicators" -> Role.INDICATORS;
            case "code" -> Role.CODE;
            case "text", "content", "data", "value", "$t" -> Role.TEXT;
            case "subfield", "subfields" -> Role.SUBFIELDS;
            case "", "$", "attributes", "attr" -> Role.ATTRIBUTES_OR_TEXT;
            case "leader" -> Role.LEADER;
            case "fields",
                    "varfields",
                    "controlfield",
                    "controlfields",
                    "datafield",
                    "datafields" ->
                    Role.FIELDS;
            case "record" -> Role.RECORD;
            case "fieldtag" -> Role.ASIDE;
            default -> name.startsWith("xmlns") ? Role.ASIDE : Role.OTHER;
        };
    }

    /** Whether a member of that name says that its object describes a field or a subfield. */
    static boolean describes(String name) {
        return switch (of(name)) {
            case TAG, INDICATOR_1, INDICATOR_2, INDICATORS, CODE, TEXT, SUBFIELDS, ASIDE -> true;
            case ATTRIBUTES_OR_TEXT -> !name.isEmpty();
            default -> false;
        };
    }

    /** Whether a member of that name is one of a field, and hardly of anything else. */
    static boolean describesField(String name) {
        return switch (of(name)) {
            case TAG, INDICATOR_1, INDICATOR_2, SUBFIELDS -> true;
            case TEXT, ATTRIBUTES_OR_TEXT -> !name.isEmpty() && !Character.isLetter(name.charAt(0));
            default -> false;
        };
    }

    /** Whether a name is a tag: three capital letters or digits. */
    static boolean isTag(String name) {
        return name.length() == 3
                && name.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'));
    }
}
