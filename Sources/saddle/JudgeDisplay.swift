import Diagnostics
import Equilibrium

/// Says on standard error what judges are at, where it takes long.
struct JudgeDisplay {
    private let line = PatientLine()

    func show(_ stage: TwoSampleTest.Stage) { line.show(text(stage)) }

    /// The line goes.
    func finish() { line.finish() }

    private func text(_ stage: TwoSampleTest.Stage) -> String {
        switch stage {
        case .critic(let updates, let most):
            "the fresh critic learns: update \(NumberText.grouped(updates)), \(NumberText.grouped(most)) at most"
        case .judges: "the other judges look at the samples"
        case .distances: "distances are measured"
        }
    }
}
