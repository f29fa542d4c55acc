import Equilibrium
import Experiments
import Foundation
import Testing

@testable import Reporting

/// What a report advises can be pasted: it is valid, and it makes another run.
@Suite struct AdviceTests {
    private static let plain = """
        name: advised
        data: {dataset: ring, samples: 100}
        noise: {dimension: 2}
        generator: {layers: [dense: 8, relu, dense: 2]}
        discriminator: {layers: [dense: 8, leaky_relu, dense: 1]}
        training: {iterations: 100}
        """
    private static let files = [
        plain,
        plain.replacing("leaky_relu,", with: "batch_norm, leaky_relu,"),
        plain + "\nloss: minimax\nstep_ratio: {discriminator: 2, generator: 2}\nevaluation: {critic: {iterations: 0}}",
        plain.replacing(
            "dense: 1]}", with: "dense: 1], pack: 2, regularization: [r1: {weight: 5}, instance_noise: 0.2]}"),
        plain.replacing("dense: 1]}", with: "dense: 1], weight_clipping: 0.01, optimizer: {rmsprop: 5e-5}}")
            .replacing(
                "relu, dense: 2]}", with: "relu, dense: 2], optimizer: {sgd: {learning_rate: 0.01, momentum: 0.9}}}")
            + "\nloss: wasserstein",
        plain.replacing("layers: [dense: 8, leaky", with: "layers: [reshape: [1, 2, 1], flatten, dense: 8, leaky"),
    ]

    /// The settings of every `--set` in a text, by command.
    private func commands(_ text: String) -> [[String]] {
        text.components(separatedBy: "`").filter { $0.contains("--set ") }.map { command in
            command.components(separatedBy: "--set ").dropFirst().map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: " '"))
            }
        }
    }

    @Test(arguments: files.indices) func everySettingIsValidAndChangesTheRun(file: Int) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("saddle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appendingPathComponent("advised.yaml")
        try Data(Self.files[file].utf8).write(to: url)
        let run = try #require(try Preparation(files: [url.path]).experiments.first?.runs.first)
        for kind in Verdict.Kind.allCases {
            let steps = Advice(run.spec, reportCommand: "saddle report results/advised/\(run.id)").steps(kind)
            let found = steps.flatMap(commands)
            #expect(!found.isEmpty, "\(kind.rawValue)")
            for settings in found {
                let changed = try #require(
                    try Preparation(files: [url.path], overrides: settings).experiments.first?.runs, "\(settings)")
                #expect(changed.contains { $0.id != run.id }, "\(settings)")
            }
        }
    }

    @Test func collapseIsAnsweredByPacksAndPenalties() throws {
        let session = try SessionFolder(Self.plain)
        defer { session.remove() }
        let run = try #require(try session.prepare().first?.runs.first)
        let steps = Advice(run.spec, reportCommand: "saddle report results/advised").steps(.modeCollapse)
        #expect(steps[0].hasSuffix("(PacGAN): `--set discriminator.pack=2`."))
        #expect(steps[1].contains("`--set 'discriminator.regularization=[r1: {weight: 10}]'`, or `--set "))
        #expect(steps[2].contains("`--set generator.optimizer.learning_rate=0.0001`"))
        let oscillating = Advice(run.spec, reportCommand: "").steps(.oscillating)
        #expect(
            oscillating[1].contains(
                "`--set 'discriminator.optimizer.betas=[0.0, 0.999]' --set 'generator.optimizer.betas=[0.0, 0.999]'`"))
    }
}
