/** Reads records in formats other than ISO 2709, field by field. */
@NullMarked
package org.panamarc.internal.parse;

import org.jspecify.annotations.NullMarked;
