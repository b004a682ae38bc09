/*
 * files_test FILE...: scans each file as a whole with every tier, next to memory that nobody may
 * touch, and compares with the oracle.
 */
#include <stdio.h>

#include "check.h"
#include "guarded.h"
#include "oracle.h"

enum { KIND_MASKS = 8 };

static size_t size_of(FILE *file, const char *path) {
    CHECK(fseek(file, 0, SEEK_END) == 0, "%s", path);
    long size = ftell(file);
    CHECK(size >= 0 && fseek(file, 0, SEEK_SET) == 0, "%s", path);
    return (size_t)size;
}

static void check_at(uint8_t *block, FILE *file, size_t size, const char *path) {
    rewind(file);
    CHECK(fread(block, 1, size, file) == size, "%s", path);
    for (uint32_t kinds = 0; kinds < KIND_MASKS; kinds++) {
        check_scan_all_tiers(block, size, kinds);
    }
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: files_test FILE...\n");
        return 2;
    }
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        CHECK(file != NULL, "%s", argv[i]);
        size_t size = size_of(file, argv[i]);
        guarded_memory memory = guarded_allocate(size + 1);
        printf("%s: %zu bytes\n", argv[i], size); /* so that a failure has a name */
        check_at(memory.start, file, size, argv[i]);
        check_at(memory.end - size, file, size, argv[i]);
        guarded_free(memory);
        fclose(file);
    }
    return 0;
}
