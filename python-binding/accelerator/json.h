#ifndef PANAMARC_JSON_H
#define PANAMARC_JSON_H

#include "stable_abi.h"

/* The method `json` of the module. */
PyObject *json(PyObject *module, PyObject *args);

#endif
