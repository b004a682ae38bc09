/* Records that were read and are not ordinary: what is asked of them most. Python does the rest
 * (LazyRecord), and all once a field that was handed out was opened. */
#include "buffer.h"
#include "core.h"

#define RECORD(object) ((RecordObject *)(object))

enum { MOST_TAGS = 64 };

/* The slots of a record that C may answer for. */
typedef struct {
    State *state;
    BatchObject *batch;
    Py_ssize_t first, stop;
} Slots;

/* False, perhaps with an exception, where C may not answer. */
static int open_slots(PyObject *self, Slots *slots) {
    RecordObject *record = RECORD(self);
    slots->state = state_of(self);
    slots->batch = record->batch;
    return slots->state != NULL && !record->opened && record->batch != NULL &&
           slots_of(record->batch, record->index, &slots->first, &slots->stop);
}

/* A method of an object that is another one by now, or what is for Python. */
static PyObject *by_name(PyObject *self, const char *name, PyObject *const *arguments, Py_ssize_t count,
                         PyObject *names) {
    if (PyErr_Occurred()) {
        return NULL;
    }
    State *state = state_of(self);
    return lazily(state != NULL ? state->lazy_record : (PyObject *)Py_TYPE(self), name, self, arguments,
                  count, names);
}

/* What a batch has for a tag; 0 where it is for Python, as one with a wildcard. */
static unsigned unit_of(PyObject *tag) {
    Py_ssize_t length;
    const char *utf8 = PyUnicode_Check(tag) ? PyUnicode_AsUTF8AndSize(tag, &length) : NULL;
    if (utf8 == NULL) {
        PyErr_Clear();
        return 0;
    }
    unsigned number = length == 3 ? number_of(utf8) : KNOWN_TAGS;
    return number == KNOWN_TAGS ? 0 : number + 1;
}

/* The first slot of a tag; `stop` where there is none. */
static Py_ssize_t find(const Slots *slots, unsigned unit) {
    Py_ssize_t slot = slots->first;
    while (slot < slots->stop && unit_at(slots->batch, slot) != unit) {
        slot++;
    }
    return slot;
}

/* The first field with a tag: borrowed; NULL with an exception, or `missing` set. */
static FieldObject *first_with(PyObject *self, const Slots *slots, unsigned unit, int *missing) {
    Py_ssize_t slot = find(slots, unit);
    *missing = slot == slots->stop;
    return *missing ? NULL : hand_out(slots->state, RECORD(self), slots->first, slots->stop, slot);
}

static PyObject *subscript(PyObject *self, PyObject *tag) {
    Slots slots;
    int missing;
    unsigned unit = unit_of(tag);
    if (unit == 0 || !open_slots(self, &slots)) {
        return by_name(self, "__getitem__", &tag, 1, NULL);
    }
    FieldObject *field = first_with(self, &slots, unit, &missing);
    if (missing) {
        PyErr_SetObject(PyExc_KeyError, tag);
    }
    Py_XINCREF(field);
    return (PyObject *)field;
}

static PyObject *get(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    Slots slots;
    int missing;
    unsigned unit = names == NULL && (count == 1 || count == 2) ? unit_of(arguments[0]) : 0;
    if (unit == 0 || !open_slots(self, &slots)) {
        return by_name(self, "get", arguments, count, names);
    }
    PyObject *found = (PyObject *)first_with(self, &slots, unit, &missing);
    if (missing) {
        found = count == 2 ? arguments[1] : Py_None;
    }
    Py_XINCREF(found);
    return found;
}

static int contains(PyObject *self, PyObject *tag) {
    Slots slots;
    unsigned unit = unit_of(tag);
    if (unit != 0 && open_slots(self, &slots)) {
        return find(&slots, unit) < slots.stop;
    }
    PyObject *answer = by_name(self, "__contains__", &tag, 1, NULL);
    int found = answer == NULL ? -1 : PyObject_IsTrue(answer);
    Py_XDECREF(answer);
    return found;
}

static PyObject *get_fields(PyObject *self, PyObject *const *tags, Py_ssize_t count) {
    Slots slots;
    unsigned units[MOST_TAGS];
    int usual = count > 0 && count <= MOST_TAGS;
    for (Py_ssize_t at = 0; usual && at < count; at++) {
        units[at] = unit_of(tags[at]);
        usual = units[at] != 0;
    }
    if (!usual || !open_slots(self, &slots)) {
        return by_name(self, "get_fields", tags, count, NULL);
    }
    Py_INCREF(slots.batch);
    PyObject *list = PyList_New(0);
    for (Py_ssize_t slot = slots.first; list != NULL && slot < slots.stop; slot++) {
        unsigned unit = unit_at(slots.batch, slot);
        Py_ssize_t at = 0;
        while (at < count && units[at] != unit) {
            at++;
        }
        if (at == count) {
            continue;
        }
        FieldObject *field = hand_out(slots.state, RECORD(self), slots.first, slots.stop, slot);
        if (field == NULL || PyList_Append(list, (PyObject *)field) < 0) {
            Py_CLEAR(list);
        }
    }
    Py_DECREF(slots.batch);
    return list;
}

/* The record as an ordinary one, whose method or attribute it is then. */
static PyObject *opened(PyObject *self, const char *name) {
    State *state = state_of(self);
    if (state != NULL && !open_record(state, RECORD(self))) {
        return NULL;
    }
    return PyObject_GetAttrString(self, name);
}

static PyObject *iterate(PyObject *self) {
    State *state = state_of(self);
    if (state != NULL) {
        return new_fields(state, RECORD(self));
    }
    PyObject *fields = opened(self, "fields");
    PyObject *found = fields == NULL ? NULL : PyObject_GetIter(fields);
    Py_XDECREF(fields);
    return found;
}

static PyObject *as_marc(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    Slots slots;
    const uint8_t *from;
    Py_ssize_t length;
    if (count == 0 && names == NULL && state_of(self) != NULL &&
        is_as_read(RECORD(self), &slots.first, &slots.stop)) {
        slots.batch = RECORD(self)->batch;
        if (!raw_of(slots.batch, RECORD(self)->index, &from, &length)) {
            return NULL;
        }
        if (!slots.batch->converts || (length > 9 && from[9] == 'a')) {
            return PyBytes_FromStringAndSize((const char *)from, length);
        }
    }
    return by_name(self, "as_marc", arguments, count, names);
}

static PyObject *as_json(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    PyObject *made = NULL;
    if (count == 0 && names == NULL && state_of(self) != NULL) {
        made = json_of(RECORD(self), 0);
    }
    return made != NULL ? made : by_name(self, "as_json", arguments, count, names);
}

static PyObject *title_of(const BatchObject *batch, Py_ssize_t slot) {
    Value value;
    Piece piece, parts[2] = {{NULL, NULL}, {NULL, NULL}};
    if (!value_at(batch, slot, &value)) {
        return NULL;
    }
    const uint8_t *at = delimiter(value.from, value.to);
    while (next_piece(&at, value.to, &piece)) {
        int part = *piece.code == 'a' ? 0 : *piece.code == 'b' ? 1 : -1;
        if (part >= 0 && parts[part].code == NULL) {
            parts[part] = (Piece){piece.code + 1, piece.to};
        }
    }
    if (parts[0].code == NULL) {
        Py_RETURN_NONE;
    }
    if (parts[1].code == NULL || parts[1].code == parts[1].to || parts[0].code == parts[0].to) {
        return text(parts[0].code, parts[0].to);
    }
    PyObject *found = NULL;
    Buffer to = {NULL, 0, 0};
    if (put(&to, (const char *)parts[0].code, parts[0].to - parts[0].code) && put(&to, " ", 1) &&
        put(&to, (const char *)parts[1].code, parts[1].to - parts[1].code)) {
        found = PyUnicode_DecodeUTF8(to.bytes, to.length, NULL);
    }
    PyMem_Free(to.bytes);
    return found;
}

/* --- attributes --------------------------------------------------------------------------------- */

static PyObject *lazy_attribute(PyObject *self, const char *name) {
    State *state = state_of(self);
    if (state == NULL) {
        return PyObject_GetAttrString(self, name);
    }
    PyObject *property = PyObject_GetAttrString(state->lazy_record, name);
    PyObject *found = property == NULL ? NULL : PyObject_CallMethod(property, "__get__", "O", self);
    Py_XDECREF(property);
    return found;
}

static PyObject *get_title(PyObject *self, void *name) {
    Slots slots;
    if (!open_slots(self, &slots)) {
        return PyErr_Occurred() ? NULL : lazy_attribute(self, name);
    }
    Py_ssize_t slot = find(&slots, number_of("245") + 1);
    if (slot == slots.stop) {
        Py_RETURN_NONE;
    }
    return title_of(slots.batch, slot);
}

static PyObject *open_and_get(PyObject *self, void *name) {
    return opened(self, name);
}

static int set(PyObject *self, PyObject *value, void *name) {
    State *state = state_of(self);
    if (state != NULL && !open_record(state, RECORD(self))) {
        return -1;
    }
    return PyObject_SetAttrString(self, name, value);
}

/* --- for the lazy class in Python --------------------------------------------------------------- */

static PyObject *field_in(PyObject *self, PyObject *slot) {
    Slots slots;
    State *state = state_of(self);
    Py_ssize_t asked = PyLong_AsSsize_t(slot);
    RecordObject *record = RECORD(self);
    if ((asked == -1 && PyErr_Occurred()) || state == NULL || record->batch == NULL ||
        !slots_of(record->batch, record->index, &slots.first, &slots.stop)) {
        return NULL;
    }
    if (asked < slots.first || asked >= slots.stop) {
        PyErr_SetString(PyExc_IndexError, "no such slot");
        return NULL;
    }
    FieldObject *field = hand_out(state, record, slots.first, slots.stop, asked);
    Py_XINCREF(field);
    return (PyObject *)field;
}

static PyObject *is_opened(PyObject *self, PyObject *none) {
    (void)none;
    return PyBool_FromLong(RECORD(self)->opened);
}

static PyObject *materialize(PyObject *self, PyObject *none) {
    (void)none;
    State *state = state_of(self);
    if (state != NULL && !open_record(state, RECORD(self))) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* --- the type ----------------------------------------------------------------------------------- */

static int traverse(PyObject *self, visitproc visit, void *arg) {
    RecordObject *record = RECORD(self);
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(record->leader);
    Py_VISIT(record->batch);
    for (Py_ssize_t at = 0; record->given != NULL && at < record->count; at++) {
        Py_VISIT(record->given[at]);
    }
    return 0;
}

static int clear(PyObject *self) {
    release_fields(RECORD(self)); /* while there is the batch */
    Py_CLEAR(RECORD(self)->leader);
    Py_CLEAR(RECORD(self)->batch);
    return 0;
}

static void dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    clear(self);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"get", (PyCFunction)(void (*)(void))get, METH_FASTCALL | METH_KEYWORDS,
     "The first field with this tag, or `default`."},
    {"get_fields", (PyCFunction)(void (*)(void))get_fields, METH_FASTCALL,
     "The fields with one of these tags in their order; without a tag `fields` itself.\n\n"
     "A dot in a tag is any character: `6..` gives 600 to 699."},
    {"value", (PyCFunction)(void (*)(void))record_value, METH_FASTCALL | METH_KEYWORDS,
     "The first value that a spec such as `245$a`, `008/7-10` or `LDR/6` names, or `default`.\n\n"
     "Raises ValueError for what is no spec."},
    {"values", (PyCFunction)(void (*)(void))record_values, METH_FASTCALL,
     "All values that a spec such as `650$a` or `856 40$u` names, as a new list.\n\n"
     "Raises ValueError for what is no spec."},
    {"as_marc", (PyCFunction)(void (*)(void))as_marc, METH_FASTCALL | METH_KEYWORDS,
     "The record in ISO 2709, byte for byte as it was in the input. See Record.as_marc."},
    {"as_marc21", (PyCFunction)(void (*)(void))as_marc, METH_FASTCALL | METH_KEYWORDS,
     "The same as `as_marc`."},
    {"as_json", (PyCFunction)(void (*)(void))as_json, METH_FASTCALL | METH_KEYWORDS,
     "The record in MARC-in-JSON; the arguments are those of `json.dumps`."},
    {"_field", field_in, METH_O, "The field in a slot, always the same object."},
    {"_is_opened", is_opened, METH_NOARGS, "Whether a field that was handed out was opened."},
    {"_materialize", materialize, METH_NOARGS, "Makes an ordinary record of it."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef attributes[] = {
    {"title", get_title, NULL, "The title: 245 $a and $b.", "title"},
    {"fields", open_and_get, set, "The fields, a list that may be changed.", "fields"},
    {"pos", open_and_get, set, "For programs that set it.", "pos"},
    {"force_utf8", open_and_get, set, "Whether it is written as UTF-8 always.", "force_utf8"},
    {"to_unicode", open_and_get, set, "Whether it is written as UTF-8.", "to_unicode"},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot type_slots[] = {
    {Py_tp_doc, "A record that was read and not changed yet."},
    {Py_tp_dealloc, dealloc},
    {Py_tp_traverse, traverse},
    {Py_tp_clear, clear},
    {Py_tp_methods, methods},
    {Py_tp_getset, attributes},
    {Py_tp_iter, iterate},
    {Py_mp_subscript, subscript},
    {Py_sq_contains, contains},
    {0, NULL},
};

static PyType_Spec spec = {"panamarc._reading.read_record.ReadRecord", sizeof(RecordObject), 0,
                           Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, type_slots};

PyObject *read_record(PyObject *module, PyObject *args) {
    State *state = PyModule_GetState(module);
    PyObject *lazy, *ordinary, *leader, *parse;
    if (!PyArg_ParseTuple(args, "OOOO", &lazy, &ordinary, &leader, &parse)) {
        return NULL;
    }
    PyObject *slot = PyObject_GetAttrString(leader, "_text");
    if (slot == NULL) {
        return NULL;
    }
    PyObject *bases = PyTuple_Pack(1, lazy);
    PyObject *type = bases == NULL ? NULL : PyType_FromModuleAndSpec(module, &spec, bases);
    Py_XDECREF(bases);
    if (type == NULL) {
        Py_DECREF(slot);
        return NULL;
    }
    PyObject *kept[] = {lazy, ordinary, leader, parse, type};
    for (size_t at = 0; at < sizeof kept / sizeof *kept; at++) {
        Py_INCREF(kept[at]);
    }
    state->lazy_record = lazy;
    state->record_class = (PyTypeObject *)ordinary;
    state->leader_class = (PyTypeObject *)leader;
    state->leader_text = slot;
    state->set_leader_text = (descrsetfunc)PyType_GetSlot(Py_TYPE(slot), Py_tp_descr_set);
    state->parse = parse;
    state->read_record = (PyTypeObject *)type;
    return type;
}
