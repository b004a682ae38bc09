package org.panamarc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of data only: 001 to 009 (MARC 21 Record Structure, "Control fields"), or of local kind,
 * such as Aleph's FMT and SYS. A field that was read is of local kind where its value has no
 * subfield delimiter and, under a tag of three digits, is neither empty nor two indicators alone.
 *
 * @param tag its three characters
 * @param data its data without the field terminator
 */
public record ControlField(String tag, String data) implements Field {
    /** A copy with other data. */
    public ControlField withData(String other) {
        return new ControlField(tag, other);
    }

    @Override
    public String text() {
        return data;
    }

    @Override
    public @Nullable String subfield(char code) {
        return null;
    }

    @Override
    public List<String> subfields(char code) {
        return List.of();
    }

    /** The field on a line, as people write it: {@code =001 ocm123}. */
    @Override
    public String toString() {
        return "=" + tag + "  " + data;
    }
}
