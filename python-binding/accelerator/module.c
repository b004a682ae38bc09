/*
 * Records and fields that were read as objects in C: see `core.h`. Python has the same without this
 * module, more slowly, and does what this leaves to it.
 *
 * On the stable ABI of Python 3.10 (PEP 384): one build serves every later Python that has a GIL, which
 * its callers hold. An interpreter that imports it has its own types, and keeps every tag and pair of
 * indicators that it has met.
 */
#include "core.h"

static PyObject *set_entry(PyObject *module, PyObject *odd_entry) {
    State *state = PyModule_GetState(module);
    Py_INCREF(odd_entry);
    Py_XDECREF(state->odd_entry);
    state->odd_entry = odd_entry;
    Py_RETURN_NONE;
}

static int add_type(PyObject *module, PyType_Spec *spec, const char *name, PyTypeObject **type) {
    *type = (PyTypeObject *)PyType_FromModuleAndSpec(module, spec, NULL);
    if (*type == NULL) {
        return -1;
    }
    Py_INCREF(*type);
    if (PyModule_AddObject(module, name, (PyObject *)*type) < 0) {
        Py_DECREF(*type);
        return -1;
    }
    return 0;
}

/* What pickle looks for: slots in Python have it. */
static int name_slots(PyTypeObject *type, const char *format, ...) {
    va_list names;
    va_start(names, format);
    PyObject *tuple = Py_VaBuildValue(format, names);
    va_end(names);
    int result = tuple == NULL ? -1 : PyObject_SetAttrString((PyObject *)type, "__slots__", tuple);
    Py_XDECREF(tuple);
    return result;
}

static int execute(PyObject *module) {
    State *state = PyModule_GetState(module);
    state->plans = PyDict_New();
    state->tags = PyMem_Calloc(KNOWN_TAGS, sizeof *state->tags);
    state->pairs = PyMem_Calloc(ASCII * ASCII, sizeof *state->pairs);
    state->ind1 = PyUnicode_InternFromString("ind1");
    state->ind2 = PyUnicode_InternFromString("ind2");
    state->subfields = PyUnicode_InternFromString("subfields");
    state->zero = PyLong_FromLong(0);
    if (state->tags == NULL || state->pairs == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    if (state->plans == NULL || state->ind1 == NULL || state->ind2 == NULL ||
        state->subfields == NULL || state->zero == NULL ||
        add_type(module, &batch_core, "BatchCore", &state->batch) < 0 ||
        add_type(module, &record_core, "RecordCore", &state->record) < 0 ||
        add_type(module, &field_core, "FieldCore", &state->field) < 0 ||
        add_type(module, &records_spec, "Records", &state->records) < 0 ||
        add_type(module, &fields_spec, "Fields", &state->fields) < 0) {
        return -1;
    }
    return name_slots(state->field, "(sssss)", "tag", "data", "_indicators", "subfields",
                      "control_field");
}

static int traverse(PyObject *module, visitproc visit, void *arg) {
    State *state = PyModule_GetState(module);
    PyObject *objects[] = {
        (PyObject *)state->batch,       (PyObject *)state->record,       (PyObject *)state->field,
        (PyObject *)state->records,     (PyObject *)state->read_record,  (PyObject *)state->read_field,
        (PyObject *)state->record_class, (PyObject *)state->field_class, (PyObject *)state->subfield_class,
        state->indicators_class,        state->lazy_record,              state->lazy_field,
        state->odd_field,               state->odd_entry,                state->parse,
        (PyObject *)state->leader_class, state->leader_text,             (PyObject *)state->fields,
    };
    for (size_t at = 0; at < sizeof objects / sizeof *objects; at++) {
        Py_VISIT(objects[at]);
    }
    return 0;
}

/* Objects outlive the module, and refer to what it keeps through their types: that is kept, too. */
static PyMethodDef methods[] = {
    {"read_field", read_field, METH_VARARGS,
     "read_field(LazyField, Field, Subfield, Indicators, odd_field): the class of fields that were read. "
     "`odd_field` makes a field of a tag and a value that are not as usual."},
    {"read_record", read_record, METH_VARARGS,
     "read_record(LazyRecord, Record, Leader, parse): the class of records that were read. `parse` makes a Spec "
     "of its text."},
    {"records", new_records, METH_O, "records(batch): an iterator of the records of a batch."},
    {"blank", blank, METH_O,
     "blank(size): bytes that are yet to be written, and their address. Nobody else may have them before "
     "that."},
    {"json", json, METH_O,
     "json(record): a record in MARC-in-JSON without blanks; None where it is for Python."},
    {"xml", xml, METH_VARARGS,
     "xml(record, start, ascii): a record in MARCXML after its start tag, in UTF-8, or in ASCII with "
     "references; None where it is for Python."},
    {"set_entry", set_entry, METH_O,
     "set_entry(odd_entry): what makes the entry of MARC-in-JSON of a tag and a value that are not as "
     "usual."},
    {"entries", entries, METH_VARARGS,
     "entries(batch, index): a record's fields as dictionaries of MARC-in-JSON; None where one has an "
     "odd tag. Raises ValueError where the batch is none."},
    {"encoded", encoded, METH_O,
     "encoded(fields): the directory of a list of fields in ISO 2709, and their values in UTF-8 "
     "with their field terminators; None where one is no Field, or not as usual, or has data "
     "that would read back as indicators, or where numbers of the directory have no room."},
    {"schema_capsule", schema_capsule, METH_NOARGS,
     "schema_capsule(): a capsule `arrow_schema` with an empty structure, and the structure's address."},
    {"stream_capsule", stream_capsule, METH_NOARGS,
     "stream_capsule(): a capsule `arrow_array_stream` with an empty structure, and its address."},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, execute},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "panamarc._accelerator",
    .m_size = sizeof(State),
    .m_methods = methods,
    .m_slots = slots,
    .m_traverse = traverse,
};

PyMODINIT_FUNC PyInit__accelerator(void) {
    return PyModuleDef_Init(&definition);
}
