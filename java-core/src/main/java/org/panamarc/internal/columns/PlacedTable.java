package org.panamarc.internal.columns;

import java.util.List;

/**
 * Where the columns of a batch are in its memory. The buffers of all columns come first, as the
 * body of a record batch has them in Arrow's IPC format; those of the dictionaries follow, one
 * after the other.
 *
 * @param rows the number of rows
 * @param columns in their order
 * @param body bytes of the buffers without those of dictionaries
 * @param bytes bytes of all
 */
public record PlacedTable(int rows, List<PlacedVector> columns, long body, long bytes) {}
