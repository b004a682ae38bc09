/** Loads the native library where this machine has one, and says why not where it has none. */
@NullMarked
package org.panamarc.internal.ffi;

import org.jspecify.annotations.NullMarked;
