/*
 * Records taken apart and put together: the dictionaries of MARC-in-JSON, and the directory and the
 * values that fields are written as. What is not as usual is for Python.
 */
#include "buffer.h"
#include "core.h"

/* --- dictionaries ------------------------------------------------------------------------------- */

/* Adds to a dictionary, and takes the reference to the value. */
static int add(PyObject *dictionary, PyObject *key, PyObject *value) {
    int result = value == NULL ? -1 : PyDict_SetItem(dictionary, key, value);
    Py_XDECREF(value);
    return result;
}

/* Takes the reference to the value. */
static PyObject *pair(PyObject *key, PyObject *value) {
    PyObject *made = PyDict_New();
    if (made == NULL) {
        Py_XDECREF(value);
    } else if (add(made, key, value) < 0) {
        Py_CLEAR(made);
    }
    return made;
}

static PyObject *character(const uint8_t *at) {
    return PyUnicode_FromStringAndSize((const char *)at, 1);
}

/* NULL, perhaps without an exception, where a code is none, or more than a byte. */
static PyObject *subfields_in(const Value *value) {
    PyObject *found = PyList_New(0);
    const uint8_t *at = value->from + 2;
    while (found != NULL && at < value->to) {
        Piece piece = {at + 1, delimiter(at + 1, value->to)};
        if (piece.code == piece.to || *piece.code >= ASCII) {
            Py_CLEAR(found);
            break;
        }
        at = piece.to;
        PyObject *code = character(piece.code);
        PyObject *one = code == NULL ? NULL : pair(code, text(piece.code + 1, piece.to));
        if (one == NULL || PyList_Append(found, one) < 0) {
            Py_CLEAR(found);
        }
        Py_XDECREF(one);
        Py_XDECREF(code);
    }
    return found;
}

static PyObject *data_entry(const State *state, PyObject *tag, const Value *value) {
    PyObject *list = subfields_in(value);
    PyObject *made = list == NULL ? NULL : PyDict_New();
    if (made == NULL) {
        Py_XDECREF(list);
        return NULL;
    }
    if (add(made, state->ind1, character(value->from)) < 0 ||
        add(made, state->ind2, character(value->from + 1)) < 0) {
        Py_DECREF(list);
        Py_DECREF(made);
        return NULL;
    }
    if (add(made, state->subfields, list) < 0) {
        Py_DECREF(made);
        return NULL;
    }
    return pair(tag, made);
}

static PyObject *entry(const State *state, const Value *value) {
    PyObject *tag = known_tag(state, value->tag);
    if (tag == NULL) {
        return NULL;
    }
    /* MARC-in-JSON has no place for subfields in a control field. */
    if (is_control(value) && !has_subfields(value)) {
        return pair(tag, text(value->from, value->to));
    }
    if (value->tag >= CONTROL_FIELDS && has_indicators(value)) {
        PyObject *made = data_entry(state, tag, value);
        if (made != NULL || PyErr_Occurred()) {
            return made;
        }
    }
    PyObject *whole = text(value->from, value->to);
    PyObject *made =
        whole == NULL ? NULL : PyObject_CallFunctionObjArgs(state->odd_entry, tag, whole, NULL);
    Py_XDECREF(whole);
    return made;
}

PyObject *entries(PyObject *module, PyObject *args) {
    const State *state = PyModule_GetState(module);
    PyObject *given;
    Py_ssize_t index, first, stop;
    if (!PyArg_ParseTuple(args, "O!n", state->batch, &given, &index) ||
        !slots_of((BatchObject *)given, index, &first, &stop)) {
        return NULL;
    }
    PyObject *found = PyList_New(stop - first);
    for (Py_ssize_t slot = first; found != NULL && slot < stop; slot++) {
        Value value;
        PyObject *one = NULL;
        int good = value_at((BatchObject *)given, slot, &value);
        if (good && value.tag == KNOWN_TAGS) {
            Py_DECREF(found);
            Py_RETURN_NONE;
        }
        one = good ? entry(state, &value) : NULL;
        if (one == NULL || PyList_SetItem(found, slot - first, one) < 0) {
            Py_CLEAR(found);
        }
    }
    return found;
}

/* --- ISO 2709 ----------------------------------------------------------------------------------- */

/* False, with or without an exception, where it is no text that UTF-8 can say. */
static int put_text(Buffer *to, PyObject *given) {
    Py_ssize_t length;
    const char *utf8 =
        given != NULL && PyUnicode_CheckExact(given) ? PyUnicode_AsUTF8AndSize(given, &length) : NULL;
    return utf8 != NULL && put(to, utf8, length);
}

/* Two texts, one after the other. */
static int put_pair(Buffer *to, PyObject *pair) {
    return pair != NULL && PyTuple_Check(pair) && PyTuple_Size(pair) == 2 &&
           put_text(to, PyTuple_GetItem(pair, 0)) && put_text(to, PyTuple_GetItem(pair, 1));
}

/* Whether the two bytes put last, a control field's data, would read back as indicators. */
static int are_indicators(const Buffer *to, const FieldObject *field) {
    Py_ssize_t length = 0;
    PyObject *tag = field->tag;
    const char *name =
        tag != NULL && PyUnicode_CheckExact(tag) ? PyUnicode_AsUTF8AndSize(tag, &length) : NULL;
    const uint8_t *end = (const uint8_t *)to->bytes + to->length;
    Value value = {name != NULL && length == 3 ? number_of(name) : KNOWN_TAGS, end - 2, end};
    return value.tag >= CONTROL_FIELDS && !is_local(&value) && !has_subfields(&value);
}

/* False, with or without an exception, where the field's parts are not as usual. */
static int put_parts(Buffer *to, const FieldObject *field) {
    int good = 0;
    if (field->control_field == Py_True) {
        Py_ssize_t before = to->length;
        good = put_text(to, field->data) && !(to->length == before + 2 && are_indicators(to, field));
    } else if (field->control_field == Py_False) {
        PyObject *list = field->subfields;
        good = put_pair(to, field->indicators) && list != NULL && PyList_Check(list);
        for (Py_ssize_t at = 0; good && at < PyList_Size(list); at++) {
            const char mark = DELIMITER;
            good = put(to, &mark, 1) && put_pair(to, PyList_GetItem(list, at));
        }
    }
    return good;
}

/* Decimal digits with leading zeros; false where there is no room. */
static int put_number(Buffer *to, Py_ssize_t number, int digits) {
    char decimal[8];
    for (int at = digits; at-- > 0; number /= 10) {
        decimal[at] = (char)('0' + number % 10);
    }
    return number == 0 && put(to, decimal, digits);
}

/* A tag of three characters in ASCII. */
static int put_tag(Buffer *to, const FieldObject *field) {
    if (field->tag == NULL && field->unit != 0) {
        char name[3];
        name_tag(field->unit - 1, name);
        return put(to, name, sizeof name);
    }
    Py_ssize_t before = to->length;
    return put_text(to, field->tag) && PyUnicode_GetLength(field->tag) == 3 &&
           to->length == before + 3;
}

/* A field's entry and its value with the terminator; a field that was read has its value as it is. */
static int put_field(const State *state, PyObject *given, Buffer *directory, Buffer *data) {
    FieldObject *field = (FieldObject *)given;
    Py_ssize_t start = data->length;
    const char terminator = TERMINATOR;
    if (Py_TYPE(given) == state->read_field) {
        Value value;
        if (!value_of(field, &value) ||
            !put(data, (const char *)value.from, value.to - value.from)) {
            return 0;
        }
    } else if (Py_TYPE(given) != state->field_class || !put_parts(data, field)) {
        return 0;
    }
    return put(data, &terminator, 1) && put_tag(directory, field) &&
           put_number(directory, data->length - start, 4) && put_number(directory, start, 5);
}

PyObject *encoded(PyObject *module, PyObject *list) {
    const State *state = PyModule_GetState(module);
    Py_ssize_t count = PyList_Size(list); /* an exception for what is no list */
    Buffer directory = {NULL, 0, 0}, data = {NULL, 0, 0};
    int good = count >= 0 && state->field_class != NULL;
    for (Py_ssize_t at = 0; good && at < count; at++) {
        good = put_field(state, PyList_GetItem(list, at), &directory, &data);
    }
    PyObject *found = NULL;
    if (good) {
        found = Py_BuildValue("(y#y#)", directory.length == 0 ? "" : directory.bytes,
                              directory.length, data.length == 0 ? "" : data.bytes, data.length);
    } else if (count >= 0 && (PyErr_Occurred() == NULL || !PyErr_ExceptionMatches(PyExc_MemoryError))) {
        PyErr_Clear(); /* Python says what is wrong with it */
        Py_INCREF(Py_None);
        found = Py_None;
    }
    PyMem_Free(directory.bytes);
    PyMem_Free(data.bytes);
    return found;
}
