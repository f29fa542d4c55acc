import CMachine

/// What the kernels were built for, and what the processor that runs them can do.
public enum Processor {
    /// Float lanes of a vector register in the instruction set of this build: 16 (AVX-512), 8 (AVX2), 4 (NEON).
    public static var builtLanes: Int { Int(SADDLE_VECTOR_LANES) }

    /// `nil` when this processor can run this build, else a sentence for the user. Call it before any kernel.
    public static func check() -> String? {
        let lanes = Int(saddle_processor_lanes())
        if lanes >= builtLanes { return nil }
        let needed = builtLanes == 16 ? "AVX-512" : builtLanes == 8 ? "AVX2 and FMA" : "fused multiply-add"
        return "this program was built for a processor with \(needed), which this one lacks; build it on this machine"
    }
}
