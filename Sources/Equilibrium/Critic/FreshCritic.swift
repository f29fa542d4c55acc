import Configuration
import Datasets
import Diagnostics
import Engine
import Kernels
import Networks
import Training

/// A classifier two-sample test: a new discriminator, which the generator has never met, learns to tell real samples
/// from generated ones and is tested once on samples that neither it nor the run has trained on. Lopez-Paz & Oquab
/// 2017.
///
///     training samples  -> updates (logistic loss, Adam) | the last fifth: when to stop
///     generated samples -> fresh ones for every update   | others: when to stop
///     held-out samples and yet other generated ones      -> the test
///
/// The critic as it was at its best on the samples set aside is the one that is tested. Everything drawn is addressed
/// by the run's seed, so the result depends on neither threads nor on when it is asked for.
public struct FreshCritic: Sendable {
    let graph: Graph
    let spec: CriticSpec
    let seed: UInt64
    /// What it is made of and how long it may learn, in a few words without a comma: the same text means the same
    /// strength.
    let maker: String

    /// What generated samples are for: each use has its own.
    public enum Use: Sendable { case training, validation, test, diversity, reference }

    /// Gives `count` samples of the frozen generator, row major; `update`: of the critic, for training. The same
    /// arguments give the same samples.
    public typealias Source = (_ count: Int, _ use: Use, _ update: Int) -> [Float]

    /// Real samples set aside, at most.
    static let mostValidation = 2000

    /// - Parameter shape: of one sample.
    /// - Throws: where the layers do not take such samples or do not give one number, at their places in the file.
    public init(_ run: RunSpec, shape: [Int]) throws(DiagnosticError) {
        let own = run.evaluation.critic.layers
        let numbers = shape.reduce(1, *)
        try self.init(
            run.evaluation.critic,
            maker: Self.maker(run.evaluation.critic, run.discriminator.layers, numbers: numbers),
            layers: own ?? CriticLayers.automatic(run.discriminator.layers, numbers: numbers),
            initializer: own == nil ? CriticLayers.initializer : run.discriminator.initializer, shape: shape,
            seed: UInt64(bitPattern: Int64(run.seed)))
    }

    init(
        _ spec: CriticSpec, maker: String = "", layers: [Choice], initializer: Choice, shape: [Int], seed: UInt64
    ) throws(DiagnosticError) {
        // Bounds on the weights belong to the game; a critic is to see all that there is to see.
        graph = try Graph(
            layers: layers, input: Shape(shape), initializer: initializer, transforms: .none, foldFinalSigmoid: true)
        guard graph.output == Shape([1]) else {
            throw DiagnosticError([
                Diagnostic(
                    .error, "produces \(graph.output); a critic gives one number, [1]", at: graph.outputLocation,
                    help: graph.output.dimensions.count > 1 ? "end with flatten and dense: 1" : "end with dense: 1")
            ])
        }
        self.spec = spec
        self.seed = seed
        self.maker = maker
    }

    /// For samples that come without a run: dense layers, which make nothing of the order of a sample's values.
    init(_ spec: CriticSpec, samplesOf size: Int, seed: Int) throws(DiagnosticError) {
        try self.init(
            spec, maker: Self.maker(spec, [], numbers: size), layers: CriticLayers.automatic([], numbers: size),
            initializer: CriticLayers.initializer,
            shape: [size], seed: UInt64(bitPattern: Int64(seed)))
    }

    /// For texts that come without a run.
    /// - Parameter shape: of one sample: [1, places, symbols].
    init(_ spec: CriticSpec, texts shape: [Int], seed: Int) throws(DiagnosticError) {
        let layers = CriticLayers.texts()
        try self.init(
            spec, maker: Self.maker(spec, layers, numbers: 0), layers: layers, initializer: CriticLayers.initializer,
            shape: shape, seed: UInt64(bitPattern: Int64(seed)))
    }

    /// - Parameter numbers: in a sample.
    private static func maker(_ spec: CriticSpec, _ discriminator: [Choice], numbers: Int) -> String {
        func names(_ layers: [Choice]) -> String {
            layers.map { layer in
                let sizes = ["units", "filters"].compactMap { key -> String? in
                    if case .integer(let size)? = layer.values.entries[key] { String(size) } else { nil }
                }
                return ([layer.name] + sizes).joined(separator: " ")
            }.joined(separator: " + ")
        }
        let layers = spec.layers ?? (CriticLayers.areTaken(from: discriminator) ? discriminator : nil)
        var parts = [layers.map(names) ?? CriticLayers.name(numbers: numbers)]
        let usual = CriticSpec()
        parts.append("\(spec.iterations) updates at most")
        if spec.batchSize != usual.batchSize { parts.append("batch size \(spec.batchSize)") }
        if spec.learningRate != usual.learningRate { parts.append("learning rate \(spec.learningRate)") }
        return parts.joined(separator: "; ")
    }
}

extension FreshCritic.Use {
    var stream: RandomStream {
        switch self {
        case .training: .criticTrainingNoise
        case .validation: .criticValidationNoise
        case .test: .criticTestNoise
        case .diversity: .metricNoise
        case .reference: .referenceNoise
        }
    }
}
