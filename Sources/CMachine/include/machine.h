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

/// The lanes that the processor running now can use with fused multiply-add: 16 (AVX-512), 8 (AVX2), 4 (NEON or none).
int saddle_processor_lanes(void);
