package org.panamarc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.panamarc.ControlField;
import org.panamarc.DataField;
import org.panamarc.Defect;
import org.panamarc.Field;
import org.panamarc.MarcRecord;

/**
 * A record without a defect of the structure is what the standard says, found here as plainly as
 * can be: leader, directory and terminators agree, and the fields are those that the directory
 * states. Text is compared where it is ASCII, which every coding leaves as it is.
 */
final class StandardCheck {
    private static final int LEADER = 24;
    private static final int ENTRY = 12;

    private StandardCheck() {}

    /** Reads the record by its directory, if it has no such defect. */
    static void recordInOrderIsWhatItsDirectoryStates(MarcRecord record) {
        if (record.defects().stream()
                .anyMatch(defect -> defect.severity() == Defect.Severity.STRUCTURE)) {
            return;
        }
        String raw = new String(record.raw(), StandardCharsets.ISO_8859_1);
        int base = Integer.parseInt(raw.substring(12, 17));
        assertEquals(raw.length(), Integer.parseInt(raw.substring(0, 5)));
        assertTrue(raw.endsWith("\u001E\u001D"));
        assertEquals('\u001E', raw.charAt(base - 1));
        assertEquals(0, (base - 1 - LEADER) % ENTRY);
        List<Field> fields = record.fields();
        assertEquals((base - 1 - LEADER) / ENTRY, fields.size());
        for (int i = 0; i < fields.size(); i++) {
            checkField(fields.get(i), raw, base, raw.substring(LEADER + ENTRY * i));
        }
    }

    private static void checkField(Field field, String raw, int base, String entry) {
        assertEquals(entry.substring(0, 3), field.tag());
        int start = base + Integer.parseInt(entry.substring(7, 12));
        int end = start + Integer.parseInt(entry.substring(3, 7)) - 1;
        assertEquals('\u001E', raw.charAt(start - 1));
        assertEquals('\u001E', raw.charAt(end));
        String value = raw.substring(start, end);
        // An escape or a reference may make other characters of ASCII.
        if (value.chars().allMatch(c -> c < 0x80 && c != 0x1B) && !value.contains("&#x")) {
            assertEquals(
                    field instanceof ControlField ? value : withoutMissingCodes(value),
                    valueOf(field));
        }
    }

    /** A delimiter without a code after it is no subfield. */
    private static String withoutMissingCodes(String value) {
        return value.replaceAll("\u001F(?=\u001F|\\z)", "");
    }

    /** The field put together again. */
    private static String valueOf(Field field) {
        return switch (field) {
            case ControlField control -> control.data();
            case DataField data -> {
                StringBuilder value = new StringBuilder(data.indicators());
                data.subfields()
                        .forEach(s -> value.append('\u001F').append(s.code()).append(s.value()));
                yield value.toString();
            }
        };
    }
}
