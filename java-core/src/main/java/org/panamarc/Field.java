package org.panamarc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a record: a {@link ControlField} (001 to 009, or of local kind) or a {@link
 * DataField}. Immutable; it does not keep its batch alive.
 */
public sealed interface Field permits ControlField, DataField {
    /** The three characters of the tag. */
    String tag();

    /** The text: a control field's data, or a data field's subfield values joined by a space. */
    String text();

    /** The value of the first subfield with this code; null where there is none. */
    @Nullable String subfield(char code);

    /** The values of all subfields with this code, in order. */
    List<String> subfields(char code);
}
