/** MARC as tables: columns of values, in the memory layout of Apache Arrow. */
@NullMarked
package org.panamarc.columns;

import org.jspecify.annotations.NullMarked;
