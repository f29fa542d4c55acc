import Kernels
import TestSupport
import Networks
import Reference
import Testing

@testable import Engine

/// The engine, and the reference that judges its gradients, on ONNX's conformance cases: an opinion from outside about
/// what each operation computes.
@Suite(.enabled(if: OnnxCase.isInstalled, "absent: apt-get install libonnx-testdata")) struct OnnxTests {
    static let cases = OnnxCase.isInstalled ? (try? OnnxCase.all(of: Set(OnnxCase.layers.keys))) ?? [] : []
    static let judged = cases.filter { OnnxCase.exclusions[$0.description] == nil }

    @Test(arguments: judged) func agrees(_ onnxCase: OnnxCase) throws {
        let judgements = try onnxCase.judgements()
        #expect(!judgements.isEmpty)
        for judgement in judgements {
            let networkCase = NetworkCase(judgement.input.shape, judgement.layers)
            let engine = try TestedNetwork(networkCase, batch: judgement.input.count)
            // A value that the case does not give (the running statistics in some) stays as it starts.
            try engine.load(engine.values.merging(judgement.values) { $1 })
            let address = RandomAddress(seed: 1, stream: 0, iteration: 0)
            let output = engine.forward(judgement.input, judgement.mode == .training ? .training(address) : .inference)
            #expect(output.shape == judgement.output.shape)
            expectClose(output.values, judgement.output.values, "the engine's output")
            for (name, state) in judgement.state { expectClose(engine.values[name]?.values ?? [], state, name) }

            // The reference is slow: a sample of a large batch must do, unless the samples hang together.
            let whole = judgement.mode == .training || judgement.input.values.count < 10_000
            let rows = whole ? judgement.input.count : 1
            let reference = try ReferenceNetwork(layers: networkCase.choices, input: judgement.input.shape).forward(
                judgement.input.prefix(rows), judgement.values, mode: judgement.mode)
            expectClose(
                reference.output.values, judgement.output.prefix(rows).values, "the reference's output")
            for (name, state) in judgement.state { expectClose(reference.state[name] ?? [], state, name) }
        }
    }

    /// Every operator is judged by at least one case, and the list of exclusions names cases that exist.
    @Test func everyOperatorIsJudged() {
        var count: [String: Int] = [:]
        for onnxCase in Self.judged { count[onnxCase.operation, default: 0] += 1 }
        for (operation, layer) in OnnxCase.layers {
            #expect(count[operation, default: 0] > 0, "no case judges \(operation) (\(layer))")
        }
        let names = Set(Self.cases.map(\.description))
        for name in OnnxCase.exclusions.keys { #expect(names.contains(name), "\(name) does not exist") }
        // Layers that neither an operator of the suite nor PyTorch judges: of several parts, or random.
        let byPyTorch = LayerValuesTests.cases.values.flatMap { NetworkCase($0.shape, $0.layers).choices.map(\.name) }
        let unjudged = Set(Layers.registry.declarations.map(\.name)).subtracting(OnnxCase.layers.values)
            .subtracting(byPyTorch)
        #expect(
            unjudged == [
                "gelu", "maxout", "learned_constant", "add", "residual", "repeat", "channel_dropout",
                "gaussian_noise", "phase_shuffle", "gumbel_softmax", "adaptive_instance_norm", "table",
            ])
    }

    /// Relative to the largest value: the cases are in single precision too.
    private func expectClose(_ found: [Double], _ expected: [Double], _ name: String) {
        #expect(found.count == expected.count, "\(name)")
        let scale = max(1e-3, expected.reduce(0) { max($0, abs($1)) })
        let worst = zip(found, expected).map { abs($0 - $1) }.max { !($0 >= $1) } ?? 0
        #expect(worst <= 1e-6 * scale, "\(name) is off by \(worst), the largest value is \(scale)")
    }
}

extension Rows {
    fileprivate func prefix(_ count: Int) -> Rows { Rows(shape, Array(values.prefix(count * width))) }
}
