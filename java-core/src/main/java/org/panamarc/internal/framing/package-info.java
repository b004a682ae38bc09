/** Finds where records begin and end, and what the bytes between them are. */
@NullMarked
package org.panamarc.internal.framing;

import org.jspecify.annotations.NullMarked;
