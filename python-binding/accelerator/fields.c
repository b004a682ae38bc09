/* The fields of a record one by one, each made when it is taken: the record need not become ordinary. */
#include "core.h"

typedef struct {
    PyObject_HEAD
    RecordObject *record; /* NULL at the end */
    Py_ssize_t next;
} Fields;

PyObject *new_fields(const State *state, RecordObject *record) {
    Fields *made = (Fields *)new_object(state->fields, sizeof *made);
    if (made != NULL) {
        Py_INCREF(record);
        made->record = record;
        PyObject_GC_Track(made);
    }
    return (PyObject *)made;
}

/* A field of a record that became ordinary meanwhile; NULL at the end, or with an exception. */
static PyObject *ordinary_field(RecordObject *record, Py_ssize_t at) {
    Py_ssize_t count = record->fields == NULL ? 0 : PySequence_Size(record->fields);
    return at < count ? PySequence_GetItem(record->fields, at) : NULL;
}

static PyObject *lazy_field(const State *state, RecordObject *record, Py_ssize_t at) {
    Py_ssize_t first, stop;
    if (record->batch == NULL || !slots_of(record->batch, record->index, &first, &stop) ||
        first + at >= stop) {
        return NULL;
    }
    FieldObject *field = hand_out(state, record, first, stop, first + at);
    Py_XINCREF(field);
    return (PyObject *)field;
}

static PyObject *next(PyObject *self) {
    Fields *fields = (Fields *)self;
    RecordObject *record = fields->record;
    if (record == NULL) {
        return NULL;
    }
    Py_ssize_t at = fields->next++;
    const State *state = state_of((PyObject *)record);
    PyObject *field = state == NULL ? ordinary_field(record, at) : lazy_field(state, record, at);
    if (field == NULL && !PyErr_Occurred()) {
        Py_CLEAR(fields->record); /* an iterator that has ended gives no more */
    }
    return field;
}

static int traverse(PyObject *self, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Fields *)self)->record);
    return 0;
}

static int clear(PyObject *self) {
    Py_CLEAR(((Fields *)self)->record);
    return 0;
}

static void dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    clear(self);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}

static PyType_Slot slots[] = {
    {Py_tp_doc, "The fields of a record in their order."},
    {Py_tp_dealloc, dealloc},
    {Py_tp_traverse, traverse},
    {Py_tp_clear, clear},
    {Py_tp_iter, PyObject_SelfIter},
    {Py_tp_iternext, next},
    {0, NULL},
};

PyType_Spec fields_spec = {"panamarc._accelerator.Fields", sizeof(Fields), 0,
                           Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};
