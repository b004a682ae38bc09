/** The inside of an ISO 2709 record: its directory, and what to do where that lies. */
@NullMarked
package org.panamarc.internal.iso2709;

import org.jspecify.annotations.NullMarked;
