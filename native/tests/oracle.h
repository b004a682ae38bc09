/*
 * oracle.h: what panamarc_scan must answer, found as plainly as can be, and the comparison with it.
 */
#ifndef PANAMARC_ORACLE_H
#define PANAMARC_ORACLE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Scans block[0 .. length) with every supported tier and ends the test unless the count, the
 * positions and both maps are right and nothing outside the promised room was written.
 */
void check_scan_all_tiers(const uint8_t *block, size_t length, uint32_t kinds);

#endif
