package org.panamarc.internal.schema;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.layout.BatchView;

/**
 * The types of a record, by which Avram's {@code types} choose positions: what MARC 21 says of
 * leader/06-07 (Format for Bibliographic Data, 008), 006/00 and 007/00.
 */
final class RecordTypes {
    /** All kinds of material, by which fields 006 and 008 differ. */
    private static final Set<String> MATERIALS = Set.of("BK", "CF", "CR", "MP", "MU", "MX", "VM");

    private static final String CATEGORY = "007";

    /** A type that each record and field has. */
    private static final String ALL = "";

    /**
     * Types by the names that MARC 21 has for them, in small letters, as schemas made from its
     * pages have them (those of QA catalogue).
     */
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("all materials", ALL),
                    Map.entry("books", "BK"),
                    Map.entry("computer files", "CF"),
                    Map.entry("continuing resources", "CR"),
                    Map.entry("maps", "MP"),
                    Map.entry("mixed materials", "MX"),
                    Map.entry("music", "MU"),
                    Map.entry("visual materials", "VM"),
                    Map.entry("common", ALL),
                    Map.entry("map", "007a"),
                    Map.entry("electronic resource", "007c"),
                    Map.entry("globe", "007d"),
                    Map.entry("tactile material", "007f"),
                    Map.entry("projected graphic", "007g"),
                    Map.entry("microform", "007h"),
                    Map.entry("nonprojected graphic", "007k"),
                    Map.entry("motion picture", "007m"),
                    Map.entry("kit", "007o"),
                    Map.entry("notated music", "007q"),
                    Map.entry("remote-sensing image", "007r"),
                    Map.entry("sound recording", "007s"),
                    Map.entry("text", "007t"),
                    Map.entry("videorecording", "007v"),
                    Map.entry("unspecified", "007z"));

    private static final int TYPE = 6; // positions in the leader
    private static final int LEVEL = 7;

    private RecordTypes() {}

    /** The code of a type that may have MARC 21's name for it. */
    static String code(String type) {
        return NAMES.getOrDefault(type.toLowerCase(Locale.ROOT), type);
    }

    /** Whether a record, or a field of it, can have a type with that code. */
    static boolean isKnown(String type) {
        return MATERIALS.contains(type)
                || type.equals(ALL)
                || type.length() == 1
                || (type.length() == CATEGORY.length() + 1 && type.startsWith(CATEGORY));
    }

    /** The types that are looked up for a field: of the record, or of the field itself. */
    static List<String> of(BatchView batch, int record, FieldRule.Typed typed, int from, int to) {
        byte[] bytes = batch.memory();
        if (typed == FieldRule.Typed.BY_RECORD) {
            int leader = batch.rawStart(record);
            char type = character(bytes, leader + TYPE, leader + Iso2709.LEADER);
            return types(
                    material(type, character(bytes, leader + LEVEL, leader + Iso2709.LEADER)),
                    type);
        }
        char first = character(bytes, from, to);
        return types(
                typed == FieldRule.Typed.BY_FORM_OF_MATERIAL ? form(first) : CATEGORY + first,
                first);
    }

    private static char character(byte[] bytes, int at, int to) {
        return at < to && bytes[at] > 0 ? (char) bytes[at] : ' ';
    }

    private static List<String> types(@Nullable String name, char character) {
        String single = String.valueOf(character);
        return name == null ? List.of(ALL, single) : List.of(ALL, name, single);
    }

    private static @Nullable String material(char type, char level) {
        boolean continues = type == 'a' && (level == 'b' || level == 'i' || level == 's');
        return continues ? "CR" : form(type);
    }

    private static @Nullable String form(char type) {
        return switch (type) {
            case 'a', 't' -> "BK";
            case 'm' -> "CF";
            case 's' -> "CR";
            case 'e', 'f' -> "MP";
            case 'c', 'd', 'i', 'j' -> "MU";
            case 'p' -> "MX";
            case 'g', 'k', 'o', 'r' -> "VM";
            default -> null;
        };
    }
}
