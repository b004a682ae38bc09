/** The packed batch in memory: where its parts are, and how to look into it. */
@NullMarked
package org.panamarc.internal.layout;

import org.jspecify.annotations.NullMarked;
