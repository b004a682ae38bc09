/** What all internal packages share: the constants of ISO 2709. */
@NullMarked
package org.panamarc.internal;

import org.jspecify.annotations.NullMarked;
