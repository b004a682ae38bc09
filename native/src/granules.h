/*
 * granules.h: the walk over a block that all tiers share. A tier adds how it looks at 64 bytes.
 *
 *   for each page of 64 granules, a granule being 64 bytes:
 *       for each whole granule of the page:
 *           bits := the tier's view: one bit for each wanted byte, one for each subfield
 *                   delimiter, and whether a byte is >= 0x80
 *           append the position of each wanted byte
 *           note the high bytes, and whether behind a delimiter stands what is no subfield code
 *       the rest of the block, if there is one, is copied between zeros and treated likewise
 *       write what was noted into the maps
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
#define PAGE ((size_t)PANAMARC_CODELESS_PAGE)

_Static_assert(PAGE == 64 * GRANULE, "a page fills one word of the map of high bytes");

typedef struct {
    uint64_t wanted;     /* bit i: byte i is of a wanted kind */
    uint64_t delimiters; /* bit i: byte i is 0x1F */
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

/* What a walk has found so far. */
typedef struct {
    uint32_t *positions;
    size_t count;
    uint64_t behind_delimiter; /* 1 where the last byte seen is 0x1F, else 0 */
    uint64_t high;             /* of the page at hand: bit i: granule i has a high byte */
    uint64_t codeless;         /* of the page at hand: 0 where each subfield has its code */
} scan_state;

/* Takes the granule that is number `index` of its page and begins at `offset` of the block. */
PANAMARC_INLINE void take_granule(scan_state *state, granule_bits bits, size_t offset,
                                  size_t index) {
    uint64_t behind = bits.delimiters << 1 | state->behind_delimiter;
    state->behind_delimiter = bits.delimiters >> 63;
    state->count = append_positions(bits.wanted, offset, state->positions, state->count);
    state->high |= (uint64_t)bits.high << index;
    state->codeless |= behind & (bits.wanted | bits.delimiters);
}

/*
 * panamarc_scan by means of `view`, which must be a constant for the compiler to inline it.
 *
 * Precondition: those of panamarc_scan in panamarc.h.
 */
PANAMARC_INLINE int64_t scan_granules(granule_view *view, const uint8_t *block, size_t length,
                                      uint32_t kinds, uint32_t *positions, uint64_t *high_bytes,
                                      uint64_t *codeless) {
    scan_state state = {.positions = positions};
    for (size_t page = 0; page < length; page += PAGE) {
        size_t size = length - page < PAGE ? length - page : PAGE;
        size_t whole = size / GRANULE;
        state.high = 0;
        state.codeless = 0;
        for (size_t i = 0; i < whole; i++) {
            size_t offset = page + i * GRANULE;
            take_granule(&state, view(block + offset, kinds), offset, i);
        }
        size_t rest = size % GRANULE;
        if (rest != 0) {
            size_t offset = page + whole * GRANULE;
            uint8_t padded[GRANULE] = {0};
            memcpy(padded, block + offset, rest);
            take_granule(&state, view(padded, kinds), offset, whole);
        }
        size_t number = page / PAGE;
        high_bytes[number] = state.high;
        uint64_t earlier = number % 64 == 0 ? 0 : codeless[number / 64];
        codeless[number / 64] = earlier | (uint64_t)(state.codeless != 0) << (number % 64);
    }
    return (int64_t)state.count;
}

#endif
