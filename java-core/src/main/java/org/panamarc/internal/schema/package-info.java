/** Reads schemas in Avram's language, and checks records against them. */
@NullMarked
package org.panamarc.internal.schema;

import org.jspecify.annotations.NullMarked;
