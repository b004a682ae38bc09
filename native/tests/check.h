/*
 * check.h: a claim that ends the test with its place when it does not hold.
 */
#ifndef PANAMARC_CHECK_H
#define PANAMARC_CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define CHECK(claim, ...)                                                       \
    do {                                                                        \
        if (!(claim)) {                                                         \
            fprintf(stderr, "%s:%d: not so: %s: ", __FILE__, __LINE__, #claim); \
            fprintf(stderr, __VA_ARGS__);                                       \
            fprintf(stderr, "\n");                                              \
            exit(1);                                                            \
        }                                                                       \
    } while (0)

#endif
