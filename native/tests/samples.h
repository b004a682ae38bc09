/*
 * samples.h: blocks to scan, the same on every run.
 */
#ifndef PANAMARC_SAMPLES_H
#define PANAMARC_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

/* Of 256 bytes on average, `structural` are 0x1D-0x1F and `high` are 0x80 or above. */
typedef struct {
    uint64_t seed;
    unsigned structural;
    unsigned high;
} sample;

enum { SAMPLE_COUNT = 7 };

/* Among them: nothing structural, only structural bytes, as dense as MARC, only high bytes. */
extern const sample SAMPLES[SAMPLE_COUNT];

/* Fills block[0 .. length). Other bytes are below 0x80, often the neighbours 0x1C and 0x20. */
void sample_fill(sample sample, uint8_t *block, size_t length);

#endif
