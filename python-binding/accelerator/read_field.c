/* Fields that were read and not opened: what is asked of them most. Python does the rest (LazyField). */
#include "buffer.h"
#include "core.h"

#define FIELD(object) ((FieldObject *)(object))

/* A method of an object that is another one by now, or what is for Python. */
static PyObject *by_name(State *state, const char *name, PyObject *self, PyObject *const *arguments,
                         Py_ssize_t count, PyObject *names) {
    int lazy = state != NULL && Py_TYPE(self) == state->read_field;
    return lazily(lazy ? state->lazy_field : (PyObject *)Py_TYPE(self), name, self, arguments, count,
                  names);
}

/* The byte of a code; -1 where that is for Python. */
static int code_of(PyObject *code) {
    Py_ssize_t length;
    const char *utf8 = PyUnicode_Check(code) ? PyUnicode_AsUTF8AndSize(code, &length) : NULL;
    if (utf8 == NULL) {
        PyErr_Clear();
        return -1;
    }
    uint8_t byte = (uint8_t)utf8[0];
    return length == 1 && byte < ASCII && byte != DELIMITER ? byte : -1;
}

/* Looks for the first subfield with a code; false where there is none. */
static int find_piece(const Value *value, int code, Piece *piece) {
    if (value->tag < CONTROL_FIELDS) {
        return 0;
    }
    const uint8_t *at = delimiter(value->from, value->to);
    while (next_piece(&at, value->to, piece)) {
        if (*piece->code == code) {
            return 1;
        }
    }
    return 0;
}

/* 1 where there is a subfield with a code, 0 where there is none, -1 where that is for Python. */
static int look_up(PyObject *self, State *state, PyObject *code, Piece *piece) {
    Value value;
    int byte = state == NULL ? -1 : code_of(code);
    return byte < 0 || !value_of(FIELD(self), &value) ? -1 : find_piece(&value, byte, piece);
}

static PyObject *subscript(PyObject *self, PyObject *code) {
    Piece piece;
    State *state = state_of(self);
    switch (look_up(self, state, code, &piece)) {
    case 1:
        return text(piece.code + 1, piece.to);
    case 0:
        PyErr_SetObject(PyExc_KeyError, code);
        return NULL;
    default:
        return PyErr_Occurred() ? NULL : by_name(state, "__getitem__", self, &code, 1, NULL);
    }
}

static PyObject *get(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    Piece piece;
    State *state = state_of(self);
    if (names == NULL && (count == 1 || count == 2)) {
        int found = look_up(self, state, arguments[0], &piece);
        if (found == 1) {
            return text(piece.code + 1, piece.to);
        }
        if (found == 0) {
            PyObject *given = count == 2 ? arguments[1] : Py_None;
            Py_INCREF(given);
            return given;
        }
    }
    return PyErr_Occurred() ? NULL : by_name(state, "get", self, arguments, count, names);
}

static int contains(PyObject *self, PyObject *code) {
    Piece piece;
    State *state = state_of(self);
    int found = look_up(self, state, code, &piece);
    if (found >= 0 || PyErr_Occurred()) {
        return found;
    }
    PyObject *answer = by_name(state, "__contains__", self, &code, 1, NULL);
    found = answer == NULL ? -1 : PyObject_IsTrue(answer);
    Py_XDECREF(answer);
    return found;
}

static PyObject *get_subfields(PyObject *self, PyObject *const *codes, Py_ssize_t count) {
    uint8_t asked[ASCII] = {0};
    State *state = state_of(self);
    int usual = state != NULL;
    for (Py_ssize_t at = 0; usual && at < count; at++) {
        int code = code_of(codes[at]);
        usual = code >= 0;
        asked[usual ? code : 0] = (uint8_t)usual;
    }
    /* The list first: to make it may run the collector, and that anything. */
    PyObject *list = usual ? PyList_New(0) : NULL;
    Value value;
    if (list == NULL || Py_TYPE(self) != state->read_field || !value_of(FIELD(self), &value)) {
        Py_XDECREF(list);
        return PyErr_Occurred() ? NULL : by_name(state, "get_subfields", self, codes, count, NULL);
    }
    const uint8_t *at = value.tag < CONTROL_FIELDS ? value.to : delimiter(value.from, value.to);
    for (Piece piece; next_piece(&at, value.to, &piece);) {
        if (*piece.code < ASCII && asked[*piece.code]) {
            PyObject *one = text(piece.code + 1, piece.to);
            if (one == NULL || PyList_Append(list, one) < 0) {
                Py_XDECREF(one);
                Py_DECREF(list);
                return NULL;
            }
            Py_DECREF(one);
        }
    }
    return list;
}

/* A blank of ASCII as str.strip knows them. */
static int is_blank(uint8_t byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r') || (byte >= 0x1C && byte <= 0x1F);
}

/* What a person reads, without blanks at the ends; NULL, perhaps without an exception, where that is for
 * Python, which knows all blanks of Unicode. */
static PyObject *stripped(const char *bytes, Py_ssize_t length) {
    const uint8_t *from = (const uint8_t *)bytes, *to = from + length;
    for (; from < to && is_blank(*from); from++) {
    }
    for (; from < to && is_blank(to[-1]); to--) {
    }
    return from < to && (*from >= ASCII || to[-1] >= ASCII) ? NULL : text(from, to);
}

static PyObject *joined(const Value *value, int formatted) {
    Buffer to = {NULL, 0, 0};
    PyObject *found = NULL;
    int subject = value->tag / (RADIX * RADIX) == 6, good = 1, first = 1;
    const uint8_t *at = delimiter(value->from, value->to);
    for (Piece piece; good && next_piece(&at, value->to, &piece);) {
        const uint8_t *from = value_in(&piece), *end = piece.to;
        if (formatted) {
            int dashed = subject && memchr("vxyz", *piece.code, 4) != NULL;
            good = *piece.code == '6' || ((dashed ? put(&to, " -- ", 4) : put(&to, " ", 1)) &&
                                          put(&to, (const char *)from, end - from));
            continue;
        }
        for (; from < end && is_blank(*from); from++) {
        }
        for (; from < end && is_blank(end[-1]); end--) {
        }
        good = (from == end || (*from < ASCII && end[-1] < ASCII)) && (first || put(&to, " ", 1)) &&
               put(&to, (const char *)from, end - from);
        first = 0;
    }
    if (good && formatted) {
        found = stripped(to.length == 0 ? "" : to.bytes, to.length);
    } else if (good) {
        found = PyUnicode_DecodeUTF8(to.length == 0 ? "" : to.bytes, to.length, NULL);
    }
    PyMem_Free(to.bytes);
    return found;
}

static PyObject *shown(PyObject *self, const char *name, int formatted) {
    Value value;
    State *state = state_of(self);
    PyObject *found = NULL;
    /* Python knows whether an odd tag begins with 6. */
    if (state != NULL && value_of(FIELD(self), &value) && (value.tag < KNOWN_TAGS || !formatted)) {
        found = is_control(&value) ? text(value.from, value.to) : joined(&value, formatted);
    }
    return found != NULL || PyErr_Occurred() ? found : by_name(state, name, self, NULL, 0, NULL);
}

static PyObject *value(PyObject *self, PyObject *none) {
    (void)none;
    return shown(self, "value", 0);
}

static PyObject *format_field(PyObject *self, PyObject *none) {
    (void)none;
    return shown(self, "format_field", 1);
}

static PyObject *iterate(PyObject *self) {
    Value value;
    State *state = state_of(self);
    PyObject *list = NULL;
    if (state != NULL && value_of(FIELD(self), &value)) {
        PyObject *kept = FIELD(self)->owner != NULL ? (PyObject *)FIELD(self)->owner->batch
                                                    : FIELD(self)->own;
        Py_INCREF(kept);
        list = is_control(&value) ? PyList_New(0) : subfields_of(state, &value);
        Py_DECREF(kept);
    }
    if (list == NULL) {
        return PyErr_Occurred() ? NULL : by_name(state, "__iter__", self, NULL, 0, NULL);
    }
    PyObject *found = PyObject_GetIter(list);
    Py_DECREF(list);
    return found;
}

/* --- attributes --------------------------------------------------------------------------------- */

/* What the property of the lazy class gives, or that of the class by now. */
static PyObject *lazy_attribute(PyObject *self, const char *name) {
    State *state = state_of(self);
    if (state == NULL) {
        return PyObject_GetAttrString(self, name);
    }
    PyObject *property = PyObject_GetAttrString(state->lazy_field, name);
    PyObject *found = property == NULL ? NULL : PyObject_CallMethod(property, "__get__", "O", self);
    Py_XDECREF(property);
    return found;
}

/* The name is the closure of each that can be set: the field is opened then. */
static int set(PyObject *self, PyObject *value, void *name) {
    State *state = state_of(self);
    if (state != NULL && !open_field(state, FIELD(self))) {
        return -1;
    }
    return PyObject_SetAttrString(self, name, value);
}

static PyObject *open_and_get(PyObject *self, void *name) {
    State *state = state_of(self);
    if (state != NULL && !open_field(state, FIELD(self))) {
        return NULL;
    }
    return PyObject_GetAttrString(self, name);
}

static PyObject *get_tag(PyObject *self, void *name) {
    FieldObject *field = FIELD(self);
    State *state = field->tag == NULL && field->unit != 0 ? state_of(self) : NULL;
    PyObject *tag = state != NULL ? known_tag(state, field->unit - 1) : field->tag;
    if (tag == NULL) {
        return PyErr_Occurred() ? NULL : lazy_attribute(self, name);
    }
    Py_INCREF(tag);
    return tag;
}

static PyObject *get_control_field(PyObject *self, void *name) {
    Value value;
    if (value_of(FIELD(self), &value)) {
        return PyBool_FromLong(is_control(&value));
    }
    return PyErr_Occurred() ? NULL : lazy_attribute(self, name);
}

static PyObject *get_data(PyObject *self, void *name) {
    Value value;
    if (value_of(FIELD(self), &value)) {
        if (is_control(&value)) {
            return text(value.from, value.to);
        }
        Py_RETURN_NONE;
    }
    return PyErr_Occurred() ? NULL : lazy_attribute(self, name);
}

static PyObject *get_indicators(PyObject *self, void *name) {
    Value value;
    State *state = state_of(self);
    if (state != NULL && value_of(FIELD(self), &value)) {
        if (is_control(&value)) {
            Py_RETURN_NONE;
        }
        if (has_indicators(&value)) {
            return pair_of(state, value.from);
        }
    }
    return PyErr_Occurred() ? NULL : lazy_attribute(self, name);
}

static PyObject *indicator(PyObject *self, int which, void *name) {
    Value value;
    if (value_of(FIELD(self), &value) && !is_control(&value) && has_indicators(&value)) {
        return PyUnicode_FromStringAndSize((const char *)value.from + which, 1);
    }
    return PyErr_Occurred() ? NULL : lazy_attribute(self, name);
}

static PyObject *get_indicator1(PyObject *self, void *name) {
    return indicator(self, 0, name);
}

static PyObject *get_indicator2(PyObject *self, void *name) {
    return indicator(self, 1, name);
}

/* --- the type ----------------------------------------------------------------------------------- */

static int traverse(PyObject *self, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(FIELD(self)->tag);
    Py_VISIT(FIELD(self)->own);
    return 0;
}

static int clear(PyObject *self) {
    (void)self; /* text and bytes are in no cycle */
    return 0;
}

static void dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(FIELD(self)->tag);
    Py_XDECREF(FIELD(self)->own);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"get", (PyCFunction)(void (*)(void))get, METH_FASTCALL | METH_KEYWORDS,
     "The value of the first subfield with this code, or `default`."},
    {"get_subfields", (PyCFunction)(void (*)(void))get_subfields, METH_FASTCALL,
     "The values of the subfields with one of these codes, in the field's order."},
    {"value", value, METH_NOARGS,
     "The data of a control field, or all values, stripped and joined by a space."},
    {"format_field", format_field, METH_NOARGS, "The field as a person would read it."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef attributes[] = {
    {"tag", get_tag, set, "The tag.", "tag"},
    {"control_field", get_control_field, set, "Whether this is a control field.", "control_field"},
    {"data", get_data, set, "The data of a control field; None for a data field.", "data"},
    {"subfields", open_and_get, set, "The subfields, a list that may be changed.", "subfields"},
    {"_indicators", open_and_get, set, "Both indicators, or None.", "_indicators"},
    {"indicators", get_indicators, set, "Both indicators; None for a control field.", "indicators"},
    {"indicator1", get_indicator1, set, "The first indicator.", "indicator1"},
    {"indicator2", get_indicator2, set, "The second indicator.", "indicator2"},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "A field that was read and not changed yet."},
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

static PyType_Spec spec = {"panamarc._batch.read_field.ReadField", sizeof(FieldObject), 0,
                           Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};

PyObject *read_field(PyObject *module, PyObject *args) {
    State *state = PyModule_GetState(module);
    PyObject *lazy, *ordinary, *subfield, *indicators, *odd;
    if (!PyArg_ParseTuple(args, "OOOOO", &lazy, &ordinary, &subfield, &indicators, &odd)) {
        return NULL;
    }
    PyObject *bases = PyTuple_Pack(1, lazy);
    PyObject *type = bases == NULL ? NULL : PyType_FromModuleAndSpec(module, &spec, bases);
    Py_XDECREF(bases);
    if (type == NULL) {
        return NULL;
    }
    PyObject *kept[] = {lazy, ordinary, subfield, indicators, odd, type};
    for (size_t at = 0; at < sizeof kept / sizeof *kept; at++) {
        Py_INCREF(kept[at]);
    }
    state->lazy_field = lazy;
    state->field_class = (PyTypeObject *)ordinary;
    state->subfield_class = (PyTypeObject *)subfield;
    state->indicators_class = indicators;
    state->odd_field = odd;
    state->read_field = (PyTypeObject *)type;
    return type;
}
