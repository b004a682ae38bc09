/** Benchmarks: comparison with marc4j on whole files, and JMH for the steps of reading. */
@NullMarked
package org.panamarc.benchmarks;

import org.jspecify.annotations.NullMarked;
