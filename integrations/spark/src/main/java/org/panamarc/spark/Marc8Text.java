package org.panamarc.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.panamarc.ControlField;
import org.panamarc.DataField;
import org.panamarc.Field;
import org.panamarc.MarcRecord;
import org.panamarc.Subfield;

/** Text that would be another one after it was written in MARC-8. */
final class Marc8Text {
    private static final Pattern REFERENCE = Pattern.compile("&#x([0-9A-Fa-f]{4,6});");
    private static final int LAST_OF_ASCII = 0x7F;
    private static final int ESCAPE = 0x1B;

    private Marc8Text() {}

    /**
     * Checks that no value holds what reads as a numeric character reference.
     *
     * @throws IllegalArgumentException if one does
     */
    static void check(MarcRecord record) {
        for (Field field : record.fields()) {
            switch (field) {
                case ControlField(String tag, String data) -> check(tag, data);
                case DataField data -> {
                    for (Subfield subfield : data.subfields()) {
                        check(data.tag(), subfield.value());
                    }
                }
            }
        }
    }

    private static void check(String tag, String text) {
        Matcher found = REFERENCE.matcher(text);
        while (found.find()) {
            int character = Integer.parseInt(found.group(1), 16);
            if (character > LAST_OF_ASCII || character == ESCAPE) {
                throw new IllegalArgumentException(
                        "field %s: the text holds %s, which reads as a character in MARC-8; expected that character, or the coding utf-8"
                                .formatted(tag, found.group()));
            }
        }
    }
}
