/* What every record is based on, and how one that was read hands out fields and becomes an ordinary one. */
#include "core.h"

PyObject *new_object(PyTypeObject *type, size_t size) {
    PyObject *made = (PyObject *)PyObject_GC_New(PyObject, type);
    if (made != NULL) {
        memset((char *)made + sizeof(PyObject), 0, size - sizeof(PyObject));
    }
    return made;
}

FieldObject *hand_out(const State *state, RecordObject *record, Py_ssize_t first, Py_ssize_t stop,
                      Py_ssize_t slot) {
    BatchObject *batch = record->batch;
    if (record->given == NULL) {
        record->given = PyMem_Calloc((size_t)(stop - first), sizeof *record->given);
        record->count = stop - first;
        if (record->given == NULL) {
            return (FieldObject *)PyErr_NoMemory();
        }
    }
    FieldObject **place = &record->given[slot - first];
    if (*place != NULL) {
        return *place;
    }
    Value value;
    if (!value_at(batch, slot, &value)) {
        return NULL;
    }
    FieldObject *made = (FieldObject *)new_object(state->read_field, sizeof *made);
    if (made == NULL) {
        return NULL;
    }
    if (value.tag == KNOWN_TAGS) {
        made->tag = tag_at(state, batch, slot);
        if (made->tag == NULL) {
            Py_DECREF(made);
            return NULL;
        }
    } else {
        made->unit = value.tag + 1;
    }
    /* To allocate may have run the collector, and that anything. */
    if (record->batch != batch || record->given == NULL || record->count != stop - first) {
        Py_DECREF(made);
        PyErr_SetString(PyExc_RuntimeError, "the record was given another batch meanwhile");
        return NULL;
    }
    place = &record->given[slot - first];
    if (*place != NULL) {
        Py_DECREF(made);
        return *place;
    }
    made->owner = record;
    made->slot = (int32_t)slot;
    *place = made;
    return made;
}

/* Gives a field its own value. What cannot be copied is left empty: nobody is there to hear of it. */
static void copy_value(FieldObject *field) {
    Value value;
    PyObject *type, *raised, *traceback;
    PyErr_Fetch(&type, &raised, &traceback);
    if (value_at(field->owner->batch, field->slot, &value)) {
        field->own = PyBytes_FromStringAndSize((const char *)value.from, value.to - value.from);
    }
    PyErr_Restore(type, raised, traceback);
    field->owner = NULL;
}

void release_fields(RecordObject *record) {
    FieldObject **given = record->given;
    Py_ssize_t count = record->count;
    record->given = NULL;
    record->count = 0;
    for (Py_ssize_t at = 0; given != NULL && at < count; at++) {
        FieldObject *field = given[at];
        if (field == NULL) {
            continue;
        }
        if (field->owner == record) {
            if (Py_REFCNT(field) > 1) {
                copy_value(field);
            } else {
                field->owner = NULL;
            }
        }
        Py_DECREF(field);
    }
    PyMem_Free(given);
}

/* All fields, those handed out before among them; NULL with an exception. */
static PyObject *all_fields(const State *state, RecordObject *record) {
    Py_ssize_t first, stop;
    if (record->batch == NULL || !slots_of(record->batch, record->index, &first, &stop)) {
        return NULL;
    }
    PyObject *list = PyList_New(stop - first);
    for (Py_ssize_t slot = first; list != NULL && slot < stop; slot++) {
        FieldObject *field = hand_out(state, record, first, stop, slot);
        if (field == NULL) {
            Py_CLEAR(list);
            break;
        }
        Py_INCREF(field);
        PyList_SetItem(list, slot - first, (PyObject *)field);
    }
    return list;
}

int is_as_read(RecordObject *record, Py_ssize_t *first, Py_ssize_t *stop) {
    return !record->opened && record->leader == NULL && record->batch != NULL &&
           slots_of(record->batch, record->index, first, stop);
}

int plain_leader(const BatchObject *batch, Py_ssize_t index, const uint8_t **from) {
    Py_ssize_t length;
    if (!raw_of(batch, index, from, &length) || length < LEADER) {
        return 0;
    }
    for (int at = 0; at < LEADER; at++) {
        if ((*from)[at] < ' ' || (*from)[at] > '~') {
            return 0;
        }
    }
    return 1;
}

/* The leader, as Python makes it where it is not plain ASCII; a new reference or NULL. */
static PyObject *leader_of(const State *state, RecordObject *record) {
    const uint8_t *from;
    if (record->leader != NULL) {
        Py_INCREF(record->leader);
        return record->leader;
    }
    if (!plain_leader(record->batch, record->index, &from)) {
        return PyErr_Occurred() ? NULL : PyObject_GetAttrString((PyObject *)record, "leader");
    }
    PyObject *characters = text(from, from + LEADER);
    PyObject *made = characters == NULL ? NULL : PyType_GenericAlloc(state->leader_class, 0);
    if (made != NULL && state->set_leader_text(state->leader_text, made, characters) < 0) {
        Py_CLEAR(made);
    }
    Py_XDECREF(characters);
    return made;
}

int open_record(const State *state, RecordObject *record) {
    PyObject *list = all_fields(state, record);
    if (list == NULL) {
        return 0;
    }
    PyObject *leader = leader_of(state, record);
    if (leader == NULL) {
        Py_DECREF(list);
        return 0;
    }
    /* What was called may have done the same, or have handed out a leader. */
    if (Py_TYPE(record) != state->read_record) {
        Py_DECREF(list);
        Py_DECREF(leader);
        return 1;
    }
    if (record->leader != NULL && record->leader != leader) {
        Py_DECREF(leader);
        leader = record->leader;
        Py_INCREF(leader);
    }
    PyObject *before = record->leader;
    Py_INCREF(state->zero);
    Py_INCREF(Py_False);
    Py_INCREF(Py_True);
    record->leader = leader;
    record->fields = list;
    record->pos = state->zero;
    record->force_utf8 = Py_False;
    record->to_unicode = Py_True;
    Py_INCREF(state->record_class);
    Py_SET_TYPE(record, state->record_class);
    Py_DECREF(state->read_record);
    track(record);
    Py_XDECREF(before);
    return 1;
}

/* --- the type ----------------------------------------------------------------------------------- */

static int traverse(PyObject *self, visitproc visit, void *arg) {
    RecordObject *record = (RecordObject *)self;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(record->leader);
    Py_VISIT(record->fields);
    Py_VISIT(record->pos);
    Py_VISIT(record->force_utf8);
    Py_VISIT(record->to_unicode);
    Py_VISIT(record->batch);
    for (Py_ssize_t at = 0; record->given != NULL && at < record->count; at++) {
        Py_VISIT(record->given[at]);
    }
    return 0;
}

static int clear(PyObject *self) {
    RecordObject *record = (RecordObject *)self;
    Py_CLEAR(record->fields); /* or every field of an ordinary record would have another owner */
    release_fields(record);   /* while there is the batch */
    Py_CLEAR(record->leader);
    Py_CLEAR(record->pos);
    Py_CLEAR(record->force_utf8);
    Py_CLEAR(record->to_unicode);
    Py_CLEAR(record->batch);
    return 0;
}

static void dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    clear(self);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

static PyObject *get_batch(PyObject *self, void *closure) {
    (void)closure;
    PyObject *batch = (PyObject *)((RecordObject *)self)->batch;
    batch = batch == NULL ? Py_None : batch;
    Py_INCREF(batch);
    return batch;
}

/* Whether an object is a batch, of a class in Python that is based on this module's. */
static int is_batch(PyObject *object) {
    for (PyTypeObject *type = Py_TYPE(object); type != NULL; type = PyType_GetSlot(type, Py_tp_base)) {
        if (!(PyType_GetFlags(type) & Py_TPFLAGS_HEAPTYPE)) {
            return 0;
        }
        State *state = PyType_GetModuleState(type);
        if (state != NULL) {
            return type == state->batch;
        }
        PyErr_Clear();
    }
    return 0;
}

static int set_batch(PyObject *self, PyObject *value, void *closure) {
    (void)closure;
    RecordObject *record = (RecordObject *)self;
    if (value == NULL || (value != Py_None && !is_batch(value))) {
        PyErr_SetString(PyExc_TypeError, "a record's batch is a Batch or None");
        return -1;
    }
    BatchObject *before = record->batch;
    release_fields(record);
    Py_INCREF(value);
    record->batch = value == Py_None ? NULL : (BatchObject *)value;
    if (value == Py_None) {
        Py_DECREF(value);
    }
    Py_XDECREF(before);
    return 0;
}

static PyObject *get_index(PyObject *self, void *closure) {
    (void)closure;
    return PyLong_FromSsize_t(((RecordObject *)self)->index);
}

static int set_index(PyObject *self, PyObject *value, void *closure) {
    (void)closure;
    Py_ssize_t index = value == NULL ? 0 : PyLong_AsSsize_t(value);
    if (index == -1 && PyErr_Occurred()) {
        return -1;
    }
    release_fields((RecordObject *)self);
    ((RecordObject *)self)->index = index;
    return 0;
}

static PyGetSetDef attributes[] = {
    {"_batch", get_batch, set_batch, "The batch that it was read in; None for no batch.", NULL},
    {"_index", get_index, set_index, "Which of the batch's records, counted from 0.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef members[] = {
    {"leader", T_OBJECT_EX, offsetof(RecordObject, leader), 0, "The leader."},
    {"fields", T_OBJECT_EX, offsetof(RecordObject, fields), 0, "The fields, a list."},
    {"pos", T_OBJECT_EX, offsetof(RecordObject, pos), 0, "For programs that set it."},
    {"force_utf8", T_OBJECT_EX, offsetof(RecordObject, force_utf8), 0, "Written as UTF-8 always."},
    {"to_unicode", T_OBJECT_EX, offsetof(RecordObject, to_unicode), 0, "Written as UTF-8."},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "What a Record is based on."},
    {Py_tp_dealloc, dealloc},
    {Py_tp_traverse, traverse},
    {Py_tp_clear, clear},
    {Py_tp_getset, attributes},
    {Py_tp_members, members},
    {0, NULL},
};

PyType_Spec record_core = {"panamarc._accelerator.RecordCore", sizeof(RecordObject), 0,
                           Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, slots};
