/*
 * memory.c: blocks that several structures own, and the release callbacks that give them up.
 */
#include <stdatomic.h>
#include <stdlib.h>

#include "panamarc.h"

/* Before each block, in as many bytes as keep the block's alignment. */
#define ALIGNMENT 64

typedef struct {
    atomic_int_fast64_t owners;
} block_header;

static atomic_int_fast64_t blocks;

void *panamarc_allocate(int64_t size, int64_t owners) {
    if (size < 0 || size > INT64_MAX - 2 * ALIGNMENT) {
        return NULL;
    }
    size_t room = ((size_t)size + 2 * ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    char *memory = aligned_alloc(ALIGNMENT, room);
    if (memory == NULL) {
        return NULL;
    }
    atomic_init(&((block_header *)memory)->owners, owners);
    atomic_fetch_add(&blocks, 1);
    return memory + ALIGNMENT;
}

void panamarc_free(void *block) {
    if (block == NULL) {
        return;
    }
    block_header *header = (block_header *)((char *)block - ALIGNMENT);
    if (atomic_fetch_sub(&header->owners, 1) == 1) {
        free(header);
        atomic_fetch_sub(&blocks, 1);
    }
}

int64_t panamarc_blocks(void) {
    return atomic_load(&blocks);
}

/* A structure inside another may have been moved out, which leaves its callback NULL. */
void panamarc_release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++) {
        struct ArrowSchema *child = schema->children[i];
        if (child->release != NULL) {
            child->release(child);
        }
    }
    if (schema->dictionary != NULL && schema->dictionary->release != NULL) {
        schema->dictionary->release(schema->dictionary);
    }
    schema->release = NULL;
    panamarc_free(schema->private_data);
}

void panamarc_release_array(struct ArrowArray *array) {
    for (int64_t i = 0; i < array->n_children; i++) {
        struct ArrowArray *child = array->children[i];
        if (child->release != NULL) {
            child->release(child);
        }
    }
    if (array->dictionary != NULL && array->dictionary->release != NULL) {
        array->dictionary->release(array->dictionary);
    }
    array->release = NULL;
    panamarc_free(array->private_data);
}
