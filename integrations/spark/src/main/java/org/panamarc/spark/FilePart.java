package org.panamarc.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.panamarc.Split;

/**
 * A file, or a range of one, that a task reads. Immutable.
 *
 * @param path of the file
 * @param local whether it is mapped, not read by Hadoop
 * @param split the range; null for the whole file
 * @param firstNumber the number that its first record gets
 * @param bytes its size
 */
record FilePart(String path, boolean local, @Nullable Split split, long firstNumber, long bytes)
        implements Serializable {}
