#include "oracle.h"

#include <string.h>

#include "check.h"
#include "panamarc.h"

enum { LONGEST = 3 << 20, CANARIES = 64 };

static const uint32_t POSITION_CANARY = 0xC0FFEE11;
static const uint64_t WORD_CANARY = UINT64_C(0xC0FFEE11DEADBEA7);

/* The promised room with canaries behind it. */
static uint32_t positions[LONGEST + PANAMARC_SCAN_SLACK + CANARIES];
static uint64_t high_bytes[LONGEST / 4096 + CANARIES];

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

static size_t words(size_t length) {
    return (length + 4095) / 4096;
}

static void plant_canaries(size_t length) {
    for (size_t i = 0; i < CANARIES; i++) {
        positions[length + PANAMARC_SCAN_SLACK + i] = POSITION_CANARY;
    }
    /* The promised words hold rubbish too: all of them have to be written. */
    for (size_t i = 0; i < words(length) + CANARIES; i++) {
        high_bytes[i] = WORD_CANARY;
    }
}

static void check_canaries(size_t length) {
    for (size_t i = 0; i < CANARIES; i++) {
        CHECK(positions[length + PANAMARC_SCAN_SLACK + i] == POSITION_CANARY, "entry %zu", i);
        CHECK(high_bytes[words(length) + i] == WORD_CANARY, "word %zu", i);
    }
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

static void check_high_bytes(const uint8_t *block, size_t length) {
    for (size_t word = 0; word < words(length); word++) {
        uint64_t expected = 0;
        for (size_t i = word * 4096; i < length && i < (word + 1) * 4096; i++) {
            expected |= (uint64_t)(block[i] >= 0x80) << (i % 4096 / PANAMARC_HIGH_GRANULE);
        }
        CHECK(high_bytes[word] == expected, "length %zu, word %zu: %016llx instead of %016llx",
              length, word, (unsigned long long)high_bytes[word], (unsigned long long)expected);
    }
}

void check_scan(int32_t tier, const uint8_t *block, size_t length, uint32_t kinds) {
    CHECK(length <= LONGEST, "length %zu", length);
    plant_canaries(length);
    int64_t found = panamarc_scan(tier, block, length, kinds, positions, high_bytes);
    check_positions(block, length, kinds, found);
    check_high_bytes(block, length);
    check_canaries(length);
}

void check_scan_all_tiers(const uint8_t *block, size_t length, uint32_t kinds) {
    for (int32_t tier = 0; tier < panamarc_tier_count(); tier++) {
        if (panamarc_tier_supported(tier)) {
            check_scan(tier, block, length, kinds);
        }
    }
}
