/*
 * The SSE2 tier: 16 bytes at a time on every x86-64 CPU, one comparison for each kind.
 *
 *   for each kind: mask := all ones if it is wanted, else all zeros
 *   for each byte b of a granule, all at once:
 *       b is wanted if and only if for one of the kinds b is its byte and the mask is ones
 *
 * SSE2 has no shuffle of bytes, by which one look-up would do for all kinds.
 *
 *   for each byte b and the byte before it, all at once:
 *       note := 0xFF - b where the byte before is 0x1F, else 0
 *   a note of 0xE0 or above means a b of 0x1F or below; so a page keeps the greatest
 *   and it keeps where b was 0x1B
 *
 * This file is compiled without flags of its own: SSE2 is what every x86-64 CPU has.
 */
#include <emmintrin.h>

typedef struct {
    __m128i missing_code; /* the greatest notes */
    __m128i escaped;  /* all ones where an ESC was */
} page_notes;

#include "granules.h"
#include "tiers.h"

typedef struct {
    __m128i record_terminators, field_terminators, subfield_delimiters;
} kind_masks;

PANAMARC_INLINE __m128i if_wanted(uint32_t kinds, uint32_t kind) {
    return _mm_set1_epi8(kinds & kind ? -1 : 0);
}

PANAMARC_INLINE kind_masks masks_of(uint32_t kinds) {
    return (kind_masks){
        .record_terminators = if_wanted(kinds, PANAMARC_RECORD_TERMINATOR),
        .field_terminators = if_wanted(kinds, PANAMARC_FIELD_TERMINATOR),
        .subfield_delimiters = if_wanted(kinds, PANAMARC_SUBFIELD_DELIMITER),
    };
}

PANAMARC_INLINE __m128i where(__m128i bytes, char value, __m128i mask) {
    return _mm_and_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(value)), mask);
}

PANAMARC_INLINE uint64_t wanted_bits(__m128i bytes, kind_masks masks) {
    __m128i wanted = _mm_or_si128(_mm_or_si128(where(bytes, 0x1D, masks.record_terminators),
                                               where(bytes, 0x1E, masks.field_terminators)),
                                  where(bytes, 0x1F, masks.subfield_delimiters));
    return (uint32_t)_mm_movemask_epi8(wanted);
}

PANAMARC_INLINE __m128i load(const uint8_t *bytes) {
    return _mm_loadu_si128((const __m128i *)(const void *)bytes);
}

/* `bytes` are those from `at` on. */
PANAMARC_INLINE void note(page_notes *notes, const uint8_t *at, __m128i bytes) {
    __m128i after_delimiter = _mm_cmpeq_epi8(load(at - 1), _mm_set1_epi8(0x1F));
    notes->missing_code = _mm_max_epu8(notes->missing_code, _mm_subs_epu8(after_delimiter, bytes));
    notes->escaped = _mm_or_si128(notes->escaped, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x1B)));
}

PANAMARC_INLINE unsigned noted(page_notes notes) {
    __m128i least = _mm_set1_epi8((char)0xE0);
    __m128i enough = _mm_cmpeq_epi8(_mm_max_epu8(notes.missing_code, least), notes.missing_code);
    return (_mm_movemask_epi8(enough) ? MISSING_CODE : 0) | (_mm_movemask_epi8(notes.escaped) ? ESCAPED : 0);
}

PANAMARC_INLINE granule_bits view(const uint8_t *granule, uint32_t kinds, page_notes *notes) {
    kind_masks masks = masks_of(kinds);
    granule_bits bits = {.wanted = 0};
    __m128i any = _mm_setzero_si128();
    for (int i = 0; i < 64; i += 16) {
        __m128i bytes = load(granule + i);
        note(notes, granule + i, bytes);
        bits.wanted |= wanted_bits(bytes, masks) << i;
        any = _mm_or_si128(any, bytes);
    }
    bits.high = _mm_movemask_epi8(any) != 0;
    return bits;
}

int64_t panamarc_scan_sse2(const uint8_t *block, size_t length, uint32_t kinds, uint32_t *positions,
                           uint64_t *high_bytes, uint64_t *notes) {
    return scan_granules(view, noted, append_each, view_pairs, block, length, kinds, positions,
                         high_bytes, notes);
}
