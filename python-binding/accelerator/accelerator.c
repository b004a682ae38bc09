/*
 * Makes the objects of a record straight from its packed batch: the fields of `_readfield.made_of`, the
 * dictionaries of `_shown.entries` and their text in JSON; and the directory and the values that fields
 * are written as. All that several times as fast as Python, which does what is not as usual, and
 * everything where this module was not built.
 *
 * On the stable ABI of Python 3.10 (PEP 384): one build serves every later Python that has a GIL, which
 * its callers hold. It keeps what it was given in `prepare`, and every tag and pair of indicators that
 * it has seen, as long as the process lives.
 */
#include "batch.h"
#include "buffer.h"
#include "json.h"

enum { TAG, DATA, INDICATORS, SUBFIELDS, CONTROL_FIELD, PARTS };

static PyObject *tags[KNOWN_TAGS];
static PyObject *pairs[ASCII * ASCII];
static PyObject *ind1, *ind2, *subfields;

static PyTypeObject *field_class, *subfield_class;
static PyObject *indicators_class, *odd_field, *odd_entry;
/* The slots of a Field, and what sets and gets them. */
static PyObject *parts[PARTS];
static descrsetfunc set_part[PARTS];
static descrgetfunc get_part[PARTS];

/* What becomes of a record's parts. Each function takes the references to values that it is given, of
 * which any but a code or tag may be NULL with an exception, and returns a new one, or NULL likewise. */
typedef struct {
    PyObject *(*subfield)(PyObject *code, PyObject *value);
    PyObject *(*control_field)(PyObject *tag, PyObject *data);
    PyObject *(*data_field)(PyObject *tag, const uint8_t *indicators, PyObject *subfields);
    PyObject **odd; /* called with the tag and the whole value of an unusual field */
} Maker;

static PyObject *text(const uint8_t *from, const uint8_t *to) {
    return PyUnicode_DecodeUTF8((const char *)from, to - from, NULL);
}

static PyObject *character(const uint8_t *at) {
    return PyUnicode_FromStringAndSize((const char *)at, 1);
}

/* A borrowed reference. */
static PyObject *tag_of(unsigned number) {
    if (tags[number] == NULL) {
        char name[4] = {0};
        name_tag(number, name);
        tags[number] = PyUnicode_InternFromString(name);
    }
    return tags[number];
}

/* The subfields of a value behind its indicators; NULL, perhaps without an exception, where one has no
 * code, or one that is more than a byte. */
static PyObject *subfields_of(const Maker *maker, const uint8_t *at, const uint8_t *to) {
    PyObject *found = PyList_New(0);
    while (found != NULL && at < to) {
        const uint8_t *code = at + 1;
        if (code == to || *code >= ASCII || *code == DELIMITER) {
            Py_CLEAR(found);
            break;
        }
        at = memchr(code + 1, DELIMITER, (size_t)(to - code - 1));
        at = at == NULL ? to : at;
        PyObject *name = character(code);
        PyObject *one = name == NULL ? NULL : maker->subfield(name, text(code + 1, at));
        if (one == NULL || PyList_Append(found, one) < 0) {
            Py_CLEAR(found);
        }
        Py_XDECREF(one);
        Py_XDECREF(name);
    }
    return found;
}

static PyObject *made_of(const Maker *maker, const Value *value) {
    PyObject *tag = tag_of(value->tag);
    if (tag == NULL) {
        return NULL;
    }
    int usual = value->tag >= CONTROL_FIELDS && has_indicators(value);
    int control = value->tag < CONTROL_FIELDS || (!usual && is_local(value));
    /* MARC-in-JSON has no place for subfields in a control field. */
    if (control && !(maker->odd == &odd_entry && has_subfields(value))) {
        return maker->control_field(tag, text(value->from, value->to));
    }
    if (usual) {
        PyObject *list = subfields_of(maker, value->from + 2, value->to);
        if (list != NULL) {
            return maker->data_field(tag, value->from, list);
        }
        if (PyErr_Occurred()) {
            return NULL;
        }
    }
    PyObject *whole = text(value->from, value->to);
    PyObject *made =
        whole == NULL ? NULL : PyObject_CallFunctionObjArgs(*maker->odd, tag, whole, NULL);
    Py_XDECREF(whole);
    return made;
}

/* What becomes of the slots of a record: a list, or None where a tag has no number. */
static PyObject *made_by(const Maker *maker, PyObject *args) {
    Slots slots;
    Value value;
    if (!slots_of(args, &slots)) {
        return NULL;
    }
    PyObject *found = PyList_New(slots.stop - slots.first);
    for (Py_ssize_t slot = slots.first; found != NULL && slot < slots.stop; slot++) {
        if (!value_of(&slots, slot, &value)) {
            Py_CLEAR(found);
            if (!PyErr_Occurred()) {
                Py_RETURN_NONE;
            }
            break;
        }
        PyObject *one = made_of(maker, &value);
        if (one == NULL || PyList_SetItem(found, slot - slots.first, one) < 0) {
            Py_CLEAR(found);
        }
    }
    return found;
}

/* --- fields ------------------------------------------------------------------------------------- */

static PyObject *subfield(PyObject *code, PyObject *value) {
    PyObject *made = value == NULL ? NULL : PyType_GenericAlloc(subfield_class, 2);
    if (made == NULL) {
        Py_XDECREF(value);
        return NULL;
    }
    Py_INCREF(code);
    PyTuple_SetItem(made, 0, code);
    PyTuple_SetItem(made, 1, value);
    return made;
}

/* Takes the references but for those of the tag and of `control`. */
static PyObject *field(PyObject *tag, PyObject *data, PyObject *indicators, PyObject *list,
                       PyObject *control) {
    PyObject *values[PARTS] = {tag, data, indicators, list, control};
    PyObject *made = NULL;
    if (data != NULL && indicators != NULL && list != NULL) {
        made = PyType_GenericAlloc(field_class, 0);
    }
    for (int part = 0; made != NULL && part < PARTS; part++) {
        if (set_part[part](parts[part], made, values[part]) < 0) {
            Py_CLEAR(made);
        }
    }
    Py_XDECREF(data);
    Py_XDECREF(indicators);
    Py_XDECREF(list);
    return made;
}

static PyObject *control_field(PyObject *tag, PyObject *data) {
    Py_INCREF(Py_None);
    return field(tag, data, Py_None, data == NULL ? NULL : PyList_New(0), Py_True);
}

static PyObject *data_field(PyObject *tag, const uint8_t *indicators, PyObject *list) {
    PyObject **pair = &pairs[indicators[0] * ASCII + indicators[1]];
    if (*pair == NULL) {
        *pair = PyObject_CallFunction(indicators_class, "CC", indicators[0], indicators[1]);
    }
    Py_XINCREF(*pair);
    Py_INCREF(Py_None);
    return field(tag, Py_None, *pair, list, Py_False);
}

static PyObject *fields(PyObject *module, PyObject *args) {
    static const Maker maker = {subfield, control_field, data_field, &odd_field};
    (void)module;
    return made_by(&maker, args);
}

/* --- dictionaries ------------------------------------------------------------------------------- */

/* Adds to a dictionary, and takes the reference to the value. */
static int add(PyObject *dictionary, PyObject *key, PyObject *value) {
    int result = value == NULL ? -1 : PyDict_SetItem(dictionary, key, value);
    Py_XDECREF(value);
    return result;
}

static PyObject *entry(PyObject *key, PyObject *value) {
    PyObject *made = PyDict_New();
    if (made == NULL) {
        Py_XDECREF(value);
    } else if (add(made, key, value) < 0) {
        Py_CLEAR(made);
    }
    return made;
}

static PyObject *data_entry(PyObject *tag, const uint8_t *indicators, PyObject *list) {
    PyObject *made = PyDict_New();
    if (made == NULL) {
        Py_DECREF(list);
        return NULL;
    }
    int failed = add(made, ind1, character(indicators)) | add(made, ind2, character(indicators + 1)) |
                 add(made, subfields, list);
    if (failed) {
        Py_DECREF(made);
        return NULL;
    }
    return entry(tag, made);
}

static PyObject *entries(PyObject *module, PyObject *args) {
    static const Maker maker = {entry, entry, data_entry, &odd_entry};
    (void)module;
    return made_by(&maker, args);
}

/* --- ISO 2709 ----------------------------------------------------------------------------------- */

/* False, with or without an exception, where it is no text that UTF-8 can say. */
static int put_text(Buffer *to, PyObject *given) {
    Py_ssize_t length;
    const char *utf8 =
        given != NULL && PyUnicode_CheckExact(given) ? PyUnicode_AsUTF8AndSize(given, &length) : NULL;
    return utf8 != NULL && put(to, utf8, length);
}

/* Two texts, one behind the other. */
static int put_pair(Buffer *to, PyObject *pair) {
    return pair != NULL && PyTuple_Check(pair) && PyTuple_Size(pair) == 2 &&
           put_text(to, PyTuple_GetItem(pair, 0)) && put_text(to, PyTuple_GetItem(pair, 1));
}

static PyObject *part_of(PyObject *of, int part) {
    return get_part[part](parts[part], of, (PyObject *)field_class);
}

/* Whether the two bytes put last, a control field's data, would read back as indicators. */
static int are_indicators(const Buffer *to, PyObject *of) {
    PyObject *tag = part_of(of, TAG);
    Py_ssize_t length = 0;
    const char *name =
        tag != NULL && PyUnicode_CheckExact(tag) ? PyUnicode_AsUTF8AndSize(tag, &length) : NULL;
    const uint8_t *end = (const uint8_t *)to->bytes + to->length;
    Value value = {name != NULL && length == 3 ? number_of(name) : KNOWN_TAGS, end - 2, end};
    Py_XDECREF(tag);
    return value.tag >= CONTROL_FIELDS && !is_local(&value) && !has_subfields(&value);
}

/* False, with or without an exception, where the field's parts are not as usual. */
static int put_field(Buffer *to, PyObject *of) {
    PyObject *control = part_of(of, CONTROL_FIELD), *first = NULL, *list = NULL;
    int good = 0;
    if (control == Py_True) {
        Py_ssize_t before = to->length;
        first = part_of(of, DATA);
        good = put_text(to, first) && !(to->length == before + 2 && are_indicators(to, of));
    } else if (control == Py_False) {
        first = part_of(of, INDICATORS);
        list = first == NULL ? NULL : part_of(of, SUBFIELDS);
        good = put_pair(to, first) && list != NULL && PyList_Check(list);
        for (Py_ssize_t at = 0; good && at < PyList_Size(list); at++) {
            const char delimiter = DELIMITER;
            good = put(to, &delimiter, 1) && put_pair(to, PyList_GetItem(list, at));
        }
    }
    Py_XDECREF(control);
    Py_XDECREF(first);
    Py_XDECREF(list);
    const char terminator = TERMINATOR;
    return good && put(to, &terminator, 1);
}

/* Decimal digits with leading zeros; false where there is no room. */
static int put_number(Buffer *to, Py_ssize_t number, int digits) {
    char decimal[8];
    for (int at = digits; at-- > 0; number /= 10) {
        decimal[at] = (char)('0' + number % 10);
    }
    return number == 0 && put(to, decimal, digits);
}

/* A tag of three characters in ASCII, length and start of the value. */
static int put_entry(Buffer *to, PyObject *of, Py_ssize_t start, Py_ssize_t behind) {
    PyObject *tag = part_of(of, TAG);
    Py_ssize_t before = to->length;
    int good = put_text(to, tag) && PyUnicode_GetLength(tag) == 3 && to->length == before + 3 &&
               put_number(to, behind - start, 4) && put_number(to, start, 5);
    Py_XDECREF(tag);
    return good;
}

static PyObject *encoded(PyObject *module, PyObject *list) {
    (void)module;
    Py_ssize_t count = PyList_Size(list); /* an exception for what is no list */
    Buffer directory = {NULL, 0, 0}, data = {NULL, 0, 0};
    int good = count >= 0;
    for (Py_ssize_t at = 0; good && at < count; at++) {
        PyObject *of = PyList_GetItem(list, at);
        Py_ssize_t start = data.length;
        good = of != NULL && Py_TYPE(of) == field_class && put_field(&data, of) &&
               put_entry(&directory, of, start, data.length);
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

/* --- the module --------------------------------------------------------------------------------- */

static PyObject *prepare(PyObject *module, PyObject *args) {
    static const char *const names[PARTS] = {"tag", "data", "_indicators", "subfields",
                                             "control_field"};
    (void)module;
    PyObject *given[5];
    if (!PyArg_ParseTuple(args, "OOOOO", &given[0], &given[1], &given[2], &given[3], &given[4])) {
        return NULL;
    }
    for (int part = 0; part < PARTS; part++) {
        parts[part] = PyObject_GetAttrString(given[0], names[part]);
        if (parts[part] == NULL) {
            return NULL;
        }
        PyTypeObject *descriptor = Py_TYPE(parts[part]);
        set_part[part] = (descrsetfunc)PyType_GetSlot(descriptor, Py_tp_descr_set);
        get_part[part] = (descrgetfunc)PyType_GetSlot(descriptor, Py_tp_descr_get);
    }
    for (int at = 0; at < 5; at++) {
        Py_INCREF(given[at]);
    }
    field_class = (PyTypeObject *)given[0];
    subfield_class = (PyTypeObject *)given[1];
    indicators_class = given[2];
    odd_field = given[3];
    odd_entry = given[4];
    ind1 = PyUnicode_InternFromString("ind1");
    ind2 = PyUnicode_InternFromString("ind2");
    subfields = PyUnicode_InternFromString("subfields");
    if (ind1 == NULL || ind2 == NULL || subfields == NULL) {
        return NULL;
    }
    Py_RETURN_NONE;
}

PyMODINIT_FUNC PyInit__accelerator(void) {
    static PyMethodDef methods[] = {
        {"prepare", prepare, METH_VARARGS,
         "prepare(Field, Subfield, Indicators, odd_field, odd_entry): what the others make, and what "
         "they leave to Python: a field, or its entry in MARC-in-JSON, of a tag and a value."},
        {"fields", fields, METH_VARARGS,
         "fields(batch, first, stop): the fields in these slots of a packed batch; None where one has "
         "an odd tag. Raises ValueError where that is no batch."},
        {"entries", entries, METH_VARARGS,
         "entries(batch, first, stop): the same as dictionaries of MARC-in-JSON."},
        {"json", json, METH_VARARGS,
         "json(batch, first, stop): the same as the text that json.dumps makes of the dictionaries; None "
         "where one has an odd tag or value."},
        {"encoded", encoded, METH_O,
         "encoded(fields): the directory of a list of fields in ISO 2709, and their values in UTF-8 "
         "with their field terminators; None where one is no Field, or not as usual, or has data "
         "that would read back as indicators, or where numbers of the directory have no room."},
        {NULL, NULL, 0, NULL},
    };
    static struct PyModuleDef definition = {
        PyModuleDef_HEAD_INIT, "panamarc._accelerator", NULL, -1, methods, NULL, NULL, NULL, NULL,
    };
    return PyModule_Create(&definition);
}
