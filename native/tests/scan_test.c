/*
 * scan_test BEHAVIOUR [brief]: runs one test, named after what it shows of panamarc_scan; where it
 * is brief, with a part of the cases only, for tools under which all take minutes.
 */
#include <stdbool.h>
#include <string.h>

#include "check.h"
#include "guarded.h"
#include "oracle.h"
#include "panamarc.h"
#include "samples.h"

enum { ALIGNMENTS = 64, LENGTHS = 261, KIND_MASKS = 8, LARGE = 3 << 20 };

/* How many cases the long loops go on by. */
static size_t stride = 1;

static void right_at_every_alignment_and_length(void) {
    static uint8_t room[ALIGNMENTS + LENGTHS + 64];
    uint8_t *aligned = room + (64 - (uintptr_t)room % 64) % 64;
    for (size_t s = 0; s < SAMPLE_COUNT; s++) {
        for (size_t alignment = 0; alignment < ALIGNMENTS; alignment += stride) {
            sample_fill(SAMPLES[s], room, sizeof room);
            for (size_t length = 0; length < LENGTHS; length++) {
                for (uint32_t kinds = 0; kinds < KIND_MASKS; kinds++) {
                    check_scan_all_tiers(aligned + alignment, length, kinds);
                }
            }
        }
    }
}

static void reads_nothing_after_the_block(void) {
    guarded_memory memory = guarded_allocate(LENGTHS);
    for (size_t s = 0; s < SAMPLE_COUNT; s++) {
        for (size_t length = 0; length < LENGTHS; length++) {
            uint8_t *block = memory.end - length;
            sample_fill(SAMPLES[s], block, length);
            for (uint32_t kinds = 0; kinds < KIND_MASKS; kinds++) {
                check_scan_all_tiers(block, length, kinds);
            }
        }
    }
    guarded_free(memory);
}

static void reads_nothing_before_the_block(void) {
    guarded_memory memory = guarded_allocate(LENGTHS);
    for (size_t s = 0; s < SAMPLE_COUNT; s++) {
        for (size_t length = 0; length < LENGTHS; length++) {
            sample_fill(SAMPLES[s], memory.start, length);
            for (uint32_t kinds = 0; kinds < KIND_MASKS; kinds++) {
                check_scan_all_tiers(memory.start, length, kinds);
            }
        }
    }
    guarded_free(memory);
}

/* Every value is put at every place of a granule, among them 0x9D-0x9F and 0x0D-0x0F. */
static void distinguishes_each_byte_value_from_the_wanted_ones(void) {
    uint8_t block[PANAMARC_HIGH_GRANULE];
    for (unsigned value = 0; value < 256; value++) {
        for (size_t place = 0; place < sizeof block; place++) {
            memset(block, 'a', sizeof block);
            block[place] = (uint8_t)value;
            for (uint32_t kinds = 0; kinds < KIND_MASKS; kinds++) {
                check_scan_all_tiers(block, sizeof block, kinds);
            }
        }
    }
}

static void a_single_high_byte_sets_the_bit_of_its_granule(void) {
    static uint8_t block[2 * 4096 + 100];
    memset(block, 'a', sizeof block);
    for (size_t place = 0; place < sizeof block; place += place % 64 == 63 ? 1 : 21) {
        block[place] = 0x80;
        check_scan_all_tiers(block, sizeof block, 7);
        block[place] = 'a';
    }
}

static void a_single_delimiter_without_a_code_sets_the_bit_of_what_follows_it(void) {
    static const uint8_t followers[] = {0x1D, 0x1E, 0x1F, 0x1C, 'a', 0x9E};
    static uint8_t block[2 * 4096 + 100];
    memset(block, 'a', sizeof block);
    for (size_t place = 0; place + 1 < sizeof block;
         place += place % 64 >= 62 ? 1 : 31 * stride) {
        block[place] = 0x1F;
        for (size_t i = 0; i < sizeof followers; i++) {
            block[place + 1] = followers[i];
            for (uint32_t kinds = 0; kinds < KIND_MASKS; kinds++) {
                check_scan_all_tiers(block, sizeof block, kinds);
            }
        }
        block[place] = 'a';
        block[place + 1] = 'a';
    }
}

static void a_single_escape_sets_the_bit_of_its_page(void) {
    static uint8_t block[2 * 4096 + 100];
    memset(block, 'a', sizeof block);
    for (size_t place = 0; place < sizeof block; place += place % 64 == 63 ? 1 : 21) {
        for (uint8_t value = 0x1A; value <= 0x1C; value++) {
            block[place] = value;
            check_scan_all_tiers(block, sizeof block, 7);
        }
        block[place] = 'a';
    }
}

/* Bytes at the limits of what follows another in UTF-8. */
static const uint8_t LIMITS[] = {0x1E, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2, 0xE0, 0xF0};

enum { LIMIT_COUNT = sizeof LIMITS / sizeof *LIMITS };

static void sees_what_is_not_utf8_at_every_place(void) {
    static uint8_t block[PANAMARC_NOTES_PAGE + 100];
    static const size_t places[] = {0, 1, 61, 62, 63, 64, 4093, 4094, 4095, sizeof block - 4};
    memset(block, 'a', sizeof block);
    size_t number = 0;
    for (size_t i = 0; i < 128 * LIMIT_COUNT * LIMIT_COUNT * LIMIT_COUNT; i += stride) {
        const uint8_t bytes[] = {(uint8_t)(0x80 + i % 128), LIMITS[i / 128 % LIMIT_COUNT],
                                 LIMITS[i / 128 / LIMIT_COUNT % LIMIT_COUNT],
                                 LIMITS[i / 128 / LIMIT_COUNT / LIMIT_COUNT]};
        size_t place = places[number++ % (sizeof places / sizeof *places)];
        size_t start = place < 4096 - 64 || place > 4096 ? place / 64 * 64 : 4096 - 128;
        memcpy(block + place, bytes, sizeof bytes);
        /* A part is quicker to check, and is a block, too. */
        size_t length = sizeof block - start < 256 ? sizeof block - start : 256;
        check_scan_all_tiers(block + start, length, 7);
        if (place == 4095) {
            check_scan_all_tiers(block, sizeof block, 7);
        }
        memset(block + place, 'a', sizeof bytes);
    }
}

static size_t put_utf8(uint8_t *to, uint32_t point) {
    if (point < 0x800) {
        to[0] = (uint8_t)(0xC0 | point >> 6);
        to[1] = (uint8_t)(0x80 | (point & 0x3F));
        return 2;
    }
    size_t size = point < 0x10000 ? 3 : 4;
    to[0] = (uint8_t)(size == 3 ? 0xE0 | point >> 12 : 0xF0 | point >> 18);
    for (size_t i = 1; i < size; i++) {
        to[i] = (uint8_t)(0x80 | (point >> 6 * (size - 1 - i) & 0x3F));
    }
    return size;
}

static void every_character_is_utf8(void) {
    static uint8_t block[PANAMARC_NOTES_PAGE];
    uint32_t positions[PANAMARC_NOTES_PAGE + PANAMARC_SCAN_SLACK];
    size_t length = 0;
    for (uint32_t point = 0x80; point <= 0x10FFFF; point += point == 0xD7FF ? 0x801 : 1) {
        length += put_utf8(block + length, point);
        if (length + 4 > sizeof block || point == 0x10FFFF) {
            for (int32_t tier = 0; tier < panamarc_tier_count(); tier++) {
                uint64_t high_bytes[1], notes[1] = {0};
                int64_t found = !panamarc_tier_supported(tier) ? 0
                                    : panamarc_scan(tier, block, length, 7, positions, high_bytes, notes);
                CHECK(found == 0 && notes[0] == 0, "%s: before U+%04X", panamarc_tier_name(tier), point);
            }
            length = 0;
        }
    }
}

static void right_on_a_large_block(void) {
    guarded_memory memory = guarded_allocate(LARGE);
    for (size_t s = 0; s < SAMPLE_COUNT; s += stride) {
        sample_fill(SAMPLES[s], memory.start, LARGE);
        check_scan_all_tiers(memory.start, LARGE, 3);
        check_scan_all_tiers(memory.start, LARGE, 7);
        /* Neither end on a granule. */
        check_scan_all_tiers(memory.start + 1, LARGE - 38, 7);
    }
    guarded_free(memory);
}

static void has_the_tier_that_every_cpu_of_the_architecture_runs(void) {
#if defined(__x86_64__) && defined(__LP64__)
    const char *second = "sse2";
#elif defined(__aarch64__) && defined(__LP64__)
    const char *second = "neon";
#else
    const char *second = NULL;
#endif
    const char *name = panamarc_tier_name(1);
    CHECK(second == NULL ? name == NULL : name != NULL && strcmp(name, second) == 0, "%s, not %s",
          name ? name : "none", second ? second : "none");
    CHECK(panamarc_tier_supported(1) == (second != NULL), "%s", second ? second : "none");
}

static void refuses_a_tier_that_does_not_exist(void) {
    const int32_t missing[] = {-1, panamarc_tier_count(), INT32_MIN, INT32_MAX};
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        uint8_t block[] = {0x1E};
        uint32_t positions[1 + PANAMARC_SCAN_SLACK];
        uint64_t high_bytes[1];
        uint64_t notes[1];
        CHECK(panamarc_scan(missing[i], block, 1, 7, positions, high_bytes, notes) ==
                  PANAMARC_UNSUPPORTED,
              "tier %d", missing[i]);
        CHECK(panamarc_tier_supported(missing[i]) == 0, "tier %d", missing[i]);
        CHECK(panamarc_tier_name(missing[i]) == NULL, "tier %d", missing[i]);
    }
}

static void the_best_tier_is_the_last_supported_one(void) {
    CHECK(strcmp(panamarc_tier_name(0), "scalar") == 0, "tier 0 is %s", panamarc_tier_name(0));
    CHECK(panamarc_tier_supported(0) == 1, "scalar runs everywhere");
    int32_t best = panamarc_best_tier();
    CHECK(panamarc_tier_supported(best) == 1, "tier %d", best);
    for (int32_t tier = best + 1; tier < panamarc_tier_count(); tier++) {
        CHECK(panamarc_tier_supported(tier) == 0, "tier %d", tier);
    }
}

static void reports_the_version_of_its_header(void) {
    CHECK(panamarc_abi_version() == PANAMARC_ABI_VERSION, "version %d", panamarc_abi_version());
}

#define TEST(behaviour) {#behaviour, behaviour}

static const struct {
    const char *name;
    void (*run)(void);
} TESTS[] = {
    TEST(right_at_every_alignment_and_length),
    TEST(reads_nothing_after_the_block),
    TEST(reads_nothing_before_the_block),
    TEST(distinguishes_each_byte_value_from_the_wanted_ones),
    TEST(a_single_high_byte_sets_the_bit_of_its_granule),
    TEST(a_single_delimiter_without_a_code_sets_the_bit_of_what_follows_it),
    TEST(a_single_escape_sets_the_bit_of_its_page),
    TEST(sees_what_is_not_utf8_at_every_place),
    TEST(every_character_is_utf8),
    TEST(right_on_a_large_block),
    TEST(has_the_tier_that_every_cpu_of_the_architecture_runs),
    TEST(refuses_a_tier_that_does_not_exist),
    TEST(the_best_tier_is_the_last_supported_one),
    TEST(reports_the_version_of_its_header),
};

int main(int argc, char **argv) {
    bool brief = argc == 3 && strcmp(argv[2], "brief") == 0;
    stride = brief ? 5 : 1;
    for (size_t i = 0; (argc == 2 || brief) && i < sizeof TESTS / sizeof *TESTS; i++) {
        if (strcmp(argv[1], TESTS[i].name) == 0) {
            TESTS[i].run();
            return 0;
        }
    }
    fprintf(stderr, "usage: scan_test BEHAVIOUR [brief], one of\n");
    for (size_t i = 0; i < sizeof TESTS / sizeof *TESTS; i++) {
        fprintf(stderr, "  %s\n", TESTS[i].name);
    }
    return 2;
}
