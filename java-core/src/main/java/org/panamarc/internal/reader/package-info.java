/** Gives one input as batches, with its account. */
@NullMarked
package org.panamarc.internal.reader;

import org.jspecify.annotations.NullMarked;
