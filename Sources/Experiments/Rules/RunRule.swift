import Configuration
import Datasets
import Diagnostics
import Training

/// A way in which a run that is valid cannot work, or cannot be measured. An entry is a type in a file of its own,
/// named in `RunRules.all`.
protocol RunRule: Sendable {
    /// What to tell of a run, each at the line that a person would change, with a fix. Usually nothing.
    static func remarks(_ run: RuleSubject) -> [Diagnostic]
}

/// All that rules look at. Nothing of it has been computed by training.
struct RuleSubject {
    let spec: RunSpec
    let locations: Locations
    let blueprint: Blueprint
    let data: DataProfile
    /// Of the run's numbers: see `Run.magnitudes`.
    let magnitudes: ClosedRange<Double>?

    /// The first of the keys that the file gives; where it gives none, the section that the first belongs in.
    func place(_ keys: String...) -> Location {
        keys.lazy.compactMap { locations[$0] }.first ?? locations.nearest(keys[0])
    }

    func warning(_ message: String, at location: Location?, help: String) -> Diagnostic {
        Diagnostic(.warning, message, at: location, help: help)
    }

    /// Both players with the first component of their paths.
    var players: [(name: String, spec: PlayerSpec)] {
        [("generator", spec.generator), ("discriminator", spec.discriminator)]
    }
}

enum RunRules {
    static let all: [any RunRule.Type] = [
        SuspiciousData.self, BatchBeyondData.self, FewHeldOut.self, UnmeasurableAccuracy.self, OneValueNormalized.self,
        UnreachableData.self, UnboundedPictures.self, ConfinedDiscriminator.self, ScheduleBeyondRun.self,
        StartBeyondRun.self, SilentKeys.self, LostInput.self, LargeSteps.self, SinglePrecision.self,
        UnconfirmedStop.self,
    ]

    static func remarks(_ run: RuleSubject) -> [Diagnostic] { all.flatMap { $0.remarks(run) } }
}
