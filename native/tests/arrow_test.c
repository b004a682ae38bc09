/*
 * arrow_test.c: blocks and streams, as the sanitizers and memcheck see them. `next` is of C here.
 */
#include <errno.h>
#include <string.h>

#include "check.h"
#include "panamarc.h"

static int closed;

/* One array without rows, then an error, then the end. */
static int32_t next(int64_t stream, struct ArrowArray *array, char **message) {
    static int calls;
    (void)stream;
    switch (calls++) {
    case 0:
        memset(array, 0, sizeof *array);
        array->private_data = panamarc_allocate(64, 1);
        array->release = panamarc_release_array;
        return 0;
    case 1:
        *message = panamarc_allocate(3, 1);
        memcpy(*message, "no", 3);
        return EINVAL;
    default:
        return 0;
    }
}

static void end(int64_t stream) {
    closed += (int)stream;
}

/* A schema of one column, in one block. */
static struct ArrowSchema *schema(int64_t *size) {
    struct layout {
        struct ArrowSchema root;
        struct ArrowSchema child;
        struct ArrowSchema *children[1];
        char text[4];
    };
    struct layout *made = panamarc_allocate(sizeof *made, 1);
    memset(made, 0, sizeof *made);
    memcpy(made->text, "+s\0", 4);
    made->root.format = made->text;
    made->root.name = made->text + 2;
    made->root.n_children = 1;
    made->root.children = made->children;
    made->children[0] = &made->child;
    made->child.format = made->text;
    made->child.name = made->text + 2;
    *size = sizeof *made;
    return &made->root;
}

static void open_stream(struct ArrowArrayStream *stream, int64_t number) {
    int64_t size;
    struct ArrowSchema *type = schema(&size);
    CHECK(panamarc_open_stream(stream, number, type, size, next, end) == 0, "no stream");
}

static void block_is_freed_by_its_last_owner(void) {
    char *block = panamarc_allocate(100, 2);
    CHECK((uintptr_t)block % 64 == 0, "block at %p", (void *)block);
    memset(block, 1, 100);
    panamarc_free(block);
    CHECK(panamarc_blocks() == 1, "%d blocks", (int)panamarc_blocks());
    panamarc_free(block);
    panamarc_free(NULL);
    CHECK(panamarc_blocks() == 0, "%d blocks", (int)panamarc_blocks());
    CHECK(panamarc_allocate(INT64_MAX, 1) == NULL, "a block of %s", "all memory");
    CHECK(panamarc_allocate(-1, 1) == NULL, "a block of %s", "-1 bytes");
}

static void stream_gives_arrays_errors_and_the_end(void) {
    struct ArrowArrayStream stream;
    struct ArrowArray array;
    panamarc_set_running(1);
    open_stream(&stream, 7);
    CHECK(stream.get_next(&stream, &array) == 0 && array.release != NULL, "no array, %d", closed);
    array.release(&array);
    CHECK(stream.get_next(&stream, &array) == EINVAL, "no error, %d", closed);
    const char *message = stream.get_last_error(&stream);
    CHECK(strcmp(message, "no") == 0, "it says %s", message);
    CHECK(stream.get_next(&stream, &array) == 0 && array.release == NULL, "no end, %d", closed);
    stream.release(&stream);
    CHECK(closed == 7 && stream.release == NULL, "closed %d", closed);
    CHECK(panamarc_blocks() == 0, "%d blocks", (int)panamarc_blocks());
}

static void schema_is_a_copy_each_time(void) {
    struct ArrowArrayStream stream;
    struct ArrowSchema first;
    struct ArrowSchema second;
    open_stream(&stream, 1);
    CHECK(stream.get_schema(&stream, &first) == 0, "no schema %d", 1);
    CHECK(stream.get_schema(&stream, &second) == 0, "no schema %d", 2);
    stream.release(&stream);
    first.release(&first);
    CHECK(strcmp(second.children[0]->format, "+s") == 0, "format %s", second.children[0]->format);
    struct ArrowSchema moved = *second.children[0];
    second.children[0]->release = NULL;
    second.release(&second);
    CHECK(strcmp(moved.format, "+s") == 0, "format %s", moved.format);
    moved.release(&moved);
    CHECK(panamarc_blocks() == 0, "%d blocks", (int)panamarc_blocks());
}

static void stream_is_an_error_where_java_has_ended(void) {
    struct ArrowArrayStream stream;
    struct ArrowArray array;
    open_stream(&stream, 5);
    CHECK(panamarc_set_running(0) == 0, "calls in progress, %d", closed);
    CHECK(stream.get_next(&stream, &array) == ECANCELED, "no error, %d", closed);
    const char *message = stream.get_last_error(&stream);
    CHECK(strstr(message, "has ended") != NULL, "it says %s", message);
    stream.release(&stream);
    CHECK(closed == 0, "closed %d", closed);
    CHECK(panamarc_blocks() == 0, "%d blocks", (int)panamarc_blocks());
}

int main(void) {
    block_is_freed_by_its_last_owner();
    stream_gives_arrays_errors_and_the_end();
    schema_is_a_copy_each_time();
    closed = 0;
    stream_is_an_error_where_java_has_ended();
    return 0;
}
