/** Values of a record by their names. */
@NullMarked
package org.panamarc.query;

import org.jspecify.annotations.NullMarked;
