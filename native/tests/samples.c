#include "samples.h"

const sample SAMPLES[SAMPLE_COUNT] = {
    {UINT64_C(0x9E3779B97F4A7C15), 0, 0},   {UINT64_C(0xBF58476D1CE4E5B9), 256, 0},
    {UINT64_C(0x94D049BB133111EB), 12, 1},  {UINT64_C(0xD6E8FEB86659FD93), 64, 64},
    {UINT64_C(0xA0761D6478BD642F), 128, 0}, {UINT64_C(0xE7037ED1A0B428DB), 1, 255},
    {UINT64_C(0x8EBC6AF09C88C6E3), 0, 256},
};

/* xorshift64: enough to be irregular. */
static uint64_t next(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static uint8_t other(uint64_t random) {
    uint8_t value = random >> 8 & 0x7F;
    if (value >= 0x1D && value <= 0x1F) {
        value = 0x20;
    }
    return (random & 7) == 0 ? 0x1C : (random & 0x1FF) == 9 ? 0x1B : value;
}

void sample_fill(sample sample, uint8_t *block, size_t length) {
    uint64_t state = sample.seed;
    for (size_t i = 0; i < length; i++) {
        uint64_t random = next(&state);
        unsigned choice = random >> 56;
        if (choice < sample.structural) {
            block[i] = (uint8_t)(0x1D + (random >> 16) % 3);
        } else if (choice < sample.structural + sample.high) {
            block[i] = (uint8_t)(0x80 | (random >> 16));
        } else {
            block[i] = other(random);
        }
    }
}
