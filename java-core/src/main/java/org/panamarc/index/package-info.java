/** A stored index of a file of records: record n at once, and records by their keys. */
@NullMarked
package org.panamarc.index;

import org.jspecify.annotations.NullMarked;
