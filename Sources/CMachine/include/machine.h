#pragma once

// Float lanes of one vector register in the instruction set that the including code is compiled for. This C target is
// compiled for the baseline, the Kernels target for the host: read from Swift's Kernels, the macro says what the
// kernels were built for.
#if defined(__AVX512F__)
#define SADDLE_VECTOR_LANES 16
#elif defined(__AVX2__) && defined(__FMA__)
#define SADDLE_VECTOR_LANES 8
#else
#define SADDLE_VECTOR_LANES 4
#endif

/// The lanes that the processor running now can use with fused multiply-add: 16 (AVX-512), 8 (AVX2), 4 (NEON), 1 (none).
int saddle_processor_lanes(void);

/// Tells the processor that this thread spins.
void saddle_pause(void);

/// Asks for a cache line that will be needed.
static inline __attribute__((always_inline)) void saddle_prefetch(const void *_Nonnull address) {
    __builtin_prefetch(address);
}

/// Asks for a cache line that will be written.
static inline __attribute__((always_inline)) void saddle_prefetch_for_write(const void *_Nonnull address) {
    __builtin_prefetch(address, 1);
}

/// Asks for a cache line that will be needed later, into the second-level cache.
static inline __attribute__((always_inline)) void saddle_prefetch_second_level(const void *_Nonnull address) {
    __builtin_prefetch(address, 0, 2);
}

/// From here on this thread's processor takes numbers too small for a float's full precision (below 1.2e-38) as zero, and
/// gives zero for them.
/// - Returns: how it was before, for `saddle_restore_denormals`.
static inline __attribute__((always_inline)) unsigned long saddle_flush_denormals(void) {
#if defined(__x86_64__)
    unsigned before = __builtin_ia32_stmxcsr();
    if ((before & 0x8040) != 0x8040) __builtin_ia32_ldmxcsr(before | 0x8040);
    return before;
#elif defined(__aarch64__)
    unsigned long before;
    __asm__ volatile("mrs %0, fpcr" : "=r"(before));
    if (!(before & 1 << 24)) __asm__ volatile("msr fpcr, %0" : : "r"(before | 1 << 24) : "memory");
    return before;
#else
    return 0;
#endif
}

static inline __attribute__((always_inline)) void saddle_restore_denormals(unsigned long before) {
#if defined(__x86_64__)
    if ((before & 0x8040) != 0x8040) __builtin_ia32_ldmxcsr((unsigned)before);
#elif defined(__aarch64__)
    if (!(before & 1 << 24)) __asm__ volatile("msr fpcr, %0" : : "r"(before) : "memory");
#endif
}

/// Calls a Swift closure of type (Int, Int) -> Void, given as its two words, without taking a reference to its context:
/// what lets worker threads run a closure that lives on their caller's stack.
void saddle_call(void *_Nonnull function, void *_Nullable context, long task, long worker);

/// The processors that this process may run on (its affinity mask, which is what a batch system sets).
int saddle_available_processors(void);

/// Sixteen floats, in Swift SIMD16<Float>.
typedef float saddle_float16 __attribute__((ext_vector_type(16)));

/// Square roots, rounded as IEEE 754 wants: Swift's own squareRoot() of a vector goes through it number by number.
static inline __attribute__((always_inline)) saddle_float16 saddle_square_root(saddle_float16 x) {
    return __builtin_elementwise_sqrt(x);
}

/// Memory filled with zeros; NULL where there is none. Large memory is touched by nobody yet.
void *_Nullable saddle_allocate_zeroed(long bytes);

void saddle_free(void *_Nonnull memory);

/// Asks for pages of 2 MB under memory that begins at one, before it is first touched. Linux; elsewhere nothing.
void saddle_use_huge_pages(void *_Nonnull memory, long bytes);

/// From now on memory of 1 MB and more goes back to the system as soon as it is freed, where glibc allocates. Else it
/// would raise that limit to what was freed first, and keep arrays of up to 32 MB for ones that may not come.
void saddle_return_large_memory(void);
