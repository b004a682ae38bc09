/*
 * panamarc.h: the whole native interface of panamarc.
 *
 * The kernels find the bytes that give an ISO 2709 file its structure, and frame the records that are
 * in order or pack them into batches. They keep no state, allocate nothing, take no lock and may be
 * called from any number of threads. Every pointer stays the
 * caller's; none is kept after the call returns. Callers pass private memory only, never a mapped
 * file: a file cut short under a native read ends the process.
 *
 * Memory and streams hand tables to programs that read Apache Arrow's C interfaces. What a program
 * was handed it frees by a function of C, so that it may do so when Java is no more. All of these
 * functions may be called from any number of threads, but for those of one stream.
 */
#ifndef PANAMARC_H
#define PANAMARC_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define PANAMARC_API __declspec(dllexport)
#else
#define PANAMARC_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Raised whenever a signature or a meaning below changes; the Java side refuses another one. */
#define PANAMARC_ABI_VERSION 9

/* Kinds of structural byte, to be OR-ed together (ISO 2709; MARC 21 Record Structure). */
#define PANAMARC_RECORD_TERMINATOR 1  /* 0x1D */
#define PANAMARC_FIELD_TERMINATOR 2   /* 0x1E */
#define PANAMARC_SUBFIELD_DELIMITER 4 /* 0x1F */

/* Entries that `positions` must offer beyond one for each byte of the block. */
#define PANAMARC_SCAN_SLACK 8

/* Bytes of the block that one bit of `high_bytes` is about. */
#define PANAMARC_HIGH_GRANULE 64

/* Bytes of the block that four neighbouring bits of `notes` are about. */
#define PANAMARC_NOTES_PAGE 4096

/* What panamarc_scan returns for a tier that does not exist or that this CPU cannot run. */
#define PANAMARC_UNSUPPORTED (-1)

/* The version of this interface that the library was built with: PANAMARC_ABI_VERSION. */
PANAMARC_API int32_t panamarc_abi_version(void);

/* Tiers are numbered from 0 (scalar, always supported) upwards, faster ones later. */
PANAMARC_API int32_t panamarc_tier_count(void);

/* A static string such as "scalar" or "avx2"; NULL where there is no such tier. */
PANAMARC_API const char *panamarc_tier_name(int32_t tier);

/* 1 where this CPU and operating system can run the tier, else 0. */
PANAMARC_API int32_t panamarc_tier_supported(int32_t tier);

/* The fastest supported tier. */
PANAMARC_API int32_t panamarc_best_tier(void);

/*
 * Writes the offsets, ascending, of every byte of block[0 .. length) whose kind is in `kinds`, and
 * maps where bytes of 0x80 and above are, where subfields without a subfield code are, where escape
 * sequences begin, and where bytes are not UTF-8.
 *
 *   tier        a supported tier; every tier gives the same answer
 *   length      bytes in the block, at most INT32_MAX; 0 is allowed
 *   kinds       PANAMARC_*_TERMINATOR and PANAMARC_SUBFIELD_DELIMITER, OR-ed; 0 finds none
 *   positions   room for length + PANAMARC_SCAN_SLACK entries; entries past the returned count may
 *               be overwritten with anything
 *   high_bytes  room for one bit for each started PANAMARC_HIGH_GRANULE bytes, rounded up to whole
 *               words, all of which are written: bit i % 64 of word i / 64 is 1 if and only if the
 *               block has a byte >= 0x80 in [64 * i, 64 * i + 64)
 *   notes       likewise four bits for each started PANAMARC_NOTES_PAGE bytes, whatever the kinds:
 *               bit 4 * i % 64 of word i / 16 is 1 if and only if one of the bytes of page i is 0x1F
 *               or below, which no subfield code is, and the byte before it in the block is 0x1F;
 *               the bit after it is 1 if and only if one of these bytes is 0x1B (ESC);
 *               the third is 1 if and only if one of these bytes is not well-formed UTF-8 after the
 *               three bytes before it in the block (The Unicode Standard, table 3-7): it begins no
 *               sequence in any text; it is a second byte that its first one does not allow; or it
 *               continues a sequence where none goes on, or does not where one does. A sequence that
 *               the block's end cuts is well-formed as far as it goes; the fourth bit is 0.
 *               Both maps are NULL where they are not wanted, which takes less time
 *
 * Returns the number of positions, or PANAMARC_UNSUPPORTED. Never reads outside the block.
 */
PANAMARC_API int64_t panamarc_scan(int32_t tier, const uint8_t *block, size_t length, uint32_t kinds,
                                   uint32_t *positions, uint64_t *high_bytes, uint64_t *notes);

/*
 * The numbers of a run: what panamarc_pack is given and, from PANAMARC_RUN_CURSOR on, what it changes.
 * Offsets and sizes are in bytes.
 */
#define PANAMARC_RUN_WINDOW 0       /* size of the window */
#define PANAMARC_RUN_POSITIONS 1    /* number of positions */
#define PANAMARC_RUN_STOP 2         /* offset in the window at or after which no record begins */
#define PANAMARC_RUN_RECORD_BYTES 3 /* the largest size of a record */
#define PANAMARC_RUN_MOST_RECORDS 4 /* records after which the run ends */
#define PANAMARC_RUN_MOST_BYTES 5   /* bytes of records after which the run ends */
#define PANAMARC_RUN_CONTENT 6      /* size of the content */
#define PANAMARC_RUN_SLOT_ROOM 7    /* number of slots that tags and starts have room for */
#define PANAMARC_RUN_RECORDS 8      /* records that the batch has before the run */
#define PANAMARC_RUN_FLAGS 9        /* flags of every record */
#define PANAMARC_RUN_PLAIN 10       /* whether UTF-8 stays as it is where leader/09 is 'a' */
#define PANAMARC_RUN_CURSOR 11      /* offset in the window of the next record */
#define PANAMARC_RUN_POSITION 12    /* index of the first position at or after the cursor */
#define PANAMARC_RUN_END 13         /* offset after what the content holds */
#define PANAMARC_RUN_SLOTS 14       /* number of slots */
#define PANAMARC_RUN_LAST 15        /* set: index of the last record's first position */
#define PANAMARC_RUN_LENGTH 16      /* set: size of the last record */
#define PANAMARC_RUN_LEFT 17        /* set: what is left to do for it, see below */
#define PANAMARC_RUN_SIZE 18        /* how many numbers a run has */

/* What is left to do for the last record of a run, to be OR-ed. */
#define PANAMARC_LEFT_CONTENT 1 /* its leader, its fields or their subfield codes are to be looked at */
#define PANAMARC_LEFT_TEXT 2    /* its character set is to be found */

/* The flag of a record with a byte of 0x80 or above in a value. */
#define PANAMARC_FLAG_HIGH_BYTES 4

/* Bytes of room that the content must have after a record. */
#define PANAMARC_PACK_SLACK 4

/*
 * Packs records that are in order, one after the other, as docs/internals/batch-layout.md says: the
 * leader, the directory and the terminators of each state the same, and its tags are three characters
 * from 0-9 and A-Z. The run ends before the first one that is not, after one for which something is
 * left to do, and at its limits.
 *
 *   window       of the input, with a record where the cursor is, or what may be one
 *   positions    those of panamarc_scan for record terminators and field terminators
 *   high_bytes   likewise
 *   notes        likewise
 *   run          PANAMARC_RUN_SIZE numbers
 *   content      the batch
 *   tags, starts the slots of the batch
 *   raw_starts, raw_lengths, first_slots, flags
 *                the columns of the batch's records, with room for PANAMARC_RUN_MOST_RECORDS more, and
 *                first_slots for one more than that
 *
 * Returns the number of records packed. What is after the numbers of records, slots and bytes that it
 * leaves may be overwritten with anything, as far as there is room.
 */
PANAMARC_API int32_t panamarc_pack(const uint8_t *window, const int32_t *positions,
                                   const uint64_t *high_bytes, const uint64_t *notes, int32_t *run,
                                   uint8_t *content, uint16_t *tags, int32_t *starts,
                                   int32_t *raw_starts, int32_t *raw_lengths, int32_t *first_slots,
                                   uint8_t *flags);

/*
 * Frames records in order, one after the other: the leader, the end of the directory, the number of its
 * entries and the terminators of each state the same. Where there is a run of panamarc_pack there is
 * one of these, which may be longer.
 *
 *   window       of the input, with a record where the cursor is, or what may be one
 *   positions    those of panamarc_scan for record terminators and field terminators
 *   run          PANAMARC_RUN_SIZE numbers, of which those about the window, the positions, the limits of
 *                records and bytes, the cursor and the last record count; the others stay as they are
 *
 * Returns the number of records.
 */
PANAMARC_API int32_t panamarc_frame(const uint8_t *window, const int32_t *positions, int32_t *run);

/*
 * The structures of Arrow's C data interface and C stream interface, whose specification
 * (arrow.apache.org/docs/format/CDataInterface.html and CStreamInterface.html) fixes their layout
 * and what each part is. The macros keep another header's definitions of them apart.
 */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

/* Values may be missing. */
#define ARROW_FLAG_NULLABLE 2

/* The type of an array. */
struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

/* The data of an array. */
struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

/* Arrays of one type, one after the other. */
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

#endif

/*
 * A block of `size` bytes at an address that is a multiple of 64, its bytes not set. It is freed
 * when panamarc_free was called for it `owners` times. NULL where there is no memory.
 */
PANAMARC_API void *panamarc_allocate(int64_t size, int64_t owners);

/* Gives up one ownership of a block; nothing happens for NULL. */
PANAMARC_API void panamarc_free(void *block);

/* The number of blocks that are not freed, for tests that look for leaks. */
PANAMARC_API int64_t panamarc_blocks(void);

/*
 * The release callbacks of a schema and of an array whose private_data is a block, of which each
 * structure in it, the outermost included, owns one part.
 */
PANAMARC_API void panamarc_release_schema(struct ArrowSchema *schema);
PANAMARC_API void panamarc_release_array(struct ArrowArray *array);

/*
 * Puts the next array of the stream with a number into `array`, its release callback NULL at the
 * end. Returns 0, or a number of errno and in `message` a block with text, or NULL.
 */
typedef int32_t (*panamarc_next_function)(int64_t stream, struct ArrowArray *array, char **message);

/* Releases what the stream with a number reads. */
typedef void (*panamarc_close_function)(int64_t stream);

/*
 * Makes a stream in memory of the caller.
 *
 *   stream   what is made; its release callback frees everything else
 *   number   given to the functions
 *   schema   a schema at the start of a block of `size` bytes that holds all it refers to; its
 *            ownership goes to the stream, also where this fails
 *   next     called only while Java runs: see panamarc_set_running
 *   close    likewise, once
 *
 * Returns 0, or ENOMEM.
 */
PANAMARC_API int32_t panamarc_open_stream(struct ArrowArrayStream *stream, int64_t number,
                                          struct ArrowSchema *schema, int64_t size,
                                          panamarc_next_function next,
                                          panamarc_close_function close);

/*
 * States whether Java runs, which streams call. Returns how many of their calls have not returned
 * yet: Java waits for them, for a while, before it ends.
 */
PANAMARC_API int32_t panamarc_set_running(int32_t running);

#ifdef __cplusplus
}
#endif

#endif
