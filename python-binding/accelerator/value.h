/* The value of a field as a packed batch has it: how it is read. */
#ifndef PANAMARC_VALUE_H
#define PANAMARC_VALUE_H

#include "stable_abi.h"

/* A tag has a number, one less than its number in a batch; the first ten are 000 to 009. */
enum { RADIX = 36, KNOWN_TAGS = RADIX * RADIX * RADIX, CONTROL_FIELDS = 10 };

typedef struct {
    unsigned tag;             /* its number; KNOWN_TAGS for one that has none */
    const uint8_t *from, *to; /* the value, without its field terminator */
} Value;

typedef struct {
    const uint8_t *code, *to; /* the code, then the subfield's value */
} Piece;

static inline const uint8_t *delimiter(const uint8_t *from, const uint8_t *to) {
    const uint8_t *found = from < to ? memchr(from, DELIMITER, (size_t)(to - from)) : NULL;
    return found == NULL ? to : found;
}

/* The next subfield that has a code, from a delimiter or the end on, which is moved to the next one;
 * false where there is none. */
static inline int next_piece(const uint8_t **at, const uint8_t *to, Piece *piece) {
    while (*at < to) {
        piece->code = *at + 1;
        piece->to = *at = delimiter(piece->code, to);
        if (piece->to > piece->code) {
            return 1;
        }
    }
    return 0;
}

/* Where a subfield's value begins: after the code, one character in UTF-8. */
static inline const uint8_t *value_in(const Piece *piece) {
    const uint8_t *at = piece->code + 1;
    while (*piece->code >= ASCII && at < piece->to && *at >> 6 == 2) {
        at++;
    }
    return at;
}

/* Whether a value begins with two indicators in ASCII, and a subfield after them, if anything. */
int has_indicators(const Value *value);

/* Whether a value is data alone: it has no subfields and, under a tag of three digits, is not empty,
 * and not two indicators. */
int is_local(const Value *value);

/* Whether a field is a control field, of local kind too. */
static inline int is_control(const Value *value) {
    return value->tag < CONTROL_FIELDS || is_local(value);
}

/* Whether there is a subfield delimiter in a value. */
int has_subfields(const Value *value);

/* The number of the tag with these three characters; KNOWN_TAGS for one that has none. */
unsigned number_of(const char *name);

/* The three characters of a tag. */
void name_tag(unsigned number, char *name);

/* Text of UTF-8; NULL with an exception. */
static inline PyObject *text(const uint8_t *from, const uint8_t *to) {
    return PyUnicode_DecodeUTF8((const char *)from, to - from, NULL);
}

#endif
