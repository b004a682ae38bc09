/** Finds values, filters records and counts what is in packed batches. */
@NullMarked
package org.panamarc.internal.query;

import org.jspecify.annotations.NullMarked;
