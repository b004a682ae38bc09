/*
 * Packs records in order: the way nearly every record takes.
 *
 *   for each record, the next one at the cursor:
 *       the leader states where the record and its directory end, and a terminator is at both places
 *       copy it into the batch
 *       for each entry of the directory:
 *           its length and start are those that the terminators give
 *           its slot := the number of its tag, and where the value is in the batch
 *       look at the leader and at how fields begin; find out whether it is UTF-8
 *
 * What fails an "is" ends the run, and the record is left to Java, which repairs it.
 */
#include <stdbool.h>
#include <string.h>

#include "panamarc.h"
#include "proof.h"
#include "words.h"

enum {
    ENTRY_LENGTH = 3, /* in an entry, 4 digits */
    ENTRY_START = 7,  /* 5 digits */
    CODING_SCHEME = 9, /* in the leader */
    COUNTS = 10,
    ENTRY_MAP = 20,
    LAST_CONTROL = 10, /* the number of tag 009 */
    NO_TAG = -1
};

/* Of the four bits of a page in `notes`. */
enum { MISSING_CODE = 1, ESCAPED = 2, NOT_UTF8 = 4, NOTES = 4 };

/* The four digits of a number, the first one lowest, as `load_four` gives them. */
#define DIGITS_1(n) (0x30303030 + (n) / 1000 + ((n) / 100 % 10 << 8) + ((n) / 10 % 10 << 16) + ((n) % 10 << 24)),
#define DIGITS_10(n)                                                                               \
    DIGITS_1(n) DIGITS_1(n + 1) DIGITS_1(n + 2) DIGITS_1(n + 3) DIGITS_1(n + 4)                    \
    DIGITS_1(n + 5) DIGITS_1(n + 6) DIGITS_1(n + 7) DIGITS_1(n + 8) DIGITS_1(n + 9)
#define DIGITS_100(n)                                                                              \
    DIGITS_10(n) DIGITS_10(n + 10) DIGITS_10(n + 20) DIGITS_10(n + 30) DIGITS_10(n + 40)           \
    DIGITS_10(n + 50) DIGITS_10(n + 60) DIGITS_10(n + 70) DIGITS_10(n + 80) DIGITS_10(n + 90)
#define DIGITS_1000(n)                                                                             \
    DIGITS_100(n) DIGITS_100(n + 100) DIGITS_100(n + 200) DIGITS_100(n + 300) DIGITS_100(n + 400)  \
    DIGITS_100(n + 500) DIGITS_100(n + 600) DIGITS_100(n + 700) DIGITS_100(n + 800)                \
    DIGITS_100(n + 900)

/* By number; 0, which is no digit, above 9,999. To look them up costs less than to read numbers. */
enum { DIGITS_MASK = (1 << 14) - 1 };
static const uint32_t DIGITS[DIGITS_MASK + 1] = {
    DIGITS_1000(0) DIGITS_1000(1000) DIGITS_1000(2000) DIGITS_1000(3000) DIGITS_1000(4000)
    DIGITS_1000(5000) DIGITS_1000(6000) DIGITS_1000(7000) DIGITS_1000(8000) DIGITS_1000(9000)
};

/* What a character counts in a tag; above 35 for one that no tag number is made of. */
static inline uint32_t tag_digit(uint32_t character) {
    uint32_t digit = character - '0', letter = character - 'A';
    return digit <= 9 ? digit : letter <= 25 ? letter + 10 : 64;
}

/* The number of a tag, as batch-layout.md has it, or NO_TAG for an odd one. */
static int32_t tag_with_letters(uint32_t tag) {
    uint32_t first = tag_digit(tag & 0xFF), second = tag_digit(tag >> 8 & 0xFF);
    uint32_t third = tag_digit(tag >> 16);
    return (first | second | third) & 64 ? NO_TAG
                                         : (int32_t)((first * 36 + second) * 36 + third + 1);
}

/* The same; three bytes, the first one lowest. */
static inline int32_t tag_number(uint32_t tag) {
    uint32_t digits = tag ^ 0x303030;
    if (__builtin_expect(((digits + 0x767676) | digits) & 0x808080, 0)) {
        return tag_with_letters(tag);
    }
    return (int32_t)(((digits & 0xFF) * 36 + (digits >> 8 & 0xFF)) * 36 + (digits >> 16) + 1);
}

/* Whether three bytes, the first one lowest, are two from 0x20 to 0x7F and an 0x1F. */
static inline bool begins_as_data(uint32_t value) {
    /* A byte below 0x80 gets its top bit by 0x60 more if and only if it is 0x20 or above. */
    return (((((value + 0x6060) & 0xFF8080) ^ 0x1F8080) | (value & 0x8080))) == 0;
}

/* Whether there is nothing to report of the leader (MARC 21 Leader, 10, 11 and 20-23). */
static inline bool leader_in_order(const uint8_t *leader) {
    uint64_t not_printable = 0; /* below 0x20, or above 0x7E */
    for (int i = 0; i < LEADER; i += 8) {
        uint64_t word = load(leader + i);
        not_printable |= word | (word - 0x20 * EACH_BYTE) | (word + EACH_BYTE);
    }
    return !(not_printable & TOP_BITS) && memcmp(leader + COUNTS, "22", 2) == 0 &&
           memcmp(leader + ENTRY_MAP, "450", 3) == 0 &&
           (leader[ENTRY_MAP + 3] == '0' || leader[ENTRY_MAP + 3] == ' ');
}

/*
 * Makes the slots of a record that is in the batch, at `raw`; `values` are its terminators, that of
 * the directory first.
 *
 * Returns false where the directory states something else than the terminators give, and for a tag
 * that has no number. Sets `odd` where a field does not begin as those of its tag do.
 */
static inline bool make_slots(const uint8_t *content, int32_t raw, const framed *record,
                              const int32_t *values, uint16_t *tags, int32_t *starts, bool *odd) {
    int32_t shift = raw - record->start;
    const uint8_t *entry = content + raw + LEADER;
    int32_t first = raw + record->base;
    int32_t start = first;
    uint32_t wrong = 0;
    bool unlike = false;
    for (int32_t i = 0; i < record->entries; i++, entry += ENTRY) {
        int32_t next = values[i + 1] + shift + 1;
        uint32_t length = (uint32_t)(next - start), offset = (uint32_t)(start - first);
        uint32_t ten_thousands = offset / 10000;
        int32_t tag = tag_number(load_four(entry) & 0xFFFFFF);
        uint32_t value = load_four(content + start - 1); /* after the terminator before it */
        wrong |= (length & ~(uint32_t)DIGITS_MASK) |
                 (load_four(entry + ENTRY_LENGTH) ^ DIGITS[length & DIGITS_MASK]) |
                 (entry[ENTRY_START] ^ ('0' + ten_thousands)) |
                 (load_four(entry + ENTRY_START + 1) ^ DIGITS[offset - ten_thousands * 10000]) |
                 ((value & 0xFF) ^ FIELD_END) | (tag == NO_TAG);
        unlike |= begins_as_data(value >> 8) != (tag > LAST_CONTROL);
        tags[i] = (uint16_t)tag;
        starts[i] = start;
        start = next;
    }
    tags[record->entries] = 0;
    starts[record->entries] = start;
    *odd = unlike;
    return wrong == 0 && content[start - 1] == FIELD_END;
}

/* The notes of all pages that [from, to) touches. */
static inline unsigned notes_of(const uint64_t *notes, int32_t from, int32_t to) {
    unsigned found = 0;
    for (int32_t page = from / PANAMARC_NOTES_PAGE; page <= (to - 1) / PANAMARC_NOTES_PAGE; page++) {
        found |= (unsigned)(notes[page * NOTES / 64] >> (page * NOTES % 64));
    }
    return found;
}

/* Whether one of the bytes is 0x80 or above; false for a size below 0. */
static bool some_high(const uint8_t *bytes, int32_t size) {
    uint8_t all = 0;
    for (int32_t i = 0; i < size; i++) {
        all |= bytes[i];
    }
    return all >= 0x80;
}

/* Whether a byte of [from, to), which is not empty, is 0x80 or above. */
static inline bool has_high(const uint8_t *window, const uint64_t *high_bytes, int32_t from,
                            int32_t to) {
    int32_t last = (to - 1) / PANAMARC_HIGH_GRANULE;
    for (int32_t granule = from / PANAMARC_HIGH_GRANULE; granule <= last;) {
        uint64_t marks = high_bytes[granule / 64] >> (granule % 64);
        if (!marks) {
            granule = (granule / 64 + 1) * 64;
            continue;
        }
        granule += __builtin_ctzll(marks); /* perhaps after the last one: no byte is looked at then */
        int32_t start = granule * PANAMARC_HIGH_GRANULE, end = start + PANAMARC_HIGH_GRANULE;
        if (start >= from && end <= to) {
            return true;
        }
        start = start < from ? from : start;
        end = end > to ? to : end;
        if (some_high(window + start, end - start)) {
            return true;
        }
        granule++;
    }
    return false;
}

/* What is left to do for a record's text; sets `high` where it is UTF-8 and more than ASCII. */
static inline int32_t look_at_text(const uint8_t *window, const uint64_t *high_bytes,
                                   unsigned noted, const int32_t *run, const framed *record,
                                   bool *high) {
    int32_t from = record->start + record->base, to = record->start + record->length;
    *high = false;
    if (!run[PANAMARC_RUN_PLAIN] || window[record->start + CODING_SCHEME] != 'a' ||
        (noted & ESCAPED)) {
        return PANAMARC_LEFT_TEXT;
    }
    if (!has_high(window, high_bytes, from, to)) {
        return 0;
    }
    if ((noted & NOT_UTF8) || (window[from] & 0xC0) == 0x80) {
        return PANAMARC_LEFT_TEXT;
    }
    *high = true;
    return 0;
}

int32_t panamarc_pack(const uint8_t *window, const int32_t *positions, const uint64_t *high_bytes,
                      const uint64_t *notes, int32_t *run, uint8_t *content, uint16_t *tags,
                      int32_t *starts, int32_t *raw_starts, int32_t *raw_lengths,
                      int32_t *first_slots, uint8_t *flags) {
    int32_t packed = 0, bytes = 0, left = 0;
    int32_t at = run[PANAMARC_RUN_RECORDS];
    framed record;
    while (left == 0 && packed < run[PANAMARC_RUN_MOST_RECORDS] &&
           bytes < run[PANAMARC_RUN_MOST_BYTES] &&
           run[PANAMARC_RUN_CURSOR] < run[PANAMARC_RUN_STOP] &&
           prove(window, positions, run, &record)) {
        int32_t raw = run[PANAMARC_RUN_END], slot = run[PANAMARC_RUN_SLOTS];
        bool odd, high;
        if (run[PANAMARC_RUN_CONTENT] - raw < record.length + PANAMARC_PACK_SLACK ||
            run[PANAMARC_RUN_SLOT_ROOM] - slot <= record.entries) {
            break;
        }
        memcpy(content + raw, window + record.start, (size_t)record.length);
        if (!make_slots(content, raw, &record, positions + run[PANAMARC_RUN_POSITION], tags + slot,
                        starts + slot, &odd)) {
            break;
        }
        unsigned noted = notes_of(notes, record.start, record.start + record.length);
        if (odd || (noted & MISSING_CODE) || !leader_in_order(content + raw)) {
            left = PANAMARC_LEFT_CONTENT;
        }
        left |= look_at_text(window, high_bytes, noted, run, &record, &high);
        raw_starts[at] = raw;
        raw_lengths[at] = record.length;
        first_slots[at] = slot;
        flags[at] = (uint8_t)(run[PANAMARC_RUN_FLAGS] | (high ? PANAMARC_FLAG_HIGH_BYTES : 0));
        first_slots[++at] = slot + record.entries + 1;
        packed++;
        bytes += record.length;
        pass(run, &record);
        run[PANAMARC_RUN_END] += record.length;
        run[PANAMARC_RUN_SLOTS] += record.entries + 1;
    }
    run[PANAMARC_RUN_LEFT] = left;
    return packed;
}
