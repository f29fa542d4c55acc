import Diagnostics

/// Normalized over one value, every input becomes 0: a network's input is lost there.
enum OneValueNormalized: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        let (batch, pack) = (run.spec.training.batchSize, run.spec.discriminator.pack)
        return zip(run.players, [(run.blueprint.generator, batch * pack), (run.blueprint.discriminator, batch)])
            .flatMap { player, network in
                let (graph, rows) = network
                return graph.valuesPerNormalizedChannel.filter { rows * $0.count == 1 }.map { layer, _ in
                    run.warning(
                        "\(graph.layers[layer].choice.name) has one value per channel to normalize, a batch being one "
                            + "\(pack > 1 && player.name == "discriminator" ? "row" : "sample"): whatever comes in, "
                            + "its shift goes out, and the \(player.name) cannot use its input",
                        at: graph.layers[layer].choice.location,
                        help:
                            "set training.batch_size to 2 or more (16 and up are usual), or put layer_norm in its place"
                    )
                }
            }
    }
}
