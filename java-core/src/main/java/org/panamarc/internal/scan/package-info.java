/** Counts and splits: where records are, without reading them. */
@NullMarked
package org.panamarc.internal.scan;

import org.jspecify.annotations.NullMarked;
