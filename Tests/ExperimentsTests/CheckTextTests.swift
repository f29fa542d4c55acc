import TestSupport
import Testing

@testable import Experiments

/// What `saddle check` says of how the networks are trained: everything that a file sets otherwise than it would be.
@Suite struct CheckTextTests {
    /// The lines on the play.
    private func lines(_ text: String) throws -> [String] {
        let folder = try TemporaryFolder([:])
        let path = try folder.write("file.yaml", text)
        let experiment = try #require(try Preparation(files: [path]).experiments.first)
        let all = CheckText.text(experiment, width: nil).split(separator: "\n").map(String.init)
        let start = try #require(all.firstIndex { $0.hasPrefix("data: {dataset") })
        return Array(all[start...].dropLast())
    }

    @Test func whatAFileDoesNotSetHasNoLine() throws {
        let keys = try lines(SoundFile.text).map { $0.prefix { $0 != ":" } }
        #expect(keys == ["data", "loss", "generator's optimizer", "discriminator's optimizer", "training"])
        #expect(try lines(SoundFile.text).last == "training: 60 iterations of batches of 32, 0.96 epochs")
    }

    @Test func aKeyThatIsGivenItsDefaultHasNoLine() throws {
        let same = SoundFile.text.replacing(
            "[dense: 16, relu, dense: 1]", with: "[dense: 16, relu, dense: 1], schedule: constant"
        )
        .replacing("batch_size: 32", with: "batch_size: 32, order: alternating, unrolled: 0")
        #expect(try lines(same) == lines(SoundFile.text))
    }

    static let cases: [(old: String, new: String, line: String)] = [
        ("training:", "condition: {method: concat}\ntraining:", "condition: {method: concat}"),
        (
            "training:", "condition: {method: auxiliary, weight: 0.5, schedule: {step: 20}}\ntraining:",
            "condition: {method: auxiliary, weight: 0.5, schedule: {step: {every: 20, factor: 0.5, warmup: 0}}}"
        ),
        (
            "batch_size: 32", "batch_size: 32, order: extragradient",
            "training: 60 iterations of batches of 32, 1.92 epochs; order: extragradient"
        ),
        (
            "batch_size: 32", "batch_size: 32, order: consensus, consensus_weight: 5, consensus_schedule: cosine",
            "training: 60 iterations of batches of 32, 0.96 epochs; order: consensus; consensus_weight: 5.0; "
                + "consensus_schedule: {cosine: {final: 0.0, warmup: 0}}"
        ),
        (
            "batch_size: 32", "batch_size: 32, unrolled: 5, unrolled_derivatives: false",
            "training: 60 iterations of batches of 32, 0.96 epochs; unrolled: 5; unrolled_derivatives: false"
        ),
        (
            "dense: 2]", "dense: 2], schedule: {linear: {from: 0.5}}",
            "generator's schedule: {linear: {final: 0.0, from: 0.5, warmup: 0}}"
        ),
        (
            "dense: 1]", "dense: 1], weight_clipping: 0.01",
            "discriminator's weight_clipping: 0.01"
        ),
        ("dense: 1]", "dense: 1], spectral_norm: true", "discriminator's spectral_norm: true"),
        ("dense: 2]", "dense: 2], average: {decay: 0.99}", "generator's average: {decay: 0.99, start: 0}"),
        ("training:", "label_smoothing: {real: 0.9}\ntraining:", "label_smoothing: {real: 0.9}"),
        ("training:", "step_ratio: {discriminator: 3}\ntraining:", "step_ratio: {discriminator: 3}"),
        ("dimension: 2", "dimension: 2, prior: uniform", "noise: {prior: uniform}"),
    ]

    @Test(arguments: cases) func whatAFileSetsHasALine(_ change: (old: String, new: String, line: String)) throws {
        let found = try lines(SoundFile.text.replacing(change.old, with: change.new))
        #expect(found.contains(change.line), "\(found)")
    }
}
