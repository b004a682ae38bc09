/* What every field is based on, and how one that was read becomes an ordinary one. */
#include "core.h"

int value_of(FieldObject *field, Value *value) {
    if (field->owner != NULL) {
        return value_at(field->owner->batch, field->slot, value);
    }
    char *bytes;
    Py_ssize_t length;
    value->tag = field->unit - 1u;
    if (field->unit == 0) {
        const char *tag = field->tag == NULL ? NULL : PyUnicode_AsUTF8AndSize(field->tag, &length);
        if (tag == NULL || PyUnicode_GetLength(field->tag) != 3) {
            PyErr_Clear();
            return 0;
        }
        value->tag = length == 3 ? number_of(tag) : KNOWN_TAGS;
    }
    if (field->own == NULL) {
        return 0;
    }
    if (PyBytes_Check(field->own)) {
        if (PyBytes_AsStringAndSize(field->own, &bytes, &length) < 0) {
            return 0;
        }
    } else {
        bytes = (char *)PyUnicode_AsUTF8AndSize(field->own, &length);
        if (bytes == NULL) { /* it has lone surrogates */
            PyErr_Clear();
            return 0;
        }
    }
    value->from = (const uint8_t *)bytes;
    value->to = value->from + length;
    return 1;
}

PyObject *pair_of(const State *state, const uint8_t *indicators) {
    PyObject **pair = &state->pairs[indicators[0] * ASCII + indicators[1]];
    if (*pair == NULL) {
        PyObject *made = PyObject_CallFunction(state->indicators_class, "CC", indicators[0], indicators[1]);
        if (*pair == NULL) {
            *pair = made;
        } else {
            Py_XDECREF(made);
        }
    }
    Py_XINCREF(*pair);
    return *pair;
}

/* Takes the references. */
static PyObject *subfield(const State *state, PyObject *code, PyObject *value) {
    PyObject *made = NULL;
    if (code != NULL && value != NULL) {
        made = PyType_GenericAlloc(state->subfield_class, 2);
    }
    if (made == NULL) {
        Py_XDECREF(code);
        Py_XDECREF(value);
        return NULL;
    }
    PyTuple_SetItem(made, 0, code);
    PyTuple_SetItem(made, 1, value);
    return made;
}

PyObject *subfields_of(const State *state, const Value *value) {
    PyObject *found = PyList_New(0);
    const uint8_t *at = delimiter(value->from, value->to);
    while (found != NULL && at < value->to) {
        Piece piece = {at + 1, delimiter(at + 1, value->to)};
        if (piece.code == piece.to || *piece.code >= ASCII) {
            Py_CLEAR(found);
            break;
        }
        at = piece.to;
        PyObject *code = PyUnicode_FromStringAndSize((const char *)piece.code, 1);
        PyObject *one = subfield(state, code, code == NULL ? NULL : text(piece.code + 1, piece.to));
        if (one == NULL || PyList_Append(found, one) < 0) {
            Py_CLEAR(found);
        }
        Py_XDECREF(one);
    }
    return found;
}

/* The parts of an ordinary field; `own` and the type for one whose parts do not say all. */
typedef struct {
    PyTypeObject *type;
    PyObject *tag, *data, *indicators, *subfields, *control_field, *own;
} Parts;

static void drop(Parts *parts) {
    Py_CLEAR(parts->tag);
    Py_CLEAR(parts->data);
    Py_CLEAR(parts->indicators);
    Py_CLEAR(parts->subfields);
    Py_CLEAR(parts->control_field);
    Py_CLEAR(parts->own);
}

static PyObject *shared(PyObject *object) {
    Py_XINCREF(object);
    return object;
}

/* Parts as Python makes them of a tag and a value. */
static int odd_parts(const State *state, PyObject *tag, PyObject *whole, Parts *parts) {
    PyObject *made = PyObject_CallFunctionObjArgs(state->odd_field, tag, whole, NULL);
    if (made == NULL) {
        return 0;
    }
    FieldObject *field = (FieldObject *)made;
    parts->type = Py_TYPE(made);
    parts->tag = shared(field->tag);
    parts->data = shared(field->data);
    parts->indicators = shared(field->indicators);
    parts->subfields = shared(field->subfields);
    parts->control_field = shared(field->control_field);
    parts->own = shared(field->own);
    Py_DECREF(made);
    return 1;
}

static int parts_of(const State *state, PyObject *tag, const Value *value, Parts *parts) {
    int control = is_control(value);
    parts->type = state->field_class;
    parts->tag = shared(tag);
    parts->control_field = shared(control ? Py_True : Py_False);
    if (control) {
        parts->data = text(value->from, value->to);
        parts->subfields = parts->data == NULL ? NULL : PyList_New(0);
        parts->indicators = shared(Py_None);
    } else if (has_indicators(value)) {
        parts->data = shared(Py_None);
        parts->indicators = pair_of(state, value->from);
        parts->subfields = parts->indicators == NULL ? NULL : subfields_of(state, value);
    }
    if (parts->subfields != NULL) {
        return 1;
    }
    drop(parts);
    if (PyErr_Occurred()) {
        return 0;
    }
    PyObject *whole = text(value->from, value->to);
    int found = whole != NULL && odd_parts(state, tag, whole, parts);
    Py_XDECREF(whole);
    return found;
}

/* Takes the references. What the field had of its own is dropped last, since that may run anything. */
static void put_parts(FieldObject *field, Parts *parts) {
    PyObject *tag = field->tag, *own = field->own;
    field->owner = NULL;
    field->tag = parts->tag;
    field->data = parts->data;
    field->indicators = parts->indicators;
    field->subfields = parts->subfields;
    field->control_field = parts->control_field;
    field->own = parts->own;
    Py_XDECREF(tag);
    Py_XDECREF(own);
}

static PyObject *tag_of(const State *state, const FieldObject *field) {
    return field->tag != NULL ? field->tag : known_tag(state, field->unit - 1);
}

int open_field(const State *state, FieldObject *field) {
    Value value;
    Parts parts = {NULL, NULL, NULL, NULL, NULL, NULL, NULL};
    PyObject *tag = field->unit == 0 && field->tag == NULL ? NULL : tag_of(state, field);
    RecordObject *owner = field->owner;
    if (tag == NULL) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_AttributeError, "the field has no tag");
        }
        return 0;
    }
    /* What is called may open the field, or end its record. */
    PyObject *kept = owner != NULL ? (PyObject *)owner->batch : field->own;
    Py_INCREF(tag);
    Py_XINCREF(owner);
    Py_XINCREF(kept);
    int good;
    if (value_of(field, &value)) {
        good = parts_of(state, tag, &value, &parts);
    } else {
        good = !PyErr_Occurred() && field->own != NULL && odd_parts(state, tag, field->own, &parts);
    }
    Py_DECREF(tag);
    if (good && Py_TYPE(field) == state->read_field) { /* and not opened by what was called */
        put_parts(field, &parts);
        Py_INCREF(parts.type);
        Py_SET_TYPE(field, parts.type);
        Py_DECREF(state->read_field);
        track(field);
        if (owner != NULL) {
            owner->opened = 1;
            track(owner);
        }
    } else {
        drop(&parts);
    }
    Py_XDECREF((PyObject *)owner);
    Py_XDECREF(kept);
    return good;
}

/* --- the type ----------------------------------------------------------------------------------- */

static int traverse(PyObject *self, visitproc visit, void *arg) {
    FieldObject *field = (FieldObject *)self;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(field->tag);
    Py_VISIT(field->data);
    Py_VISIT(field->indicators);
    Py_VISIT(field->subfields);
    Py_VISIT(field->control_field);
    Py_VISIT(field->own);
    return 0;
}

static int clear(PyObject *self) {
    FieldObject *field = (FieldObject *)self;
    Py_CLEAR(field->tag);
    Py_CLEAR(field->data);
    Py_CLEAR(field->indicators);
    Py_CLEAR(field->subfields);
    Py_CLEAR(field->control_field);
    Py_CLEAR(field->own);
    return 0;
}

static void dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    clear(self);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

static PyObject *get_own_tag(PyObject *self, void *closure) {
    (void)closure;
    FieldObject *field = (FieldObject *)self;
    if (field->unit == 0) {
        if (field->tag == NULL) {
            PyErr_SetString(PyExc_AttributeError, "_tag");
        }
        return shared(field->tag);
    }
    char name[3];
    name_tag(field->unit - 1, name);
    return PyUnicode_FromStringAndSize(name, sizeof name);
}

static int set_own_tag(PyObject *self, PyObject *tag, void *closure) {
    (void)closure;
    FieldObject *field = (FieldObject *)self;
    if (tag == NULL || !PyUnicode_Check(tag)) {
        PyErr_SetString(PyExc_TypeError, "a field's tag is a str");
        return -1;
    }
    PyObject *before = field->tag;
    field->unit = 0;
    field->tag = shared(tag);
    Py_XDECREF(before);
    return 0;
}

static PyObject *get_text(PyObject *self, void *closure) {
    (void)closure;
    FieldObject *field = (FieldObject *)self;
    Value value;
    if (field->owner == NULL && field->own != NULL && PyUnicode_Check(field->own)) {
        return shared(field->own);
    }
    if (value_of(field, &value)) {
        return text(value.from, value.to);
    }
    if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_AttributeError, "_text");
    }
    return NULL;
}

static int set_text(PyObject *self, PyObject *value, void *closure) {
    (void)closure;
    FieldObject *field = (FieldObject *)self;
    if (value == NULL || !PyUnicode_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "a field's value is a str");
        return -1;
    }
    PyObject *before = field->own;
    field->owner = NULL;
    field->own = shared(value);
    Py_XDECREF(before);
    return 0;
}

static PyGetSetDef attributes[] = {
    {"_tag", get_own_tag, set_own_tag, "The tag of a field that was read.", NULL},
    {"_text", get_text, set_text, "The value that was read, without its field terminator.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef members[] = {
    {"tag", T_OBJECT_EX, offsetof(FieldObject, tag), 0, "The tag."},
    {"data", T_OBJECT_EX, offsetof(FieldObject, data), 0, "A control field's data, or None."},
    {"_indicators", T_OBJECT_EX, offsetof(FieldObject, indicators), 0, "Both indicators, or None."},
    {"subfields", T_OBJECT_EX, offsetof(FieldObject, subfields), 0, "The subfields, a list."},
    {"control_field", T_OBJECT_EX, offsetof(FieldObject, control_field), 0,
     "Whether it is a control field."},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "What a Field is based on."},
    {Py_tp_dealloc, dealloc},
    {Py_tp_traverse, traverse},
    {Py_tp_clear, clear},
    {Py_tp_getset, attributes},
    {Py_tp_members, members},
    {0, NULL},
};

PyType_Spec field_core = {"panamarc._accelerator.FieldCore", sizeof(FieldObject), 0,
                          Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, slots};
