import Configuration
import Datasets
import Diagnostics
import Networks

extension RunSpec {
    /// The word for a weight that the data decides.
    static let automatic = "automatic"

    /// Whether the data is to decide on layers or numbers.
    public var isOpen: Bool {
        generator.preset != nil || discriminator.preset != nil
            || discriminator.regularization.contains(where: \.isAutomatic)
    }

    /// The sections of networks without layers: those of presets, or with a preset that could not be read.
    public var unexpanded: [String] {
        [("generator", generator), ("discriminator", discriminator)].filter { $1.layers.isEmpty }.map(\.0)
    }

    /// The same run with the layers that its presets stand for and the weights that the data decides, as if the file
    /// had said them.
    /// - Throws: where there is no such network, or weight, for the data.
    public func expanded(for data: DataProfile) throws(DiagnosticError) -> RunSpec {
        var spec = self
        var errors: [Diagnostic] = []
        func expand(_ player: inout PlayerSpec, isGenerator: Bool) {
            guard let preset = player.preset else { return }
            let shape = Shape(isGenerator ? data.shape : SamplePacking.shape(data.shape, count: player.pack))
            do {
                player.layers = try Presets.layers(
                    preset, isGenerator: isGenerator, site: PresetSite(shape: shape, ending: data.ending))
                player.preset = nil
            } catch {
                errors += error.diagnostics
            }
        }
        expand(&spec.generator, isGenerator: true)
        expand(&spec.discriminator, isGenerator: false)
        spec.discriminator.regularization = discriminator.regularization.map { choice in
            guard choice.isAutomatic else { return choice }
            guard data.kind == .image else {
                errors.append(
                    Diagnostic(
                        .error, "an automatic weight comes of the size of images, and a sample has shape \(data.shape)",
                        at: choice.location, help: "give a number"))
                return choice
            }
            let weight = 0.0002 * Double(data.shape[0] * data.shape[1]) / Double(training.batchSize)
            return Choice(
                choice.kind, choice.name, choice.values.merging(["weight": .real(weight)]), at: choice.location)
        }
        guard errors.isEmpty else { throw DiagnosticError(errors) }
        return spec
    }
}

extension Choice {
    fileprivate var isAutomatic: Bool { values.entries["weight"] == .text(RunSpec.automatic) }
}

extension DataProfile {
    /// What a generator's last values are to be.
    fileprivate var ending: PresetSite.Ending {
        guard runs.isEmpty else { return .table }
        switch kind {
        case .text: return .symbols
        case .points, .vector: return .free
        case .image, .sound:
            let (least, greatest) = range
            return least < -1 || greatest > 1 ? .free : least >= 0 ? .sigmoid : .tanh
        }
    }
}
