#include "value.h"

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
    return delimiter(value->from, value->to) != value->to;
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
