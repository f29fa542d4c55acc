import Kernels
import Networks

/// A linear map of a sample's values that is fixed: its derivative is itself, and its gradient the map transposed.
protocol LinearMap {
    func apply(_ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>, workers: Workers)
    func applyTransposed(
        _ dy: UnsafePointer<Float>, rows: Int, into dx: UnsafeMutablePointer<Float>, workers: Workers)
}

/// y = A·x, so dx = A^T·dy.
final class LinearMapStep<Map: LinearMap>: Step {
    private let map: Map
    private let site: Site

    init(_ map: Map, _ site: Site) {
        self.map = map
        self.site = site
    }

    func forward(_ pass: Pass) {
        map.apply(
            pass.values[site.inputSlot], rows: pass.rows, into: pass.values[site.outputSlot], workers: pass.workers)
    }

    func backward(_ pass: Pass, towards targets: GradientTargets) {
        guard targets.contains(.input) else { return }
        map.applyTransposed(
            pass.incoming[site.outputSlot], rows: pass.rows, into: pass.gradients[site.gradientPlace],
            workers: pass.workers)
    }
}

extension LinearMapStep: TangentStep {
    func tangent(_ pass: TangentPass) {
        map.apply(
            pass.tangents[site.inputSlot], rows: pass.rows, into: pass.tangents[site.outputSlot], workers: pass.workers)
    }

    func tangentBackward(_ pass: TangentPass) {
        guard pass.needsAdjoint(site) else { return }
        map.applyTransposed(
            pass.adjoints[site.outputSlot], rows: pass.rows, into: pass.adjoints[site.gradientPlace],
            workers: pass.workers)
    }
}

extension Resampling: RunnableOperation {
    var gradientReads: GradientReads { [] }
    func place(_ site: Site) -> any Step {
        LinearMapStep(AxisMaps(ResamplingAxis(vertical), ResamplingAxis(horizontal), site.input.channels), site)
    }
}

/// Height and width apart.
private struct AxisMaps: LinearMap {
    let vertical: ResamplingAxis, horizontal: ResamplingAxis
    let back: (vertical: ResamplingAxis, horizontal: ResamplingAxis)
    let channels: Int

    init(_ vertical: ResamplingAxis, _ horizontal: ResamplingAxis, _ channels: Int) {
        (self.vertical, self.horizontal, self.channels) = (vertical, horizontal, channels)
        back = (vertical.transposed, horizontal.transposed)
    }

    func apply(_ x: UnsafePointer<Float>, rows: Int, into y: UnsafeMutablePointer<Float>, workers: Workers) {
        Resampler.apply(
            x, vertical: vertical, horizontal: horizontal, channels: channels, rows: rows, into: y, workers: workers)
    }

    func applyTransposed(
        _ dy: UnsafePointer<Float>, rows: Int, into dx: UnsafeMutablePointer<Float>, workers: Workers
    ) {
        Resampler.apply(
            dy, vertical: back.vertical, horizontal: back.horizontal, channels: channels, rows: rows, into: dx,
            workers: workers)
    }
}

extension ResamplingAxis {
    fileprivate init(_ map: AxisMap) {
        self.init(inputs: map.inputs, taps: map.taps.map { $0.map { ($0.source, $0.weight) } })
    }
}

extension Selection: RunnableOperation {
    var gradientReads: GradientReads { [] }
    func place(_ site: Site) -> any Step {
        LinearMapStep(PlaceMap(inputs: site.input.count, sources: sources), site)
    }
}

extension PlaceMap: LinearMap {}
