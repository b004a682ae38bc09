/*
 * Runs the fuzz target without libFuzzer, so that every compiler's build tests it.
 *
 *   scan_replay MUTATIONS FILE...      each record of the files, some blocks made by hand, and a
 *                                      number of damaged ones, the same on every run
 *   scan_replay --write FOLDER FILE... writes the records and blocks as libFuzzer's first inputs
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "samples.h"
#include "scan_fuzz.h"

enum { MOST_SEEDS = 4096, LONGEST_SEED = 16 << 10, LONGEST_BY_HAND = 2 * 4096 + 100 };

typedef struct {
    uint8_t *bytes;
    size_t size;
} input;

static input seeds[MOST_SEEDS];
static size_t seed_count;

/* Kinds, alignment and repetition differ from seed to seed. */
static void add_seed(const uint8_t *bytes, size_t size) {
    if (seed_count == MOST_SEEDS || size > LONGEST_SEED) {
        return;
    }
    uint8_t *copy = malloc(SCAN_FUZZ_HEAD + size);
    CHECK(copy != NULL, "%zu bytes", size);
    copy[0] = (uint8_t)(7 - seed_count % 8);
    copy[1] = (uint8_t)(seed_count % 64 == 63 ? 0xFF : seed_count * 5);
    memcpy(copy + SCAN_FUZZ_HEAD, bytes, size);
    seeds[seed_count++] = (input){copy, SCAN_FUZZ_HEAD + size};
}

/* Every length about two granules, and some about the ends of pages. */
static void add_by_hand(void) {
    static uint8_t block[LONGEST_BY_HAND];
    for (size_t length = 0; length <= LONGEST_BY_HAND; length += length < 130 ? 1 : 181) {
        sample_fill(SAMPLES[seed_count % SAMPLE_COUNT], block, length);
        add_seed(block, length);
    }
}

/* A record ends with an 0x1D, so the files are cut after each. */
static void add_records(const char *path) {
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL, "%s", path);
    static uint8_t record[LONGEST_SEED + 1];
    size_t size = 0;
    for (int byte = getc(file); byte != EOF; byte = getc(file)) {
        if (size < sizeof record) {
            record[size++] = (uint8_t)byte;
        }
        if (byte == 0x1D) {
            add_seed(record, size);
            size = 0;
        }
    }
    add_seed(record, size);
    fclose(file);
}

static void write_seeds(const char *folder) {
    for (size_t i = 0; i < seed_count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/seed-%04zu", folder, i);
        FILE *file = fopen(path, "wb");
        CHECK(file != NULL, "%s", path);
        CHECK(fwrite(seeds[i].bytes, 1, seeds[i].size, file) == seeds[i].size, "%s", path);
        CHECK(fclose(file) == 0, "%s", path);
    }
}

/* xorshift64: enough to be irregular. */
static size_t random_below(size_t limit) {
    static uint64_t state = UINT64_C(0x9E3779B97F4A7C15);
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state >> 16) % limit;
}

static void run_damaged(void) {
    static const uint8_t values[] = {0x1C, 0x1D, 0x1E, 0x1F, 0x1F, 0x20, 0x9D, 0x9F,
                                     0x0D, 0x5E, 0x80, 0xFF, 0x00, 'a',  0x7F};
    static uint8_t damaged[SCAN_FUZZ_HEAD + LONGEST_SEED];
    input seed = seeds[random_below(seed_count)];
    memcpy(damaged, seed.bytes, seed.size);
    size_t size = seed.size;
    damaged[0] = (uint8_t)random_below(8);
    damaged[1] = (uint8_t)random_below(random_below(16) == 0 ? 256 : 240);
    if (random_below(4) == 0) {
        size = SCAN_FUZZ_HEAD + random_below(size - SCAN_FUZZ_HEAD + 1);
    }
    for (size_t i = random_below(16); i > 0 && size > SCAN_FUZZ_HEAD; i--) {
        size_t at = SCAN_FUZZ_HEAD + random_below(size - SCAN_FUZZ_HEAD);
        size_t run = 1 + random_below(random_below(4) == 0 ? 100 : 2);
        memset(damaged + at, values[random_below(sizeof values)], run < size - at ? run : size - at);
    }
    LLVMFuzzerTestOneInput(damaged, size);
}

int main(int argc, char **argv) {
    int writing = argc > 2 && strcmp(argv[1], "--write") == 0;
    if (argc < 2) {
        fprintf(stderr, "usage: scan_replay MUTATIONS FILE... | --write FOLDER FILE...\n");
        return 2;
    }
    add_by_hand();
    for (int i = writing ? 3 : 2; i < argc; i++) {
        add_records(argv[i]);
    }
    if (writing) {
        write_seeds(argv[2]);
        return 0;
    }
    for (size_t i = 0; i < seed_count; i++) {
        LLVMFuzzerTestOneInput(seeds[i].bytes, seeds[i].size);
    }
    long mutations = strtol(argv[1], NULL, 10);
    for (long i = 0; i < mutations; i++) {
        run_damaged();
    }
    for (size_t i = 0; i < seed_count; i++) {
        free(seeds[i].bytes);
    }
    printf("%zu seeds and %ld damaged ones\n", seed_count, mutations);
    return 0;
}
