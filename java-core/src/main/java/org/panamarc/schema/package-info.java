/** Checks records against a schema. */
@NullMarked
package org.panamarc.schema;

import org.jspecify.annotations.NullMarked;
