/** The packed batch: its layout, its builder, and how to look into it. */
@NullMarked
package org.panamarc.internal.batch;

import org.jspecify.annotations.NullMarked;
