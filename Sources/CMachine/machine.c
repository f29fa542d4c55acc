#define _GNU_SOURCE
#include "machine.h"

#include <stdlib.h>
#include <unistd.h>
#if defined(__linux__)
#include <sched.h>
#include <sys/mman.h>
#endif
#if defined(__GLIBC__)
#include <malloc.h>
#endif

int saddle_processor_lanes(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f")) return 16;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return 8;
    return 1;
#else
    return 4;
#endif
}

void saddle_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

typedef __attribute__((swiftcall)) void (*Body)(long task, long worker, __attribute__((swift_context)) void *context);

void saddle_call(void *function, void *context, long task, long worker) {
    ((Body)function)(task, worker, context);
}

// Declared in Workers.swift: receives a non-escaping closure as Swift passes it, in two words.
__attribute__((swiftcall)) void saddle_closure_words(void *function, void *context, void **words) {
    words[0] = function;
    words[1] = context;
}

int saddle_available_processors(void) {
#if defined(__linux__)
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) return CPU_COUNT(&set);
#endif
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (int)online : 1;
}

void *saddle_allocate_zeroed(long bytes) { return calloc(1, (size_t)bytes); }

void saddle_free(void *memory) { free(memory); }

void saddle_use_huge_pages(void *memory, long bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    // Whether the system has such pages to give is its affair: with small ones all goes on, only slower.
    (void)madvise(memory, (size_t)bytes, MADV_HUGEPAGE);
#else
    (void)memory, (void)bytes;
#endif
}

void saddle_return_large_memory(void) {
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}
