/*
 * granules.h: the walk over a block that all tiers share. A tier adds how it looks at 64 bytes.
 *
 *   for each page of 64 granules, a granule being 64 bytes:
 *       for each whole granule of the page:
 *           bits := the tier's view: one bit for each structural byte, and whether one is >= 0x80
 *           append the position of each bit; note the high bytes in the page's word
 *       the rest of the block, if there is one, is copied between zeros and treated likewise
 *       write the page's word
 *
 * Zero is neither structural nor high, so the zeros behind the rest add nothing.
 */
#ifndef PANAMARC_GRANULES_H
#define PANAMARC_GRANULES_H

#include <stdbool.h>
#include <string.h>

#include "panamarc.h"

#define PANAMARC_INLINE static inline __attribute__((always_inline))

#define GRANULE ((size_t)PANAMARC_HIGH_GRANULE)
#define PAGE (64 * GRANULE)

typedef struct {
    uint64_t structural; /* bit i: byte i is of a wanted kind */
    bool high;           /* one of the bytes is 0x80 or above */
} granule_bits;

/* Precondition: GRANULE bytes can be read from `granule`, at any alignment. */
typedef granule_bits granule_view(const uint8_t *granule, uint32_t kinds);

/*
 * Appends offset + i for every bit i of `bits`, ascending, and returns the new count.
 *
 * Most granules hold a few structural bytes, but how many differs, so a loop that ends with the
 * last of them is mispredicted time and again. Storing 4 at a time whether they are there or not
 * costs less; what is stored too much is overwritten by the next call or lies in the slack.
 *
 * Precondition: positions has room for count + (bits that are 1) + 4 entries.
 */
PANAMARC_INLINE size_t append_positions(uint64_t bits, size_t offset, uint32_t *positions,
                                        size_t count) {
    uint32_t *next = positions + count;
    size_t found = (size_t)__builtin_popcountll(bits);
    do {
        for (int i = 0; i < 4; i++) {
            next[i] = (uint32_t)(offset + (bits ? (size_t)__builtin_ctzll(bits) : GRANULE));
            bits &= bits - 1;
        }
        next += 4;
    } while (bits);
    return count + found;
}

/*
 * panamarc_scan by means of `view`, which must be a constant for the compiler to inline it.
 *
 * Precondition: those of panamarc_scan in panamarc.h.
 */
PANAMARC_INLINE int64_t scan_granules(granule_view *view, const uint8_t *block, size_t length,
                                      uint32_t kinds, uint32_t *positions, uint64_t *high_bytes) {
    size_t count = 0;
    for (size_t page = 0; page < length; page += PAGE) {
        size_t size = length - page < PAGE ? length - page : PAGE;
        size_t whole = size / GRANULE;
        uint64_t high = 0;
        for (size_t i = 0; i < whole; i++) {
            size_t offset = page + i * GRANULE;
            granule_bits bits = view(block + offset, kinds);
            count = append_positions(bits.structural, offset, positions, count);
            high |= (uint64_t)bits.high << i;
        }
        size_t rest = size % GRANULE;
        if (rest != 0) {
            size_t offset = page + whole * GRANULE;
            uint8_t padded[GRANULE] = {0};
            memcpy(padded, block + offset, rest);
            granule_bits bits = view(padded, kinds);
            count = append_positions(bits.structural, offset, positions, count);
            high |= (uint64_t)bits.high << whole;
        }
        high_bytes[page / PAGE] = high;
    }
    return (int64_t)count;
}

#endif
