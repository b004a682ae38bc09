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
 * A granule is seen with three bytes before it. So the block's first one, which has none, and its last
 * one, if it is cut short, are copied between blanks first: a blank is neither structural nor high,
 * and it may be a subfield code.
 *
 * UTF-8 is checked in granules with a byte of 0x80 or above, and in those after such ones.
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
#define BEFORE ((size_t)3) /* bytes of a sequence of UTF-8 before its last one, at most */

_Static_assert(PAGE == 64 * GRANULE, "a page fills one word of the map of high bytes");

typedef struct {
    uint64_t wanted; /* bit i: byte i is of a wanted kind */
    bool high;       /* one of the bytes is 0x80 or above */
} granule_bits;

/* Precondition: GRANULE bytes can be read from `granule`, at any alignment, and BEFORE before. */
typedef granule_bits granule_view(const uint8_t *granule, uint32_t kinds, page_notes *notes);

/* MISSING_CODE if one of the bytes seen is 0x1F or less after an 0x1F, ESCAPED if one is 0x1B. */
typedef unsigned notes_view(page_notes notes);

enum { MISSING_CODE = 1, ESCAPED = 2, NOT_UTF8 = 4, NOTES = 4 };

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
 * Copies what the block has of a granule, and the bytes before it, between blanks.
 *
 * Returns the granule's place in `padded`, which outlives it.
 */
PANAMARC_INLINE const uint8_t *pad(uint8_t padded[BEFORE + GRANULE], const uint8_t *block,
                                   size_t offset, size_t length) {
    size_t before = offset == 0 ? 0 : BEFORE;
    size_t size = length - offset < GRANULE ? length - offset : GRANULE;
    memset(padded, ' ', BEFORE + GRANULE);
    memcpy(padded + BEFORE - before, block + offset - before, before + size);
    return padded + BEFORE;
}

/* A granule, with the bytes before it: of the block or, if that lacks some of these, in `padded`. */
PANAMARC_INLINE const uint8_t *granule_at(uint8_t padded[BEFORE + GRANULE], const uint8_t *block,
                                          size_t offset, size_t length) {
    bool whole = offset > 0 && length - offset >= GRANULE;
    return __builtin_expect(whole, 1) ? block + offset : pad(padded, block, offset, length);
}

/*
 * Whether one of the granule's bytes is not UTF-8, as panamarc.h has it. A granule cut short is
 * followed by blanks, of which only the first `size` bytes count.
 *
 * Each byte is looked at by itself, so that the compiler makes vectors of the loop.
 */
PANAMARC_INLINE bool breaks_utf8(const uint8_t *granule, size_t size) {
    uint8_t broken = 0;
    for (ptrdiff_t i = 0; i < (ptrdiff_t)size; i++) {
        uint8_t byte = granule[i], last = granule[i - 1];
        uint8_t continues = (byte & 0xC0) == 0x80;
        uint8_t goes_on = (last >= 0xC0) | (granule[i - 2] >= 0xE0) | (granule[i - 3] >= 0xF0);
        uint8_t never = (byte >= 0xF5) | ((byte & 0xFE) == 0xC0);
        uint8_t no_second = ((last == 0xE0) & (byte < 0xA0)) | ((last == 0xED) & (byte > 0x9F)) |
                            ((last == 0xF0) & (byte < 0x90)) | ((last == 0xF4) & (byte > 0x8F));
        broken |= (continues ^ goes_on) | never | no_second;
    }
    return broken != 0;
}

/* What is seen of UTF-8 in a granule where sequences of two bytes are all that is looked at. */
typedef enum { IN_ORDER, BROKEN, LONGER } pairs;

/*
 * LONGER if a byte of the granule, or of the three before it, is 0xE0 or above, so that breaks_utf8 has
 * to look; else whether that would find it in order. The Latin, Greek, Cyrillic, Hebrew and Arabic
 * scripts have sequences of two bytes alone.
 */
typedef pairs pairs_view(const uint8_t *granule);

/* In vectors that the compiler makes. */
PANAMARC_INLINE pairs view_pairs(const uint8_t *granule) {
    uint8_t broken = 0, most = 0;
    for (ptrdiff_t i = 0; i < (ptrdiff_t)GRANULE; i++) {
        uint8_t byte = granule[i];
        broken |= (((byte & 0xC0) == 0x80) ^ (granule[i - 1] >= 0xC0)) | ((byte & 0xFE) == 0xC0);
        most = byte > most ? byte : most;
    }
    bool before = granule[-1] >= 0xE0 || granule[-2] >= 0xE0 || granule[-3] >= 0xE0;
    return most >= 0xE0 || before ? LONGER : broken ? BROKEN : IN_ORDER;
}

/*
 * NOT_UTF8 if one of the granules of a page whose bits are 1 breaks UTF-8. They are taken one after the
 * other when the page is seen: whether a granule has a high byte is hard to predict.
 */
PANAMARC_INLINE unsigned check_page(pairs_view *view, const uint8_t *block, size_t length,
                                    size_t page, uint64_t granules) {
    bool broken = false;
    for (; granules; granules &= granules - 1) {
        uint8_t padded[BEFORE + GRANULE];
        size_t offset = page + (size_t)__builtin_ctzll(granules) * GRANULE;
        if (offset >= length) {
            break;
        }
        size_t size = length - offset < GRANULE ? length - offset : GRANULE;
        const uint8_t *granule = granule_at(padded, block, offset, length);
        pairs seen = size == GRANULE ? view(granule) : LONGER;
        broken |= seen == LONGER ? breaks_utf8(granule, size) : seen == BROKEN;
    }
    return broken ? NOT_UTF8 : 0;
}

/*
 * panamarc_scan by means of a tier's views and its way to append, with the maps or without. All of these
 * must be constants for the compiler to inline them.
 *
 * Precondition: those of panamarc_scan in panamarc.h.
 */
PANAMARC_INLINE int64_t scan_wanted(granule_view *view, notes_view *noted,
                                    positions_append *append, pairs_view *two, bool mapped, const uint8_t *block,
                                    size_t length, uint32_t kinds, uint32_t *positions,
                                    uint64_t *high_bytes, uint64_t *notes_map) {
    size_t count = 0;
    uint64_t last_high = 0; /* whether the granule before the page is */
    for (size_t page = 0; page < length; page += PAGE) {
        size_t end = length - page < PAGE ? length : page + PAGE;
        uint64_t high = 0;
        page_notes notes;
        memset(&notes, 0, sizeof notes);
        for (size_t offset = page; offset < end; offset += GRANULE) {
            uint8_t padded[BEFORE + GRANULE];
            granule_bits bits = view(granule_at(padded, block, offset, length), kinds, &notes);
            count = append(bits.wanted, offset, positions, count);
            high |= (uint64_t)bits.high << (offset / GRANULE % 64);
        }
        if (mapped) {
            unsigned not_utf8 = check_page(two, block, length, page, high | high << 1 | last_high);
            size_t number = page / PAGE;
            size_t shift = NOTES * number % 64;
            high_bytes[number] = high;
            uint64_t earlier = shift == 0 ? 0 : notes_map[NOTES * number / 64];
            notes_map[NOTES * number / 64] = earlier | (uint64_t)(noted(notes) | not_utf8) << shift;
        }
        last_high = high >> 63;
    }
    return (int64_t)count;
}

/* panamarc_scan by means of a tier's views and its way to append, which are constants, too. */
PANAMARC_INLINE int64_t scan_granules(granule_view *view, notes_view *noted,
                                      positions_append *append, pairs_view *two,
                                      const uint8_t *block, size_t length, uint32_t kinds, uint32_t *positions,
                                      uint64_t *high_bytes, uint64_t *notes) {
    return high_bytes ? scan_wanted(view, noted, append, two, true, block, length, kinds, positions,
                                    high_bytes, notes)
                      : scan_wanted(view, noted, append, two, false, block, length, kinds, positions,
                                    NULL, NULL);
}

#endif
