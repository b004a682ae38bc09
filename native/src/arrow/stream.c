/*
 * stream.c: streams whose arrays Java makes, and which end in order when Java is no more.
 */
#include <errno.h>
#include <stdatomic.h>
#include <string.h>

#include "panamarc.h"

#define ENDED "the Java virtual machine that reads the records has ended"

/* What a stream's private_data is. */
typedef struct {
    int64_t number;
    struct ArrowSchema *schema; /* at the start of a block */
    int64_t schema_size;
    panamarc_next_function next;
    panamarc_close_function close;
    char *message;         /* of the last error, a block; or NULL */
    const char *last_error; /* the message, a constant, or NULL */
} source;

/* Sequentially consistent: a call is counted before it looks whether Java runs. */
static atomic_int running;
static atomic_int calls;

int32_t panamarc_set_running(int32_t value) {
    atomic_store(&running, value);
    return atomic_load(&calls);
}

/* Whether Java runs; if so it will wait until leave_java. */
static int enter_java(void) {
    atomic_fetch_add(&calls, 1);
    if (atomic_load(&running)) {
        return 1;
    }
    atomic_fetch_sub(&calls, 1);
    return 0;
}

static void leave_java(void) {
    atomic_fetch_sub(&calls, 1);
}

static void forget_error(source *from) {
    panamarc_free(from->message);
    from->message = NULL;
    from->last_error = NULL;
}

static void *moved(const void *pointer, const char *from, char *to) {
    return pointer == NULL ? NULL : to + ((const char *)pointer - from);
}

/* Makes a schema that was copied with its block refer to the copy. */
static void move_schema(struct ArrowSchema *schema, const char *from, char *to) {
    schema->format = moved(schema->format, from, to);
    schema->name = moved(schema->name, from, to);
    schema->children = moved(schema->children, from, to);
    schema->dictionary = moved(schema->dictionary, from, to);
    schema->private_data = to;
    schema->release = panamarc_release_schema;
    for (int64_t i = 0; i < schema->n_children; i++) {
        schema->children[i] = moved(schema->children[i], from, to);
        move_schema(schema->children[i], from, to);
    }
    if (schema->dictionary != NULL) {
        move_schema(schema->dictionary, from, to);
    }
}

static int64_t count_schemas(const struct ArrowSchema *schema) {
    int64_t count = 1;
    for (int64_t i = 0; i < schema->n_children; i++) {
        count += count_schemas(schema->children[i]);
    }
    return schema->dictionary == NULL ? count : count + count_schemas(schema->dictionary);
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    source *from = stream->private_data;
    forget_error(from);
    char *copy = panamarc_allocate(from->schema_size, count_schemas(from->schema));
    if (copy == NULL) {
        from->last_error = "no memory for the schema";
        return ENOMEM;
    }
    memcpy(copy, from->schema, (size_t)from->schema_size);
    move_schema((struct ArrowSchema *)copy, (const char *)from->schema, copy);
    *out = *(struct ArrowSchema *)copy;
    return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    source *from = stream->private_data;
    forget_error(from);
    out->release = NULL;
    if (!enter_java()) {
        from->last_error = ENDED;
        return ECANCELED;
    }
    int status = from->next(from->number, out, &from->message);
    leave_java();
    if (status != 0) {
        from->last_error = from->message == NULL ? "no memory for a message" : from->message;
    }
    return status;
}

static const char *get_last_error(struct ArrowArrayStream *stream) {
    return ((source *)stream->private_data)->last_error;
}

static void release(struct ArrowArrayStream *stream) {
    source *from = stream->private_data;
    if (enter_java()) {
        from->close(from->number);
        leave_java();
    }
    forget_error(from);
    panamarc_free(from->schema);
    panamarc_free(from);
    stream->release = NULL;
}

int32_t panamarc_open_stream(struct ArrowArrayStream *stream, int64_t number,
                             struct ArrowSchema *schema, int64_t size, panamarc_next_function next,
                             panamarc_close_function close) {
    source *made = panamarc_allocate(sizeof *made, 1);
    if (made == NULL) {
        panamarc_free(schema);
        return ENOMEM;
    }
    *made = (source){number, schema, size, next, close, NULL, NULL};
    *stream = (struct ArrowArrayStream){get_schema, get_next, get_last_error, release, made};
    return 0;
}
