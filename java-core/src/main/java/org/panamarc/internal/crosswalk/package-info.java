/** Makes Dublin Core and citations of bibliographic records, by tables. */
@NullMarked
package org.panamarc.internal.crosswalk;

import org.jspecify.annotations.NullMarked;
