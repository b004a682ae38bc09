/** Decides what the bytes of a record are coded in, and gives its values in UTF-8. */
@NullMarked
package org.panamarc.internal.encoding;

import org.jspecify.annotations.NullMarked;
