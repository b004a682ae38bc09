package org.panamarc;

import java.io.Serial;
import java.io.Serializable;

/**
 * A range of a file that is read by itself, by another thread, process or machine: see {@link
 * MarcFile#split} and {@link MarcReader#open(Split, ReadOptions)}.
 *
 * @param path the file
 * @param start offset in bytes where the range begins: 0, or after a record
 * @param end offset after its last byte; the start where the range is empty
 * @param firstNumber the number in the file that its first record has, counted from 1
 * @param fileSize bytes of the file when it was split
 */
public record Split(String path, long start, long end, long firstNumber, long fileSize)
        implements Serializable {
    @Serial private static final long serialVersionUID = 1;
}
