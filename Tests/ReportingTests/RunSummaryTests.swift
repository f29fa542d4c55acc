import Configuration
import Testing

@testable import Reporting

/// The table that a sweep ends with.
@Suite struct RunSummaryTests {
    private static let sweep = [(8, 0.0002), (1, 0.002), (1, 0.00001)].enumerated().map { index, setting in
        var result = RunResult(
            run:
                "step_ratio.discriminator=\(setting.0)_discriminator.optimizer.learning_rate=\(setting.1)-abcd000\(index)",
            status: "complete",
            parameters: [
                Parameter(path: "step_ratio.discriminator", text: "\(setting.0)"),
                Parameter(path: "discriminator.optimizer.learning_rate", text: "\(setting.1)"),
                Parameter(path: "noise.dimension", text: "64"),
            ], metrics: [.accuracy: 0.6, .distance: 0.1, .accuracyReal: 0.5, .accuracyFake: 0.7],
            verdict: "discriminator too weak")
        result.bound = 0.1 * Double(index + 1)
        return result
    }

    /// The parameters that differ are columns, and a run is found by the end of its name.
    @Test func theSummaryFitsTheTerminalAndSaysWhatItLacks() {
        #expect(
            RunSummary.text(Self.sweep, indent: 0, width: nil) == """
                run       step_ratio.discriminator  learning_rate  accuracy  distance  on real  on fake  proved  settled at  verdict
                ────────  ────────────────────────  ─────────────  ────────  ────────  ───────  ───────  ──────  ──────────  ──────────────────────
                abcd0000                         8         0.0002     0.600     0.100    0.500    0.700   0.100           -  discriminator too weak
                abcd0001                         1          0.002     0.600     0.100    0.500    0.700   0.200           -  discriminator too weak
                abcd0002                         1          1e-05     0.600     0.100    0.500    0.700   0.300           -  discriminator too weak

                """)
        #expect(
            RunSummary.text(Self.sweep, indent: 2, width: 80) == """
                              step_ratio.  learning_
                  run       discriminator       rate  accuracy  proved  verdict
                  ────────  ─────────────  ─────────  ────────  ──────  ──────────────────────
                  abcd0000              8     0.0002     0.600   0.100  discriminator too weak
                  abcd0001              1      0.002     0.600   0.200  discriminator too weak
                  abcd0002              1      1e-05     0.600   0.300  discriminator too weak
                  No room for: distance, on real, on fake, settled at. runs.csv has all.

                """)
        for width in [30, 40, 60, 80, 100, 120] {
            let lines = RunSummary.text(Self.sweep, indent: 2, width: width).split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= width }, "\(width): \(lines.joined(separator: "\n"))")
        }
    }

    @Test func theSummaryStartsWithTheBest() {
        var far = RunResult(
            run: "far", status: "complete", metrics: [.accuracy: 0.9, .distance: 0.4], verdict: "discriminator wins")
        far.metrics[.accuracyReal] = 1
        let results = [
            RunResult(run: "begun", status: "interrupted", metrics: [.accuracy: 0.5, .distance: 0]), far,
            RunResult(run: "stopped", status: "stopped", metrics: [.accuracy: 0.5, .distance: 0.01]),
            RunResult(run: "near", status: "complete", metrics: [.accuracy: 0.45, .distance: 0.05], settledAt: 12500),
        ]
        #expect(
            RunSummary.table(results).text(rule: false) == """
                run      accuracy  distance  on real  on fake  settled at  status       verdict
                stopped     0.500     0.010        -        -           -  stopped
                near        0.450     0.050        -        -      12,500  complete
                far         0.900     0.400    1.000        -           -  complete     discriminator wins
                begun       0.500     0.000        -        -           -  interrupted

                """)
    }
}
