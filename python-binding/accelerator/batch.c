#include "batch.h"

/* Where the header of a batch, which is so long, has the number of slots and the offsets of columns. */
enum { SLOTS = 8, STARTS = 16, TAGS = 20, HEADER = 64 };

static int32_t number_at(const char *bytes, Py_ssize_t offset) {
    int32_t value;
    memcpy(&value, bytes + offset, sizeof value);
    return value;
}

static int no_batch(const char *why) {
    PyErr_Format(PyExc_ValueError, "not a packed batch: %s", why);
    return 0;
}

int slots_of(PyObject *args, Slots *slots) {
    char *bytes;
    PyObject *batch;
    if (!PyArg_ParseTuple(args, "Snn", &batch, &slots->first, &slots->stop) ||
        PyBytes_AsStringAndSize(batch, &bytes, &slots->length) < 0) {
        return 0;
    }
    if (slots->length < HEADER) {
        return no_batch("too short");
    }
    Py_ssize_t all = number_at(bytes, SLOTS);
    slots->bytes = bytes;
    slots->starts = number_at(bytes, STARTS);
    slots->tags = number_at(bytes, TAGS);
    if (slots->first < 0 || slots->first > slots->stop || slots->stop >= all ||
        slots->starts < HEADER || slots->tags < HEADER || slots->starts > slots->length - 4 * all ||
        slots->tags > slots->length - 2 * all) {
        return no_batch("columns or slots lie outside of it");
    }
    return 1;
}

int value_of(const Slots *slots, Py_ssize_t slot, Value *value) {
    uint16_t unit;
    memcpy(&unit, slots->bytes + slots->tags + 2 * slot, sizeof unit);
    if (unit == 0 || unit > KNOWN_TAGS) {
        return 0;
    }
    int32_t from = number_at(slots->bytes, slots->starts + 4 * slot);
    int32_t end = number_at(slots->bytes, slots->starts + 4 * (slot + 1));
    if (from < HEADER || end <= from || end > slots->length) {
        return no_batch("a value lies outside of it");
    }
    value->tag = unit - 1u;
    value->from = (const uint8_t *)slots->bytes + from;
    value->to = value->from + (end - 1 - from);
    return 1;
}

int has_indicators(const Value *value) {
    const uint8_t *from = value->from;
    Py_ssize_t length = value->to - from;
    return length >= 2 && from[0] < ASCII && from[1] < ASCII && from[0] != DELIMITER &&
           from[1] != DELIMITER && (length == 2 ? !is_local(value) : from[2] == DELIMITER);
}

/* A character that MARC 21, which has no capital letters there, or another system has for one. */
static int is_indicator(uint8_t byte) {
    return byte >= ' ' && byte <= '~' && !(byte >= 'A' && byte <= 'Z');
}

int has_subfields(const Value *value) {
    return memchr(value->from, DELIMITER, (size_t)(value->to - value->from)) != NULL;
}

/* Whether a tag, by its number, is three digits. */
static int is_digits(unsigned number) {
    return number / (RADIX * RADIX) < 10 && number / RADIX % RADIX < 10 && number % RADIX < 10;
}

int is_local(const Value *value) {
    const uint8_t *from = value->from;
    Py_ssize_t length = value->to - from;
    int indicators = length == 2 && is_indicator(from[0]) && is_indicator(from[1]);
    return (!is_digits(value->tag) || (length > 0 && !indicators)) && !has_subfields(value);
}

unsigned number_of(const char *name) {
    unsigned number = 0;
    for (int at = 0; at < 3; at++) {
        int digit = name[at] >= '0' && name[at] <= '9', letter = name[at] >= 'A' && name[at] <= 'Z';
        if (!digit && !letter) {
            return KNOWN_TAGS;
        }
        number = number * RADIX + (unsigned)(digit ? name[at] - '0' : name[at] - 'A' + 10);
    }
    return number;
}

void name_tag(unsigned number, char *name) {
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    name[0] = alphabet[number / (RADIX * RADIX)];
    name[1] = alphabet[number / RADIX % RADIX];
    name[2] = alphabet[number % RADIX];
}
