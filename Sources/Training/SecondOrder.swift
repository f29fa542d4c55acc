import Configuration
import Diagnostics
import Networks

/// What differentiates gradients of the game's losses once more by the weights (consensus, unrolled updates), and what
/// cannot be there then.
enum SecondOrder {
    /// As a message names it, with the key that asks for it; nil where a run has none.
    static func subject(_ run: RunSpec) -> (name: String, key: String)? {
        if run.training.order == .consensus { return ("training.order: consensus", "training.order") }
        return run.training.unrolled > 0
            ? ("training.unrolled: \(run.training.unrolled)", "training.unrolled") : nil
    }

    /// What is wrong with a run as a whole.
    static func findings(_ run: RunSpec, locate: (String) -> Location?) -> [Diagnostic] {
        guard let (subject, key) = subject(run) else { return [] }
        var findings: [Diagnostic] = []
        func refuse(_ what: String, at location: Location?, help: String) {
            findings.append(
                Diagnostic(
                    .error, "\(subject) works with gradients of the plain losses, and \(what)",
                    at: location ?? locate(key), help: help))
        }
        let isUnrolled = run.training.unrolled > 0
        if isUnrolled, run.training.order == .consensus {
            refuse(
                "with training.unrolled the generator's loss is another", at: locate("training.unrolled"),
                help: "leave one of the two out")
        }
        if !(Losses.registry.make(run.loss) is any CurvedLoss) {
            let names = Losses.registry.types.filter { $0 is any CurvedLoss.Type }.map { $0.declaration.name }
            refuse(
                "loss '\(run.loss.name)' is no sum of terms of one output each", at: run.loss.location,
                help: "losses that are: \(names.joined(separator: ", "))")
        }
        for (player, choices) in [
            (Player.generator, run.generator.regularization), (.discriminator, run.discriminator.regularization),
        ] {
            for choice in choices {
                let entry = Regularizers.registry.make(choice)
                let isOfWeights = entry is any ParameterPenalty
                if isUnrolled ? isOfWeights && player == .generator : isOfWeights || entry is any InputNoise {
                    continue
                }
                refuse(
                    "regularizer '\(choice.name)' adds to them", at: choice.location,
                    help: "leave it out; order: extragradient goes with every regularizer")
            }
        }
        if let first = run.discriminator.augmentation.first {
            refuse(
                "augmentation '\(first.name)' stands between samples and discriminator", at: first.location,
                help: "leave discriminator.augmentation out")
        }
        if run.training.gradientAccumulation > 1 {
            refuse(
                "with gradient_accumulation these are means over batches that are not all there at once",
                at: locate("training.gradient_accumulation"), help: "leave it out")
        }
        if let method = run.condition?.method, [.auxiliary, .columns].contains(method) {
            refuse(
                "condition.method: \(method.rawValue) adds to them", at: locate("condition.method"),
                help: "method: projection, concat or embedding adds nothing")
        }
        if isUnrolled { findings += updatesAhead(run, subject, locate) }
        return findings
    }

    /// What the discriminator's updates cannot be where the generator looks ahead of them.
    private static func updatesAhead(
        _ run: RunSpec, _ subject: String, _ locate: (String) -> Location?
    ) -> [Diagnostic] {
        func refusal(_ what: String, at location: Location?, help: String) -> Diagnostic {
            Diagnostic(
                .error, "\(subject) looks ahead of the discriminator's updates, and \(what)", at: location, help: help)
        }
        var findings: [Diagnostic] = []
        let optimizer = run.discriminator.optimizer
        if run.training.differentiatesUnrolled,
            !(Optimizers.registry.make(optimizer) is any DifferentiableOptimizer)
        {
            let names = Optimizers.registry.types.filter { $0 is any DifferentiableOptimizer.Type }
                .map { $0.declaration.name }
            findings.append(
                refusal(
                    "no derivative passes through those of '\(optimizer.name)'", at: optimizer.location,
                    help: "optimizers with one: \(names.joined(separator: ", ")); or unrolled_derivatives: false"))
        }
        for (isGiven, key) in [
            (run.discriminator.gradientClipping != nil, "discriminator.gradient_clipping"),
            (run.discriminator.weightClipping != nil, "discriminator.weight_clipping"),
            (run.stepRatio.skipAbove != nil, "step_ratio.skip_above"),
            (run.discriminator.pack > 1, "discriminator.pack"),
        ] where isGiven {
            findings.append(refusal("those do not know \(key)", at: locate(key), help: "leave it out"))
        }
        return findings
    }

    /// Layers of a player through which its gradients cannot be differentiated once more.
    static func findings(_ run: RunSpec, _ graph: Graph, _ player: Player) -> [Diagnostic] {
        guard let (subject, _) = subject(run) else { return [] }
        // The generator of unrolled updates goes back once.
        let isUnrolled = run.training.unrolled > 0
        if isUnrolled, player == .generator || !run.training.differentiatesUnrolled { return [] }
        let orElse = isUnrolled ? ", or set unrolled_derivatives to false" : ""
        let whole = graph.layersWithoutSecondDerivative.map { index in
            let layer = graph.layers[index].choice
            return Diagnostic(
                .error,
                "\(subject) does not support \(layer.name) yet: it differentiates the gradient of every layer once more",
                at: layer.location, help: "leave the layer out" + orElse)
        }
        let derived = graph.layersWithTransforms.map { index in
            let layer = graph.layers[index].choice
            let parameters = graph.nodes.filter { graph.writtenLayer($0.layer) == index }.flatMap {
                $0.parameters.map { graph.parameters[$0] }
            }
            let transform = parameters.lazy.compactMap(\.transform).first.map { type(of: $0).declaration.name }
            let name = transform ?? "a transform"
            return Diagnostic(
                .error, "\(subject) does not support \(name) yet: the weights of \(layer.name) are derived from others",
                at: layer.location, help: "leave \(name) out" + orElse)
        }
        return whole + derived
    }
}
