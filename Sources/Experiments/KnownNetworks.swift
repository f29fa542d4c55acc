import Configuration
import Datasets
import Diagnostics
import Equilibrium
import Training

/// The networks of runs and the memory that they take, made once for runs that differ in neither: to make them takes
/// most of the time in which a run is checked, and a sweep over learning rates may have thousands of settings.
struct KnownNetworks {
    private var known: [RunSpec: (Blueprint, RunMemory)] = [:]

    /// - Parameter classes: of the data's labels; nil: it has none.
    /// - Throws: everything that is wrong with the networks of this run, or with its critic.
    mutating func of(_ spec: RunSpec, _ data: DataProfile, classes: Int?) throws(DiagnosticError) -> (
        Blueprint, RunMemory
    ) {
        let key = Self.alike(spec)
        if let made = known[key] { return made }
        let blueprint = try Blueprint(spec, dataShape: data.shape, runs: data.runs, classes: classes)
        let critic = try FreshCritic(spec, shape: data.shape)
        let made = (blueprint, RunMemory(spec, blueprint, critic, data))
        known[key] = made
        return made
    }

    /// The run with what neither networks nor memory depend on left out.
    private static func alike(_ spec: RunSpec) -> RunSpec {
        func alike(_ player: inout PlayerSpec) {
            let rate = player.optimizer
            player.optimizer = Choice(rate.kind, rate.name, rate.values.merging(["learning_rate": .null]))
            player.schedule = Choice(player.schedule.kind, "")
        }
        var spec = spec
        spec.seed = 0
        spec.labelSmoothing = LabelSmoothing(real: 1, fake: 0, flip: 0)
        alike(&spec.generator)
        alike(&spec.discriminator)
        return spec
    }
}
