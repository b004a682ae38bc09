/** The scanner seam: where the structural bytes of a window are. */
@NullMarked
package org.panamarc.internal.kernel;

import org.jspecify.annotations.NullMarked;
