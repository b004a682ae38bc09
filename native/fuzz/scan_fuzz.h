/*
 * scan_fuzz.h: the function that libFuzzer calls, and the first bytes of its inputs.
 */
#ifndef PANAMARC_SCAN_FUZZ_H
#define PANAMARC_SCAN_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of an input that say how the others are scanned. */
enum { SCAN_FUZZ_HEAD = 2 };

/* Ends the process unless every tier is right about the input; returns 0. libFuzzer's own name. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
