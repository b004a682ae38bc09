/*
 * dispatch.c: the public functions. Another tier is one more row of TIERS, after the slower ones.
 */
#include <stdbool.h>

#include "panamarc.h"
#include "tiers.h"

typedef struct {
    const char *name;
    bool (*supported)(void);
    panamarc_scan_function *scan;
} tier_entry;

static bool always(void) {
    return true;
}

/* The compiler's run-time library also asks the operating system whether it saves the registers. */
#if defined(PANAMARC_HAS_AVX2)
static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}
#endif

#if defined(PANAMARC_HAS_AVX512)
static bool has_avx512(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("popcnt");
}
#endif

static const tier_entry TIERS[] = {
    {"scalar", always, panamarc_scan_scalar},
#if defined(PANAMARC_HAS_SSE2)
    {"sse2", always, panamarc_scan_sse2},
#endif
#if defined(PANAMARC_HAS_AVX2)
    {"avx2", has_avx2, panamarc_scan_avx2},
#endif
#if defined(PANAMARC_HAS_AVX512)
    {"avx512", has_avx512, panamarc_scan_avx512},
#endif
#if defined(PANAMARC_HAS_NEON)
    {"neon", always, panamarc_scan_neon},
#endif
};

#define TIER_COUNT ((int32_t)(sizeof TIERS / sizeof TIERS[0]))

static bool exists(int32_t tier) {
    return tier >= 0 && tier < TIER_COUNT;
}

int32_t panamarc_abi_version(void) {
    return PANAMARC_ABI_VERSION;
}

int32_t panamarc_tier_count(void) {
    return TIER_COUNT;
}

const char *panamarc_tier_name(int32_t tier) {
    return exists(tier) ? TIERS[tier].name : NULL;
}

int32_t panamarc_tier_supported(int32_t tier) {
    return exists(tier) && TIERS[tier].supported();
}

int32_t panamarc_best_tier(void) {
    int32_t tier = TIER_COUNT - 1;
    while (!TIERS[tier].supported()) {
        tier--;
    }
    return tier;
}

int64_t panamarc_scan(int32_t tier, const uint8_t *block, size_t length, uint32_t kinds,
                      uint32_t *positions, uint64_t *high_bytes, uint64_t *notes) {
    if (!panamarc_tier_supported(tier)) {
        return PANAMARC_UNSUPPORTED;
    }
    return TIERS[tier].scan(block, length, kinds, positions, high_bytes, notes);
}
