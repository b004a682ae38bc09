/** What must not hurt: files that others change, readers closed or dropped, absurd claims. */
@NullMarked
package org.panamarc.faults;

import org.jspecify.annotations.NullMarked;
