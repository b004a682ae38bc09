/** Reads ahead with several threads, the results in order. */
@NullMarked
package org.panamarc.internal.readahead;

import org.jspecify.annotations.NullMarked;
