/* The packed batch (docs/internals/batch-layout.md): where its columns are. */
#include "core.h"

enum { RECORDS = 1, SLOTS, RECORD_COLUMNS, STARTS, TAGS, ODD, ODD_COUNT }; /* in the header */
enum { FIRST_ODD_TAG = 0xE000 };

int no_batch(const char *why) {
    PyErr_Format(PyExc_ValueError, "not a packed batch: %s", why);
    return 0;
}

/* Whether that many bytes from an offset on lie in the batch, after its header. */
static int is_within(const BatchObject *batch, int64_t offset, int64_t size) {
    return offset >= HEADER && size >= 0 && offset + size <= batch->length;
}

int check_batch(BatchObject *batch) {
    if (batch->length < HEADER) {
        return no_batch("too short");
    }
    if (memcmp(batch->bytes, "PMB\1", 4) != 0) {
        return no_batch("of another version");
    }
    const uint8_t *bytes = batch->bytes;
    int64_t n = number_at(bytes, RECORDS), m = number_at(bytes, SLOTS);
    int64_t columns = number_at(bytes, RECORD_COLUMNS), starts = number_at(bytes, STARTS);
    int64_t tags = number_at(bytes, TAGS), odd = number_at(bytes, ODD);
    int64_t odd_tags = number_at(bytes, ODD_COUNT);
    if (n < 0 || m < 0 || odd_tags < 0 || !is_within(batch, columns, 25 * n + 4) ||
        !is_within(batch, starts, 4 * m) || !is_within(batch, tags, 2 * m) ||
        !is_within(batch, odd, 3 * odd_tags)) {
        return no_batch("columns lie outside of it");
    }
    batch->slots = (int32_t)m;
    batch->odd_tags = (int32_t)odd_tags;
    batch->inputs = bytes + columns;
    batch->offsets = batch->inputs + 8 * n;
    batch->lengths = batch->offsets + 4 * n;
    batch->firsts = batch->lengths + 4 * n;
    batch->flags = batch->firsts + 8 * n + 4;
    batch->starts = bytes + starts;
    batch->tags = bytes + tags;
    batch->odd = bytes + odd;
    batch->checked = 1;
    return 1;
}

int slots_of(BatchObject *batch, Py_ssize_t index, Py_ssize_t *first, Py_ssize_t *stop) {
    if (!is_checked(batch)) {
        return 0;
    }
    if (index < 0 || index >= batch->records) {
        return no_batch("no such record");
    }
    *first = number_at(batch->firsts, index);
    *stop = number_at(batch->firsts, index + 1) - (Py_ssize_t)1;
    return (*first >= 0 && *stop >= *first && *stop < batch->slots) || no_batch("no such slots");
}

int value_at(const BatchObject *batch, Py_ssize_t slot, Value *value) {
    unsigned unit = unit_at(batch, slot);
    if (unit == 0 || (unit > KNOWN_TAGS && unit < FIRST_ODD_TAG)) {
        return no_batch("no such tag");
    }
    int32_t from = number_at(batch->starts, slot), end = number_at(batch->starts, slot + 1);
    if (from < HEADER || end <= from || end > batch->length) {
        return no_batch("a value lies outside of it");
    }
    value->tag = unit > KNOWN_TAGS ? KNOWN_TAGS : unit - 1u;
    value->from = batch->bytes + from;
    value->to = batch->bytes + end - 1;
    return 1;
}

int raw_of(const BatchObject *batch, Py_ssize_t index, const uint8_t **from, Py_ssize_t *length) {
    int64_t offset = number_at(batch->offsets, index);
    *length = number_at(batch->lengths, index);
    if (*length < 0 || !is_within(batch, offset, *length)) {
        return no_batch("a record lies outside of it");
    }
    *from = batch->bytes + offset;
    return 1;
}

PyObject *known_tag(const State *state, unsigned number) {
    PyObject **tag = &state->tags[number];
    if (*tag == NULL) {
        char name[4] = {0};
        name_tag(number, name);
        *tag = PyUnicode_InternFromString(name);
    }
    return *tag;
}

PyObject *tag_at(const State *state, const BatchObject *batch, Py_ssize_t slot) {
    unsigned unit = unit_at(batch, slot);
    if (unit >= FIRST_ODD_TAG) {
        int32_t index = (int32_t)unit - FIRST_ODD_TAG;
        if (index >= batch->odd_tags) {
            return PyUnicode_FromString("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
        }
        return PyUnicode_DecodeLatin1((const char *)batch->odd + 3 * index, 3, NULL);
    }
    PyObject *tag = known_tag(state, unit - 1);
    Py_XINCREF(tag);
    return tag;
}

/* --- the type ----------------------------------------------------------------------------------- */

static PyObject *get_payload(PyObject *self, void *closure) {
    (void)closure;
    PyObject *payload = ((BatchObject *)self)->payload;
    if (payload == NULL) {
        PyErr_SetString(PyExc_AttributeError, "payload");
        return NULL;
    }
    Py_INCREF(payload);
    return payload;
}

/* Once: fields refer to what is in it. */
static int set_payload(PyObject *self, PyObject *payload, void *closure) {
    (void)closure;
    BatchObject *batch = (BatchObject *)self;
    if (payload == NULL || batch->payload != NULL) {
        PyErr_SetString(PyExc_AttributeError, "a batch keeps its payload");
        return -1;
    }
    char *bytes;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(payload, &bytes, &length) < 0) {
        return -1;
    }
    Py_INCREF(payload);
    batch->payload = payload;
    batch->bytes = (const uint8_t *)bytes;
    batch->length = length;
    batch->records = length < HEADER ? 0 : number_at(batch->bytes, RECORDS);
    return 0;
}

/* Where the last record ends, if each is clean and the first begins at a place: see
 * `_pymarc.judge.end_if_clean`. */
static PyObject *end_if_clean(PyObject *self, PyObject *place) {
    BatchObject *batch = (BatchObject *)self;
    long long at = PyLong_AsLongLong(place);
    if ((at == -1 && PyErr_Occurred()) || !is_checked(batch)) {
        return NULL;
    }
    int clean = 1;
    for (Py_ssize_t index = 0; clean && index < batch->records; index++) {
        int64_t input;
        memcpy(&input, batch->inputs + 8 * index, sizeof input);
        int32_t length = number_at(batch->lengths, index);
        clean = input == at && length > LEADER + 2 && !(batch->flags[index] & 1);
        at += length;
    }
    if (!clean) {
        Py_RETURN_NONE;
    }
    return PyLong_FromLongLong(at);
}

static int traverse(PyObject *self, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(self));
    (void)arg;
    return 0;
}

static int clear(PyObject *self) {
    (void)self; /* bytes are in no cycle */
    return 0;
}

static void dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_CLEAR(((BatchObject *)self)->payload);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"_end_if_clean", end_if_clean, METH_O,
     "_end_if_clean(begin): where the last record ends; None unless each is clean and the first begins there."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef attributes[] = {
    {"payload", get_payload, set_payload, "The packed batch.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef members[] = {
    {"n", T_INT, offsetof(BatchObject, records), READONLY, "How many records."},
    {"converts", T_BOOL, offsetof(BatchObject, converts), 0,
     "Whether records that are not UTF-8 are written as UTF-8, as pymarc does."},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "What a Batch is based on."},
    {Py_tp_dealloc, dealloc},
    {Py_tp_traverse, traverse},
    {Py_tp_clear, clear},
    {Py_tp_methods, methods},
    {Py_tp_getset, attributes},
    {Py_tp_members, members},
    {0, NULL},
};

PyType_Spec batch_core = {"panamarc._accelerator.BatchCore", sizeof(BatchObject), 0,
                          Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, slots};
