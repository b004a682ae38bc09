/*
 * Measures each tier against memcpy over a file, in windows of 1 MiB.
 *
 *   scan_bench FILE
 *
 * Each window is copied from the file's bytes just before it is scanned, as a reader does, so that
 * it lies in the cache and its structure is new to the branch predictor; only the scan is timed.
 * In each round every tier has its turn, so that what else the machine does falls on all of them. A
 * count other than a plain loop's ends the benchmark. A figure is the best round's, the worst
 * next to it, in GB/s (10^9 bytes of input a second of processor time).
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "panamarc.h"

#define WINDOW ((size_t)1 << 20)
#define ROUNDS 15
#define MOST_TURNS 32

static uint8_t window[WINDOW];
static uint8_t copy[WINDOW];
static uint32_t positions[WINDOW + PANAMARC_SCAN_SLACK];
static uint64_t high_bytes[WINDOW / (64 * PANAMARC_HIGH_GRANULE)];
static uint64_t notes[WINDOW / (16 * PANAMARC_NOTES_PAGE)];

/* What is measured: a tier looking for some kinds, or, with tier -1, memcpy. */
typedef struct {
    int32_t tier;
    uint32_t kinds;
    int mapped; /* whether the maps are made */
    double best, worst; /* seconds of a round */
} turn;

typedef struct {
    uint8_t *bytes;
    size_t windows; /* whole ones */
} input;

/* The processor's time that this thread took. */
static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Without a window, and with a message, where the file cannot be read or is too small. */
static input read_input(const char *path) {
    input read = {0};
    FILE *file = fopen(path, "rb");
    size_t room = 0;
    size_t size = 0;
    for (size_t got = 1; file && got > 0; size += got) {
        if (size == room) {
            room = room ? 2 * room : WINDOW;
            uint8_t *larger = realloc(read.bytes, room);
            if (!larger) {
                break;
            }
            read.bytes = larger;
        }
        got = fread(read.bytes + size, 1, room - size, file);
    }
    if (file) {
        fclose(file);
    }
    read.windows = size / WINDOW;
    if (read.windows == 0) {
        fprintf(stderr, "scan_bench: cannot read %s, or it is smaller than 1 MiB\n", path);
    }
    return read;
}

static int64_t count_plainly(const uint8_t *block, uint32_t kinds) {
    int64_t count = 0;
    for (size_t i = 0; i < WINDOW; i++) {
        count += block[i] >= 0x1D && block[i] <= 0x1F && (kinds >> (block[i] - 0x1D) & 1);
    }
    return count;
}

static int64_t work(const turn *this) {
    if (this->tier < 0) {
        memcpy(copy, window, WINDOW);
        /* Without this the compiler may see that nobody reads the copy. */
        __asm__ volatile("" : : "r"(copy) : "memory");
        return 0;
    }
    return panamarc_scan(this->tier, window, WINDOW, this->kinds, positions,
                         this->mapped ? high_bytes : NULL, this->mapped ? notes : NULL);
}

/* Adds a round to the turn; returns the positions found. */
static int64_t run(turn *this, input in) {
    int64_t found = 0;
    double spent = 0;
    for (size_t i = 0; i < in.windows; i++) {
        memcpy(window, in.bytes + i * WINDOW, WINDOW);
        double start = seconds();
        found += work(this);
        spent += seconds() - start;
    }
    this->best = this->best == 0 || spent < this->best ? spent : this->best;
    this->worst = spent > this->worst ? spent : this->worst;
    return found;
}

static size_t plan(turn turns[MOST_TURNS]) {
    static const uint32_t KINDS[] = {
        PANAMARC_RECORD_TERMINATOR | PANAMARC_FIELD_TERMINATOR,
        PANAMARC_RECORD_TERMINATOR | PANAMARC_FIELD_TERMINATOR | PANAMARC_SUBFIELD_DELIMITER,
    };
    size_t count = 0;
    turns[count++] = (turn){.tier = -1};
    for (int32_t tier = 0; tier < panamarc_tier_count(); tier++) {
        for (size_t k = 0; panamarc_tier_supported(tier) && k < sizeof KINDS / sizeof *KINDS; k++) {
            turns[count++] = (turn){.tier = tier, .kinds = KINDS[k], .mapped = 1};
            turns[count++] = (turn){.tier = tier, .kinds = KINDS[k]};
        }
    }
    return count;
}

static void print(const turn *this, const turn *copying, size_t bytes) {
    double amount = (double)bytes * 1e-9;
    char what[32] = "memcpy";
    if (this->tier >= 0) {
        snprintf(what, sizeof what, "%-6s kinds=%u%s", panamarc_tier_name(this->tier), this->kinds,
                 this->mapped ? " mapped" : "");
    }
    printf("%-22s %6.2f GB/s (worst %6.2f)  %.2f of memcpy\n", what, amount / this->best,
           amount / this->worst, copying->best / this->best);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: scan_bench FILE\n");
        return 2;
    }
    input in = read_input(argv[1]);
    if (in.windows == 0) {
        return 1;
    }
    turn turns[MOST_TURNS];
    size_t count = plan(turns);
    for (size_t i = 0; i < count; i++) {
        int64_t right = 0;
        for (size_t w = 0; w < in.windows; w++) {
            right += count_plainly(in.bytes + w * WINDOW, turns[i].kinds);
        }
        if (run(&turns[i], in) != right) {
            fprintf(stderr, "scan_bench: %s finds a wrong count\n",
                    panamarc_tier_name(turns[i].tier));
            return 1;
        }
        turns[i].worst = 0; /* that round was for warming up */
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < count; i++) {
            run(&turns[i], in);
        }
    }
    for (size_t i = 0; i < count; i++) {
        print(&turns[i], &turns[0], in.windows * WINDOW);
    }
    free(in.bytes);
    return 0;
}
