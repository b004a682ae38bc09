/**
 * Fuzz tests: invariants of reading that hold for any bytes. Jazzer looks for bytes that break them
 * ({@code make fuzz}); ordinary test runs replay the seeds and some thousand seeded mutations of
 * them.
 */
@NullMarked
package org.panamarc.fuzz;

import org.jspecify.annotations.NullMarked;
