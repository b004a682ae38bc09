/**
 * The few methods that the Python binding calls: primitives, strings and buffers only. It is no
 * interface for other programs, and changes as the binding needs it.
 */
@NullMarked
package org.panamarc.python;

import org.jspecify.annotations.NullMarked;
