package org.panamarc.testing;

import java.util.List;
import org.panamarc.ControlField;
import org.panamarc.DataField;
import org.panamarc.Field;
import org.panamarc.MarcRecord;

/** Records as text, in the way of {@code spec/expected/README.md}. */
public final class Dump {
    private Dump() {}

    /** A line for each field, without its newline. */
    public static List<String> fields(MarcRecord record) {
        return record.fields().stream().map(Dump::line).toList();
    }

    private static String line(Field field) {
        StringBuilder line = new StringBuilder("=").append(field.tag()).append("  ");
        switch (field) {
            case ControlField control -> line.append(control.data());
            case DataField data -> {
                line.append(data.indicators());
                data.subfields().forEach(s -> line.append('$').append(s.code()).append(s.value()));
            }
        }
        return line.toString();
    }

    /** The whole record, with the empty line after it. */
    public static String of(MarcRecord record) {
        StringBuilder dump = new StringBuilder("=LDR  ").append(record.leader()).append('\n');
        fields(record).forEach(line -> dump.append(line).append('\n'));
        return dump.append('\n').toString();
    }
}
