package org.panamarc.index;

import java.nio.file.Path;

/**
 * What is in an index.
 *
 * @param folder where it is
 * @param records how many records
 * @param segments how many parts of Lucene's the records are in
 * @param indexBytes bytes of the index's files
 * @param sourceBytes bytes of the file of records
 */
public record IndexSummary(
        Path folder, long records, int segments, long indexBytes, long sourceBytes) {}
