/** Accounts for every byte of an input: records, skipped ranges, defects, quarantine. */
@NullMarked
package org.panamarc.internal.accounting;

import org.jspecify.annotations.NullMarked;
