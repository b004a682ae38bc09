/** MARC records, read from ISO 2709 files a batch at a time. */
@NullMarked
package org.panamarc;

import org.jspecify.annotations.NullMarked;
