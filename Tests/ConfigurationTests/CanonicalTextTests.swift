import Diagnostics
import Testing
import TestSupport

@testable import Configuration

@Suite struct CanonicalTextTests {
    @Test func readsLikeAFileThatAPersonWrote() throws {
        let spec = try load(Golden.valid + "output: {samples_every: 10}\n").runs[0].spec
        #expect(
            CanonicalText.yaml(spec) == """
                name: file
                description: ""
                seed: 1
                data: {dataset: ring, modes: 8, radius: 1.0}
                noise: {dimension: 2, prior: normal}
                generator:
                  layers:
                    - dense: {bias: true, units: 64}
                    - relu
                    - dense: {bias: true, units: 2}
                  initializer: kaiming
                  optimizer: {adam: {betas: [0.5, 0.999], learning_rate: 0.0002}}
                  schedule: constant
                discriminator:
                  layers:
                    - dense: {bias: true, units: 64}
                    - leaky_relu: {slope: 0.2}
                    - dense: {bias: true, units: 1}
                  initializer: kaiming
                  optimizer: {adam: {betas: [0.5, 0.999], learning_rate: 0.0002}}
                  schedule: constant
                loss: non_saturating
                label_smoothing: {real: 1.0, fake: 0.0, flip: 0.0}
                step_ratio: {discriminator: 1, generator: 1}
                training: {iterations: 1000, batch_size: 64, fakes: fresh}
                evaluation: {every: 50, samples: 1000}
                output: {samples_every: 10}

                """)
    }

    /// Runs of builds that knew one order keep their names.
    @Test func theUsualOrderIsNotWritten() throws {
        func spec(_ training: String) throws -> RunSpec {
            try load(Golden.valid.replacing("{iterations: 1000}", with: "{iterations: 1000\(training)}")).runs[0].spec
        }
        #expect(try spec(", order: alternating") == spec(""))
        let simultaneous = try spec(", order: simultaneous")
        #expect(CanonicalText.yaml(simultaneous).contains("fakes: fresh, order: simultaneous}"))
        #expect(try CanonicalText.hash(simultaneous) != CanonicalText.hash(spec("")))
    }

    /// Readers of YAML 1.1 take `1e-8` for text and `no` for false; what runs are named by stays as it was.
    @Test func otherReadersSeeTheSameTypes() throws {
        let spec = try load(
            Golden.valid.replacing("{dataset: ring, modes: 8}", with: "{dataset: csv, path: no, label: \"2nd\"}")
        ).runs[0].spec
        let text = CanonicalText.yaml(spec)
        #expect(text.contains("path: \"no\"") && text.contains("label: \"2nd\""), "\(text)")
    }

    @Test(arguments: [
        (1e-8, "1.0e-8"), (5e-5, "5.0e-5"), (2.5e-7, "2.5e-7"), (0.0002, "0.0002"), (1, "1.0"), (1e20, "1.0e+20"),
    ]) func numbersHaveAPointAndASign(value: Double, text: String) {
        #expect(CanonicalNumber.portable(value) == text && Scalars.real(text) == value)
        #expect(CanonicalText.flow(.real(value), .portable) == text)
    }

    @Test(arguments: 0..<60)
    func readingItBackGivesTheSameRun(seed: Int) throws {
        var random = SplitMix(seed: seed)
        let spec = RandomSpec.make(&random)
        let runs = try load(CanonicalText.yaml(spec)).runs
        #expect(runs.count == 1)
        #expect(runs[0].spec == spec)
        #expect(runs[0].hash == CanonicalText.hash(spec))
        #expect(CanonicalText.yaml(runs[0].spec) == CanonicalText.yaml(spec))
    }

    /// A column may be named "2", and column 2 is another.
    @Test(arguments: ["2", "2.0", "2e0", "1e400", "0x2", "02", "2nd", "true", "null"])
    func textThatLooksLikeANumberStaysText(label: String) throws {
        func spec(_ label: String) throws -> RunSpec {
            try load(
                Golden.valid.replacing("{dataset: ring, modes: 8}", with: "{dataset: csv, path: a, label: \(label)}")
            )
            .runs[0].spec
        }
        let quoted = try spec("\"\(label)\"")
        #expect(quoted.data.values["label"] == .text(label))
        #expect(try load(CanonicalText.yaml(quoted)).runs[0].spec == quoted)
        if label == "2" { #expect(try CanonicalText.hash(spec("2")) != CanonicalText.hash(quoted)) }
    }

    @Test(arguments: 0..<20)
    func numbersReadBackExactly(seed: Int) {
        var random = SplitMix(seed: seed)
        for _ in 0..<200 {
            let value = RandomSpec.real(&random)
            #expect(Scalars.real(CanonicalNumber.real(value)) == value)
            #expect(Scalars.real(CanonicalNumber.plain(value)) == value)
            // Never taken for an integer where both are allowed.
            #expect(Scalars.integer(CanonicalNumber.real(value)) == nil)
        }
    }
}

/// Runs with unusual values in every key.
enum RandomSpec {
    static func make(_ random: inout SplitMix) -> RunSpec {
        let iterations = Int.random(in: 10...1_000_000_000, using: &random)
        let fake = Double.random(in: -1..<1, using: &random)
        let order = TrainingSpec.Order.allCases.randomElement(using: &random) ?? .alternating
        var smoothing = LabelSmoothing(real: 1, fake: fake, flip: Double.random(in: 0...0.5, using: &random))
        if random.chance(0.5) { smoothing.realTargets = TargetRange(Double.random(in: fake...1, using: &random), 1) }
        return RunSpec(
            name: "a-b_c.1", description: text(&random), seed: Int.random(in: FieldRanges.anySeed, using: &random),
            data: data(&random),
            noise: NoiseSpec(
                dimension: Int.random(in: 1...65536, using: &random),
                prior: Choice(.priors, random.chance(0.5) ? "normal" : "uniform")),
            generator: generator(&random), discriminator: discriminator(&random),
            loss: Choice(.losses, random.chance(0.5) ? "wasserstein" : "non_saturating"),
            labelSmoothing: smoothing,
            stepRatio: [.simultaneous, .extragradient, .consensus].contains(order)
                ? StepRatio(discriminator: 1, generator: 1)
                : StepRatio(
                    discriminator: Int.random(in: 1...1000, using: &random),
                    generator: Int.random(in: 1...9, using: &random)),
            training: TrainingSpec(
                iterations: iterations, batchSize: Int.random(in: 1...65536, using: &random),
                fakes: random.chance(0.5) ? .fresh : .reuse,
                order: order, stop: stop(&random)),
            evaluation: EvaluationSpec(
                every: Int.random(in: 1...iterations, using: &random), samples: 77, metrics: metrics(&random),
                critic: critic(&random, iterations)),
            output: output(&random, iterations))
    }

    static func output(_ random: inout SplitMix, _ iterations: Int) -> OutputSpec {
        let every = random.chance(0.5) ? nil : 10
        return OutputSpec(
            samplesEvery: random.chance(0.5) ? nil : Int.random(in: 1...iterations, using: &random),
            checkpointEvery: every, checkpointKeep: every == nil || random.chance(0.5) ? nil : 3)
    }

    static func critic(_ random: inout SplitMix, _ iterations: Int) -> CriticSpec {
        var critic = CriticSpec()
        if random.chance(0.3) { return critic }
        critic.iterations = Int.random(in: 0...9, using: &random)
        critic.learningRate = abs(real(&random)) + 1e-300
        if random.chance(0.5) { critic.every = Int.random(in: 1...iterations, using: &random) }
        if random.chance(0.5) { critic.layers = [layer(&random)] }
        return critic
    }

    static func metrics(_ random: inout SplitMix) -> MetricSelection {
        if random.chance(0.3) { return .automatic }
        let bandwidth = Value.real(abs(real(&random)) + 1e-300)
        let all = [Choice(.metrics, "modes"), Choice(.metrics, "mmd", Values(["bandwidth": bandwidth]))]
        return .chosen(Array(all.prefix(Int.random(in: 0...2, using: &random))))
    }

    /// Any finite number, tiny and huge ones too.
    static func real(_ random: inout SplitMix) -> Double {
        if random.chance(0.2) { return Double(Int.random(in: -1000...1000, using: &random)) }
        if random.chance(0.1) { return 1e22 }
        while true {
            let value = Double(bitPattern: random.next())
            if value.isFinite { return value }
        }
    }

    static func text(_ random: inout SplitMix) -> String {
        let pieces = [
            "a", "Z", "0", " ", "  ", ":", ": ", " #", "#", "'", "\"", "\\", "\n", "\t", "é", "日", "🙂", "null", "~",
            "true", "1e-4", "-", "- ", "[", "}", ",", "&", "*", "!", "%", "@", "\u{85}", "\u{2028}", "\u{7}",
            "\u{FEFF}",
        ]
        return (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined()
    }

    private static func positive(_ random: inout SplitMix) -> Double {
        Double.random(in: 1e-12...1e3, using: &random) * (random.chance(0.5) ? 1 : 1e-9)
    }

    private static func data(_ random: inout SplitMix) -> Choice {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: Choice(.datasets, "digits")
        case 1:
            Choice(
                .datasets, "csv",
                Values([
                    "path": .text(text(&random)),
                    "label": random.chance(0.5)
                        ? .text(text(&random)) : .integer(Int.random(in: 1...9, using: &random)),
                ]))
        default: Choice(.datasets, "ring", Values(["modes": .integer(5), "radius": .real(positive(&random))]))
        }
    }

    private static func stop(_ random: inout SplitMix) -> StopSpec {
        StopSpec(
            equilibrium: random.chance(0.5) ? nil : 5, frozen: random.chance(0.5) ? nil : 3,
            after: random.chance(0.5) ? nil : "1.5h")
    }

    private static func generator(_ random: inout SplitMix) -> PlayerSpec {
        var generator = player(&random)
        if random.chance(0.5) {
            generator.average = AverageSpec(
                decay: random.chance(0.5) ? nil : 0.99, halfLife: random.chance(0.5) ? nil : positive(&random),
                start: Int.random(in: 0...9, using: &random))
        }
        return generator
    }

    private static func discriminator(_ random: inout SplitMix) -> PlayerSpec {
        var discriminator = player(&random)
        if random.chance(0.5) { discriminator.weightTransforms = ["spectral_norm"] }
        discriminator.pack = Int.random(in: 1...64, using: &random)
        let penalty = Choice(.regularizers, "penalty", Values(["weight": .real(positive(&random))]))
        if random.chance(0.5) { discriminator.regularization = [penalty, Choice(.regularizers, "noise")] }
        return discriminator
    }

    private static func player(_ random: inout SplitMix) -> PlayerSpec {
        PlayerSpec(
            layers: (0..<Int.random(in: 1...5, using: &random)).map { _ in layer(&random) },
            initializer: initializer(&random),
            optimizer: Choice(
                .optimizers, "sgd",
                Values(["learning_rate": .real(positive(&random)), "nesterov": .boolean(random.chance(0.5))])),
            schedule: Choice(.schedules, "constant"),
            gradientClipping: random.chance(0.5) ? nil : positive(&random),
            weightClipping: random.chance(0.5) ? nil : positive(&random))
    }

    private static func initializer(_ random: inout SplitMix) -> Choice {
        random.chance(0.5)
            ? Choice(.initializers, "kaiming")
            : Choice(.initializers, "normal", Values(["deviation": .real(positive(&random))]))
    }

    private static func layer(_ random: inout SplitMix) -> Choice {
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            Choice(
                .layers, "dense",
                Values([
                    "units": .integer(3), "bias": .boolean(random.chance(0.5)),
                    "initializer": random.chance(0.5) ? .null : .choice(initializer(&random)),
                ]))
        case 1:
            Choice(
                .layers, "conv2d",
                Values([
                    "filters": .integer(65536), "padding": .text("valid"),
                    "kernel": random.chance(0.5) ? .integer(3) : .list([.integer(3), .integer(5)]),
                ]))
        case 2: Choice(.layers, "reshape", Values(["shape": .list([.integer(8), .integer(8), .integer(1)])]))
        default: Choice(.layers, "relu")
        }
    }
}
