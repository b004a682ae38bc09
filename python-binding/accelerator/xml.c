/*
 * A record in MARCXML, as `marcxml.node_of` and ElementTree write it. What MARCXML cannot carry, and what
 * is not as usual, is for Python.
 */
#include "buffer.h"
#include "core.h"

#define PUT(to, literal) put(to, literal, sizeof(literal) - 1)

enum { ZEROS = RADIX }; /* tags that begin with 00 have numbers below this */

/* The reference for a byte of ASCII; NULL for one that is written as it is. */
static const char *reference(uint8_t byte, int attribute) {
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '\r':
        return "&#13;";
    case '"':
        return attribute ? "&quot;" : NULL;
    case '\n':
        return attribute ? "&#10;" : NULL;
    case '\t':
        return attribute ? "&#09;" : NULL;
    default:
        return NULL;
    }
}

static int is_plain(uint8_t byte) {
    return byte >= ' ' && byte < ASCII && byte != '&' && byte != '<' && byte != '>' && byte != '"';
}

/* A character outside ASCII, as it is or as a reference; false where XML cannot carry it. */
static int put_character(Buffer *to, const uint8_t **at, const uint8_t *end, int ascii) {
    char decimal[16];
    const uint8_t *from = *at;
    int32_t character = code_point(at, end);
    if (character < 0 || character == 0xFFFE || character == 0xFFFF) {
        return 0;
    }
    if (!ascii) {
        return put(to, (const char *)from, *at - from);
    }
    int length = PyOS_snprintf(decimal, sizeof decimal, "&#%d;", (int)character);
    return put(to, decimal, length);
}

static int put_text(Buffer *to, const uint8_t *at, const uint8_t *end, int ascii, int attribute) {
    while (at < end) {
        const uint8_t *run = at;
        while (at < end && is_plain(*at)) {
            at++;
        }
        if (!put(to, (const char *)run, at - run)) {
            return 0;
        }
        if (at == end) {
            break;
        }
        if (*at >= ASCII) {
            if (!put_character(to, &at, end, ascii)) {
                return 0;
            }
            continue;
        }
        const char *name = reference(*at, attribute);
        if (name != NULL ? !put(to, name, (Py_ssize_t)strlen(name))
                         : (*at < ' ' && *at != '\t' && *at != '\n') || !put(to, (const char *)at, 1)) {
            return 0;
        }
        at++;
    }
    return 1;
}

/* The end of a start tag, the text, and the end tag; nothing but an empty element for no text. */
static int put_content(Buffer *to, const uint8_t *from, const uint8_t *end, int ascii, const char *name) {
    return from == end ? PUT(to, " />")
                       : PUT(to, ">") && put_text(to, from, end, ascii, 0) && PUT(to, "</") &&
                             put(to, name, (Py_ssize_t)strlen(name)) && PUT(to, ">");
}

static int put_data_field(Buffer *to, const Value *value, const char *tag, int ascii) {
    const uint8_t *from = value->from, *at = from + 2;
    if (!(PUT(to, "<datafield ind1=\"") && put_text(to, from, from + 1, ascii, 1) &&
          PUT(to, "\" ind2=\"") && put_text(to, from + 1, from + 2, ascii, 1) &&
          PUT(to, "\" tag=\"") && put(to, tag, 3) && PUT(to, "\""))) {
        return 0;
    }
    if (at == value->to) {
        return PUT(to, " />");
    }
    int good = PUT(to, ">");
    while (good && at < value->to) {
        Piece piece = {at + 1, delimiter(at + 1, value->to)};
        at = piece.to;
        good = piece.code < piece.to && *piece.code < ASCII && PUT(to, "<subfield code=\"") &&
               put_text(to, piece.code, piece.code + 1, ascii, 1) && PUT(to, "\"") &&
               put_content(to, piece.code + 1, piece.to, ascii, "subfield");
    }
    return good && PUT(to, "</datafield>");
}

/* The fields; false without an exception where that is for Python. */
static int put_fields(Buffer *to, const BatchObject *batch, Py_ssize_t slot, Py_ssize_t stop, int ascii) {
    Value value;
    int data = 0, good = 1; /* `data`: whether there was a data field, after which none of control is */
    for (; good && slot < stop; slot++) {
        char tag[3];
        if (!value_at(batch, slot, &value) || value.tag == KNOWN_TAGS) {
            return 0;
        }
        name_tag(value.tag, tag);
        if (is_control(&value)) {
            good = value.tag < ZEROS && !data && !has_subfields(&value) &&
                   PUT(to, "<controlfield tag=\"") && put(to, tag, 3) && PUT(to, "\"") &&
                   put_content(to, value.from, value.to, ascii, "controlfield");
        } else {
            data = 1;
            good = has_indicators(&value) && put_data_field(to, &value, tag, ascii);
        }
    }
    return good;
}

PyObject *xml(PyObject *module, PyObject *args) {
    State *state = PyModule_GetState(module);
    RecordObject *record;
    const char *start;
    const uint8_t *leader;
    Py_ssize_t length, first, stop;
    int ascii;
    if (!PyArg_ParseTuple(args, "Oy#p", &record, &start, &length, &ascii)) {
        return NULL;
    }
    PyObject *made = NULL;
    Buffer to = {NULL, 0, 0};
    if (Py_TYPE(record) == state->read_record && is_as_read(record, &first, &stop) &&
        plain_leader(record->batch, record->index, &leader) && put(&to, start, length) &&
        PUT(&to, "<leader>") && put_text(&to, leader, leader + 24, ascii, 0) && PUT(&to, "</leader>") &&
        put_fields(&to, record->batch, first, stop, ascii) && PUT(&to, "</record>")) {
        made = PyBytes_FromStringAndSize(to.bytes, to.length);
    } else if (!PyErr_Occurred()) {
        Py_INCREF(Py_None);
        made = Py_None;
    }
    PyMem_Free(to.bytes);
    return made;
}
