/** Records of packed batches, written in the formats in which they are exchanged. */
@NullMarked
package org.panamarc.internal.output;

import org.jspecify.annotations.NullMarked;
