package org.panamarc.spark;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * What one task reads. Immutable.
 *
 * @param parts one after the other, in the order of the read
 */
record MarcPartition(List<FilePart> parts) implements InputPartition {
    MarcPartition {
        parts = List.copyOf(parts);
    }
}
