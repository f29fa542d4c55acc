import Datasets
import Formats
import Testing

@testable import Configuration
@testable import Training

/// What a run can ask for, two at a time: either both work together, and a run that was interrupted goes on to the same
/// bits, or the pair is refused with a reason.
@Suite struct PairTests {
    typealias Change = @Sendable (inout RunSpec) -> Void

    private static func regularizers(_ name: String, _ given: [String: Value] = [:]) -> Change {
        { $0.discriminator.regularization.append(Fixture.choice(.regularizers, name, given)) }
    }

    private static func optimizers(_ name: String) -> Change {
        { spec in
            spec.generator.optimizer = Fixture.choice(.optimizers, name)
            spec.discriminator.optimizer = Fixture.choice(.optimizers, name)
        }
    }

    private static func ofBoth(_ name: String) -> Change {
        { spec in
            spec.generator.regularization.append(Fixture.choice(.regularizers, name))
            spec.discriminator.regularization.append(Fixture.choice(.regularizers, name))
        }
    }

    static let data: Dataset = {
        func labelled(_ samples: Samples) -> Samples {
            Samples(
                shape: samples.shape, count: samples.count, values: samples.values,
                labels: (0..<samples.count).map { UInt8($0 % 3) })
        }
        let images = AugmentationTests.images
        return Dataset(
            name: images.name, training: labelled(images.training), heldOut: labelled(images.heldOut))
    }()

    private static func trained(_ run: RunSpec, _ iterations: Int) throws -> Trainer {
        let trainer = try Trainer(run, dataset: data)
        for _ in 0..<iterations { try trainer.step() }
        return trainer
    }

    static let options: [String: Change] = [
        "augmentation": { spec in
            spec.discriminator.augmentation = AugmentationTests.names.map { Fixture.choice(.augmentations, $0) }
        },
        "adaptive augmentation": { spec in
            spec.discriminator.augmentation = [Fixture.choice(.augmentations, "cutout")]
            spec.discriminator.augmentationProbability = .adaptive(
                AdaptiveAugmentationSpec(target: 0, samples: 50, every: 1))
        },
        "consistency": regularizers("consistency", ["fake": .real(3)]),
        "latent_consistency": regularizers("latent_consistency", ["std": .real(0.5)]),
        "pseudo_reals": regularizers(
            "pseudo_reals", ["target": .real(-1), "samples": .integer(50), "every": .integer(1)]),
        "lecam": regularizers("lecam", ["start": .integer(1)]),
        "top_k": regularizers("top_k", ["decay": .real(0.5)]),
        "r1": regularizers("r1"), "r2": regularizers("r2", ["every": .integer(2)]),
        "gradient_penalty": regularizers("gradient_penalty"),
        "max_gradient_penalty": regularizers("max_gradient_penalty", ["weight": .real(0.1)]),
        "dragan": regularizers("dragan"),
        "instance_noise": regularizers("instance_noise"),
        "path_length": { $0.generator.regularization.append(Fixture.choice(.regularizers, "path_length")) },
        "skip_above": { $0.stepRatio.skipAbove = 0.4 },
        "orthogonal": ofBoth("orthogonal"), "historical_averaging": ofBoth("historical_averaging"),
        "optimistic_adam": optimizers("optimistic_adam"), "lookahead": optimizers("lookahead"),
        "rmsprop": optimizers("rmsprop"),
        "extragradient": { $0.training.order = .extragradient }, "simultaneous": { $0.training.order = .simultaneous },
        "consensus": { $0.training.order = .consensus }, "unrolled": { $0.training.unrolled = 2 },
        "unrolled, held": { ($0.training.unrolled, $0.training.differentiatesUnrolled) = (2, false) },
        "gradient_accumulation": { $0.training.gradientAccumulation = 2 },
        "generator_first": { $0.training.order = .generatorFirst }, "reuse": { $0.training.fakes = .reuse },
        "pack": { $0.discriminator.pack = 2 }, "average": { $0.generator.average = AverageSpec(decay: 0.5) },
        "spectral_norm": { $0.discriminator.weightTransforms = ["spectral_norm"] },
        "weight_norm": {
            $0.generator.weightTransforms = ["weight_norm"]; $0.discriminator.weightTransforms = ["weight_norm"]
        },
        "batch_norm": { $0.discriminator.layers.insert(Fixture.layer("batch_norm"), at: 2) },
        "dropout": { $0.discriminator.layers.insert(Fixture.layer("dropout"), at: 2) },
        "clipping": { $0.discriminator.gradientClipping = 0.1 },
        "relativistic": { $0.loss = Fixture.choice(.losses, "relativistic") },
        "hinge": { $0.loss = Fixture.choice(.losses, "hinge") },
        "feature_matching": { $0.loss = Fixture.choice(.losses, "feature_matching") },
        "began": { $0.loss = Fixture.choice(.losses, "began") },
        "auxiliary": { $0.condition = ConditionSpec(method: .auxiliary, weight: 0.5) },
        // The last by name: it comes after what it is of.
        "weights by schedule": { spec in
            func schedule(_ choice: Choice) -> Choice {
                guard !Regularizers.scheduledKeys(of: choice).isEmpty else { return choice }
                return Choice(choice.kind, choice.name, choice.values.merging(["schedule": .choice(falling)]))
            }
            if !spec.generator.regularization.contains(where: { $0.name == "orthogonal" }) {
                spec.generator.regularization.append(Fixture.choice(.regularizers, "orthogonal"))
            }
            spec.generator.regularization = spec.generator.regularization.map(schedule)
            spec.discriminator.regularization = spec.discriminator.regularization.map(schedule)
            if spec.loss.name == "feature_matching" {
                spec.loss = Fixture.choice(.losses, "feature_matching", ["schedule": .choice(falling)])
            }
            spec.condition?.schedule = falling
            if spec.training.order == .consensus { spec.training.consensusSchedule = falling }
        },
        "soft labels": { $0.labelSmoothing.realTargets = TargetRange(0.7, 1) },
        "flipped labels": { $0.labelSmoothing.flip = 0.2 },
    ]

    private static let falling = Fixture.choice(.schedules, "linear", ["final": .real(0.2)])

    /// Which pairs are refused, and by what word of the reason.
    private static func refusal(_ pair: Set<String>) -> String? {
        if pair.contains("batch_norm"),
            !pair.isDisjoint(with: ["r1", "r2", "gradient_penalty", "max_gradient_penalty", "dragan"])
        {
            return "depend on the whole batch"
        }
        if pair.contains("consensus"), !pair.isDisjoint(with: ["extragradient", "simultaneous", "generator_first"]) {
            // One order takes the other's place.
            return nil
        }
        if pair.contains("consensus"), !pair.isDisjoint(with: notDifferentiatedTwice) { return "of the plain losses" }
        if pair.contains("consensus"), !pair.isDisjoint(with: ["spectral_norm", "weight_norm"]) {
            return "are derived from others"
        }
        if let unrolled = pair.first(where: { $0.hasPrefix("unrolled") }) {
            let other = pair.first { $0 != unrolled } ?? ""
            if other.hasPrefix("unrolled") { return nil }
            if other == "consensus" { return "is another" }
            let isOfWeights = ["orthogonal", "historical_averaging", "instance_noise"].contains(other)
            if notDifferentiatedTwice.contains(other) || isOfWeights { return "of the plain losses" }
            if ["clipping", "skip_above", "pack"].contains(other) { return "looks ahead of" }
            if unrolled == "unrolled" {
                if ["spectral_norm", "weight_norm"].contains(other) { return "are derived from others" }
                if ["optimistic_adam", "lookahead"].contains(other) { return "no derivative passes" }
            }
        }
        if pair == ["auxiliary", "pack"] { return "takes one label" }
        if pair == ["auxiliary", "reuse"] { return "those of another" }
        if pair.contains("batch_norm"), !pair.isDisjoint(with: ["consistency", "latent_consistency"]) {
            return "sample by sample"
        }
        if pair == ["feature_matching", "top_k"] { return "one of means" }
        if pair == ["gradient_accumulation", "reuse"] { return "the last alone" }
        if pair == ["extragradient", "skip_above"] { return "in two halves" }
        if !pair.isDisjoint(with: ["adaptive augmentation", "pseudo_reals", "skip_above"]),
            !pair.isDisjoint(with: ["relativistic", "began"])
        {
            return "no zero of their own"
        }
        if !pair.isDisjoint(with: ["flipped labels", "soft labels"]),
            !pair.isDisjoint(with: ["relativistic", "hinge", "began"])
        {
            return "needs a loss with targets"
        }
        return nil
    }

    /// What has no second derivatives by the weights.
    private static let notDifferentiatedTwice: Set = [
        "augmentation", "adaptive augmentation", "consistency", "latent_consistency", "pseudo_reals", "lecam", "top_k",
        "r1", "r2", "gradient_penalty", "max_gradient_penalty", "dragan", "path_length", "gradient_accumulation",
        "relativistic", "feature_matching", "began", "auxiliary",
    ]

    /// What changes nothing of what is trained, or nothing within an epoch.
    private static let quiet: Set = ["average", "clipping", "top_k"]

    @Test(arguments: options.keys.sorted()) func worksWithEveryOther(_ name: String) throws {
        var single = AugmentationTests().run([])
        Self.options[name]?(&single)
        let alone = try Self.trained(single, 3).bits
        for other in Self.options.keys.sorted() where other > name {
            var run = AugmentationTests().run([])
            for key in [name, other] { Self.options[key]?(&run) }
            let found =
                run.findings { _ in nil }
                + Blueprint.findings(
                    run, dataShape: Self.data.shape, classes: Self.data.classes(for: run.condition), without: [])
            let errors = found.filter { $0.severity == .error }
            if let reason = Self.refusal([name, other]) {
                #expect(errors.contains { $0.message.contains(reason) }, "\(name), \(other)")
                continue
            }
            #expect(errors.isEmpty, "\(name), \(other): \(errors.map(\.message))")
            guard errors.isEmpty else { continue }
            let first = try Self.trained(run, 2)
            let second = try Trainer(run, dataset: Self.data)
            try second.restore(Safetensors(first.checkpoint().bytes))
            for trainer in [first, second] { try trainer.step() }
            #expect(second.bits == first.bits, "\(name), \(other)")
            if !Self.quiet.contains(other) { #expect(first.bits != alone, "\(other) beside \(name)") }
        }
    }
}
