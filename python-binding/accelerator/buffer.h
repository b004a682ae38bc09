/* Bytes that are put one after the other. */
#ifndef PANAMARC_BUFFER_H
#define PANAMARC_BUFFER_H

#include "stable_abi.h"

typedef struct Buffer {
    char *bytes; /* to be given to PyMem_Free */
    Py_ssize_t length, room;
} Buffer;

/* Makes room for a number of bytes more; false with an exception where there is no memory. */
static inline int room_for(Buffer *to, Py_ssize_t length) {
    if (length > to->room - to->length) {
        Py_ssize_t room = 2 * to->room + length;
        char *grown = room < length ? NULL : PyMem_Realloc(to->bytes, (size_t)room);
        if (grown == NULL) {
            PyErr_NoMemory();
            return 0;
        }
        to->bytes = grown;
        to->room = room;
    }
    return 1;
}

/* False with an exception where there is no memory. */
static inline int put(Buffer *to, const char *from, Py_ssize_t length) {
    if (!room_for(to, length)) {
        return 0;
    }
    if (length > 0) { /* else there may be no memory yet */
        memcpy(to->bytes + to->length, from, (size_t)length);
        to->length += length;
    }
    return 1;
}

#endif
