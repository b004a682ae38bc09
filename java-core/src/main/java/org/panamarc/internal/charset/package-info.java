/** Character sets: what the bytes of a value mean. */
@NullMarked
package org.panamarc.internal.charset;

import org.jspecify.annotations.NullMarked;
