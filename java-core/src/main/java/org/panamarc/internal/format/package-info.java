/** Records in other formats than ISO 2709: what the inputs hold, field by field. */
@NullMarked
package org.panamarc.internal.format;

import org.jspecify.annotations.NullMarked;
