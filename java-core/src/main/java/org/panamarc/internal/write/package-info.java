/** Writes records in the formats in which they are exchanged, to files and streams. */
@NullMarked
package org.panamarc.internal.write;

import org.jspecify.annotations.NullMarked;
