/*
 * Measures each tier against memcpy over a 1 MiB window that is filled with a file, repeated.
 *
 *   scan_bench FILE
 *
 * Every count is compared with a plain loop's before a time is printed. A figure is the best of
 * several rounds, in GB/s (10^9 bytes of input a second).
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "panamarc.h"

#define WINDOW ((size_t)1 << 20)
#define ROUNDS 15
#define WINDOWS_A_ROUND 100

static uint8_t window[WINDOW];
static uint8_t copy[WINDOW];
static uint32_t positions[WINDOW + PANAMARC_SCAN_SLACK];
static uint64_t high_bytes[WINDOW / (64 * PANAMARC_HIGH_GRANULE)];
static uint64_t codeless[WINDOW / (64 * PANAMARC_CODELESS_PAGE)];

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* 0, and a message, where the file cannot be read or is empty. */
static int fill_window(const char *path) {
    FILE *file = fopen(path, "rb");
    size_t size = file ? fread(window, 1, WINDOW, file) : 0;
    if (file) {
        fclose(file);
    }
    if (size == 0) {
        fprintf(stderr, "scan_bench: cannot read %s, or it is empty\n", path);
        return 0;
    }
    for (size_t i = size; i < WINDOW; i++) {
        window[i] = window[i - size];
    }
    return 1;
}

static int64_t count_plainly(uint32_t kinds) {
    int64_t count = 0;
    for (size_t i = 0; i < WINDOW; i++) {
        count += window[i] >= 0x1D && window[i] <= 0x1F && (kinds >> (window[i] - 0x1D) & 1);
    }
    return count;
}

static void copy_window(int32_t tier, uint32_t kinds) {
    (void)tier;
    (void)kinds;
    memcpy(copy, window, WINDOW);
    /* Without this the compiler may see that nobody reads the copy. */
    __asm__ volatile("" : : "r"(copy) : "memory");
}

static void scan_window(int32_t tier, uint32_t kinds) {
    panamarc_scan(tier, window, WINDOW, kinds, positions, high_bytes, codeless);
}

static double gigabytes_a_second(void (*work)(int32_t, uint32_t), int32_t tier, uint32_t kinds) {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double start = seconds();
        for (int i = 0; i < WINDOWS_A_ROUND; i++) {
            work(tier, kinds);
        }
        double rate = (double)WINDOW * WINDOWS_A_ROUND / (seconds() - start) * 1e-9;
        best = rate > best ? rate : best;
    }
    return best;
}

int main(int argc, char **argv) {
    static const uint32_t KINDS[] = {
        PANAMARC_RECORD_TERMINATOR | PANAMARC_FIELD_TERMINATOR,
        PANAMARC_RECORD_TERMINATOR | PANAMARC_FIELD_TERMINATOR | PANAMARC_SUBFIELD_DELIMITER,
    };
    if (argc != 2) {
        fprintf(stderr, "usage: scan_bench FILE\n");
        return 2;
    }
    if (!fill_window(argv[1])) {
        return 1;
    }
    double memcpy_rate = gigabytes_a_second(copy_window, 0, 0);
    printf("memcpy          %6.2f GB/s\n", memcpy_rate);
    for (int32_t tier = 0; tier < panamarc_tier_count(); tier++) {
        for (size_t k = 0; panamarc_tier_supported(tier) && k < sizeof KINDS / sizeof *KINDS; k++) {
            int64_t count = panamarc_scan(tier, window, WINDOW, KINDS[k], positions, high_bytes, codeless);
            if (count != count_plainly(KINDS[k])) {
                fprintf(stderr, "scan_bench: %s finds a wrong count\n", panamarc_tier_name(tier));
                return 1;
            }
            double rate = gigabytes_a_second(scan_window, tier, KINDS[k]);
            printf("%-6s kinds=%u %7.2f GB/s  %.2f of memcpy  %lld found\n",
                   panamarc_tier_name(tier), KINDS[k], rate, rate / memcpy_rate, (long long)count);
        }
    }
    return 0;
}
