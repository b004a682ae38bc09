#include "oracle.h"

#include <stdbool.h>
#include <string.h>

#include "check.h"
#include "panamarc.h"

enum { LONGEST = 3 << 20, CANARIES = 64 };

#define HIGH_WORDS (LONGEST / (64 * PANAMARC_HIGH_GRANULE))
#define NOTES_WORDS (LONGEST / (16 * PANAMARC_NOTES_PAGE) + 1)

static const uint32_t POSITION_CANARY = 0xC0FFEE11;
static const uint64_t WORD_CANARY = UINT64_C(0xC0FFEE11DEADBEA7);

/* The promised room with canaries after it. */
static uint32_t positions[LONGEST + PANAMARC_SCAN_SLACK + CANARIES];
static uint64_t high_bytes[HIGH_WORDS + CANARIES];
static uint64_t notes[NOTES_WORDS + CANARIES];

/* What every tier must write there. */
static struct {
    int64_t count;
    uint32_t positions[LONGEST];
    uint64_t high_bytes[HIGH_WORDS];
    uint64_t notes[NOTES_WORDS];
} expected;

static bool wanted(uint8_t byte, uint32_t kinds) {
    switch (byte) {
    case 0x1D:
        return (kinds & PANAMARC_RECORD_TERMINATOR) != 0;
    case 0x1E:
        return (kinds & PANAMARC_FIELD_TERMINATOR) != 0;
    case 0x1F:
        return (kinds & PANAMARC_SUBFIELD_DELIMITER) != 0;
    default:
        return false;
    }
}

/* Words of a map that has one bit for `unit` bytes. */
static size_t words(size_t length, size_t unit) {
    return (length + 64 * unit - 1) / (64 * unit);
}

/* Words of the map that has four bits for each page. */
static size_t notes_words(size_t length) {
    return (length + 16 * PANAMARC_NOTES_PAGE - 1) / (16 * PANAMARC_NOTES_PAGE);
}

static void set_bit(uint64_t *map, size_t bit) {
    map[bit / 64] |= UINT64_C(1) << (bit % 64);
}

/* The byte at a distance before another; a blank where that is before the block. */
static uint8_t before(const uint8_t *block, size_t at, size_t distance) {
    return at < distance ? ' ' : block[at - distance];
}

/* Bytes of the sequence that a byte begins; 1 for one that begins none. */
static size_t length_of_sequence(uint8_t first) {
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

static bool is_broken(const uint8_t *block, size_t at) {
    uint8_t byte = block[at];
    bool goes_on = false;
    for (size_t distance = 1; distance < 4; distance++) {
        goes_on |= length_of_sequence(before(block, at, distance)) > distance;
    }
    if (byte == 0xC0 || byte == 0xC1 || byte > 0xF4 || goes_on != (byte >= 0x80 && byte < 0xC0)) {
        return true;
    }
    switch (before(block, at, 1)) { /* The Unicode Standard, table 3-7 */
    case 0xE0:
        return byte < 0xA0;
    case 0xED:
        return byte > 0x9F;
    case 0xF0:
        return byte < 0x90;
    case 0xF4:
        return byte > 0x8F;
    default:
        return false;
    }
}

static void expect(const uint8_t *block, size_t length, uint32_t kinds) {
    expected.count = 0;
    memset(expected.high_bytes, 0, words(length, PANAMARC_HIGH_GRANULE) * sizeof(uint64_t));
    memset(expected.notes, 0, notes_words(length) * sizeof(uint64_t));
    for (size_t i = 0; i < length; i++) {
        if (wanted(block[i], kinds)) {
            expected.positions[expected.count++] = (uint32_t)i;
        }
        if (block[i] >= 0x80) {
            set_bit(expected.high_bytes, i / PANAMARC_HIGH_GRANULE);
        }
        if (i > 0 && block[i - 1] == 0x1F && block[i] <= 0x1F) {
            set_bit(expected.notes, 4 * (i / PANAMARC_NOTES_PAGE));
        }
        if (block[i] == 0x1B) {
            set_bit(expected.notes, 4 * (i / PANAMARC_NOTES_PAGE) + 1);
        }
        if (is_broken(block, i)) {
            set_bit(expected.notes, 4 * (i / PANAMARC_NOTES_PAGE) + 2);
        }
    }
}

/* The promised words hold rubbish too: all of them have to be written. */
static void plant_in_map(uint64_t *map, size_t promised) {
    for (size_t i = 0; i < promised + CANARIES; i++) {
        map[i] = WORD_CANARY;
    }
}

static void plant_canaries(size_t length) {
    /* So that no tier passes with what another wrote. */
    memset(positions, 0xEE, (size_t)expected.count * sizeof *positions);
    for (size_t i = 0; i < CANARIES; i++) {
        positions[length + PANAMARC_SCAN_SLACK + i] = POSITION_CANARY;
    }
    plant_in_map(high_bytes, words(length, PANAMARC_HIGH_GRANULE));
    plant_in_map(notes, notes_words(length));
}

static void check_positions(int32_t tier, size_t length, uint32_t kinds, int64_t found) {
    CHECK(found == expected.count, "%s, kinds %u, length %zu: %lld instead of %lld",
          panamarc_tier_name(tier), kinds, length, (long long)found, (long long)expected.count);
    for (int64_t i = 0; i < found; i++) {
        CHECK(positions[i] == expected.positions[i], "%s, kinds %u, length %zu: %u instead of %u",
              panamarc_tier_name(tier), kinds, length, positions[i], expected.positions[i]);
    }
    for (size_t i = 0; i < CANARIES; i++) {
        CHECK(positions[length + PANAMARC_SCAN_SLACK + i] == POSITION_CANARY, "%s, entry %zu",
              panamarc_tier_name(tier), i);
    }
}

static void check_map(int32_t tier, size_t length, const char *name, const uint64_t *map,
                      const uint64_t *right, size_t promised) {
    for (size_t i = 0; i < promised; i++) {
        CHECK(map[i] == right[i], "%s, %s, length %zu, word %zu: %016llx, not %016llx",
              panamarc_tier_name(tier), name, length, i, (unsigned long long)map[i],
              (unsigned long long)right[i]);
    }
    for (size_t i = promised; i < promised + CANARIES; i++) {
        CHECK(map[i] == WORD_CANARY, "%s, %s, word %zu", panamarc_tier_name(tier), name, i);
    }
}

static void check_tier(int32_t tier, const uint8_t *block, size_t length, uint32_t kinds) {
    plant_canaries(length);
    int64_t found = panamarc_scan(tier, block, length, kinds, positions, high_bytes, notes);
    check_positions(tier, length, kinds, found);
    check_map(tier, length, "high bytes", high_bytes, expected.high_bytes,
              words(length, PANAMARC_HIGH_GRANULE));
    check_map(tier, length, "notes", notes, expected.notes, notes_words(length));
    plant_canaries(length);
    check_positions(tier, length, kinds,
                    panamarc_scan(tier, block, length, kinds, positions, NULL, NULL));
}

void check_scan_all_tiers(const uint8_t *block, size_t length, uint32_t kinds) {
    CHECK(length <= LONGEST, "length %zu", length);
    expect(block, length, kinds);
    for (int32_t tier = 0; tier < panamarc_tier_count(); tier++) {
        if (panamarc_tier_supported(tier)) {
            check_tier(tier, block, length, kinds);
        }
    }
}
