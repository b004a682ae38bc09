package org.panamarc.internal.parse;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a record are called: in MARCXML and MarcXchange (ISO 25577), or in oai_marc
 * (the format of the Open Archives Initiative before MARCXML).
 */
enum MarcXmlNames {
    MARCXML("controlfield", "datafield", "tag", "ind1", "ind2", "code"),
    OAI("fixfield", "varfield", "id", "i1", "i2", "label");

    /** A record in MARCXML and MarcXchange. */
    static final String RECORD = "record";

    /** A record in oai_marc. */
    static final String OAI_MARC = "oai_marc";

    private static final Set<String> MARC_XCHANGE =
            Set.of("info:lc/xmlns/marcxchange-v1", "info:lc/xmlns/marcxchange-v2");

    final String controlField;
    final String dataField;
    final String tag;
    final String indicator1;
    final String indicator2;
    final String code;

    MarcXmlNames(
            String controlField,
            String dataField,
            String tag,
            String indicator1,
            String indicator2,
            String code) {
        this.controlField = controlField;
        this.dataField = dataField;
        this.tag = tag;
        this.indicator1 = indicator1;
        this.indicator2 = indicator2;
        this.code = code;
    }

    /** The names in a record that an element may be; null where it is none. */
    static @Nullable MarcXmlNames of(String element) {
        return switch (element) {
            case RECORD -> MARCXML;
            case OAI_MARC -> OAI;
            default -> null;
        };
    }

    /**
     * Whether a namespace is one of these formats: none, one of MarcXchange, or any that ends with
     * {@code /slim}, as people write that of MARCXML with https, with a slash at its end, or under
     * a host of their own. A record in another namespace, such as one that inherits that of
     * OAI-PMH, is known by its leader.
     */
    boolean has(@Nullable String namespace) {
        if (this == OAI
                || namespace == null
                || namespace.isEmpty()
                || MARC_XCHANGE.contains(namespace)) {
            return true;
        }
        String name = namespace.toLowerCase(Locale.ROOT);
        return name.endsWith("/slim") || name.endsWith("/slim/");
    }

    /** A tag as the input has it; oai_marc may leave out zeros at its start. */
    String tag(@Nullable String given) {
        String tag = given == null ? "" : given;
        boolean cut = this == OAI && !tag.isEmpty() && tag.length() < 3;
        return cut ? "0".repeat(3 - tag.length()) + tag : tag;
    }

    /** The text of a control field; oai_marc puts it between quotation marks. */
    String data(String text) {
        boolean quoted =
                this == OAI && text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
