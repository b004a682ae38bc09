package org.panamarc;

import java.util.List;

/**
 * The result of a conversion.
 *
 * @param records written
 * @param bytesRead bytes of the (decompressed) input
 * @param losses what the format could not carry, a sentence for each kind; empty where nothing was
 *     lost
 * @param repaired of these records, those that were read with a defect of their structure ({@link
 *     Defect.Severity#STRUCTURE}) and written well-formed
 */
public record Conversion(long records, long bytesRead, List<String> losses, long repaired) {
    /** Copies the list. */
    public Conversion {
        losses = List.copyOf(losses);
    }
}
