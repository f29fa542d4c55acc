import Kernels
import Networks

extension RandomAddress {
    /// Of the random numbers of one step: the upper bits of the iteration, which no run reaches, tell the steps of one
    /// pass apart.
    func ofStep(_ site: Site) -> RandomAddress {
        var address = self
        address.iteration |= UInt64(site.ordinal + 1) << 40
        return address
    }
}

extension ChannelMasking: RunnableOperation {
    var gradientReads: GradientReads { [] }
    /// The factor of each channel of each sample.
    func savedCount(output: Shape, batch: Int) -> Int { batch * output.channels }
    func place(_ site: Site) -> any Step { ChannelMaskingStep(rate, site) }
}

/// y = x · mask / (1 - rate), and so its derivatives, by the same mask.
final class ChannelMaskingStep: Step {
    private let rate: Float
    private let site: Site

    init(_ rate: Float, _ site: Site) {
        self.rate = rate
        self.site = site
    }

    func forward(_ pass: Pass) {
        if let random = pass.random, rate > 0 {
            let count = pass.rows * site.output.channels
            site.saved.update(repeating: 1, count: count)
            Random.dropout(
                site.saved, into: site.saved, count: count, rate: rate, at: random.ofStep(site), workers: pass.workers)
        }
        mask(
            pass.values[site.inputSlot], into: pass.values[site.outputSlot], pass.rows, isTraining: pass.random != nil,
            pass.workers)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        mask(
            pass.incoming[site.outputSlot], into: pass.gradients[site.gradientPlace], pass.rows,
            isTraining: pass.random != nil, pass.workers)
    }

    private func mask(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ rows: Int, isTraining: Bool,
        _ workers: Workers
    ) {
        guard isTraining, rate > 0 else {
            return Elementwise.copy(x, into: y, count: rows * site.output.count, workers: workers)
        }
        let channels = site.output.channels
        ChannelFactors.scaleSamples(
            x, by: site.saved, rows: rows, positions: site.output.count / channels, channels: channels, into: y,
            workers: workers)
    }
}

extension ChannelMaskingStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        mask(
            pass.tangents[site.inputSlot], into: pass.tangents[site.outputSlot], pass.rows, isTraining: true,
            pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        guard pass.needsAdjoint(site) else { return }
        mask(
            pass.adjoints[site.outputSlot], into: pass.adjoints[site.gradientPlace], pass.rows, isTraining: true,
            pass.workers)
    }
}

extension Noise: RunnableOperation {
    var gradientReads: GradientReads { [] }
    func place(_ site: Site) -> any Step { NoiseStep(deviation, site) }
}

/// y = x + n, whose derivative is 1.
final class NoiseStep: Step {
    private let deviation: Float
    private let site: Site

    init(_ deviation: Float, _ site: Site) {
        self.deviation = deviation
        self.site = site
    }

    func forward(_ pass: Pass) {
        let (x, y) = (pass.values[site.inputSlot], pass.values[site.outputSlot])
        guard let random = pass.random, deviation > 0 else { return copy(x, into: y, pass.rows, pass.workers) }
        let count = pass.rows * site.output.count
        Random.fillNormal(y, count: count, deviation: deviation, at: random.ofStep(site), workers: pass.workers)
        Elementwise.accumulate(x, into: y, count: count, workers: pass.workers)
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

extension NoiseStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        copy(pass.tangents[site.inputSlot], into: pass.tangents[site.outputSlot], pass.rows, pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        guard pass.needsAdjoint(site) else { return }
        copy(pass.adjoints[site.outputSlot], into: pass.adjoints[site.gradientPlace], pass.rows, pass.workers)
    }
}
