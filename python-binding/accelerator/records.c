/* The memory that a batch is written into, and its records, each made when it is asked for. */
#include "core.h"

typedef struct {
    PyObject_HEAD
    BatchObject *batch;
    PyTypeObject *type;
    Py_ssize_t next;
} Records;

PyObject *blank(PyObject *module, PyObject *size) {
    (void)module;
    Py_ssize_t length = PyLong_AsSsize_t(size);
    if (length == -1 && PyErr_Occurred()) {
        return NULL;
    }
    PyObject *made = PyBytes_FromStringAndSize(NULL, length);
    PyObject *address = made == NULL ? NULL : PyLong_FromVoidPtr(PyBytes_AsString(made));
    PyObject *pair = address == NULL ? NULL : PyTuple_Pack(2, made, address);
    Py_XDECREF(address);
    Py_XDECREF(made);
    return pair;
}

PyObject *new_records(PyObject *module, PyObject *batch) {
    State *state = PyModule_GetState(module);
    if (!PyObject_TypeCheck(batch, state->batch)) {
        PyErr_SetString(PyExc_TypeError, "expected a Batch");
        return NULL;
    }
    Records *made = (Records *)new_object(state->records, sizeof *made);
    if (made != NULL) {
        Py_INCREF(batch);
        Py_INCREF(state->read_record);
        made->batch = (BatchObject *)batch;
        made->type = state->read_record;
        PyObject_GC_Track(made);
    }
    return (PyObject *)made;
}

static PyObject *next(PyObject *self) {
    Records *records = (Records *)self;
    if (records->batch == NULL || records->next >= records->batch->records) {
        return NULL;
    }
    Py_ssize_t index = records->next++; /* before what may run the collector */
    BatchObject *batch = records->batch;
    Py_INCREF(batch);
    RecordObject *made = (RecordObject *)new_object(records->type, sizeof *made);
    if (made == NULL) {
        Py_DECREF(batch);
        return NULL;
    }
    made->batch = batch;
    made->index = index;
    return (PyObject *)made;
}

static PyObject *length_hint(PyObject *self, PyObject *none) {
    (void)none;
    Records *records = (Records *)self;
    return PyLong_FromSsize_t(records->batch == NULL ? 0 : records->batch->records - records->next);
}

static int traverse(PyObject *self, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Records *)self)->batch);
    Py_VISIT(((Records *)self)->type);
    return 0;
}

static int clear(PyObject *self) {
    Py_CLEAR(((Records *)self)->batch);
    return 0;
}

static void dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((Records *)self)->batch);
    Py_XDECREF(((Records *)self)->type);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"__length_hint__", length_hint, METH_NOARGS, "How many records were not taken yet."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "The records of a batch, each of which is made when it is taken."},
    {Py_tp_dealloc, dealloc},
    {Py_tp_traverse, traverse},
    {Py_tp_clear, clear},
    {Py_tp_iter, PyObject_SelfIter},
    {Py_tp_iternext, next},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec records_spec = {"panamarc._accelerator.Records", sizeof(Records), 0,
                            Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};
