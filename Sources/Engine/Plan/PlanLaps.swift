extension Plan {
    /// A lap for every step, forward and backward.
    /// - Parameter name: of the network.
    func laps(_ timer: LapTimer, name: String) -> StepLaps {
        let parts = steps.map { step in
            let node = graph.nodes[step.node]
            let text = "\(name).\(graph.layers[node.layer].path) \(step.text(graph))"
            let flops = Double(graph.flops(ofNode: step.node))
            let isProduct = flops > 0
            func part(_ work: LapTimer.Work, where exists: Bool) -> Int? { exists ? timer.add(text, work) : nil }
            return StepLaps.Parts(
                forward: timer.add(text, .forward), backward: timer.add(text, isProduct ? .inputGradient : .backward),
                weights: part(.weightGradient, where: isProduct),
                activation: part(.activationGradient, where: isProduct && step.epilogue.activation != .identity),
                bias: part(.biasGradient, where: isProduct && step.epilogue.bias != nil),
                update: part(.weightUpdate, where: step.isLate(graph, batch: batch)), flops: flops)
        }
        return StepLaps(timer, parts)
    }
}
