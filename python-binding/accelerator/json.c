/*
 * The fields of a record as `json.dumps` writes their dictionaries: with blanks behind commas and
 * colons, and in ASCII. What is not as usual is left to it.
 */
#include "buffer.h"
#include "core.h"

#define PUT(to, literal) put(to, literal, sizeof(literal) - 1)

static int is_plain(uint8_t byte) {
    return byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\';
}

/* The character at a place, which is moved behind it; -1 where that is not UTF-8. */
static int32_t code_point(const uint8_t **at, const uint8_t *to) {
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

/* False, without an exception where the text is not UTF-8. So are the next ones. */
static int put_text(Buffer *to, const uint8_t *at, const uint8_t *end) {
    while (at < end) {
        const uint8_t *run = at;
        while (at < end && is_plain(*at)) {
            at++;
        }
        if (!put(to, (const char *)run, at - run)) {
            return 0;
        }
        if (at < end) {
            int32_t character = code_point(&at, end);
            if (character < 0 || !put_escaped(to, character)) {
                return 0;
            }
        }
    }
    return 1;
}

/* Subfields whose codes are a character of ASCII each. */
static int put_subfields(Buffer *to, const uint8_t *at, const uint8_t *end) {
    const uint8_t *first = at;
    while (at < end) {
        Piece piece = {at + 1, delimiter(at + 1, end)};
        if (piece.code == piece.to || *piece.code >= ASCII) {
            return 0;
        }
        if (!((at == first || PUT(to, ", ")) && PUT(to, "{\"") &&
              put_text(to, piece.code, piece.code + 1) && PUT(to, "\": \"") &&
              put_text(to, piece.code + 1, piece.to) && PUT(to, "\"}"))) {
            return 0;
        }
        at = piece.to;
    }
    return 1;
}

static int put_field(Buffer *to, const Value *value) {
    char tag[3];
    const uint8_t *from = value->from, *end = value->to;
    name_tag(value->tag, tag);
    if (!(PUT(to, "{\"") && put(to, tag, sizeof tag))) {
        return 0;
    }
    if (value->tag >= CONTROL_FIELDS && has_indicators(value)) {
        return PUT(to, "\": {\"ind1\": \"") && put_text(to, from, from + 1) &&
               PUT(to, "\", \"ind2\": \"") && put_text(to, from + 1, from + 2) &&
               PUT(to, "\", \"subfields\": [") && put_subfields(to, from + 2, end) &&
               PUT(to, "]}}");
    }
    return is_control(value) && PUT(to, "\": \"") && put_text(to, from, end) && PUT(to, "\"}");
}

int put_plain(Buffer *to, const uint8_t *from, Py_ssize_t length) {
    return put_text(to, from, from + length);
}

int put_json(Buffer *to, const BatchObject *batch, Py_ssize_t first, Py_ssize_t stop) {
    Value value;
    int good = PUT(to, "[");
    for (Py_ssize_t slot = first; good && slot < stop; slot++) {
        good = (slot == first || PUT(to, ", ")) && value_at(batch, slot, &value) &&
               value.tag != KNOWN_TAGS && put_field(to, &value);
    }
    return good && PUT(to, "]");
}
