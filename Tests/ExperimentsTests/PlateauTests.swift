import Diagnostics
import TestSupport
import Testing

@testable import Experiments

/// `training.stop.plateau`.
@Suite struct PlateauTests {
    @Test(
        arguments: [
            ([], 2, nil), ([0.5, 0.4], 2, nil), ([0.5, 0.4, 0.6], 2, nil), ([0.5, 0.4, 0.4, 0.6], 2, 10),
            ([0.5, 0.6, 0.7, 0.3], 3, nil), ([0.5, 0.6, 0.7, 0.5], 3, 0), ([0, 0], 1, 0),
        ] as [([Double], Int, Int?)])
    func endsWhereNothingGetsBetter(bounds: [Double], count: Int, best: Int?) {
        let reason = StopGuard.plateau(bounds.enumerated().map { (10 * $0.offset, $0.element) }, count: count)
        #expect((reason == nil) == (best == nil))
        if let best { #expect(reason?.contains("iteration \(best),") == true) }
    }

    @Test func needsJudgesDuringTheRun() throws {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let path = try folder.write(
            "run.yaml",
            """
            data: {dataset: ring}
            noise: {dimension: 2}
            generator: {layers: [dense: 2]}
            discriminator: {layers: [dense: 1]}
            training: {iterations: 100, stop: {plateau: 2}}
            """)
        #expect {
            _ = try Preparation(files: [path])
        } throws: { error in
            (error as? DiagnosticError)?.diagnostics.contains { $0.help == "give evaluation.critic.every as well" }
                == true
        }
    }
}
