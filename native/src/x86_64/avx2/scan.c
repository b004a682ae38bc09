/*
 * The AVX2 tier: 64 bytes a step, one shuffle and two comparisons for each half, whatever the kinds.
 *
 *   table := for each low nibble, the wanted byte that ends in it, else a byte that does not
 *   for each byte b of a granule, all at once:
 *       b is wanted if and only if b = table[low nibble of b]
 *
 * The wanted bytes 0x1D, 0x1E and 0x1F end in different nibbles, so each has an entry of its own.
 * The shuffle gives 0 for a byte of 0x80 and above, which is not that byte.
 *
 *   for each byte b and the byte before it, all at once:
 *       note := 0xFF - b where the byte before is 0x1F, else 0
 *   a note of 0xE0 or above means a b of 0x1F or below; so a page keeps the greatest
 *   and it keeps where b was 0x1B
 *
 * This file alone is compiled for AVX2 and BMI.
 */
#include <immintrin.h>

typedef struct {
    __m256i missing_code; /* the greatest notes */
    __m256i escaped;  /* all ones where an ESC was */
} page_notes;

#include "granules.h"
#include "tiers.h"

/* An entry 0 means "none": no byte with a low nibble from 1 to 15 is 0; entry 0 holds 1. */
PANAMARC_INLINE __m256i wanted_by_low_nibble(uint32_t kinds) {
    char record_terminator = kinds & PANAMARC_RECORD_TERMINATOR ? 0x1D : 0;
    char field_terminator = kinds & PANAMARC_FIELD_TERMINATOR ? 0x1E : 0;
    char subfield_delimiter = kinds & PANAMARC_SUBFIELD_DELIMITER ? 0x1F : 0;
    return _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                                     record_terminator, field_terminator,
                                                     subfield_delimiter));
}

PANAMARC_INLINE uint64_t wanted_bits(__m256i bytes, __m256i table) {
    __m256i wanted = _mm256_cmpeq_epi8(bytes, _mm256_shuffle_epi8(table, bytes));
    return (uint32_t)_mm256_movemask_epi8(wanted);
}

PANAMARC_INLINE __m256i load(const uint8_t *bytes) {
    return _mm256_loadu_si256((const __m256i *)(const void *)bytes);
}

/* `bytes` are those from `at` on. */
PANAMARC_INLINE void note(page_notes *notes, const uint8_t *at, __m256i bytes) {
    __m256i after_delimiter = _mm256_cmpeq_epi8(load(at - 1), _mm256_set1_epi8(0x1F));
    notes->missing_code = _mm256_max_epu8(notes->missing_code, _mm256_subs_epu8(after_delimiter, bytes));
    notes->escaped = _mm256_or_si256(notes->escaped, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(0x1B)));
}

PANAMARC_INLINE unsigned noted(page_notes notes) {
    __m256i least = _mm256_set1_epi8((char)0xE0);
    __m256i enough = _mm256_cmpeq_epi8(_mm256_max_epu8(notes.missing_code, least), notes.missing_code);
    return (_mm256_movemask_epi8(enough) ? MISSING_CODE : 0) | (_mm256_movemask_epi8(notes.escaped) ? ESCAPED : 0);
}

PANAMARC_INLINE granule_bits view(const uint8_t *granule, uint32_t kinds, page_notes *notes) {
    __m256i table = wanted_by_low_nibble(kinds);
    __m256i first = load(granule);
    __m256i second = load(granule + 32);
    note(notes, granule, first);
    note(notes, granule + 32, second);
    return (granule_bits){
        .wanted = wanted_bits(first, table) | wanted_bits(second, table) << 32,
        .high = _mm256_movemask_epi8(_mm256_or_si256(first, second)) != 0,
    };
}

int64_t panamarc_scan_avx2(const uint8_t *block, size_t length, uint32_t kinds, uint32_t *positions,
                           uint64_t *high_bytes, uint64_t *notes) {
    return scan_granules(view, noted, append_each, view_pairs, block, length, kinds, positions,
                         high_bytes, notes);
}
