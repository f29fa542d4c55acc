import Configuration
import Diagnostics
import Engine
import Networks

/// Both networks of a run as values, with their shapes checked against the data and against each other: all that can be
/// known of a run before anything is computed.
public struct Blueprint: Sendable {
    public let generator: Graph
    public let discriminator: Graph
    /// Whether a discriminator update takes real and generated samples through the discriminator as one batch. Not with
    /// batch statistics, which would mix the two.
    public internal(set) var singlePass: Bool
    public let regularization: Regularization
    /// What a user should know though nothing is wrong: a final sigmoid that the loss applies itself; values that
    /// PyTorch, given the checkpoint, would read in another order.
    public let notes: [Diagnostic]
    /// Floating-point operations that one iteration needs: the products of both networks, two operations for each
    /// multiply-add.
    public let flopsPerIteration: Double

    /// Classes of the labels that both networks see; nil: they see none.
    public let classes: Int?

    /// Whether a single pass over one batch makes the gradient of a player's update, which follows at once.
    func onePass(_ player: Player, _ run: RunSpec) -> Bool {
        guard [.alternating, .generatorFirst].contains(run.training.order), run.training.unrolled == 0,
            regularization.latentConsistency == nil
        else { return false }
        switch player {
        case .generator: return Regularization(run.generator.regularization).pathLength == nil
        case .discriminator:
            return singlePass && regularization.penalties.isEmpty && regularization.consistency == nil
                && run.stepRatio.skipAbove == nil
        }
    }

    /// - Parameters:
    ///   - dataShape: of one sample.
    ///   - runs: `Dataset.runs`.
    ///   - classes: of the data's labels; nil: it has none.
    /// - Throws: everything that is wrong with either network, each at the layer where it shows.
    public init(
        _ run: RunSpec, dataShape: [Int], runs: [Int] = [], classes: Int? = nil
    ) throws(DiagnosticError) {
        let (generator, discriminator, diagnostics) = Self.networks(
            run, dataShape: dataShape, runs: runs, classes: classes)
        self.classes = run.condition == nil ? nil : classes
        regularization = Regularization(run.discriminator.regularization)
        guard let generator, let discriminator, diagnostics.isEmpty else { throw DiagnosticError(diagnostics) }
        self.generator = generator
        self.discriminator = discriminator
        singlePass = !discriminator.hasBatchStatistics
        let sigmoid =
            discriminator.foldedSigmoid
            ? [
                Diagnostic(
                    .note, "the final sigmoid is left to the loss, which works on logits",
                    at: discriminator.outputLocation)
            ] : []
        notes =
            sigmoid + Self.reorderings(generator, input: "the noise")
            + Self.reorderings(discriminator, input: "a sample")
        flopsPerIteration = Self.flops(run, generator, discriminator, regularization)
    }

    /// Everything that is wrong with the networks of a run of which not all is known.
    /// - Parameters:
    ///   - dataShape: nil: not known.
    ///   - runs: `Dataset.runs`.
    ///   - classes: of the data's labels; nil: it has none.
    ///   - missing: sections of the run that say nothing.
    public static func findings(
        _ run: RunSpec, dataShape: [Int]?, runs: [Int] = [], classes: Int? = nil, without missing: Set<String>
    ) -> [Diagnostic] {
        networks(run, dataShape: dataShape, runs: runs, classes: classes, without: missing).diagnostics
    }

    private static func networks(
        _ run: RunSpec, dataShape: [Int]?, runs: [Int], classes: Int?, without missing: Set<String> = []
    ) -> (generator: Graph?, discriminator: Graph?, diagnostics: [Diagnostic]) {
        // Where the data is not known, any number of classes shows what else is wrong.
        let label = run.condition.flatMap { _ in classes ?? (dataShape == nil ? 2 : nil) }
            .map { Graph.Input(Graph.Input.label, Shape([$0])) }
        // Likewise any columns, where the data may be a table.
        let runs = dataShape == nil && runs.isEmpty ? [1] : runs
        func graph(
            _ player: PlayerSpec, named name: String, input: Shape, samples: Int = 1, folds: Bool
        ) -> (graph: Graph?, errors: [Diagnostic]) {
            let label = label.map { Graph.Input($0.name, Shape([samples * $0.shape.count])) }
            do {
                var layers = player.layers
                if label != nil, let condition = run.condition {
                    layers =
                        name == "generator"
                        ? try ConditionedLayers.generator(layers, condition)
                        : try ConditionedLayers.discriminator(layers, condition, classes: label?.shape.count ?? 0)
                }
                let graph = try Graph(
                    layers: TableOutput.following(runs, in: layers),
                    inputs: [Graph.Input("input", input)] + (label.map { [$0] } ?? []),
                    initializer: player.initializer, transforms: .all(network: player.weightTransforms),
                    foldFinalSigmoid: folds)
                let learnsLabels = name == "discriminator" && run.condition?.method == .auxiliary
                if label != nil, !graph.readsLabels, !learnsLabels {
                    return (nil, [ConditionSpec.unread(name, layers)])
                }
                return (graph, [])
            } catch {
                return (nil, error.diagnostics)
            }
        }
        var diagnostics = ConditionSpec.findings(run)
        if run.condition != nil, dataShape != nil, classes == nil {
            // Without labels the layers that read them would all be errors too.
            return (nil, nil, diagnostics + [ConditionSpec.noLabels(run)])
        }
        var networks: (generator: Graph?, discriminator: Graph?)
        if missing.isDisjoint(with: ["generator", "noise"]) {
            let noise = run.noise.dimension
            let (generator, errors) = graph(
                run.generator, named: "generator", input: Shape([noise]), folds: false)
            networks.generator = generator
            if let generator {
                diagnostics +=
                    missingTangents(ofGenerator: generator, run) + SecondOrder.findings(run, generator, .generator)
            }
            diagnostics +=
                dataShape.map {
                    OutputShape.generator(
                        run.generator, noise: noise, data: Shape($0), named: run.data.name, generator, found: errors)
                } ?? errors
        }
        // The discriminator is checked on the data's shape, packed, so that each network's errors show, whatever the
        // other's.
        if let dataShape, !missing.contains("discriminator") {
            diagnostics += Augmentations.findings(
                run.discriminator.augmentation, shape: dataShape, named: run.data.name)
            let packed = Shape(SamplePacking.shape(dataShape, count: run.discriminator.pack))
            let folds = Losses.registry.make(run.loss).output == .probability
            let (discriminator, errors) = graph(
                run.discriminator, named: "discriminator", input: packed,
                samples: run.condition?.method == .columns ? run.discriminator.pack : 1, folds: folds)
            networks.discriminator = discriminator
            diagnostics += errors
            if let discriminator {
                let isAuxiliary = run.condition?.method == .auxiliary
                diagnostics += OutputShape.discriminator(
                    discriminator, outputs: isAuxiliary ? 1 + (label?.shape.count ?? 0) : 1)
                diagnostics += ConsistencyPairs.findings(run, discriminator, shape: dataShape)
                diagnostics += LatentConsistency.findings(run, discriminator)
                diagnostics += FeatureMatcher.findings(run, discriminator)
                diagnostics += missingTangents(discriminator, Regularization(run.discriminator.regularization))
                diagnostics += SecondOrder.findings(run, discriminator, .discriminator)
            }
        }
        return (networks.generator, networks.discriminator, diagnostics)
    }

    /// Layers through which the gradient penalties that the run asks for cannot be trained.
    private static func missingTangents(
        _ graph: Graph, _ regularization: Regularization
    ) -> [Diagnostic] {
        guard let penalty = regularization.penalties.first.map({ type(of: $0.entry).declaration.name }) else {
            return []
        }
        return missingTangents(
            graph, of: penalty, asksFor: "the gradient of each output by its own sample", spoils: "output",
            norms: "layer_norm in its place, or no normalization; or regularize by instance_noise instead",
            orElse: "regularize by instance_noise instead")
    }

    /// Layers through which path lengths cannot be trained.
    private static func missingTangents(ofGenerator graph: Graph, _ run: RunSpec) -> [Diagnostic] {
        let name = PathLength.declaration.name
        guard run.generator.regularization.contains(where: { $0.name == name }) else { return [] }
        return missingTangents(
            graph, of: name, asksFor: "the Jacobian of each sample by its own noise", spoils: "sample",
            norms: "layer_norm or pixel_norm in its place, or leave out path_length", orElse: "path_length")
    }

    /// Layers that have no derivative of their gradient.
    /// - Parameters:
    ///   - subject: the entry that needs it, and what of.
    ///   - spoiled: what a layer over the batch makes depend on all of it.
    ///   - norms: what stands in for batch_norm.
    ///   - orElse: what can be done besides leaving the layer out.
    private static func missingTangents(
        _ graph: Graph, of subject: String, asksFor what: String, spoils spoiled: String, norms: String, orElse: String
    ) -> [Diagnostic] {
        graph.layersWithoutTangent.map { index in
            let layer = graph.layers[index].choice
            let isOfBatch = graph.nodes.contains { $0.layer == index && $0.operation.hasBatchStatistics }
            return Diagnostic(
                .error,
                isOfBatch
                    ? "\(subject) asks for \(what), and \(layer.name) makes every \(spoiled) depend on the whole batch"
                    : "\(subject) does not support \(layer.name) yet: it differentiates the gradient of every layer",
                at: layer.location,
                help: isOfBatch && layer.name == "batch_norm" ? "put \(norms)" : "leave the layer out, or \(orElse)")
        }
    }

    /// Where the checkpoint alone does not make PyTorch compute the same, with what does.
    private static func reorderings(_ graph: Graph, input: String) -> [Diagnostic] {
        graph.pyTorchReorderings.map { reordering in
            func note(_ message: String, _ location: Location?, _ help: String) -> Diagnostic {
                Diagnostic(
                    .note, message, at: location, help: "\(help) \(reordering.expression)")
            }
            return switch reordering.place {
            case .input(let layer):
                note(
                    "read as an image, \(input) is channels last, and in PyTorch channels first",
                    graph.layers[layer].choice.location,
                    "to use the checkpoint in PyTorch, give the network")
            case .layer(let layer):
                note(
                    "images are read channels last here, and channels first by PyTorch's Unflatten",
                    graph.layers[layer].choice.location,
                    "to use the checkpoint in PyTorch, write in this layer's place")
            case .output:
                note(
                    "an image is written out channels last, and by PyTorch channels first", graph.outputLocation,
                    "to use the checkpoint in PyTorch, take of its output")
            }
        }
    }

    private static func flops(
        _ run: RunSpec, _ generator: Graph, _ discriminator: Graph, _ regularization: Regularization
    ) -> Double {
        let generatorForward = Double(generator.forwardFlops)
        let generatorBackward =
            Double(generator.parameterGradientFlops) + Double(generator.inputGradientFlops(towardsInput: false))
        let discriminatorForward = Double(discriminator.forwardFlops)
        let discriminatorBackward =
            Double(discriminator.parameterGradientFlops)
            + Double(discriminator.inputGradientFlops(towardsInput: false))
        let consistent =
            regularization.consistency.map { ($0.entry.real > 0 ? 2.0 : 0) + ($0.entry.fake > 0 ? 2 : 0) } ?? 0
        let judging = discriminatorForward + Double(discriminator.inputGradientFlops(towardsInput: true))
        let updates = (Double(run.stepRatio.discriminator), Double(run.stepRatio.generator))
        let draws = updates.0 + updates.1 - (run.training.fakes == .reuse ? 1 : 0)
        // Back for the gradient, forward along it, back through both.
        let penalty = judging + discriminatorBackward + Double(discriminator.parameterGradientFlops)
        let penalties = regularization.penalties.reduce(0.0) { sum, scheduled in
            let rule = scheduled.entry
            // Rows before the generated ones take part; points of the penalty's own pass forward first.
            let cost =
                rule.points == .fake ? 2 * penalty : rule.points == .real ? penalty : penalty + discriminatorForward
            return sum + cost / Double(rule.every)
        }
        let latent = regularization.latentConsistency?.entry
        let near = (
            discriminator: (latent?.discriminator ?? 0) > 0 ? updates.0 : 0,
            generator: (latent?.generator ?? 0) > 0 ? updates.1 : 0
        )
        // Back for the gradient, forward along it, back through both.
        let paths =
            (Regularization(run.generator.regularization).pathLength?.entry).map { rule in
                (generatorForward + Double(generator.inputGradientFlops(towardsInput: true)) + generatorBackward
                    + Double(generator.parameterGradientFlops)) / Double(rule.every)
            } ?? 0
        let perSample =
            (draws + near.discriminator + near.generator) * generatorForward
            + (updates.1 + near.generator) * generatorBackward + updates.1 * paths
        let perRow =
            updates.0 * ((2 + consistent) * (discriminatorForward + discriminatorBackward) + penalties)
            + 2 * near.discriminator * (discriminatorForward + discriminatorBackward)
            + updates.1 * judging
        let gradients = (run.training.extrapolates ? 2.0 : 1) * Double(run.training.gradientAccumulation)
        var sum = perSample * Double(run.discriminator.pack) + perRow
        if run.training.order == .consensus {
            // For every forward pass two, and for every gradient two, where the weights move.
            let along = 2 * generatorForward + 3 * generatorBackward + Double(generator.parameterGradientFlops)
            let ofGenerator = discriminatorForward + 2 * judging + 2 * Double(discriminator.parameterGradientFlops)
            let ofDiscriminator =
                2 * (discriminatorForward + 2 * judging + 2 * Double(discriminator.parameterGradientFlops))
            sum += Double(run.discriminator.pack) * (along + generatorBackward) + ofGenerator + ofDiscriminator
        }
        if run.training.unrolled > 0 {
            let product =
                run.training.differentiatesUnrolled
                ? 2 * discriminatorForward + 2 * judging + 2 * Double(discriminator.parameterGradientFlops) : 0
            sum +=
                updates.1 * Double(run.training.unrolled)
                * 2 * (discriminatorForward + discriminatorBackward + product)
        }
        return gradients * sum * Double(run.training.batchSize)
    }
}
