/** Applies stylesheets to records in MARCXML. */
@NullMarked
package org.panamarc.internal.xslt;

import org.jspecify.annotations.NullMarked;
