/*
 * pack_test FILE...: frames and packs each file, whole, cut and damaged, next to memory that nobody may
 * touch, and compares with what is found as plainly as can be.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "guarded.h"
#include "panamarc.h"

enum { LEADER = 24, ENTRY = 12, LARGEST = 99999, DAMAGES = 150, LARGEST_DAMAGED = 20000 };
enum { FLAGS = 16, CONTENT_BEFORE = 64, RECORDS_BEFORE = 3, SLOTS_BEFORE = 5 };

/* What a run is of, and what panamarc_scan says of it. */
typedef struct {
    const uint8_t *window;
    int32_t length;
    int32_t count;
    uint32_t *positions;
    uint64_t *high_bytes, *notes;
} scanned;

/* What a run fills; each array ends where nobody may touch. */
typedef struct {
    guarded_memory content, tags, starts, raw_starts, raw_lengths, first_slots, flags;
    int32_t room, slot_room, record_room;
} batch;

static uint16_t *tags_of(const batch *packed) {
    return (uint16_t *)packed->tags.end - packed->slot_room;
}

static int32_t *ints_of(guarded_memory memory, int32_t count) {
    return (int32_t *)memory.end - count;
}

static scanned scan(const uint8_t *window, size_t length) {
    scanned found = {.window = window, .length = (int32_t)length};
    found.positions = malloc((length + PANAMARC_SCAN_SLACK) * sizeof *found.positions);
    found.high_bytes = calloc(length / 4096 + 1, 8);
    found.notes = calloc(length / 65536 + 1, 8);
    CHECK(found.positions && found.high_bytes && found.notes, "no memory");
    found.count = (int32_t)panamarc_scan(0, window, length,
                                         PANAMARC_RECORD_TERMINATOR | PANAMARC_FIELD_TERMINATOR,
                                         found.positions, found.high_bytes, found.notes);
    return found;
}

static void free_scanned(scanned found) {
    free(found.positions);
    free(found.high_bytes);
    free(found.notes);
}

static batch new_batch(int32_t room, int32_t slot_room, int32_t record_room) {
    batch made = {.room = room, .slot_room = slot_room, .record_room = record_room};
    made.content = guarded_allocate((size_t)room);
    made.tags = guarded_allocate((size_t)slot_room * 2);
    made.starts = guarded_allocate((size_t)slot_room * 4);
    made.raw_starts = guarded_allocate((size_t)record_room * 4);
    made.raw_lengths = guarded_allocate((size_t)record_room * 4);
    made.first_slots = guarded_allocate((size_t)record_room * 4 + 4);
    made.flags = guarded_allocate((size_t)record_room);
    return made;
}

static void free_batch(batch packed) {
    guarded_free(packed.content);
    guarded_free(packed.tags);
    guarded_free(packed.starts);
    guarded_free(packed.raw_starts);
    guarded_free(packed.raw_lengths);
    guarded_free(packed.first_slots);
    guarded_free(packed.flags);
}

static int32_t pack(const scanned *of, const batch *into, int32_t *run) {
    run[PANAMARC_RUN_WINDOW] = of->length;
    run[PANAMARC_RUN_POSITIONS] = of->count;
    run[PANAMARC_RUN_STOP] = of->length;
    run[PANAMARC_RUN_RECORD_BYTES] = LARGEST;
    run[PANAMARC_RUN_MOST_RECORDS] = into->record_room - RECORDS_BEFORE;
    run[PANAMARC_RUN_MOST_BYTES] = INT32_MAX;
    run[PANAMARC_RUN_CONTENT] = into->room;
    run[PANAMARC_RUN_SLOT_ROOM] = into->slot_room;
    run[PANAMARC_RUN_RECORDS] = RECORDS_BEFORE;
    run[PANAMARC_RUN_FLAGS] = FLAGS;
    run[PANAMARC_RUN_PLAIN] = 1;
    run[PANAMARC_RUN_END] = CONTENT_BEFORE;
    run[PANAMARC_RUN_SLOTS] = SLOTS_BEFORE;
    return panamarc_pack(of->window, (const int32_t *)of->positions, of->high_bytes, of->notes, run,
                         into->content.end - into->room, tags_of(into),
                         ints_of(into->starts, into->slot_room),
                         ints_of(into->raw_starts, into->record_room),
                         ints_of(into->raw_lengths, into->record_room),
                         ints_of(into->first_slots, into->record_room + 1),
                         into->flags.end - into->record_room);
}

static int32_t number(const uint8_t *digits, int count) {
    int32_t value = 0;
    for (int i = 0; i < count; i++) {
        if (digits[i] < '0' || digits[i] > '9') {
            return -1;
        }
        value = value * 10 + digits[i] - '0';
    }
    return value;
}

static int32_t tag_number(const uint8_t *tag) {
    static const char characters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    int32_t value = 0;
    for (int i = 0; i < 3; i++) {
        const char *place = tag[i] ? strchr(characters, tag[i]) : NULL;
        if (!place) {
            return -1;
        }
        value = value * 36 + (int32_t)(place - characters);
    }
    return value + 1;
}

/* The entries of the record at `start`, if it has the cheap proof; else -1. */
static int32_t entries_framed(const uint8_t *window, int32_t length, int32_t start) {
    const uint8_t *record = window + start;
    if (length - start < LEADER + 2) {
        return -1;
    }
    int32_t size = number(record, 5), base = number(record + 12, 5);
    if (size < LEADER + 2 || size > length - start || base < LEADER + 1 || base > size - 1 ||
        (base - LEADER - 1) % ENTRY != 0 || record[size - 1] != 0x1D || record[size - 2] != 0x1E ||
        record[base - 1] != 0x1E) {
        return -1;
    }
    int32_t entries = (base - LEADER - 1) / ENTRY, fields = 0;
    for (int32_t i = 0; i < size - 1; i++) { /* no other terminator where none belongs */
        if (record[i] == 0x1D || (record[i] == 0x1E && i < base - 1)) {
            return -1;
        }
        fields += record[i] == 0x1E && i > base - 1;
    }
    return fields == entries ? entries : -1;
}

/* The same, if the record is in order. */
static int32_t entries_in_order(const uint8_t *window, int32_t length, int32_t start) {
    const uint8_t *record = window + start;
    int32_t entries = entries_framed(window, length, start);
    if (entries < 0) {
        return -1;
    }
    int32_t size = number(record, 5), base = number(record + 12, 5), at = base;
    for (int32_t i = 0; i < entries; i++) {
        const uint8_t *entry = record + LEADER + i * ENTRY;
        const uint8_t *end = memchr(record + at, 0x1E, (size_t)(size - at));
        if (!end || tag_number(entry) < 0 || number(entry + 7, 5) != at - base ||
            number(entry + 3, 4) != end + 1 - (record + at)) {
            return -1;
        }
        at = (int32_t)(end + 1 - record);
    }
    return at == size - 1 ? entries : -1;
}

/* Whether there is something to report of a record in order. */
static bool has_content_to_report(const uint8_t *record, int32_t entries) {
    for (int i = 0; i < LEADER; i++) {
        if (record[i] < 0x20 || record[i] > 0x7E) {
            return true;
        }
    }
    if (memcmp(record + 10, "22", 2) != 0 ||
        (memcmp(record + 20, "4500", 4) != 0 && memcmp(record + 20, "450 ", 4) != 0)) {
        return true;
    }
    int32_t base = number(record + 12, 5);
    for (int32_t i = 0; i < entries; i++) {
        const uint8_t *entry = record + LEADER + i * ENTRY;
        const uint8_t *value = record + base + number(entry + 7, 5);
        bool data = value[0] >= 0x20 && value[0] < 0x80 && value[1] >= 0x20 && value[1] < 0x80 &&
                    value[2] == 0x1F;
        if (data != (tag_number(entry) > 10)) {
            return true;
        }
    }
    return false;
}

/* A record packed as number `at` is that at `start`. */
static void check_record(const scanned *of, const batch *packed, int32_t at, int32_t start,
                         int32_t raw, int32_t slot, int32_t entries) {
    const uint8_t *record = of->window + start;
    const uint8_t *content = packed->content.end - packed->room;
    int32_t size = number(record, 5), base = number(record + 12, 5);
    CHECK(memcmp(content + raw, record, (size_t)size) == 0, "record at %d", start);
    CHECK(ints_of(packed->raw_starts, packed->record_room)[at] == raw, "record at %d", start);
    CHECK(ints_of(packed->raw_lengths, packed->record_room)[at] == size, "record at %d", start);
    CHECK(ints_of(packed->first_slots, packed->record_room + 1)[at] == slot, "record at %d", start);
    CHECK(ints_of(packed->first_slots, packed->record_room + 1)[at + 1] == slot + entries + 1,
          "record at %d", start);
    for (int32_t i = 0; i <= entries; i++) {
        const uint8_t *entry = record + LEADER + i * ENTRY;
        int32_t value = i < entries ? base + number(entry + 7, 5) : size - 1;
        int32_t tag = i < entries ? tag_number(entry) : 0;
        CHECK(tags_of(packed)[slot + i] == tag, "record at %d, slot %d", start, i);
        CHECK(ints_of(packed->starts, packed->slot_room)[slot + i] == raw + value,
              "record at %d, slot %d", start, i);
    }
    CHECK((packed->flags.end[at - packed->record_room] | PANAMARC_FLAG_HIGH_BYTES) ==
              (FLAGS | PANAMARC_FLAG_HIGH_BYTES),
          "record at %d", start);
}

/* Whether what is left for the record at `start` is what there is a reason for, and nothing else. */
static void check_left(const scanned *of, int32_t start, int32_t entries, int32_t left,
                       uint8_t flags) {
    const uint8_t *record = of->window + start;
    int32_t size = number(record, 5), base = number(record + 12, 5);
    unsigned noted = 0; /* of whole pages, as the scan says */
    for (int32_t page = start / 4096; page * 4096 < start + size; page++) {
        noted |= (unsigned)(of->notes[page / 16] >> (page % 16 * 4)) & 7;
    }
    bool high = false;
    for (int32_t i = base; i < size; i++) {
        high |= record[i] >= 0x80;
    }
    bool content = has_content_to_report(record, entries) || noted & 1;
    bool broken = high && (noted & 4 || (record[base] & 0xC0) == 0x80);
    bool text = record[9] != 'a' || noted & 2 || broken;
    CHECK(((left & PANAMARC_LEFT_CONTENT) != 0) == content, "content of the record at %d", start);
    CHECK(((left & PANAMARC_LEFT_TEXT) != 0) == text, "text of the record at %d", start);
    CHECK(((flags & PANAMARC_FLAG_HIGH_BYTES) != 0) == (high && !text), "record at %d", start);
}

/* Whether the position at hand is the first one at or after `start`. */
static void check_position(const scanned *of, const int32_t *run, int32_t start) {
    int32_t position = run[PANAMARC_RUN_POSITION];
    CHECK(position == of->count || of->positions[position] >= (uint32_t)start, "position");
    CHECK(position == 0 || of->positions[position - 1] < (uint32_t)start, "position");
}

/* Frames what is framed of the window, within limits, and compares. */
static void check_frames(const scanned *of, int32_t records, int32_t bytes, int32_t stop) {
    int32_t run[PANAMARC_RUN_SIZE] = {0}, found;
    run[PANAMARC_RUN_WINDOW] = of->length;
    run[PANAMARC_RUN_POSITIONS] = of->count;
    run[PANAMARC_RUN_STOP] = stop;
    run[PANAMARC_RUN_RECORD_BYTES] = LARGEST;
    run[PANAMARC_RUN_MOST_RECORDS] = records;
    run[PANAMARC_RUN_MOST_BYTES] = bytes;
    do {
        int32_t begin = run[PANAMARC_RUN_CURSOR], start = begin, expected = 0, size = 0;
        while (expected < records && start - begin < bytes && start < stop) {
            if (entries_framed(of->window, of->length, start) < 0) {
                break;
            }
            size = number(of->window + start, 5);
            start += size;
            expected++;
        }
        found = panamarc_frame(of->window, (const int32_t *)of->positions, run);
        CHECK(found == expected && run[PANAMARC_RUN_CURSOR] == start, "frames from %d", begin);
        CHECK(found == 0 || run[PANAMARC_RUN_LENGTH] == size, "size of the record before %d", start);
        CHECK(found == 0 ||
                  of->positions[run[PANAMARC_RUN_LAST]] ==
                      (uint32_t)(start - size + number(of->window + start - size + 12, 5) - 1),
              "directory of the record before %d", start);
        check_position(of, run, start);
    } while (found > 0);
}

/* Packs all of the window and compares; returns the records packed. */
static int32_t check_runs(const uint8_t *window, size_t length, int32_t room, int32_t slots,
                          int32_t records) {
    scanned of = scan(window, length);
    batch packed = new_batch(room + CONTENT_BEFORE, slots + SLOTS_BEFORE, records + RECORDS_BEFORE);
    int32_t run[PANAMARC_RUN_SIZE] = {0}, all = 0, found;
    do {
        int32_t start = run[PANAMARC_RUN_CURSOR], raw = CONTENT_BEFORE, slot = SLOTS_BEFORE;
        found = pack(&of, &packed, run);
        for (int32_t i = 0; i < found; i++) {
            int32_t entries = entries_in_order(window, of.length, start);
            CHECK(entries >= 0, "the record at %d is not in order", start);
            check_record(&of, &packed, RECORDS_BEFORE + i, start, raw, slot, entries);
            check_left(&of, start, entries, i + 1 < found ? 0 : run[PANAMARC_RUN_LEFT],
                       packed.flags.end[RECORDS_BEFORE + i - packed.record_room]);
            int32_t size = number(window + start, 5);
            start += size;
            raw += size;
            slot += entries + 1;
        }
        CHECK(run[PANAMARC_RUN_CURSOR] == start && run[PANAMARC_RUN_END] == raw &&
                  run[PANAMARC_RUN_SLOTS] == slot,
              "after %d records", found);
        check_position(&of, run, start);
        int32_t entries = entries_in_order(window, of.length, start);
        if (found == 0 && entries >= 0) {
            int32_t size = number(window + start, 5);
            CHECK(size + PANAMARC_PACK_SLACK > room || entries + 1 > slots || records == 0,
                  "the record at %d is left out", start);
        }
        all += found;
    } while (found > 0);
    check_frames(&of, INT32_MAX, INT32_MAX, of.length);
    check_frames(&of, 2, INT32_MAX, of.length);
    check_frames(&of, INT32_MAX, 1500, of.length / 2);
    free_batch(packed);
    free_scanned(of);
    return all;
}

/* Damages a byte at a time, as the same for the same file. */
static void check_damaged(uint8_t *window, size_t length) {
    static const uint8_t BYTES[] = {0x1B, 0x1D, 0x1E, 0x1F, '0', '9', 'a',
                                    'A',  ' ',  0x7F, 0x80, 0xC3, 0xFF};
    uint64_t state = length;
    for (int i = 0; i < DAMAGES; i++) {
        state = state * UINT64_C(6364136223846793005) + 1;
        size_t near = i % 2 ? length : length < 300 ? length : 300; /* leaders and directories */
        uint8_t *at = window + (state >> 33) % near;
        uint8_t was = *at;
        *at = BYTES[(state >> 20) % sizeof BYTES];
        check_runs(window, length, 1 << 17, 1 << 13, 100);
        *at = was;
    }
}

int main(int argc, char **argv) {
    int32_t all = 0;
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        CHECK(file && fseek(file, 0, SEEK_END) == 0, "%s", argv[i]);
        size_t size = (size_t)ftell(file);
        guarded_memory memory = guarded_allocate(size + 1);
        rewind(file);
        CHECK(fread(memory.end - size, 1, size, file) == size, "%s", argv[i]);
        fclose(file);
        printf("%s: %zu bytes\n", argv[i], size); /* so that a failure has a name */
        uint8_t *window = memory.end - size;
        all += check_runs(window, size, 1 << 20, 1 << 14, 1000);
        check_runs(window, size, 3000, 40, 2); /* limits that are met */
        check_runs(window, size, 1 << 20, 1 << 14, 0);
        if (size > 0 && size <= LARGEST_DAMAGED) {
            check_damaged(window, size);
            for (size_t cut = 1; cut < size; cut += size / 50 + 1) {
                check_runs(window + cut, size - cut, 1 << 17, 1 << 13, 100);
            }
        }
        guarded_free(memory);
    }
    CHECK(argc == 1 || all > 100, "only %d records were packed", all);
    return 0;
}
