/*
 * Batches, records and fields as objects. A record refers to its batch, and to the fields that it has
 * handed out; a field that nobody opened refers to its record, which it does not own: a record that dies
 * gives those of its fields that others still have a copy of their values.
 */
#ifndef PANAMARC_CORE_H
#define PANAMARC_CORE_H

#include "value.h"

/* A batch's header is so long, and so is a record's leader. */
enum { HEADER = 64, LEADER = 24 };

typedef struct {
    PyObject_HEAD
    PyObject *payload; /* bytes; NULL before it was given */
    const uint8_t *bytes;
    Py_ssize_t length;
    int32_t records, slots;
    int checked; /* whether what follows was found to lie within the payload */
    char converts;
    int32_t odd_tags;
    const uint8_t *inputs, *offsets, *lengths, *firsts, *flags, *starts, *tags, *odd;
} BatchObject;

typedef struct RecordObject RecordObject;

typedef struct {
    PyObject_HEAD
    /* The parts of an ordinary field; `tag` also of another whose tag has no number. */
    PyObject *tag, *data, *indicators, *subfields, *control_field;
    RecordObject *owner; /* borrowed; NULL for one that has its own value, or is ordinary */
    PyObject *own;       /* its value without an owner: bytes or str */
    int32_t slot;
    unsigned unit; /* what its batch has for its tag; 0 where `tag` counts */
} FieldObject;

struct RecordObject {
    PyObject_HEAD
    PyObject *leader, *fields, *pos, *force_utf8, *to_unicode; /* of an ordinary one; the leader also
                                                                  of another that handed it out */
    BatchObject *batch;
    FieldObject **given; /* those handed out, by slot; NULL before the first */
    Py_ssize_t index, count;
    int opened; /* whether one of these became ordinary */
};

/* What the module keeps for one interpreter. */
typedef struct {
    PyTypeObject *batch, *record, *field, *records, *fields;
    PyTypeObject *read_record, *read_field;                 /* made of the lazy ones */
    PyTypeObject *record_class, *field_class, *subfield_class; /* the ordinary ones */
    PyTypeObject *leader_class;
    PyObject *leader_text; /* the slot of a leader for its text, and what sets it */
    descrsetfunc set_leader_text;
    PyObject *indicators_class, *lazy_record, *lazy_field, *odd_field, *odd_entry, *parse;
    PyObject *plans; /* capsules by spec */
    PyObject *ind1, *ind2, *subfields, *zero;
    PyObject **tags, **pairs; /* those met, by number and by two characters of ASCII */
} State;

extern PyType_Spec batch_core, record_core, field_core, records_spec, fields_spec;

/* What belongs to the exact type of an object; NULL without an exception for one of another module. */
static inline State *state_of(PyObject *object) {
    State *state = PyType_GetModuleState(Py_TYPE(object));
    if (state == NULL) {
        PyErr_Clear();
    }
    return state;
}

static inline int32_t number_at(const uint8_t *column, Py_ssize_t at) {
    int32_t value;
    memcpy(&value, column + 4 * at, sizeof value);
    return value;
}

static inline unsigned unit_at(const BatchObject *batch, Py_ssize_t slot) {
    uint16_t unit;
    memcpy(&unit, batch->tags + 2 * slot, sizeof unit);
    return unit;
}

/* False with a ValueError. */
int no_batch(const char *why);

/* Looks once whether the columns of a batch lie within it; false with a ValueError. */
int check_batch(BatchObject *batch);

static inline int is_checked(BatchObject *batch) {
    return batch->checked || check_batch(batch);
}

/* The slots of a record; false with a ValueError. */
int slots_of(BatchObject *batch, Py_ssize_t index, Py_ssize_t *first, Py_ssize_t *stop);

/* Where the value of a slot is; false with a ValueError. */
int value_at(const BatchObject *batch, Py_ssize_t slot, Value *value);

/* The bytes of a record as they were read; false with a ValueError. */
int raw_of(const BatchObject *batch, Py_ssize_t index, const uint8_t **from, Py_ssize_t *length);

/* A new reference; NULL with an exception. */
PyObject *tag_at(const State *state, const BatchObject *batch, Py_ssize_t slot);

/* The tag of a number; a borrowed reference, or NULL with an exception. */
PyObject *known_tag(const State *state, unsigned number);

/* Objects that the collector does not track yet. */
PyObject *new_object(PyTypeObject *type, size_t size);

/* Has the collector track an object, once. */
static inline void track(void *object) {
    if (!PyObject_GC_IsTracked(object)) {
        PyObject_GC_Track(object);
    }
}

/* The value of a field that is not ordinary; false where that is for Python, perhaps with an
 * exception. It is valid as long as the field and its record stay what they are. */
int value_of(FieldObject *field, Value *value);

/* Takes from a record the fields it handed out. */
void release_fields(RecordObject *record);

/* Makes an ordinary object of a lazy one in C; false with an exception. */
int open_field(const State *state, FieldObject *field);
int open_record(const State *state, RecordObject *record);

/* Puts the parts of an ordinary field into one; false with an exception. `Odd` where they do not say all. */
PyObject *field_of(const State *state, PyObject *tag, const Value *value);

/* The field in a slot, always the same object; a borrowed reference, or NULL with an exception. */
FieldObject *hand_out(const State *state, RecordObject *record, Py_ssize_t first, Py_ssize_t stop,
                      Py_ssize_t slot);

/* An iterator of the fields of a record; NULL with an exception. */
PyObject *new_fields(const State *state, RecordObject *record);

/* The pair of indicators that a value begins with, both in ASCII; a new reference or NULL. */
PyObject *pair_of(const State *state, const uint8_t *indicators);

/* The subfields of a value as a list; NULL, perhaps without an exception, where one has no code, or one
 * that is more than a byte. */
PyObject *subfields_of(const State *state, const Value *value);

/* What a method of a lazy class in Python gives; NULL with an exception. */
PyObject *lazily(PyObject *lazy, const char *name, PyObject *self, PyObject *const *arguments,
                 Py_ssize_t count, PyObject *names);

/* Sets up the types that are made of lazy ones in Python. */
PyObject *read_field(PyObject *module, PyObject *args);
PyObject *read_record(PyObject *module, PyObject *args);

/* Whether a record that is not ordinary says what it said when it was read, as far as it can be seen at
 * once, and its slots; false, perhaps with an exception. */
int is_as_read(RecordObject *record, Py_ssize_t *first, Py_ssize_t *stop);

/* The leader of a record, which is printable ASCII; false otherwise, perhaps with an exception. */
int plain_leader(const BatchObject *batch, Py_ssize_t index, const uint8_t **from);

/* A record in MARC-in-JSON, with blanks after commas and colons unless it is to be compact; NULL, perhaps
 * without an exception, where that is for Python. */
PyObject *json_of(RecordObject *record, int compact);

/* The character at a place, which is moved after it; -1 where that is not UTF-8. */
int32_t code_point(const uint8_t **at, const uint8_t *to);

/* Methods of the module and of the types that are written elsewhere. */
PyObject *entries(PyObject *module, PyObject *args);
PyObject *encoded(PyObject *module, PyObject *fields);
PyObject *record_value(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names);
PyObject *record_values(PyObject *self, PyObject *const *arguments, Py_ssize_t count);
PyObject *new_records(PyObject *module, PyObject *batch);
PyObject *blank(PyObject *module, PyObject *size);
PyObject *schema_capsule(PyObject *module, PyObject *none);
PyObject *stream_capsule(PyObject *module, PyObject *none);
PyObject *json(PyObject *module, PyObject *record);
PyObject *xml(PyObject *module, PyObject *args);

#endif
