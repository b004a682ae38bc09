/*
 * guarded.h: memory between two pages that nobody may touch, so that a read or write outside it ends
 * the test.
 */
#ifndef PANAMARC_GUARDED_H
#define PANAMARC_GUARDED_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint8_t *start; /* at a page's start, right after a forbidden page */
    uint8_t *end;   /* at a page's end, right before a forbidden page */
    size_t mapped;  /* bytes mapped, both forbidden pages included */
} guarded_memory;

/* At least `size` bytes, zeroed. The caller gives them back with guarded_free. */
guarded_memory guarded_allocate(size_t size);

void guarded_free(guarded_memory memory);

#endif
