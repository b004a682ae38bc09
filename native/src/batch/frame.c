/*
 * Frames records in order, where nothing else is wanted of them: to count or divide an input.
 */
#include "panamarc.h"
#include "proof.h"

/* Whether each of the terminators at some positions is a field terminator. */
static inline bool all_fields(const uint8_t *window, const int32_t *positions, int32_t count) {
    unsigned wrong = 0;
    for (int32_t i = 0; i < count; i++) {
        wrong |= window[positions[i]] ^ FIELD_END;
    }
    return wrong == 0;
}

int32_t panamarc_frame(const uint8_t *window, const int32_t *positions, int32_t *run) {
    int32_t found = 0, bytes = 0;
    framed record;
    while (found < run[PANAMARC_RUN_MOST_RECORDS] && bytes < run[PANAMARC_RUN_MOST_BYTES] &&
           run[PANAMARC_RUN_CURSOR] < run[PANAMARC_RUN_STOP] &&
           prove(window, positions, run, &record) &&
           all_fields(window, positions + run[PANAMARC_RUN_POSITION], record.entries + 1)) {
        found++;
        bytes += record.length;
        pass(run, &record);
    }
    return found;
}
