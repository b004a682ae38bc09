/*
 * granules.h: the walk over a block that all tiers share. A tier adds how it looks at 64 bytes, and
 * chooses how positions are appended.
 *
 *   for each page of 64 granules, a granule being 64 bytes:
 *       for each granule of the page:
 *           bits := the tier's view: one bit for each wanted byte, and whether a byte is >= 0x80;
 *                   it also notes delimiters followed by what is no subfield code, and escapes
 *           append the position of each wanted byte
 *       write what was noted into the maps
 *
 * A granule is seen with the byte before it. So the block's first one, which has none, and its last
 * one, if it is cut short, are copied between blanks first: a blank is neither structural nor high,
 * and it may be a subfield code.
 *
 * Before it includes this header a tier defines page_notes: the type in which it gathers, within a
 * page, what it noted. All zero is nothing.
 */
#ifndef PANAMARC_GRANULES_H
#define PANAMARC_GRANULES_H

#include <stdbool.h>
#include <string.h>

#include "panamarc.h"

#define PANAMARC_INLINE static inline __attribute__((always_inline))

#define GRANULE ((size_t)PANAMARC_HIGH_GRANULE)
#define PAGE ((size_t)PANAMARC_NOTES_PAGE)

_Static_assert(PAGE == 64 * GRANULE, "a page fills one word of the map of high bytes");

typedef struct {
    uint64_t wanted; /* bit i: byte i is of a wanted kind */
    bool high;       /* one of the bytes is 0x80 or above */
} granule_bits;

/* Precondition: GRANULE bytes can be read from `granule`, at any alignment, and the one before. */
typedef granule_bits granule_view(const uint8_t *granule, uint32_t kinds, page_notes *notes);

/* MISSING_CODE if one of the bytes seen is 0x1F or less after an 0x1F, ESCAPED if one is 0x1B. */
typedef unsigned notes_view(page_notes notes);

enum { MISSING_CODE = 1, ESCAPED = 2 };

/*
 * Appends offset + i for every bit i of `bits`, ascending, and returns the new count.
 *
 * Precondition: positions has room for count + (bits that are 1) + PANAMARC_SCAN_SLACK entries; of
 * these, those past the new count may be overwritten with anything.
 */
typedef size_t positions_append(uint64_t bits, size_t offset, uint32_t *positions, size_t count);

/*
 * One after the other. To store four at a time, there or not, spares mispredicted ends of the loop,
 * but was no faster with SSE2 and AVX2 (scan_bench).
 */
PANAMARC_INLINE size_t append_each(uint64_t bits, size_t offset, uint32_t *positions,
                                   size_t count) {
    for (; bits; bits &= bits - 1) {
        positions[count++] = (uint32_t)(offset + (size_t)__builtin_ctzll(bits));
    }
    return count;
}

/*
 * Copies what the block has of a granule, and the byte before it, between blanks.
 *
 * Returns the granule's place in `padded`, which outlives it.
 */
PANAMARC_INLINE const uint8_t *pad(uint8_t padded[1 + GRANULE], const uint8_t *block,
                                   size_t offset, size_t length) {
    size_t before = offset == 0 ? 0 : 1;
    size_t size = length - offset < GRANULE ? length - offset : GRANULE;
    memset(padded, ' ', 1 + GRANULE);
    memcpy(padded + 1 - before, block + offset - before, before + size);
    return padded + 1;
}

/*
 * panamarc_scan by means of a tier's views and its way to append, all of which must be constants for
 * the compiler to inline them.
 *
 * Precondition: those of panamarc_scan in panamarc.h.
 */
PANAMARC_INLINE int64_t scan_granules(granule_view *view, notes_view *noted,
                                      positions_append *append, const uint8_t *block,
                                      size_t length, uint32_t kinds, uint32_t *positions,
                                      uint64_t *high_bytes, uint64_t *notes_map) {
    size_t count = 0;
    for (size_t page = 0; page < length; page += PAGE) {
        size_t end = length - page < PAGE ? length : page + PAGE;
        uint64_t high = 0;
        page_notes notes;
        memset(&notes, 0, sizeof notes);
        for (size_t offset = page; offset < end; offset += GRANULE) {
            uint8_t padded[1 + GRANULE];
            const uint8_t *granule = block + offset;
            if (__builtin_expect(offset == 0 || end - offset < GRANULE, 0)) {
                granule = pad(padded, block, offset, length);
            }
            granule_bits bits = view(granule, kinds, &notes);
            count = append(bits.wanted, offset, positions, count);
            high |= (uint64_t)bits.high << (offset / GRANULE % 64);
        }
        size_t number = page / PAGE;
        high_bytes[number] = high;
        uint64_t earlier = number % 32 == 0 ? 0 : notes_map[number / 32];
        notes_map[number / 32] = earlier | (uint64_t)noted(notes) << (2 * (number % 32));
    }
    return (int64_t)count;
}

#endif
