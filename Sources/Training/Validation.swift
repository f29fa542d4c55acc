import Configuration
import Diagnostics

extension RunSpec {
    /// What is wrong with a run as a whole, beyond what each key's type and range say.
    /// - Parameter locate: where the file gives the key of a path such as "label_smoothing.real"; nil where it does
    /// not.
    public func findings(locate: (String) -> Location?) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        let loss = Losses.registry.make(loss)
        let smoothing = labelSmoothing
        func place(_ key: String) -> Location? { locate("label_smoothing.\(key)") ?? locate("label_smoothing") }

        if !loss.hasTargets {
            for (key, value, neutral) in [
                ("real", smoothing.realTargets, 1.0), ("fake", smoothing.fakeTargets, 0.0),
                ("flip", TargetRange(smoothing.flip), 0.0),
            ] where value != TargetRange(neutral) {
                findings.append(
                    Diagnostic(
                        .error,
                        "label_smoothing.\(key): \(value.text) needs a loss with targets; loss '\(self.loss.name)' has none",
                        at: place(key), help: "losses with targets: \(Losses.names { $0.hasTargets })"))
            }
        } else if smoothing.flip >= 0.5 {
            findings.append(
                Diagnostic(
                    .warning, "with \(smoothing.flip) of the labels swapped they no longer say what is real",
                    at: place("flip"), help: "set flip below 0.5"))
        }
        if loss.output == .probability {
            for (key, value) in [("real", smoothing.realTargets), ("fake", smoothing.fakeTargets)]
            where !((0...1).contains(value.low) && (0...1).contains(value.high)) {
                findings.append(
                    Diagnostic(
                        .error,
                        "label_smoothing.\(key): \(value.text) is no probability, and the targets of loss "
                            + "'\(self.loss.name)' are",
                        at: place(key),
                        help: "from 0 to 1; any target with loss "
                            + Losses.names { $0.hasTargets && $0.output == .raw }))
            }
        }
        for player in [generator, discriminator] {
            let values = player.optimizer.values
            if values.entries["nesterov"] == .boolean(true), values.real("momentum") <= 0 {
                findings.append(
                    Diagnostic(
                        .error, "nesterov needs a momentum above 0", at: player.optimizer.location,
                        help: "set momentum above 0, or leave nesterov out"))
            }
        }
        if let average = generator.average, average.decay != nil, average.halfLife != nil {
            findings.append(
                Diagnostic(
                    .error, "generator.average has a decay and a half_life: each says how fast the average forgets",
                    at: locate("generator.average.half_life") ?? locate("generator.average"), help: "leave one out"))
        }
        if training.gradientAccumulation > 1, training.fakes == .reuse {
            findings.append(
                Diagnostic(
                    .error,
                    "with gradient_accumulation an update generates several batches, and the last alone could be reused",
                    at: locate("training.gradient_accumulation"), help: "set training.fakes to fresh"))
        }
        if evaluation.samples < discriminator.pack {
            findings.append(
                Diagnostic(
                    .error,
                    "the discriminator sees \(discriminator.pack) samples at once; an evaluation has "
                        + "\(evaluation.samples)",
                    at: locate("evaluation.samples") ?? locate("discriminator.pack"),
                    help: "set evaluation.samples to \(discriminator.pack) or more"))
        }
        findings += SecondOrder.findings(self, locate: locate)
        findings += discriminator.regularization.givenTwice + discriminator.augmentation.givenTwice
        if discriminator.augmentation.isEmpty, discriminator.augmentationProbability != .constant(1) {
            findings.append(
                Diagnostic(
                    .error, "augmentation_probability says how often augmentations change a sample, and there are none",
                    at: locate("discriminator.augmentation_probability"),
                    help: "give discriminator.augmentation as well, such as [translation, cutout]"))
        }
        if case .chosen(let metrics) = evaluation.metrics { findings += metrics.givenTwice }
        findings += generator.regularization.givenTwice
        for (player, other, choices) in [
            (Player.generator, Player.discriminator, generator.regularization),
            (.discriminator, .generator, discriminator.regularization),
        ] {
            for choice in choices where !type(of: Regularizers.registry.make(choice)).players.contains(player) {
                let why =
                    player == .generator
                    ? "it needs its outputs or its gradient" : "it is about its samples and their noise"
                findings.append(
                    Diagnostic(
                        .error, "regularizer '\(choice.name)' is for the \(other.rawValue): \(why)",
                        at: choice.location,
                        help: "put it into \(other.rawValue).regularization"))
            }
        }
        if let limit = stepRatio.skipAbove {
            if loss.equilibrium(labelSmoothing).threshold == nil {
                findings.append(
                    Diagnostic(
                        .error,
                        "step_ratio.skip_above: \(limit) counts outputs on the right side of zero, and with loss "
                            + "'\(self.loss.name)' they have no zero of their own",
                        at: locate("step_ratio.skip_above"),
                        help: "leave it out, or take a loss whose output has one, such as non_saturating"))
            }
            if training.extrapolates {
                findings.append(
                    Diagnostic(
                        .error, "step_ratio.skip_above skips updates, and extragradient takes each in two halves",
                        at: locate("step_ratio.skip_above"), help: "leave it out, or set training.order to alternating")
                )
            }
        }
        if case .adaptive = discriminator.augmentationProbability,
            loss.equilibrium(labelSmoothing).threshold == nil
        {
            findings.append(
                Diagnostic(
                    .error,
                    "augmentation_probability is steered by the sign of the discriminator's outputs, and with loss "
                        + "'\(self.loss.name)' they have no zero of their own",
                    at: locate("discriminator.augmentation_probability"),
                    help: "give a number, or a loss whose output has one, such as non_saturating"))
        }
        for choice in discriminator.regularization
        where (Regularizers.registry.make(choice) as? any OutputPenalty)?.needsThreshold == true
            && loss.equilibrium(labelSmoothing).threshold == nil
        {
            findings.append(
                Diagnostic(
                    .error,
                    "regularizer '\(choice.name)' is steered by the sign of the discriminator's outputs, and with loss "
                        + "'\(self.loss.name)' they have no zero of their own",
                    at: choice.location,
                    help: "give it a probability, or take a loss whose output has one, such as non_saturating"))
        }
        if type(of: loss).readsReconstruction, let last = discriminator.layers.last,
            last.name != "reconstruction_error"
        {
            findings.append(
                Diagnostic(
                    .warning,
                    "loss '\(self.loss.name)' reads how well the discriminator reconstructs its input, and it ends in "
                        + "'\(last.name)'",
                    at: last.location,
                    help: "end discriminator.layers in an image of the data's shape and "
                        + "reconstruction_error"))
        }
        if self.loss.name == Wasserstein.declaration.name, discriminator.weightClipping == nil,
            !Regularization(discriminator.regularization).hasPenalty, discriminator.weightTransforms.isEmpty
        {
            findings.append(
                Diagnostic(
                    .warning, "loss 'wasserstein' needs a critic of bounded slope, and nothing bounds it here",
                    at: self.loss.location,
                    help: "add discriminator.regularization: [gradient_penalty: {weight: 10}], or weight_clipping: 0.01"
                ))
        }
        return findings
    }
}

extension [Choice] {
    /// An error for each that a choice before it names already.
    fileprivate var givenTwice: [Diagnostic] {
        var seen: Set<String> = []
        return filter { !seen.insert($0.name).inserted }.map {
            Diagnostic(.error, "\($0.kind.noun) '\($0.name)' is given twice", at: $0.location, help: "leave one out")
        }
    }
}

extension Losses {
    /// The names of some of them, as a sentence lists them.
    fileprivate static func names(where isMeant: (any Loss.Type) -> Bool) -> String {
        registry.types.compactMap { type in
            (type as? any Loss.Type).flatMap { isMeant($0) ? $0.declaration.name : nil }
        }.joined(separator: ", ")
    }
}
