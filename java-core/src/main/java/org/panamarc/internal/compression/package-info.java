/** Compressed data: recognised by its first bytes when it is read, by a name when it is written. */
@NullMarked
package org.panamarc.internal.compression;

import org.jspecify.annotations.NullMarked;
