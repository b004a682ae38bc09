/*
 * The NEON tier: 64 bytes a step in four vectors, one look-up for each, whatever the kinds.
 *
 *   table := for each of 16 low nibbles, all ones if 0x10 + nibble is a wanted byte, else 0
 *   for each byte b of a granule, all at once:
 *       b is wanted if and only if table[b - 0x10] is all ones, where an index past the table gives 0
 *
 *   gather the 64 answers into 64 bits:
 *       keep of the answer i the bit i % 8
 *       add neighbours three times over, which leaves eight answers in each byte
 *
 *   for each byte b and the byte before it, all at once:
 *       note := 0xFF - b where the byte before is 0x1F, else 0
 *   a note of 0xE0 or above means a b of 0x1F or below; so a page keeps the greatest
 *   and it keeps where b was 0x1B
 *
 * This file is compiled without flags of its own: NEON is what every 64-bit ARM CPU has.
 */
#include <arm_neon.h>

typedef struct {
    uint8x16_t missing_code; /* the greatest notes */
    uint8x16_t escaped;  /* all ones where an ESC was */
} page_notes;

#include "granules.h"
#include "tiers.h"

PANAMARC_INLINE uint8x16_t wanted_by_low_nibble(uint32_t kinds) {
    uint8_t table[16] = {0};
    table[0x0D] = kinds & PANAMARC_RECORD_TERMINATOR ? 0xFF : 0;
    table[0x0E] = kinds & PANAMARC_FIELD_TERMINATOR ? 0xFF : 0;
    table[0x0F] = kinds & PANAMARC_SUBFIELD_DELIMITER ? 0xFF : 0;
    return vld1q_u8(table);
}

/* Of each byte that is wanted the bit that its place has among eight neighbours, else 0. */
PANAMARC_INLINE uint8x16_t wanted_bit(uint8x16_t bytes, uint8x16_t table) {
    uint8x16_t bit_of_place = vreinterpretq_u8_u64(vdupq_n_u64(UINT64_C(0x8040201008040201)));
    return vandq_u8(vqtbl1q_u8(table, vsubq_u8(bytes, vdupq_n_u8(0x10))), bit_of_place);
}

/* `bytes` are those from `at` on. */
PANAMARC_INLINE void note(page_notes *notes, const uint8_t *at, uint8x16_t bytes) {
    uint8x16_t after_delimiter = vceqq_u8(vld1q_u8(at - 1), vdupq_n_u8(0x1F));
    notes->missing_code = vmaxq_u8(notes->missing_code, vqsubq_u8(after_delimiter, bytes));
    notes->escaped = vorrq_u8(notes->escaped, vceqq_u8(bytes, vdupq_n_u8(0x1B)));
}

PANAMARC_INLINE unsigned noted(page_notes notes) {
    return (vmaxvq_u8(notes.missing_code) >= 0xE0 ? MISSING_CODE : 0) |
           (vmaxvq_u8(notes.escaped) ? ESCAPED : 0);
}

PANAMARC_INLINE granule_bits view(const uint8_t *granule, uint32_t kinds, page_notes *notes) {
    uint8x16_t table = wanted_by_low_nibble(kinds);
    uint8x16_t bits[4];
    uint8x16_t any = vdupq_n_u8(0);
    for (int i = 0; i < 4; i++) {
        uint8x16_t bytes = vld1q_u8(granule + 16 * i);
        note(notes, granule + 16 * i, bytes);
        bits[i] = wanted_bit(bytes, table);
        any = vorrq_u8(any, bytes);
    }
    uint8x16_t halves = vpaddq_u8(vpaddq_u8(bits[0], bits[1]), vpaddq_u8(bits[2], bits[3]));
    uint8x16_t whole = vpaddq_u8(halves, halves);
    return (granule_bits){
        .wanted = vgetq_lane_u64(vreinterpretq_u64_u8(whole), 0),
        .high = vmaxvq_u8(any) >= 0x80,
    };
}

int64_t panamarc_scan_neon(const uint8_t *block, size_t length, uint32_t kinds, uint32_t *positions,
                           uint64_t *high_bytes, uint64_t *notes) {
    return scan_granules(view, noted, append_each, view_pairs, block, length, kinds, positions,
                         high_bytes, notes);
}
