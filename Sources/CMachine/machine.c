#define _GNU_SOURCE
#include "machine.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#if defined(__linux__)
#include <sched.h>
#include <sys/mman.h>
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

#if defined(__linux__)
static const long huge_page = 2L << 20;

/// Pages of the system, zeroed when they are touched; the start lies on a huge page's boundary.
static void *map(long bytes) {
    char *start = mmap(NULL, (size_t)(bytes + huge_page), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) return NULL;
    long before = (huge_page - (long)((uintptr_t)start % (uintptr_t)huge_page)) % huge_page;
    if (before > 0) munmap(start, (size_t)before);
    if (before < huge_page) munmap(start + before + bytes, (size_t)(huge_page - before));
    madvise(start + before, (size_t)bytes, MADV_HUGEPAGE);
    return start + before;
}

static long whole_pages(long bytes) {
    long page = sysconf(_SC_PAGESIZE);
    return (bytes + page - 1) / page * page;
}
#endif

void *saddle_allocate(long bytes) {
#if defined(__linux__)
    if (bytes >= huge_page) return map(whole_pages(bytes));
#endif
    size_t size = ((size_t)bytes + 63) / 64 * 64;
    void *memory = aligned_alloc(64, size);
    if (memory) memset(memory, 0, size);
    return memory;
}

void saddle_deallocate(void *memory, long bytes) {
#if defined(__linux__)
    if (bytes >= huge_page) {
        munmap(memory, (size_t)whole_pages(bytes));
        return;
    }
#endif
    free(memory);
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
