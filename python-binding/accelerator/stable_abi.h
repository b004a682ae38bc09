/* Python's headers, for the stable ABI of 3.10 (PEP 384). */
#ifndef PANAMARC_STABLE_ABI_H
#define PANAMARC_STABLE_ABI_H

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030A0000
#include <Python.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <structmember.h>

enum { TERMINATOR = 0x1E, DELIMITER = 0x1F, ASCII = 0x80 };

#endif
