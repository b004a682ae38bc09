/** Fills columns with what packed batches hold, and places them in memory as Apache Arrow does. */
@NullMarked
package org.panamarc.internal.columns;

import org.jspecify.annotations.NullMarked;
