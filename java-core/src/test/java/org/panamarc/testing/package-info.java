/** What several tests share: a builder of records, ways to damage them, and awkward streams. */
@NullMarked
package org.panamarc.testing;

import org.jspecify.annotations.NullMarked;
