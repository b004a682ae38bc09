package org.panamarc.internal.iso2709;

import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;

/** Takes note of the defects of the record at hand. */
@FunctionalInterface
public interface DefectSink {
    /**
     * Takes note of one.
     *
     * @param offset in bytes from the record's first one
     * @param tag the field concerned, or null
     * @param message what was found, what was expected and the repair
     */
    void add(Defect.Kind kind, int offset, @Nullable String tag, String message);
}
