#pragma once
#include "CFaceKernels.h"

// One body compiled for several instruction sets and chosen at load time; elsewhere the compiler's target is used.
#if defined(__x86_64__) && defined(__linux__)
#define CFK_CLONES __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define CFK_CLONES
#endif

typedef float float4 __attribute__((vector_size(16)));
typedef uint8_t byte4 __attribute__((vector_size(4)));
