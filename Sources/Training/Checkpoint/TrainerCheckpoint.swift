import Configuration
import Engine
import Formats
import Kernels

/// Why a checkpoint is not taken up.
public struct CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Sendable {
        /// Nothing in it is of use: its bytes are not those that were written, or it is not where it was written.
        case damaged
        /// Whole, and of something else: other data, another configuration, another build.
        case foreign
    }

    public let kind: Kind
    public let description: String

    public init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}

extension Trainer {
    /// Changes whenever an older checkpoint cannot be continued.
    private static let format = "saddle 2"

    /// All that the run needs to go on as if it had never stopped.
    ///
    /// Tensors: `generator.0.weight` and so on under PyTorch's names, running statistics beside them;
    /// `average.generator.0.weight` for an average of the parameters, `optimizer.generator.exp_avg.0.weight` for what
    /// optimizers remember. Notes: the iteration, checksums of the data, the configuration and the program, and the
    /// sums of losses and gradient norms since the last evaluation. There is no state of random numbers: they are
    /// addressed by what is here.
    public func checkpoint() -> Safetensors { checkpointStream().made }

    /// What `checkpoint` gives, each tensor made when it is asked for: to be written before the trainer goes on.
    public func checkpointStream() -> SafetensorsStream {
        var result = SafetensorsStream(
            metadata: [
                "format": Self.format, "iteration": "\(iteration)", "data": dataChecksum,
                "configuration": configurationChecksum(), "build": Build.checksum,
            ], tensors: [])
        for learner in [generator, discriminator] {
            let player = learner.player.rawValue
            func add(_ tensors: [SafetensorsStream.Tensor], _ prefix: String) {
                result.tensors += tensors.map {
                    SafetensorsStream.Tensor("\(prefix).\($0.name)", shape: $0.shape, values: $0.values)
                }
            }
            add(learner.network.tensors, player)
            if let average = learner.average {
                add(average.network.tensors, "average.\(player)")
            }
            for (name, array) in learner.optimizerArrays {
                add(learner.network.tensors(flat: array), "optimizer.\(player).\(name)")
            }
            for (name, array) in learner.penaltyArrays {
                add(learner.network.tensors(flat: array), "regularization.\(player).\(name)")
            }
            result.metadata["\(player).means"] = learner.means.text
        }
        if !memory.isEmpty { result.metadata["memory"] = memory.text }
        return result
    }

    private func configurationChecksum(of other: RunSpec? = nil) -> String {
        Checksum.text(CanonicalText.hash(other ?? spec))
    }

    /// The iteration that a checkpoint was made at.
    private func iteration(of checkpoint: Safetensors) throws(CheckpointError) -> Int {
        guard let format = checkpoint.metadata["format"] else {
            throw CheckpointError(.foreign, "it is no checkpoint of this program")
        }
        guard format == Self.format else {
            throw CheckpointError(.foreign, "it is of another version of this program, which wrote '\(format)'")
        }
        guard let iteration = checkpoint.metadata["iteration"].flatMap({ Int($0) }),
            (0...spec.training.iterations).contains(iteration)
        else {
            throw CheckpointError(
                .damaged,
                "its iteration is '\(checkpoint.metadata["iteration"] ?? "")', "
                    + "not one of 0 to \(spec.training.iterations)")
        }
        return iteration
    }

    /// Takes up where `checkpoint` left off.
    /// - Parameters:
    ///   - anyBuild: whether a checkpoint of another build may be continued, whose numbers may differ.
    ///   - other: the run that made the checkpoint, where that is another one that trains alike up to there.
    /// - Throws: where a tensor or a note is missing, unknown or of another shape, or the checkpoint was trained on
    /// other
    ///   samples, by another configuration or by another build. The trainer may then hold parts of the checkpoint and
    ///   must not be used further.
    public func restore(
        _ checkpoint: Safetensors, anyBuild: Bool = false, of other: RunSpec? = nil
    ) throws(CheckpointError) {
        let iteration = try iteration(of: checkpoint)
        let configuration = checkpoint.metadata["configuration"] ?? ""
        let expected = configurationChecksum(of: other)
        guard configuration == expected else {
            throw CheckpointError(
                .foreign,
                "it is of another configuration: its checksum is \(configuration), that of this run is \(expected)")
        }
        try checkpoint.requireSameData(dataChecksum)
        guard anyBuild || checkpoint.metadata["build"] == Build.checksum else {
            throw CheckpointError(
                .foreign,
                "it was trained by another build of this program, whose numbers may differ; "
                    + "--any-build continues it all the same")
        }
        var used = 0
        func take(_ prefix: String) -> [NamedTensor] {
            let found = checkpoint.tensors.withPrefix(prefix)
            used += found.count
            return found
        }
        for learner in [generator, discriminator] {
            let player = learner.player.rawValue
            do {
                try learner.network.load(take(player))
                try learner.average?.network.load(take("average.\(player)"))
                for (name, array) in learner.optimizerArrays {
                    try learner.network.load(take("optimizer.\(player).\(name)"), flat: array)
                }
                for (name, array) in learner.penaltyArrays {
                    try learner.network.load(take("regularization.\(player).\(name)"), flat: array)
                }
            } catch {
                throw CheckpointError(.foreign, "\(player): \(error)")
            }
            guard let means = checkpoint.metadata["\(player).means"].flatMap(Means.init(text:)) else {
                throw CheckpointError(.damaged, "the note '\(player).means' is missing or unreadable")
            }
            learner.means = means
        }
        guard memory.isEmpty || memory.read(checkpoint.metadata["memory"] ?? "") else {
            throw CheckpointError(.damaged, "the note 'memory' is missing or unreadable")
        }
        guard used == checkpoint.tensors.count else {
            throw CheckpointError(
                .foreign,
                "\(checkpoint.tensors.count - used) tensors belong to neither network, optimizer nor regularizer")
        }
        self.iteration = iteration
    }

    /// Takes parameters and running statistics of both networks from a checkpoint, of whatever optimizers: for looking
    /// at a run, not for training on.
    /// - Throws: where the networks are others, or were trained on other samples.
    public func restoreNetworks(_ checkpoint: Safetensors) throws(CheckpointError) {
        let iteration = try iteration(of: checkpoint)
        try checkpoint.requireSameData(dataChecksum)
        for learner in [generator, discriminator] {
            do {
                let player = learner.player.rawValue
                try learner.network.load(checkpoint.tensors.withPrefix(player))
                try learner.average?.network.load(checkpoint.tensors.withPrefix("average.\(player)"))
            } catch {
                throw CheckpointError(.foreign, "\(learner.player.rawValue): \(error)")
            }
        }
        self.iteration = iteration
    }
}

extension Safetensors {
    /// - Parameter checksum: of the data that there is.
    /// - Throws: where the checkpoint was trained on other samples.
    public func requireSameData(_ checksum: String) throws(CheckpointError) {
        let data = metadata["data"] ?? ""
        guard data != checksum else { return }
        throw CheckpointError(
            .foreign, "it is of other samples: their checksum is \(data), that of the data is \(checksum)")
    }
}

extension Learner {
    /// The optimizer's arrays by name.
    fileprivate var optimizerArrays: [(name: String, array: UnsafeMutablePointer<Float>)] {
        optimizerStateNames.enumerated().map { ($0.element, optimizerState.pointer + $0.offset * network.flatCount) }
    }
}

extension Array where Element == NamedTensor {
    /// Those under the prefix, without it.
    fileprivate func withPrefix(_ prefix: String) -> [NamedTensor] {
        filter { $0.name.hasPrefix(prefix + ".") }.map {
            NamedTensor(String($0.name.dropFirst(prefix.count + 1)), shape: $0.shape, values: $0.values)
        }
    }
}

extension Means {
    /// Swift prints a number so that reading it gives the same bits.
    fileprivate var text: String { "\(updates) \(loss) \(gradientNorm)" }

    fileprivate init?(text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 3, let updates = Int(parts[0]), let loss = Double(parts[1]),
            let norm = Double(parts[2])
        else { return nil }
        self.init(updates: updates, loss: loss, gradientNorm: norm)
    }
}
