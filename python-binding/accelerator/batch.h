/* The slots of a record in a packed batch (ARCHITECTURE.md, "The packed batch"). */
#ifndef PANAMARC_BATCH_H
#define PANAMARC_BATCH_H

#include "stable_abi.h"

/* A tag has a number, one less than what stands for it in a batch; the first ten are 000 to 009. */
enum { RADIX = 36, KNOWN_TAGS = RADIX * RADIX * RADIX, CONTROL_FIELDS = 10 };

typedef struct {
    const char *bytes;
    Py_ssize_t length, starts, tags; /* of the batch; and where its columns stand in it */
    Py_ssize_t first, stop;
} Slots;

typedef struct {
    unsigned tag;             /* its number */
    const uint8_t *from, *to; /* the value, without its field terminator */
} Value;

/* Takes the slots from a function's arguments, a batch and two numbers; false with an exception. */
int slots_of(PyObject *args, Slots *slots);

/* Where a slot's value is; false where its tag has no number, or with an exception. */
int value_of(const Slots *slots, Py_ssize_t slot, Value *value);

/* Whether a value begins with two indicators in ASCII, and a subfield after them, if anything. */
int has_indicators(const Value *value);

/* Whether a value is data alone: it has no subfields and, under a tag of three digits, is not empty,
 * and not two indicators. */
int is_local(const Value *value);

/* Whether there is a subfield delimiter in a value. */
int has_subfields(const Value *value);

/* The number of the tag with these three characters; KNOWN_TAGS for one that has none. */
unsigned number_of(const char *name);

/* The three characters of a tag. */
void name_tag(unsigned number, char *name);

#endif
