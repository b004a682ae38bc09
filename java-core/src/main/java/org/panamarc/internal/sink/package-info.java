/** Where output goes: files that appear whole or not at all, and streams. */
@NullMarked
package org.panamarc.internal.sink;

import org.jspecify.annotations.NullMarked;
