/*
 * The AVX-512 tier: 64 bytes a step, one shuffle and one comparison whatever the kinds.
 *
 *   table := for each low nibble, the wanted byte that ends in it, else a byte that does not
 *   for each byte b of a granule, all at once:
 *       b is wanted if and only if b = table[low nibble of b]
 *
 * The wanted bytes 0x1D, 0x1E and 0x1F end in different nibbles, so each has an entry of its own.
 * The shuffle gives 0 for a byte of 0x80 and above, which is not that byte.
 *
 *   for each byte b and the byte before it, all at once:
 *       note b <= 0x1F where the byte before is 0x1F, and b = 0x1B
 *
 * Comparisons give one bit a byte, so that positions need no loop over bits:
 *
 *   places := of the bytes 0 to 63 those whose bit is 1, moved together
 *   while there are places: store offset + place for the next 8
 *
 * Moving bytes together is VBMI2's, which the first CPUs with AVX-512 lack: those run the AVX2 tier.
 * This file alone is compiled for AVX-512 F, BW and VBMI2, and POPCNT.
 */
#include <immintrin.h>

typedef struct {
    __mmask64 missing_code, escaped;
} page_notes;

#include "granules.h"
#include "tiers.h"

/* An entry 0 means "none": no byte with a low nibble from 1 to 15 is 0; entry 0 holds 1. */
PANAMARC_INLINE __m512i wanted_by_low_nibble(uint32_t kinds) {
    char record_terminator = kinds & PANAMARC_RECORD_TERMINATOR ? 0x1D : 0;
    char field_terminator = kinds & PANAMARC_FIELD_TERMINATOR ? 0x1E : 0;
    char subfield_delimiter = kinds & PANAMARC_SUBFIELD_DELIMITER ? 0x1F : 0;
    return _mm512_broadcast_i32x4(_mm_setr_epi8(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                                record_terminator, field_terminator,
                                                subfield_delimiter));
}

PANAMARC_INLINE unsigned noted(page_notes notes) {
    return (notes.missing_code ? MISSING_CODE : 0) | (notes.escaped ? ESCAPED : 0);
}

PANAMARC_INLINE granule_bits view(const uint8_t *granule, uint32_t kinds, page_notes *notes) {
    __m512i table = wanted_by_low_nibble(kinds);
    __m512i bytes = _mm512_loadu_si512(granule);
    __m512i before = _mm512_loadu_si512(granule - 1);
    __m512i delimiter = _mm512_set1_epi8(0x1F);
    __mmask64 after_delimiter = _mm512_cmpeq_epi8_mask(before, delimiter);
    notes->missing_code |= _mm512_mask_cmple_epu8_mask(after_delimiter, bytes, delimiter);
    notes->escaped |= _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(0x1B));
    return (granule_bits){
        .wanted = _mm512_cmpeq_epi8_mask(bytes, _mm512_shuffle_epi8(table, bytes)),
        .high = _mm512_movepi8_mask(bytes) != 0,
    };
}

/* The bytes 0 to 63. */
PANAMARC_INLINE __m512i all_places(void) {
    return _mm512_set_epi64(0x3F3E3D3C3B3A3938, 0x3736353433323130, 0x2F2E2D2C2B2A2928,
                            0x2726252423222120, 0x1F1E1D1C1B1A1918, 0x1716151413121110,
                            0x0F0E0D0C0B0A0908, 0x0706050403020100);
}

/* Stores eight at a time, there or not; what is too much the next call overwrites, or is slack. */
PANAMARC_INLINE size_t append_by_eight(uint64_t bits, size_t offset, uint32_t *positions,
                                       size_t count) {
    size_t end = count + (size_t)__builtin_popcountll(bits);
    __m512i places = _mm512_maskz_compress_epi8(bits, all_places());
    __m256i from = _mm256_set1_epi32((int)offset);
    do {
        __m256i eight = _mm256_cvtepu8_epi32(_mm512_castsi512_si128(places));
        _mm256_storeu_si256((__m256i *)(void *)(positions + count), _mm256_add_epi32(from, eight));
        places = _mm512_alignr_epi64(places, places, 1);
        count += 8;
    } while (count < end);
    return end;
}

/* By comparisons that give a bit a byte. */
PANAMARC_INLINE pairs view_pairs_by_mask(const uint8_t *granule) {
    __m512i bytes = _mm512_loadu_si512(granule);
    __m512i longer = _mm512_set1_epi8((char)0xE0), first = _mm512_set1_epi8((char)0xC0);
    __m512i all = _mm512_max_epu8(bytes, _mm512_loadu_si512(granule - BEFORE));
    if (_mm512_cmpge_epu8_mask(all, longer)) {
        return LONGER;
    }
    __mmask64 continues = _mm512_cmplt_epi8_mask(bytes, first);
    __mmask64 goes_on = _mm512_cmpge_epu8_mask(_mm512_loadu_si512(granule - 1), first);
    __m512i even = _mm512_and_si512(bytes, _mm512_set1_epi8((char)0xFE));
    __mmask64 never = _mm512_cmpeq_epi8_mask(even, first);
    return (continues ^ goes_on) | never ? BROKEN : IN_ORDER;
}

int64_t panamarc_scan_avx512(const uint8_t *block, size_t length, uint32_t kinds,
                             uint32_t *positions, uint64_t *high_bytes, uint64_t *notes) {
    return scan_granules(view, noted, append_by_eight, view_pairs_by_mask, block, length, kinds, positions,
                         high_bytes, notes);
}
