/*
 * A record in MARC-in-JSON as `json.dumps` writes its dictionary, in ASCII. What is not as usual is left to
 * it.
 */
#include "buffer.h"
#include "core.h"

enum { LONGEST_ESCAPE = 6 }; /* bytes for one of UTF-8, as of 0x1F */

#define PUT(to, literal) put(to, literal, sizeof(literal) - 1)

static int is_plain(uint8_t byte) {
    return byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\';
}

int32_t code_point(const uint8_t **at, const uint8_t *to) {
    static const int32_t least[] = {0, 0x80, 0x800, 0x10000};
    int32_t found = *(*at)++;
    if (found < ASCII) {
        return found;
    }
    int more = found >> 5 == 6 ? 1 : found >> 4 == 14 ? 2 : found >> 3 == 30 ? 3 : 0;
    if (more == 0 || to - *at < more) {
        return -1;
    }
    found &= 0x3F >> more;
    for (int left = more; left > 0; left--) {
        uint8_t next = *(*at)++;
        if (next >> 6 != 2) {
            return -1;
        }
        found = found << 6 | (next & 0x3F);
    }
    int surrogate = found >> 11 == 0xD800 >> 11;
    return found < least[more] || found > 0x10FFFF || surrogate ? -1 : found;
}

static int put_unit(Buffer *to, int32_t unit) {
    static const char hex[] = "0123456789abcdef";
    const char text[] = {'\\', 'u', hex[unit >> 12], hex[unit >> 8 & 15], hex[unit >> 4 & 15],
                         hex[unit & 15]};
    return put(to, text, sizeof text);
}

static int put_escaped(Buffer *to, int32_t character) {
    switch (character) {
    case DELIMITER: /* in a control field, which should have none */
        return 0;
    case '"':
        return PUT(to, "\\\"");
    case '\\':
        return PUT(to, "\\\\");
    case '\b':
        return PUT(to, "\\b");
    case '\f':
        return PUT(to, "\\f");
    case '\n':
        return PUT(to, "\\n");
    case '\r':
        return PUT(to, "\\r");
    case '\t':
        return PUT(to, "\\t");
    default:
        return character < 0x10000 ? put_unit(to, character)
                                   : put_unit(to, 0xD800 + ((character - 0x10000) >> 10)) &&
                                         put_unit(to, 0xDC00 + (character & 0x3FF));
    }
}

/* Whether eight bytes are all plain: none is below a blank, DEL, above ASCII, a quotation mark or a reverse
 * solidus. Each term sets the high bit of a byte that is so (Hacker's Delight, "Find First 0-Byte"). */
static inline int are_plain(const uint8_t *at) {
    const uint64_t ones = 0x0101010101010101, high = 0x80 * ones;
    uint64_t word;
    memcpy(&word, at, sizeof word);
    uint64_t quote = word ^ '"' * ones, solidus = word ^ '\\' * ones, delete = word ^ 0x7F * ones;
    uint64_t below = (word - ' ' * ones) | (quote - ones) | (solidus - ones) | (delete - ones);
    return ((below | word) & high) == 0;
}

/* False, without an exception where the text is not UTF-8. So are the next ones. */
static int put_text(Buffer *to, const uint8_t *at, const uint8_t *end) {
    if (!room_for(to, LONGEST_ESCAPE * (end - at))) {
        return 0;
    }
    while (at < end) {
        char *into = to->bytes + to->length;
        const uint8_t *run = at;
        for (; end - at >= 8 && are_plain(at); at += 8, into += 8) {
            memcpy(into, at, 8);
        }
        while (at < end && is_plain(*at)) {
            *into++ = (char)*at++;
        }
        to->length += at - run;
        if (at < end) {
            int32_t character = code_point(&at, end);
            if (character < 0 || !put_escaped(to, character)) {
                return 0;
            }
        }
    }
    return 1;
}

/* What ends and begins strings, lists and objects, with blanks or without. */
typedef struct {
    char bytes[4]; /* all are copied, in one store */
    Py_ssize_t length;
} Literal;

typedef struct {
    Literal comma, colon;
} Style;

static const Style SPACED = {{", ", 2}, {"\": ", 3}}, COMPACT = {{",", 1}, {"\":", 2}};

static int put_literal(Buffer *to, Literal literal) {
    if (!room_for(to, sizeof literal.bytes)) {
        return 0;
    }
    memcpy(to->bytes + to->length, literal.bytes, sizeof literal.bytes);
    to->length += literal.length;
    return 1;
}

/* The end of a key, and a string as its value. */
static int put_string(Buffer *to, const Style *style, const uint8_t *from, const uint8_t *end) {
    return put_literal(to, style->colon) && PUT(to, "\"") && put_text(to, from, end) && PUT(to, "\"");
}

/* Subfields whose codes are a character of ASCII each. */
static int put_subfields(Buffer *to, const Style *style, const uint8_t *at, const uint8_t *end) {
    const uint8_t *first = at;
    while (at < end) {
        Piece piece = {at + 1, delimiter(at + 1, end)};
        if (piece.code == piece.to || *piece.code >= ASCII) {
            return 0;
        }
        if (!((at == first || put_literal(to, style->comma)) && PUT(to, "{\"") &&
              put_text(to, piece.code, piece.code + 1) &&
              put_string(to, style, piece.code + 1, piece.to) && PUT(to, "}"))) {
            return 0;
        }
        at = piece.to;
    }
    return 1;
}

static int put_field(Buffer *to, const Style *style, const Value *value) {
    char tag[3];
    const uint8_t *from = value->from, *end = value->to;
    name_tag(value->tag, tag);
    if (!(PUT(to, "{\"") && put(to, tag, sizeof tag))) {
        return 0;
    }
    if (value->tag >= CONTROL_FIELDS && has_indicators(value)) {
        return put_literal(to, style->colon) && PUT(to, "{\"ind1") &&
               put_string(to, style, from, from + 1) && put_literal(to, style->comma) &&
               PUT(to, "\"ind2") && put_string(to, style, from + 1, from + 2) &&
               put_literal(to, style->comma) && PUT(to, "\"subfields") &&
               put_literal(to, style->colon) && PUT(to, "[") &&
               put_subfields(to, style, from + 2, end) && PUT(to, "]}}");
    }
    return is_control(value) && put_string(to, style, from, end) && PUT(to, "}");
}

static int put_fields(Buffer *to, const Style *style, const BatchObject *batch, Py_ssize_t first,
                      Py_ssize_t stop) {
    Value value;
    int good = 1;
    for (Py_ssize_t slot = first; good && slot < stop; slot++) {
        good = (slot == first || put_literal(to, style->comma)) && value_at(batch, slot, &value) &&
               value.tag != KNOWN_TAGS && put_field(to, style, &value);
    }
    return good;
}

/* It says that values are UTF-8 where they are not ASCII alone: see `render.leader`. */
static int put_leader(Buffer *to, const Style *style, const RecordObject *record, const uint8_t *from) {
    const BatchObject *batch = record->batch;
    uint8_t leader[LEADER];
    memcpy(leader, from, LEADER);
    if (!batch->converts && (batch->flags[record->index] & 4)) {
        leader[9] = 'a';
    }
    return put_string(to, style, leader, leader + LEADER);
}

PyObject *json_of(RecordObject *record, int compact) {
    const Style *style = compact ? &COMPACT : &SPACED;
    const uint8_t *leader;
    Py_ssize_t first, stop;
    PyObject *made = NULL;
    Buffer to = {NULL, 0, 0};
    const uint8_t *raw;
    Py_ssize_t length;
    if (is_as_read(record, &first, &stop) && raw_of(record->batch, record->index, &raw, &length)) {
        room_for(&to, 2 * length + LONGEST_ESCAPE * 256); /* most records fit */
    }
    if (to.room > 0 && plain_leader(record->batch, record->index, &leader) &&
        PUT(&to, "{\"leader") && put_leader(&to, style, record, leader) &&
        put_literal(&to, style->comma) && PUT(&to, "\"fields") && put_literal(&to, style->colon) &&
        PUT(&to, "[") && put_fields(&to, style, record->batch, first, stop) && PUT(&to, "]}")) {
        made = PyUnicode_FromStringAndSize(to.bytes, to.length);
    }
    PyMem_Free(to.bytes);
    return made;
}

PyObject *json(PyObject *module, PyObject *record) {
    State *state = PyModule_GetState(module);
    PyObject *made = Py_TYPE(record) == state->read_record ? json_of((RecordObject *)record, 1) : NULL;
    if (made == NULL && !PyErr_Occurred()) {
        Py_RETURN_NONE;
    }
    return made;
}
