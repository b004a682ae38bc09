/** Stores where the records of a file are, and their keys, in an index of Lucene's. */
@NullMarked
package org.panamarc.internal.index;

import org.jspecify.annotations.NullMarked;
