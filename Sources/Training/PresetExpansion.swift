import Configuration
import Datasets
import Diagnostics
import Networks

extension RunSpec {
    /// Whether a network is named by a preset whose layers are not known yet.
    public var hasPresets: Bool { generator.preset != nil || discriminator.preset != nil }

    /// The sections of networks without layers: those of presets, or with a preset that could not be read.
    public var unexpanded: [String] {
        [("generator", generator), ("discriminator", discriminator)].filter { $1.layers.isEmpty }.map(\.0)
    }

    /// The same run with the layers that its presets stand for, as if the file had listed them.
    /// - Throws: where there is no such network for the data.
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
        guard errors.isEmpty else { throw DiagnosticError(errors) }
        return spec
    }
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
