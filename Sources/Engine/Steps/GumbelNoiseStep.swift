import Kernels
import Networks

extension GumbelNoise: RunnableOperation {
    var gradientReads: GradientReads { [] }
    func place(_ site: Site) -> any Step { GumbelNoiseStep(site) }
}

/// y = x + g, whose derivative is 1.
///
/// Inference has no address. There a sample's noise is addressed by its row and the bits of its values, so that the
/// same samples get the same noise, and others get other noise even where they stand in the same row.
final class GumbelNoiseStep: Step {
    private let site: Site

    init(_ site: Site) { self.site = site }

    func forward(_ pass: Pass) {
        let (x, y) = (pass.values[site.inputSlot], pass.values[site.outputSlot])
        let count = site.output.count
        if let random = pass.random {
            Random.fillGumbel(y, count: pass.rows * count, at: random.ofStep(site), workers: pass.workers)
        } else {
            var row = 0
            while row < pass.rows {
                let address = RandomAddress(
                    seed: Self.hash(x + row * count, count), stream: UInt32(site.ordinal + 1),
                    iteration: UInt64(pass.firstRow + row))
                Random.fillGumbel(y + row * count, count: count, at: address, workers: pass.workers)
                row += 1
            }
        }
        Elementwise.accumulate(x, into: y, count: pass.rows * count, workers: pass.workers)
    }

    /// FNV-1a over 32-bit words.
    private static func hash(_ x: UnsafePointer<Float>, _ count: Int) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var index = 0
        while index < count {
            hash = (hash ^ UInt64(x[index].bitPattern)) &* 0x100_0000_01b3
            index += 1
        }
        return hash
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        copy(pass.incoming[site.outputSlot], into: pass.gradients[site.gradientPlace], pass.rows, pass.workers)
    }

    private func copy(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ rows: Int, _ workers: Workers
    ) {
        Elementwise.copy(x, into: y, count: rows * site.output.count, workers: workers)
    }
}

extension GumbelNoiseStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        copy(pass.tangents[site.inputSlot], into: pass.tangents[site.outputSlot], pass.rows, pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        guard pass.needsAdjoint(site) else { return }
        copy(pass.adjoints[site.outputSlot], into: pass.adjoints[site.gradientPlace], pass.rows, pass.workers)
    }
}
