/** Where bytes come from: mapped files, memory, streams; and the windows they are copied into. */
@NullMarked
package org.panamarc.internal.source;

import org.jspecify.annotations.NullMarked;
