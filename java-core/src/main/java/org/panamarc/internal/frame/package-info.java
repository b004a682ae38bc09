/** Framing: where records begin and end, and what becomes of the bytes between them. */
@NullMarked
package org.panamarc.internal.frame;

import org.jspecify.annotations.NullMarked;
