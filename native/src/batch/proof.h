/*
 * The cheap proof of a record: where the leader says that its directory and the record end, there are
 * terminators, and between these as many as the directory has entries. A length that swallows the next
 * record fails it, since that record's terminators would be too many.
 */
#ifndef PANAMARC_PROOF_H
#define PANAMARC_PROOF_H

#include <stdbool.h>
#include <stdint.h>

#include "panamarc.h"

enum {
    LEADER = 24,
    ENTRY = 12,
    BASE_ADDRESS = 12, /* in the leader */
    SMALLEST = LEADER + 2,
    RECORD_END = 0x1D,
    FIELD_END = 0x1E
};

/* A record whose framing is proven. */
typedef struct {
    int32_t start;   /* in the window */
    int32_t length;  /* with its record terminator */
    int32_t base;    /* base address of data */
    int32_t entries; /* of its directory */
} framed;

/* The number in five digits, or -1. */
static inline int32_t five_digits(const uint8_t *digits) {
    int32_t number = 0;
    bool all = true;
    for (int i = 0; i < 5; i++) {
        uint8_t digit = (uint8_t)(digits[i] - '0');
        all &= digit <= 9;
        number = number * 10 + digit;
    }
    return all ? number : -1;
}

/*
 * Whether the record at the cursor has the framing that its leader states, but for the terminators
 * between that of the directory and the last one: each must be a field terminator.
 */
static inline bool prove(const uint8_t *window, const int32_t *positions, const int32_t *run,
                         framed *record) {
    int32_t start = run[PANAMARC_RUN_CURSOR];
    int32_t left = run[PANAMARC_RUN_WINDOW] - start;
    if (left < SMALLEST) {
        return false;
    }
    int32_t most = left < run[PANAMARC_RUN_RECORD_BYTES] ? left : run[PANAMARC_RUN_RECORD_BYTES];
    int32_t stated = five_digits(window + start);
    int32_t base = five_digits(window + start + BASE_ADDRESS);
    if (stated < SMALLEST || stated > most || base <= LEADER ||
        (base - LEADER - 1) % ENTRY != 0) {
        return false;
    }
    int32_t entries = (base - LEADER - 1) / ENTRY;
    int32_t first = run[PANAMARC_RUN_POSITION];
    if (run[PANAMARC_RUN_POSITIONS] - first <= entries + 1 ||
        positions[first] != start + base - 1 ||
        positions[first + entries] != start + stated - 2 ||
        positions[first + entries + 1] != start + stated - 1 ||
        window[start + stated - 1] != RECORD_END || window[start + base - 1] != FIELD_END) {
        return false;
    }
    *record = (framed){start, stated, base, entries};
    return true;
}

/* Goes on after a record. */
static inline void pass(int32_t *run, const framed *record) {
    run[PANAMARC_RUN_LAST] = run[PANAMARC_RUN_POSITION];
    run[PANAMARC_RUN_LENGTH] = record->length;
    run[PANAMARC_RUN_CURSOR] += record->length;
    run[PANAMARC_RUN_POSITION] += record->entries + 2;
}

#endif
