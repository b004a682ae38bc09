/*
 * scan_fuzz.c: any bytes, any kinds, any place: every supported tier must answer what the oracle
 * answers, and may touch nothing else.
 *
 *   byte 0    the kinds that are looked for
 *   byte 1    alignment of the block: its low six bits; from 0xF0 on the bytes are repeated in it,
 *             so that short inputs reach the second words of both maps, too
 *   the rest  the bytes
 */
#include "scan_fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "guarded.h"
#include "oracle.h"

/* More than a word of the map that has one bit for each 4096 bytes. */
enum { LONGEST = 270 << 10 };

static size_t repetitions_of(uint8_t head) {
    return head == 0xFF ? LONGEST : head >= 0xF0 ? 17 : 1;
}

static size_t fill(uint8_t *block, const uint8_t *bytes, size_t size, size_t repetitions) {
    size_t length = 0;
    for (size_t i = 0; i < repetitions && length < LONGEST; i++) {
        size_t taken = size < LONGEST - length ? size : LONGEST - length;
        memcpy(block + length, bytes, taken);
        length += taken;
    }
    return length;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static guarded_memory memory;
    if (memory.start == NULL) {
        memory = guarded_allocate(LONGEST);
    }
    if (size < SCAN_FUZZ_HEAD) {
        return 0;
    }
    uint32_t kinds = data[0] & 7;
    size_t alignment = data[1] & 63;
    size_t length = fill(memory.start, data + SCAN_FUZZ_HEAD, size - SCAN_FUZZ_HEAD,
                         repetitions_of(data[1]));
    check_scan_all_tiers(memory.start, length, kinds); /* right after a forbidden page */

    /* On the heap, whose ends AddressSanitizer and memcheck watch byte by byte; never 0 bytes. */
    uint8_t *room = malloc(1 + alignment + length);
    CHECK(room != NULL, "%zu bytes", length);
    uint8_t *aligned = room + 1 + alignment;
    memcpy(aligned, memory.start, length);
    check_scan_all_tiers(aligned, length, kinds);
    free(room);

    memmove(memory.end - length, memory.start, length); /* right before a forbidden page */
    check_scan_all_tiers(memory.end - length, length, kinds);
    return 0;
}
