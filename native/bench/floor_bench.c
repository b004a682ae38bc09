/*
 * What reading takes in C alone, step after step: below it no reader comes that does these steps.
 *
 *   floor_bench FILE RECORDS
 *
 * FILE, whose RECORDS are in order, is mapped again in each round and goes through a window of 1 MiB, as
 * in Java. Prints a line for each step, with those before it: its name and the nanoseconds that a record
 * takes, the median of the rounds, in which all steps have their turn. A wrong number of records ends it.
 */
#define _POSIX_C_SOURCE 200809L

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "panamarc.h"

enum { WINDOW = 1 << 20, BLOCK = 1 << 16, BATCH = 100, ROUNDS = 15 };
enum { CONTENT = 4 << 20, SLOTS = 1 << 16, LARGEST = 99999, FIRST = -1 };

typedef enum { COPY, SCAN, PACK, NEW_BATCHES, STEPS } step;
static const char *const NAMES[] = {"copy", "scan", "pack", "new memory for each batch"};

static uint8_t window[WINDOW], content[CONTENT], flags[BATCH];
static int32_t positions[WINDOW + PANAMARC_SCAN_SLACK], starts[SLOTS], raw_starts[BATCH];
static int32_t raw_lengths[BATCH], first_slots[BATCH + 1];
static uint64_t high_bytes[WINDOW / 4096], notes[WINDOW / 65536];
static uint16_t tags[SLOTS];

static double nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* Scans the window in blocks, as Java does; returns the number of positions. */
static int32_t scan(int32_t length) {
    int32_t count = 0;
    for (int32_t from = 0; from < length; from += BLOCK) {
        size_t size = length - from < BLOCK ? (size_t)(length - from) : BLOCK;
        int32_t found = (int32_t)panamarc_scan(
            panamarc_best_tier(), window + from, size,
            PANAMARC_RECORD_TERMINATOR | PANAMARC_FIELD_TERMINATOR, (uint32_t *)positions + count,
            high_bytes + from / 4096, notes + from / 65536);
        for (int32_t i = count; i < count + found; i++) {
            positions[i] += from;
        }
        count += found;
    }
    return count;
}

/* A batch to memory of its own, which nobody keeps. */
static void give(const int32_t *run) {
    size_t bytes = (size_t)run[PANAMARC_RUN_END], slots = (size_t)run[PANAMARC_RUN_SLOTS];
    uint8_t *batch = malloc(bytes + 6 * slots + 13 * BATCH);
    if (!batch) {
        exit(1);
    }
    memcpy(batch, content, bytes);
    memcpy(batch + bytes, tags, 2 * slots);
    memcpy(batch + bytes + 2 * slots, starts, 4 * slots);
    memcpy(batch + bytes + 6 * slots, raw_starts, sizeof raw_starts);
    __asm__ volatile("" : : "r"(batch) : "memory"); /* or the compiler may leave it out */
    free(batch);
}

/* Packs what is whole in the window; returns the offset after it, and adds to `records`. */
static int32_t pack(int32_t length, int32_t count, step last, int64_t *records, int32_t *run) {
    run[PANAMARC_RUN_WINDOW] = run[PANAMARC_RUN_STOP] = length;
    run[PANAMARC_RUN_POSITIONS] = count;
    run[PANAMARC_RUN_CURSOR] = run[PANAMARC_RUN_POSITION] = 0;
    for (;;) {
        run[PANAMARC_RUN_MOST_RECORDS] = BATCH - run[PANAMARC_RUN_RECORDS];
        int32_t found = panamarc_pack(window, positions, high_bytes, notes, run, content, tags, starts,
                                      raw_starts, raw_lengths, first_slots, flags);
        *records += found;
        run[PANAMARC_RUN_RECORDS] += found;
        if (found == 0) {
            return run[PANAMARC_RUN_CURSOR];
        }
        if (run[PANAMARC_RUN_RECORDS] == BATCH) {
            if (last == NEW_BATCHES) {
                give(run);
            }
            run[PANAMARC_RUN_RECORDS] = run[PANAMARC_RUN_END] = run[PANAMARC_RUN_SLOTS] = 0;
        }
    }
}

/* Goes through the file up to a step; returns the records packed. */
static int64_t work(const uint8_t *file, size_t size, step last) {
    int32_t run[PANAMARC_RUN_SIZE] = {0};
    run[PANAMARC_RUN_RECORD_BYTES] = LARGEST;
    run[PANAMARC_RUN_MOST_BYTES] = INT32_MAX;
    run[PANAMARC_RUN_CONTENT] = CONTENT;
    run[PANAMARC_RUN_SLOT_ROOM] = SLOTS;
    run[PANAMARC_RUN_PLAIN] = 1;
    int64_t records = 0;
    int32_t kept = 0;
    for (size_t at = 0; at < size;) {
        size_t more = size - at < (size_t)(WINDOW - kept) ? size - at : (size_t)(WINDOW - kept);
        memcpy(window + kept, file + at, more);
        __asm__ volatile("" : : "r"(window) : "memory");
        at += more;
        int32_t length = kept + (int32_t)more;
        int32_t count = last >= SCAN ? scan(length) : 0;
        int32_t end = last >= PACK ? pack(length, count, last, &records, run) : length;
        kept = length - end;
        memmove(window, window + end, (size_t)kept);
    }
    return records;
}

static double nanoseconds_of(const char *path, step last, int64_t records) {
    double start = nanoseconds();
    int file = open(path, O_RDONLY);
    struct stat state;
    if (file < 0 || fstat(file, &state) != 0) {
        perror(path);
        exit(1);
    }
    size_t size = (size_t)state.st_size;
    uint8_t *mapped = mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0);
    if (mapped == MAP_FAILED) {
        perror(path);
        exit(1);
    }
    int64_t packed = work(mapped, size, last);
    munmap(mapped, size);
    close(file);
    double spent = nanoseconds() - start;
    if (last >= PACK && packed != records) {
        fprintf(stderr, "floor_bench: %s has %lld records in order, expected %lld\n", path,
                (long long)packed, (long long)records);
        exit(1);
    }
    return spent / (double)records;
}

static int by_size(const void *one, const void *other) {
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: floor_bench FILE RECORDS\n");
        return 2;
    }
    double spent[STEPS][ROUNDS];
    for (int round = FIRST; round < ROUNDS; round++) {
        for (step last = COPY; last < STEPS; last++) {
            double one = nanoseconds_of(argv[1], last, atoll(argv[2]));
            spent[last][round < 0 ? 0 : round] = one;
        }
    }
    for (step last = COPY; last < STEPS; last++) {
        qsort(spent[last], ROUNDS, sizeof spent[last][0], by_size);
        printf("%s\t%.1f\n", NAMES[last], spent[last][ROUNDS / 2]);
    }
    return 0;
}
