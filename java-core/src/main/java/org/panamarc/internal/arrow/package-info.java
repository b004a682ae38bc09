/**
 * Hands tables to other programs in Apache Arrow's formats: its C interfaces and its IPC stream.
 */
@NullMarked
package org.panamarc.internal.arrow;

import org.jspecify.annotations.NullMarked;
