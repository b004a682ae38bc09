/** Work done ahead by several threads, its results in order. Knows nothing of MARC. */
@NullMarked
package org.panamarc.internal.pipeline;

import org.jspecify.annotations.NullMarked;
