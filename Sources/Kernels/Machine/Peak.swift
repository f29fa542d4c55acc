import CMachine

/// The machine's peak of fused multiply-adds, measured.
public enum Peak {
    /// Single-precision GFLOP/s of all threads together, registers only: the best of `repeats` short runs (some
    /// milliseconds each). Other programs on the same cores lower it, as they lower everything else.
    public static func gigaflops(workers: Workers, repeats: Int = 10) -> Double {
        let steps = 400_000
        let seeds = FloatBuffer(count: 64)
        let sinks = FloatBuffer(count: 16 * workers.threads)
        for i in 0..<64 { seeds[i] = 0.5 + Float(i) / 256 }
        let clock = ContinuousClock()
        var best = 0.0
        for _ in 0..<repeats {
            let time = clock.measure {
                workers.run(tasks: workers.threads) { task in
                    sinks[16 * task] = multiplyAdds(steps: steps, seeds: seeds.pointer)
                }
            }
            let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
            let lanes = isWide ? 16 : 8
            best = max(best, Double(2 * 12 * lanes * steps * workers.threads) / seconds * 1e-9)
        }
        return best
    }

    private static func multiplyAdds(steps: Int, seeds: UnsafePointer<Float>) -> Float {
        isWide
            ? loop(SIMD16<Float>.self, steps: steps, seeds: seeds) : loop(SIMD8<Float>.self, steps: steps, seeds: seeds)
    }

    /// Twelve independent chains a = a * x + y, x below 1, so that nothing overflows.
    @inline(__always) private static func loop<V: SIMD & BitwiseCopyable>(
        _ type: V.Type, steps: Int, seeds: UnsafePointer<Float>
    ) -> Float where V.Scalar == Float {
        let (x, y) = (V(repeating: seeds[0]), V(repeating: seeds[1]))
        var (a, b, c, d) = (
            V(repeating: seeds[2]), V(repeating: seeds[3]), V(repeating: seeds[4]), V(repeating: seeds[5])
        )
        var (e, f, g, h) = (
            V(repeating: seeds[6]), V(repeating: seeds[7]), V(repeating: seeds[8]), V(repeating: seeds[9])
        )
        var (i, j) = (V(repeating: seeds[10]), V(repeating: seeds[11]))
        var (k, l) = (V(repeating: seeds[12]), V(repeating: seeds[13]))
        for _ in 0..<steps {
            a = y.addingProduct(a, x)
            b = y.addingProduct(b, x)
            c = y.addingProduct(c, x)
            d = y.addingProduct(d, x)
            e = y.addingProduct(e, x)
            f = y.addingProduct(f, x)
            g = y.addingProduct(g, x)
            h = y.addingProduct(h, x)
            i = y.addingProduct(i, x)
            j = y.addingProduct(j, x)
            k = y.addingProduct(k, x)
            l = y.addingProduct(l, x)
        }
        return (a + b + c + d + e + f + g + h + i + j + k + l)[0]
    }
}

@inline(__always) private var isWide: Bool { SADDLE_VECTOR_LANES == 16 }
