/* Values that a spec names. Python parses the spec once; what it says is kept here as a plan. */
#include "buffer.h"
#include "core.h"

enum { MOST_PLANS = 1024, MOST_CODES = 62 };

static const char CAPSULE[] = "panamarc._accelerator.plan";

typedef struct {
    char tag[3]; /* a dot is any character */
    int wild;
    unsigned unit; /* of a tag without a dot; else 0 */
    char indicators[2];
    int asks_indicators;
    char codes[MOST_CODES];
    Py_ssize_t count; /* of codes */
    Py_ssize_t begin, end; /* begin < 0 for no positions */
} Plan;

static void free_plan(PyObject *capsule) {
    PyMem_Free(PyCapsule_GetPointer(capsule, CAPSULE));
}

/* Copies text of ASCII; false, without an exception, for what has no room or is none. */
static int copy_ascii(PyObject *from, char *to, Py_ssize_t room, Py_ssize_t *length) {
    const char *utf8 = PyUnicode_AsUTF8AndSize(from, length);
    if (utf8 == NULL || *length > room || PyUnicode_GetLength(from) != *length) {
        PyErr_Clear();
        return 0;
    }
    memcpy(to, utf8, (size_t)*length);
    return 1;
}

/* Fills a plan from a Spec of Python's; false, perhaps with an exception, where that is for Python. */
static int fill(Plan *plan, PyObject *spec) {
    PyObject *tag, *indicators, *codes, *begin;
    Py_ssize_t end, length, pair;
    if (!PyTuple_Check(spec) ||
        !PyArg_ParseTuple(spec, "UUUOn", &tag, &indicators, &codes, &begin, &end) ||
        !copy_ascii(tag, plan->tag, 3, &length) || length != 3 ||
        !copy_ascii(indicators, plan->indicators, 2, &pair) ||
        !copy_ascii(codes, plan->codes, MOST_CODES, &plan->count) ||
        memcmp(plan->tag, "LDR", 3) == 0) {
        return 0;
    }
    unsigned number = number_of(plan->tag);
    plan->wild = memchr(plan->tag, '.', 3) != NULL;
    plan->unit = number == KNOWN_TAGS ? 0 : number + 1;
    plan->asks_indicators = pair == 2;
    plan->begin = begin == Py_None ? -1 : PyLong_AsSsize_t(begin);
    plan->end = end;
    return !PyErr_Occurred() && (plan->wild || plan->unit != 0);
}

/* The plan of a spec; NULL, perhaps with an exception, where that is for Python. */
static const Plan *plan_of(const State *state, PyObject *spec) {
    if (!PyUnicode_CheckExact(spec)) {
        return NULL;
    }
    PyObject *known = PyDict_GetItemWithError(state->plans, spec);
    if (known != NULL) {
        return known == Py_None ? NULL : PyCapsule_GetPointer(known, CAPSULE);
    }
    PyObject *parsed = PyErr_Occurred() ? NULL : PyObject_CallFunctionObjArgs(state->parse, spec, NULL);
    if (parsed == NULL) {
        return NULL;
    }
    Plan *plan = PyMem_Calloc(1, sizeof *plan);
    int good = plan != NULL && fill(plan, parsed);
    Py_DECREF(parsed);
    if (plan == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    PyObject *kept = Py_None;
    if (good) {
        kept = PyCapsule_New(plan, CAPSULE, free_plan);
    } else {
        PyMem_Free(plan);
        Py_INCREF(kept);
    }
    if (PyErr_Occurred() || kept == NULL) {
        Py_XDECREF(kept);
        return NULL;
    }
    if (PyDict_Size(state->plans) >= MOST_PLANS) {
        PyDict_Clear(state->plans);
    }
    int failed = PyDict_SetItem(state->plans, spec, kept) < 0;
    Py_DECREF(kept);
    return failed || !good ? NULL : plan;
}

static int matches(const Plan *plan, const BatchObject *batch, Py_ssize_t slot, const Value *value) {
    if (!plan->wild) {
        return unit_at(batch, slot) == plan->unit;
    }
    if (value->tag == KNOWN_TAGS) {
        return -1;
    }
    char name[3];
    name_tag(value->tag, name);
    for (int at = 0; at < 3; at++) {
        if (plan->tag[at] != '.' && plan->tag[at] != name[at]) {
            return 0;
        }
    }
    return 1;
}

/* 1 or 0; -1 where an indicator is not ASCII. One that is not there is a blank. */
static int has_asked_indicators(const Plan *plan, const Value *value) {
    const uint8_t *at = value->from;
    for (int which = 0; which < 2; which++) {
        uint8_t there = at < value->to && *at != DELIMITER ? *at++ : ' ';
        if (there >= ASCII) {
            return -1;
        }
        if (plan->indicators[which] != '.' && plan->indicators[which] != (char)there) {
            return 0;
        }
    }
    return 1;
}

/* What is found: all values, or the first. */
typedef struct {
    PyObject *list, *first;
} Found;

/* Takes the reference; false with an exception. */
static int add(Found *found, PyObject *value) {
    if (value == NULL) {
        return 0;
    }
    if (found->list == NULL) {
        found->first = value;
        return 1;
    }
    int failed = PyList_Append(found->list, value) < 0;
    Py_DECREF(value);
    return !failed;
}

static int is_enough(const Found *found) {
    return found->first != NULL;
}

/* The characters asked for of a control field's data, or all. */
static int add_part(Found *found, const Plan *plan, const Value *value) {
    if (plan->begin < 0) {
        return add(found, text(value->from, value->to));
    }
    PyObject *whole = text(value->from, value->to);
    Py_ssize_t length = whole == NULL ? 0 : PyUnicode_GetLength(whole);
    int good = whole != NULL;
    if (good && plan->begin < length) {
        good = add(found, PyUnicode_Substring(whole, plan->begin, plan->end));
    }
    Py_XDECREF(whole);
    return good;
}

static int add_whole(Found *found, const Value *value) {
    Buffer to = {NULL, 0, 0};
    Piece piece;
    int good = 1, some = 0;
    const uint8_t *at = delimiter(value->from, value->to);
    for (; good && next_piece(&at, value->to, &piece); some = 1) {
        const uint8_t *from = value_in(&piece);
        good = (!some || put(&to, " ", 1)) && put(&to, (const char *)from, piece.to - from);
    }
    if (good && some) {
        good = add(found, PyUnicode_DecodeUTF8(to.length == 0 ? "" : to.bytes, to.length, NULL));
    }
    PyMem_Free(to.bytes);
    return good;
}

/* False with an exception, or without one where that is for Python. */
static int add_values(Found *found, const Plan *plan, const Value *value) {
    if (is_control(value)) {
        return plan->count > 0 || plan->asks_indicators || add_part(found, plan, value);
    }
    int asked = plan->asks_indicators ? has_asked_indicators(plan, value) : 1;
    if (asked <= 0 || plan->begin >= 0) {
        return asked >= 0;
    }
    if (plan->count == 0) {
        return add_whole(found, value);
    }
    for (Py_ssize_t code = 0; code < plan->count; code++) {
        Piece piece;
        const uint8_t *at = delimiter(value->from, value->to);
        while (next_piece(&at, value->to, &piece)) {
            if (*piece.code != (uint8_t)plan->codes[code]) {
                continue;
            }
            if (!add(found, text(piece.code + 1, piece.to))) {
                return 0;
            }
            if (is_enough(found)) {
                return 1;
            }
        }
    }
    return 1;
}

/* False with an exception, or without one where that is for Python. */
static int find_values(PyObject *self, const State *state, PyObject *spec, Found *found) {
    RecordObject *record = (RecordObject *)self;
    Py_ssize_t first, stop;
    const Plan *plan = state == NULL ? NULL : plan_of(state, spec);
    BatchObject *batch = record->batch;
    if (plan == NULL || record->opened || batch == NULL ||
        !slots_of(batch, record->index, &first, &stop)) {
        return 0;
    }
    for (Py_ssize_t slot = first; slot < stop && !is_enough(found); slot++) {
        Value value;
        if (!plan->wild && unit_at(batch, slot) != plan->unit) {
            continue;
        }
        if (!value_at(batch, slot, &value)) {
            return 0;
        }
        int matched = matches(plan, batch, slot, &value);
        if (matched < 0 || (matched && !add_values(found, plan, &value))) {
            return 0;
        }
    }
    return 1;
}

static PyObject *by_name(PyObject *self, const char *name, PyObject *const *arguments, Py_ssize_t count,
                         PyObject *names) {
    State *state = state_of(self);
    return lazily(state != NULL ? state->lazy_record : (PyObject *)Py_TYPE(self), name, self, arguments,
                  count, names);
}

PyObject *record_value(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    Found found = {NULL, NULL};
    if (names == NULL && (count == 1 || count == 2) &&
        find_values(self, state_of(self), arguments[0], &found)) {
        if (found.first == NULL) {
            found.first = count == 2 ? arguments[1] : Py_None;
            Py_INCREF(found.first);
        }
        return found.first;
    }
    Py_XDECREF(found.first);
    return PyErr_Occurred() ? NULL : by_name(self, "value", arguments, count, names);
}

PyObject *record_values(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    /* The list first: to make it may run the collector, and that anything. */
    Found found = {count == 1 ? PyList_New(0) : NULL, NULL};
    if (found.list != NULL && find_values(self, state_of(self), arguments[0], &found)) {
        return found.list;
    }
    Py_XDECREF(found.list);
    return PyErr_Occurred() ? NULL : by_name(self, "values", arguments, count, NULL);
}
