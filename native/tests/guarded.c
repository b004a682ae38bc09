#define _DEFAULT_SOURCE

#include "guarded.h"

#include <sys/mman.h>
#include <unistd.h>

#include "check.h"

guarded_memory guarded_allocate(size_t size) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t inner = (size + page - 1) / page * page;
    size_t mapped = inner + 2 * page;
    uint8_t *map = mmap(NULL, mapped, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(map != MAP_FAILED, "%zu bytes", mapped);
    CHECK(mprotect(map + page, inner, PROT_READ | PROT_WRITE) == 0, "%zu bytes", inner);
    return (guarded_memory){map + page, map + page + inner, mapped};
}

void guarded_free(guarded_memory memory) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    CHECK(munmap(memory.start - page, memory.mapped) == 0, "%zu bytes", memory.mapped);
}
