import Engine

/// Why a checkpoint does not belong to a run.
public struct CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

extension Trainer {
    /// All that the run needs to go on as if it had never stopped.
    ///
    /// Tensors: `generator.0.weight` and so on under PyTorch's names, running statistics beside them;
    /// `average.generator.0.weight` for an average of the parameters, `optimizer.generator.exp_avg.0.weight` for what
    /// optimizers remember. Notes: the iteration, a checksum of the data,
    /// and the sums of losses and gradient norms since the last evaluation. There is no state of random numbers: they are
    /// addressed by what is here.
    public func checkpoint() -> Safetensors {
        var result = Safetensors(
            metadata: ["format": "saddle 1", "iteration": "\(iteration)", "data": dataChecksum], tensors: [])
        for learner in [generator, discriminator] {
            let player = learner.player.rawValue
            result.tensors += learner.network.export().prefixed(player)
            if let average = learner.average {
                result.tensors += average.network.export().prefixed("average.\(player)")
            }
            for (name, array) in learner.optimizerArrays {
                result.tensors += learner.network.export(flat: array).prefixed("optimizer.\(player).\(name)")
            }
            result.metadata["\(player).means"] = learner.means.text
        }
        return result
    }

    /// Takes up where `checkpoint` left off.
    /// - Throws: where a tensor or a note is missing, unknown or of another shape, or the checkpoint was trained on other
    ///   samples. The trainer may then hold parts of the checkpoint and must not be used further.
    public func restore(_ checkpoint: Safetensors) throws(CheckpointError) {
        guard checkpoint.metadata["format"] == "saddle 1" else {
            throw CheckpointError("not a checkpoint of this program")
        }
        guard let iteration = checkpoint.metadata["iteration"].flatMap({ Int($0) }), iteration >= 0 else {
            throw CheckpointError("the iteration is missing")
        }
        try requireSameData(checkpoint)
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
            } catch {
                throw CheckpointError("\(player): \(error)")
            }
            guard let means = checkpoint.metadata["\(player).means"].flatMap(Means.init(text:)) else {
                throw CheckpointError("the note '\(player).means' is missing or unreadable")
            }
            learner.means = means
        }
        guard used == checkpoint.tensors.count else {
            throw CheckpointError("\(checkpoint.tensors.count - used) tensors belong to neither network nor optimizer")
        }
        self.iteration = iteration
    }

    /// Takes parameters and running statistics of both networks from a checkpoint, of whatever optimizers: for looking at
    /// a run, not for training on.
    /// - Throws: where the networks are others, or were trained on other samples.
    public func restoreNetworks(_ checkpoint: Safetensors) throws(CheckpointError) {
        try requireSameData(checkpoint)
        for learner in [generator, discriminator] {
            do {
                let player = learner.player.rawValue
                try learner.network.load(checkpoint.tensors.withPrefix(player))
                try learner.average?.network.load(checkpoint.tensors.withPrefix("average.\(player)"))
            } catch {
                throw CheckpointError("\(learner.player.rawValue): \(error)")
            }
        }
        iteration = checkpoint.metadata["iteration"].flatMap { Int($0) } ?? 0
    }

    private func requireSameData(_ checkpoint: Safetensors) throws(CheckpointError) {
        // Checkpoints of before there was a checksum have none.
        guard let data = checkpoint.metadata["data"], data != dataChecksum else { return }
        throw CheckpointError(
            "the checkpoint is of other samples: their checksum is \(data), that of the data is \(dataChecksum)")
    }
}

extension Learner {
    /// The optimizer's arrays by name.
    fileprivate var optimizerArrays: [(name: String, array: UnsafeMutablePointer<Float>)] {
        optimizerStateNames.enumerated().map { ($0.element, optimizerState.pointer + $0.offset * network.flatCount) }
    }
}

extension Array where Element == NamedTensor {
    fileprivate func prefixed(_ prefix: String) -> [NamedTensor] {
        map { NamedTensor("\(prefix).\($0.name)", shape: $0.shape, values: $0.values) }
    }

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
