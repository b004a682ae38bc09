/**
 * panamarc in programs that are written for marc4j: {@link org.panamarc.marc4j.PanamarcReader} in
 * place of its readers, {@link org.panamarc.marc4j.PanamarcWriter} in place of its writer, and
 * {@link org.panamarc.marc4j.Marc4jRecords} between the records of both.
 */
@NullMarked
package org.panamarc.marc4j;

import org.jspecify.annotations.NullMarked;
