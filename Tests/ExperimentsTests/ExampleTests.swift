import Configuration
import Diagnostics
import Experiments
import Formats
import Foundation
import TestSupport
import Testing

/// The examples of `saddle explain`, each completed to a whole file where it is a piece of one, are files that
/// `saddle check` accepts.
@Suite struct ExampleTests {
    struct Example: CustomTestStringConvertible {
        let name: String
        /// The file's lines, complete but for what a base gives.
        let texts: [String]

        var testDescription: String { name }
    }

    static let examples =
        RegistryKind.allCases.flatMap { kind in
            Vocabulary.saddle.declarations(of: kind).map { declaration in
                Example(name: "\(kind.noun) \(declaration.name)", texts: completed(declaration.example, kind))
            }
        } + Vocabulary.saddle.sections.map { Example(name: "section \($0.name)", texts: [$0.example]) }

    /// Layers stand in a network, on a vector or on an image; what belongs to a player stands in one.
    private static func completed(_ example: String, _ kind: RegistryKind) -> [String] {
        switch kind {
        case .layers:
            [("", ""), ("", "    - reshape: [4, 4, 4]\n"), ("condition: {method: concat}\n", "")].map { game, before in
                game
                    + "generator:\n  layers:\n    - dense: 64\n\(before)    \(example.replacing("\n", with: "\n    "))\n    - flatten\n    - dense: 2\n"
            }
        case .initializers, .transforms, .optimizers, .schedules, .augmentations:
            ["discriminator:\n  \(example)\n"]
        case .regularizers: ["discriminator:\n  \(example)\n", "generator:\n  \(example)\n"]
        case .presets: ["data: {dataset: digits}\ndiscriminator:\n  \(example)\n"]
        case .losses: [example, example + "\ndiscriminator: {layers: [flatten, dense: 4, relu, dense: 1]}\n"]
        case .priors, .datasets, .metrics, .launchers: [example]
        }
    }

    /// Wholes that an example may be a piece of, by the shape of the data.
    private static let bases = [
        ("{dataset: ring}", "dense: 2"), ("{dataset: dirac}", "dense: 1"),
        ("{dataset: digits}", "dense: 64, reshape: [8, 8, 1]"),
        ("{dataset: digits}", "dense: 784, reshape: [28, 28, 1]"),
        ("{dataset: digits}", "dense: 12288, reshape: [64, 64, 3]"),
        ("{dataset: digits}", "dense: 3072, reshape: [32, 32, 3]"), ("{dataset: ring}", "table"),
        ("{dataset: digits}", "dense: 4096, reshape: [1, 4096, 1], tanh"),
        ("{dataset: text, path: data/names.txt}", "dense: 112, reshape: [1, 7, 16], softmax"),
        ("{dataset: stacked}", "dense: 192, reshape: [8, 8, 3]"),
        ("{dataset: digits}", "dense: 8192, reshape: [32, 32, 8]"),
    ].map { data, layers in
        """
        data: \(data)
        noise: {dimension: 4}
        generator: {layers: [\(layers)]}
        discriminator: {layers: [flatten, dense: 1]}
        training: {iterations: 5000}
        """
    }

    @Test(arguments: examples)
    func isAccepted(_ example: Example) throws {
        let folder = try TemporaryFolder()
        // What the examples of files speak of: IDX, 10 pictures of 8 x 8 and their labels, and a CSV.
        try folder.write(
            "data/letters-images.gz", [0, 0, 8, 3, 0, 0, 0, 10, 0, 0, 0, 8, 0, 0, 0, 8] + [UInt8](0..<64) * 10)
        try folder.write("data/letters-labels.gz", [0, 0, 8, 1, 0, 0, 0, 10] + [UInt8](0..<10))
        try folder.write("data/adult.csv", "age,education_num\n" + (0..<20).map { "\($0),\($0 % 12)\n" }.joined())
        for index in 0..<4 {
            let samples = [UInt8](repeating: UInt8(index), count: 32 * 32 * 3)
            let picture = PixelImage(width: 32, height: 32, channels: 3, samples: samples)
            try folder.write("data/faces/\(index).png", PNG.encode(picture))
        }
        for index in 0..<32 {
            let samples = [UInt8](repeating: UInt8(index), count: 16 * 16)
            let picture = PixelImage(width: 16, height: 16, channels: 1, samples: samples)
            try folder.write("data/walks/\(index / 8)/\(index % 8).png", PNG.encode(picture))
        }
        try folder.write("data/names.txt", (0..<20).map { "name \($0)\n" }.joined())
        for index in 0..<4 {
            let wave = (0..<100).map { Float(index * $0) / 400 }
            try folder.write("data/drums/\(index).wav", WAVFile.bytes(rate: 8000, samples: wave))
        }
        let cifar = "data/cifar-10-batches-bin"
        for name in (1...5).map({ "data_batch_\($0)" }) + ["test_batch"] {
            try folder.write("\(cifar)/\(name).bin", [UInt8](repeating: 0, count: 4 * 3073))
        }
        let rows = (0..<20).map { "\($0),\($0 % 7),\($0 % 3)" }
        try folder.write("data/iris.csv", (["petal_length,petal_width,species"] + rows).joined(separator: "\n"))

        var errors: [String] = []
        for base in Self.bases {
            try folder.write("base.yaml", base.replacing(" data/", with: " \(folder.path)/data/"))
            for text in example.texts {
                // Paths are relative to where the program is started.
                let placed = text.replacing(" data/", with: " \(folder.path)/data/")
                let whole = text.contains("extends:") ? placed : "extends: base.yaml\n\(placed)"
                try folder.write("example.yaml", whole)
                do {
                    _ = try Preparation(files: [folder.path("example.yaml")])
                    return
                } catch {
                    errors.append(error.description)
                }
            }
        }
        if errors.contains(where: { $0.contains("dataset-fashion-mnist") }) { return }
        Issue.record("in no whole: \(errors.joined(separator: "\n"))")
    }
}

private func * (bytes: [UInt8], count: Int) -> [UInt8] { (0..<count).flatMap { _ in bytes } }
