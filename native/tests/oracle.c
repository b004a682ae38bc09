#include "oracle.h"

#include <string.h>

#include "check.h"
#include "panamarc.h"

enum { LONGEST = 3 << 20, CANARIES = 64 };

static const uint32_t POSITION_CANARY = 0xC0FFEE11;
static const uint64_t WORD_CANARY = UINT64_C(0xC0FFEE11DEADBEA7);

/* The promised room with canaries behind it. */
static uint32_t positions[LONGEST + PANAMARC_SCAN_SLACK + CANARIES];
static uint64_t high_bytes[LONGEST / (64 * PANAMARC_HIGH_GRANULE) + CANARIES];
static uint64_t codeless[LONGEST / (64 * PANAMARC_CODELESS_PAGE) + 1 + CANARIES];

static int wanted(uint8_t byte, uint32_t kinds) {
    switch (byte) {
    case 0x1D:
        return (kinds & PANAMARC_RECORD_TERMINATOR) != 0;
    case 0x1E:
        return (kinds & PANAMARC_FIELD_TERMINATOR) != 0;
    case 0x1F:
        return (kinds & PANAMARC_SUBFIELD_DELIMITER) != 0;
    default:
        return 0;
    }
}

/* Words of a map that has one bit for so many bytes. */
static size_t words(size_t length, size_t unit) {
    return (length + 64 * unit - 1) / (64 * unit);
}

/* The promised words hold rubbish too: all of them have to be written. */
static void plant_in_map(uint64_t *map, size_t promised) {
    for (size_t i = 0; i < promised + CANARIES; i++) {
        map[i] = WORD_CANARY;
    }
}

static void check_behind_map(const uint64_t *map, size_t promised) {
    for (size_t i = 0; i < CANARIES; i++) {
        CHECK(map[promised + i] == WORD_CANARY, "word %zu", i);
    }
}

static void plant_canaries(size_t length) {
    for (size_t i = 0; i < CANARIES; i++) {
        positions[length + PANAMARC_SCAN_SLACK + i] = POSITION_CANARY;
    }
    plant_in_map(high_bytes, words(length, PANAMARC_HIGH_GRANULE));
    plant_in_map(codeless, words(length, PANAMARC_CODELESS_PAGE));
}

static void check_canaries(size_t length) {
    for (size_t i = 0; i < CANARIES; i++) {
        CHECK(positions[length + PANAMARC_SCAN_SLACK + i] == POSITION_CANARY, "entry %zu", i);
    }
    check_behind_map(high_bytes, words(length, PANAMARC_HIGH_GRANULE));
    check_behind_map(codeless, words(length, PANAMARC_CODELESS_PAGE));
}

static void check_positions(const uint8_t *block, size_t length, uint32_t kinds, int64_t found) {
    int64_t count = 0;
    for (size_t i = 0; i < length; i++) {
        if (wanted(block[i], kinds)) {
            CHECK(count < found && positions[count] == i, "kinds %u, length %zu, offset %zu", kinds,
                  length, i);
            count++;
        }
    }
    CHECK(found == count, "kinds %u, length %zu: %lld instead of %lld", kinds, length,
          (long long)found, (long long)count);
}

static int is_high(const uint8_t *block, size_t i, uint32_t kinds) {
    (void)kinds;
    return block[i] >= 0x80;
}

static int is_codeless(const uint8_t *block, size_t i, uint32_t kinds) {
    (void)kinds;
    return i > 0 && block[i - 1] == 0x1F && block[i] <= 0x1F;
}

/* A bit of the map must be 1 if and only if `set` holds for one of the `unit` bytes it stands for. */
static void check_map(const char *name, const uint64_t *map, size_t unit,
                      int (*set)(const uint8_t *, size_t, uint32_t), const uint8_t *block,
                      size_t length, uint32_t kinds) {
    for (size_t word = 0; word < words(length, unit); word++) {
        uint64_t expected = 0;
        for (size_t i = word * 64 * unit; i < length && i < (word + 1) * 64 * unit; i++) {
            expected |= (uint64_t)set(block, i, kinds) << (i / unit % 64);
        }
        CHECK(map[word] == expected, "%s, kinds %u, length %zu, word %zu: %016llx, not %016llx",
              name, kinds, length, word, (unsigned long long)map[word],
              (unsigned long long)expected);
    }
}

void check_scan(int32_t tier, const uint8_t *block, size_t length, uint32_t kinds) {
    CHECK(length <= LONGEST, "length %zu", length);
    plant_canaries(length);
    int64_t found = panamarc_scan(tier, block, length, kinds, positions, high_bytes, codeless);
    check_positions(block, length, kinds, found);
    check_map("high bytes", high_bytes, PANAMARC_HIGH_GRANULE, is_high, block, length, kinds);
    check_map("codeless", codeless, PANAMARC_CODELESS_PAGE, is_codeless, block, length, kinds);
    check_canaries(length);
}

void check_scan_all_tiers(const uint8_t *block, size_t length, uint32_t kinds) {
    for (int32_t tier = 0; tier < panamarc_tier_count(); tier++) {
        if (panamarc_tier_supported(tier)) {
            check_scan(tier, block, length, kinds);
        }
    }
}
