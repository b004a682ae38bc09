/*
 * The scalar tier: plain C11 for any CPU, eight bytes in a 64-bit word at a time.
 *
 *   for each word of a granule, for its eight bytes b at once:
 *       near := 0x1C <= b <= 0x1F, which is: b with its two lowest bits cleared is 0x1C
 *       wanted := near, and the two lowest bits, 1, 2 or 3, are those of a wanted kind
 *       note := b <= 0x1F, and the byte before is 0x1F, which is: near with two lowest bits of 3
 *       note an ESC: b XOR 0x1B is 0
 *       gather the eight answers, one in the top bit of each byte, into eight adjacent bits
 */
#include <stdint.h>
#include <string.h>

typedef struct {
    uint64_t missing_code, escaped; /* 0x80 in a byte, where there was one */
} page_notes;

#include "granules.h"
#include "tiers.h"
#include "words.h"

#define LOW_BITS (0x7F * EACH_BYTE)

/* 0x80 in each byte of the word that is from 0x1C to 0x1F, else 0; no carry leaves a byte. */
PANAMARC_INLINE uint64_t near_structural(uint64_t word) {
    uint64_t zero_where_near = (word ^ (0x1C * EACH_BYTE)) & (0xFC * EACH_BYTE);
    return ~(((zero_where_near & LOW_BITS) + LOW_BITS) | zero_where_near) & TOP_BITS;
}

/*
 * 0x80 in a byte if one of the word is 0x1B, else 0 everywhere: where one is, a borrow may set bytes
 * above it, too.
 */
PANAMARC_INLINE uint64_t some_escape(uint64_t word) {
    uint64_t zero_where_escape = word ^ (0x1B * EACH_BYTE);
    return (zero_where_escape - EACH_BYTE) & ~zero_where_escape & TOP_BITS;
}

/* 0x80 in each byte of the word that is 0x1F or below, else 0. */
PANAMARC_INLINE uint64_t no_code(uint64_t word) {
    return ~(((word & LOW_BITS) + 0x60 * EACH_BYTE) | word) & TOP_BITS;
}

/* All ones where `kinds` holds the kind, else 0. */
PANAMARC_INLINE uint64_t if_wanted(uint32_t kinds, uint32_t kind) {
    return kinds & kind ? ~UINT64_C(0) : 0;
}

/* The top bit of byte i becomes bit i. */
PANAMARC_INLINE uint64_t gather(uint64_t top_bits) {
    return ((top_bits >> 7) * UINT64_C(0x0102040810204080)) >> 56;
}

PANAMARC_INLINE granule_bits view(const uint8_t *granule, uint32_t kinds, page_notes *notes) {
    uint64_t record_terminators = if_wanted(kinds, PANAMARC_RECORD_TERMINATOR);
    uint64_t field_terminators = if_wanted(kinds, PANAMARC_FIELD_TERMINATOR);
    uint64_t subfield_delimiters = if_wanted(kinds, PANAMARC_SUBFIELD_DELIMITER);
    granule_bits bits = {.wanted = 0};
    uint64_t any = 0;
    uint64_t last = granule[-1] == 0x1F ? UINT64_C(0x80) : 0; /* top bit: was it a delimiter? */
    for (int i = 0; i < 8; i++) {
        uint64_t word = load(granule + 8 * i);
        /* The two lowest bits of each byte, moved to its top bit, where near_structural answers. */
        uint64_t low = word << 7;
        uint64_t high = word << 6;
        uint64_t near = near_structural(word);
        uint64_t wanted = near & ((low & ~high & record_terminators) |
                                  (~low & high & field_terminators) |
                                  (low & high & subfield_delimiters));
        bits.wanted |= gather(wanted) << (8 * i);
        uint64_t delimiters = near & low & high;
        notes->missing_code |= (delimiters << 8 | last) & no_code(word);
        notes->escaped |= some_escape(word);
        last = delimiters >> 56;
        any |= word;
    }
    bits.high = (any & TOP_BITS) != 0;
    return bits;
}

PANAMARC_INLINE unsigned noted(page_notes notes) {
    return (notes.missing_code ? MISSING_CODE : 0) | (notes.escaped ? ESCAPED : 0);
}

int64_t panamarc_scan_scalar(const uint8_t *block, size_t length, uint32_t kinds,
                             uint32_t *positions, uint64_t *high_bytes, uint64_t *notes) {
    return scan_granules(view, noted, append_each, view_pairs, block, length, kinds, positions,
                         high_bytes, notes);
}
