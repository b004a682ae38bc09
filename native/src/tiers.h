/*
 * tiers.h: what a tier is. dispatch.c lists the tiers; each has its own folder.
 */
#ifndef PANAMARC_TIERS_H
#define PANAMARC_TIERS_H

#include "panamarc.h"

/*
 * panamarc_scan (panamarc.h) for one tier, with the same preconditions.
 *
 * Precondition besides: this CPU and operating system can run the tier.
 */
typedef int64_t panamarc_scan_function(const uint8_t *block, size_t length, uint32_t kinds,
                                       uint32_t *positions, uint64_t *high_bytes, uint64_t *notes);

panamarc_scan_function panamarc_scan_scalar;
panamarc_scan_function panamarc_scan_sse2;
panamarc_scan_function panamarc_scan_avx2;
panamarc_scan_function panamarc_scan_avx512;
panamarc_scan_function panamarc_scan_neon;

#endif
