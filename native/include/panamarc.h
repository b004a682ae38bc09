/*
 * panamarc.h: the whole native interface of panamarc.
 *
 * The kernels find the bytes that give an ISO 2709 file its structure. They keep no state, allocate
 * nothing, take no lock and may be called from any number of threads. Every pointer stays the
 * caller's; none is kept after the call returns. Callers pass private memory only, never a mapped
 * file: a file cut short under a native read ends the process.
 */
#ifndef PANAMARC_H
#define PANAMARC_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define PANAMARC_API __declspec(dllexport)
#else
#define PANAMARC_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Raised whenever a signature or a meaning below changes; the Java side refuses another one. */
#define PANAMARC_ABI_VERSION 4

/* Kinds of structural byte, to be OR-ed together (ISO 2709; MARC 21 Record Structure). */
#define PANAMARC_RECORD_TERMINATOR 1  /* 0x1D */
#define PANAMARC_FIELD_TERMINATOR 2   /* 0x1E */
#define PANAMARC_SUBFIELD_DELIMITER 4 /* 0x1F */

/* Entries that `positions` must offer beyond one for each byte of the block. */
#define PANAMARC_SCAN_SLACK 8

/* Bytes of the block that one bit of `high_bytes` stands for. */
#define PANAMARC_HIGH_GRANULE 64

/* Bytes of the block that two neighbouring bits of `notes` stand for. */
#define PANAMARC_NOTES_PAGE 4096

/* What panamarc_scan returns for a tier that does not exist or that this CPU cannot run. */
#define PANAMARC_UNSUPPORTED (-1)

/* The version of this interface that the library was built with: PANAMARC_ABI_VERSION. */
PANAMARC_API int32_t panamarc_abi_version(void);

/* Tiers are numbered from 0 (scalar, always supported) upwards, faster ones later. */
PANAMARC_API int32_t panamarc_tier_count(void);

/* A static string such as "scalar" or "avx2"; NULL where there is no such tier. */
PANAMARC_API const char *panamarc_tier_name(int32_t tier);

/* 1 where this CPU and operating system can run the tier, else 0. */
PANAMARC_API int32_t panamarc_tier_supported(int32_t tier);

/* The fastest supported tier. */
PANAMARC_API int32_t panamarc_best_tier(void);

/*
 * Writes the offsets, ascending, of every byte of block[0 .. length) whose kind is in `kinds`, and
 * maps where bytes of 0x80 and above are, where subfields without a subfield code are, and where
 * escape sequences begin.
 *
 *   tier        a supported tier; every tier gives the same answer
 *   length      bytes in the block, at most INT32_MAX; 0 is allowed
 *   kinds       PANAMARC_*_TERMINATOR and PANAMARC_SUBFIELD_DELIMITER, OR-ed; 0 finds none
 *   positions   room for length + PANAMARC_SCAN_SLACK entries; entries past the returned count may
 *               be overwritten with anything
 *   high_bytes  room for one bit for each started PANAMARC_HIGH_GRANULE bytes, rounded up to whole
 *               words, all of which are written: bit i % 64 of word i / 64 is 1 if and only if the
 *               block has a byte >= 0x80 in [64 * i, 64 * i + 64)
 *   notes       likewise two bits for each started PANAMARC_NOTES_PAGE bytes, whatever the kinds:
 *               bit 2 * i % 64 of word i / 32 is 1 if and only if one of the bytes of page i is 0x1F
 *               or below, which no subfield code is, and the byte before it in the block is 0x1F;
 *               the bit after it is 1 if and only if one of these bytes is 0x1B (ESC)
 *
 * Returns the number of positions, or PANAMARC_UNSUPPORTED. Never reads outside the block.
 */
PANAMARC_API int64_t panamarc_scan(int32_t tier, const uint8_t *block, size_t length, uint32_t kinds,
                                   uint32_t *positions, uint64_t *high_bytes, uint64_t *notes);

#ifdef __cplusplus
}
#endif

#endif
