/* Calls of the lazy classes in Python, which do what C leaves to them. */
#include "core.h"

PyObject *lazily(PyObject *lazy, const char *name, PyObject *self, PyObject *const *arguments,
                 Py_ssize_t count, PyObject *names) {
    PyObject *method = PyObject_GetAttrString(lazy, name), *named = NULL, *found = NULL;
    Py_ssize_t more = names == NULL ? 0 : PyTuple_Size(names);
    PyObject *all = method == NULL ? NULL : PyTuple_New(count + 1);
    if (all != NULL) {
        Py_INCREF(self);
        PyTuple_SetItem(all, 0, self);
        for (Py_ssize_t at = 0; at < count; at++) {
            Py_INCREF(arguments[at]);
            PyTuple_SetItem(all, at + 1, arguments[at]);
        }
        named = more == 0 ? NULL : PyDict_New();
        int good = more == 0 || named != NULL;
        for (Py_ssize_t at = 0; good && at < more; at++) {
            good = PyDict_SetItem(named, PyTuple_GetItem(names, at), arguments[count + at]) == 0;
        }
        found = good ? PyObject_Call(method, all, named) : NULL;
    }
    Py_XDECREF(named);
    Py_XDECREF(all);
    Py_XDECREF(method);
    return found;
}
