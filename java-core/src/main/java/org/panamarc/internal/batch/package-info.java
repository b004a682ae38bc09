/** Packs the records of an input into batches, under a policy for errors. */
@NullMarked
package org.panamarc.internal.batch;

import org.jspecify.annotations.NullMarked;
