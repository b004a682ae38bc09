/** Recognises what an input begins as: its format, or what it is instead. */
@NullMarked
package org.panamarc.internal.detect;

import org.jspecify.annotations.NullMarked;
