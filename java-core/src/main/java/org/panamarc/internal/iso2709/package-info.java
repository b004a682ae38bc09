/** The inside of an ISO 2709 record: its directory, its repair, its encoding. */
@NullMarked
package org.panamarc.internal.iso2709;

import org.jspecify.annotations.NullMarked;
