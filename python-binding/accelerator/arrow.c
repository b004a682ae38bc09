/*
 * Capsules that hold structures of Arrow's C data and stream interfaces, which Java fills. The
 * specification (arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html) has their
 * names, and has a capsule release what nobody took out of it.
 */
#include "core.h"

typedef struct Schema {
    const char *format, *name, *metadata;
    int64_t flags, children;
    struct Schema **child, *dictionary;
    void (*release)(struct Schema *);
    void *private_data;
} Schema;

typedef struct Stream {
    int (*schema)(struct Stream *, Schema *);
    int (*next)(struct Stream *, void *);
    const char *(*last_error)(struct Stream *);
    void (*release)(struct Stream *);
    void *private_data;
} Stream;

static const char SCHEMA[] = "arrow_schema", STREAM[] = "arrow_array_stream";

static void release_schema(PyObject *capsule) {
    Schema *schema = PyCapsule_GetPointer(capsule, SCHEMA);
    if (schema->release != NULL) {
        schema->release(schema);
    }
    PyMem_Free(schema);
}

static void release_stream(PyObject *capsule) {
    Stream *stream = PyCapsule_GetPointer(capsule, STREAM);
    if (stream->release != NULL) {
        stream->release(stream);
    }
    PyMem_Free(stream);
}

/* The capsule and its structure's address. */
static PyObject *with_address(void *structure, const char *name, PyCapsule_Destructor destructor) {
    if (structure == NULL) {
        return PyErr_NoMemory();
    }
    PyObject *capsule = PyCapsule_New(structure, name, destructor);
    if (capsule == NULL) {
        PyMem_Free(structure);
        return NULL;
    }
    return Py_BuildValue("NN", capsule, PyLong_FromVoidPtr(structure));
}

PyObject *schema_capsule(PyObject *module, PyObject *none) {
    (void)module, (void)none;
    return with_address(PyMem_Calloc(1, sizeof(Schema)), SCHEMA, release_schema);
}

PyObject *stream_capsule(PyObject *module, PyObject *none) {
    (void)module, (void)none;
    return with_address(PyMem_Calloc(1, sizeof(Stream)), STREAM, release_stream);
}
