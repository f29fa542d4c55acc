import Kernels

/// y = x + b, one b for each channel.
struct Bias: Operation {
    var description: String { "bias" }
    var keepsPlaces: Bool { true }
    var gradientReads: GradientReads { [] }

    func outputShape(_ inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

    func parameters(input: Port, output: Port) -> [ParameterDeclaration] {
        [ParameterDeclaration("bias", .channels(of: output), .constant(0))]
    }

    func epilogue(output: Shape) -> Epilogue.Support { .activation }

    func place(_ site: Site) -> any Step { BiasStep(site) }
}

/// A bias that no product could take along. db is the column sum of dy, and dx is dy.
final class BiasStep: Step {
    private let site: Site
    private let channels: Int

    init(_ site: Site) {
        self.site = site
        channels = site.output.channels
        site.workspace.reserve(
            Reductions.columnSumsWorkspace(rows: site.batch * site.output.count / channels, columns: channels))
    }

    func forward(_ run: Run) {
        let y = run.values[site.outputSlot]
        let count = run.rows * site.output.count
        Elementwise.copy(run.values[site.inputSlot], into: y, count: count, workers: run.workers)
        Elementwise.addBias(
            site.parameters[0], to: y, rows: count / channels, columns: channels, workers: run.workers)
        site.activation.apply(y, into: y, count: count, workers: run.workers)
    }

    func backward(_ run: Run, towards targets: GradientTargets) {
        let dz = site.gradientBeforeActivation(run)
        let count = run.rows * site.output.count
        if targets.contains(.parameters) {
            Reductions.columnSums(
                dz, rows: count / channels, columns: channels, into: site.parameterGradients[0],
                accumulate: run.accumulates, workspace: site.workspace, workers: run.workers)
        }
        if targets.contains(.input) {
            Elementwise.copy(dz, into: run.gradients[site.inputSlot], count: count, workers: run.workers)
        }
    }
}
