import Formats
import Kernels
import Networks

/// A graph with its numbers: parameters, their gradients and state, each in one flat array of one layout, so that an
/// optimizer's update is one pass. Padding in them is zero and stays zero.
public final class Network {
    public let graph: Graph
    /// Where the parameters stand in `parameters` and in `gradients`.
    public let layout: FlatLayout
    let stateLayout: FlatLayout
    let derived: DerivedParameters
    private let parameterBuffer: FloatBuffer
    private let gradientBuffer: FloatBuffer
    private let stateBuffer: FloatBuffer

    public var parameters: UnsafeMutablePointer<Float> { parameterBuffer.pointer }
    public var gradients: UnsafeMutablePointer<Float> { gradientBuffer.pointer }
    /// Floats of `parameters` and of `gradients`, padding included.
    public var flatCount: Int { layout.count }
    /// Running statistics.
    public var state: UnsafeMutablePointer<Float> { stateBuffer.pointer }
    public var stateCount: Int { stateBuffer.count }
    /// Trained values, padding not counted.
    public var parameterCount: Int { graph.parameterCount }

    /// Fills the parameters by their initializers. Parameter i draws from (seed, stream, iteration i), its elements in
    /// PyTorch's order, so that the numbers depend neither on the memory layout nor on the other parameters.
    /// - Parameters:
    ///   - isTrained: whether there will be gradients; else they have no memory.
    ///   - gradients: where they are, if other networks leave theirs there too: see `clearPadding`.
    public init(
        _ graph: Graph, seed: UInt64, stream: UInt32, isTrained: Bool = true, gradients shared: FloatBuffer? = nil
    ) {
        self.graph = graph
        layout = FlatLayout(graph.parameters)
        stateLayout = FlatLayout(graph.state)
        derived = DerivedParameters(graph, layout, isTrained: isTrained)
        parameterBuffer = FloatBuffer(count: layout.count)
        gradientBuffer = shared ?? FloatBuffer(count: isTrained ? layout.count : 0)
        stateBuffer = FloatBuffer(count: stateLayout.count)
        precondition(!isTrained || gradientBuffer.count >= flatCount, "memory for all gradients")
        for (index, spec) in graph.parameters.enumerated() {
            let address = RandomAddress(seed: seed, stream: stream, iteration: UInt64(index))
            initialize(spec, in: parameters + layout.offsets[index], at: address)
        }
        for (index, spec) in graph.state.enumerated() {
            // Far from those of the parameters.
            let address = RandomAddress(seed: seed, stream: stream, iteration: 1 << 32 + UInt64(index))
            initialize(spec, in: state + stateLayout.offsets[index], at: address)
        }
        derived.place(
            graph, layout, stored: parameters, storedGradients: gradients,
            state: stateLayout.offsets.map { state + $0 })
        derived.start(.shared)
        derived.derive(.shared)
    }

    private func initialize(_ spec: ParameterSpec, in flat: UnsafeMutablePointer<Float>, at address: RandomAddress) {
        let values = FloatBuffer(count: spec.count)
        switch spec.start {
        case .constant(let value): values.pointer.update(repeating: value, count: spec.count)
        case .initializer(let choice):
            Initializers.registry.make(choice ?? graph.initializer).values(spec.shape)
                .fill(values.pointer, shape: spec.shape, at: address)
        case .values(let start): start.fill(values.pointer, shape: spec.shape, at: address)
        }
        spec.layout.load(values.pointer, into: flat)
    }

    /// What the operations read of parameter `index`: stored or derived weights.
    func weights(_ index: Int) -> UnsafeMutablePointer<Float> {
        derived.weights(index) ?? parameters + layout.offsets[index]
    }

    /// Where the only parameter of a list stands in the flat arrays; nil where operations read weights that a transform
    /// derives from it.
    func storedRange(_ parameters: Range<Int>) -> Range<Int>? {
        guard parameters.count == 1, let index = parameters.first, derived.weights(index) == nil else { return nil }
        return layout.offsets[index]..<layout.offsets[index] + layout.counts[index]
    }

    /// Where operations leave the gradient of parameter `index`.
    func weightGradient(_ index: Int) -> UnsafeMutablePointer<Float> {
        derived.gradient(index) ?? gradients + layout.offsets[index]
    }

    /// Lets transforms of weights follow the parameters, before one of the network's own updates: a power iteration of
    /// spectral norm.
    public func advance(_ workers: Workers) {
        derived.advance(workers)
        derived.derive(workers)
    }

    /// Makes what transforms derive from the parameters again, after these have changed.
    public func derive(_ workers: Workers) { derived.derive(workers) }

    /// Makes `gradients`, those of the parameters, out of what backward passes have left for derived weights.
    public func pullBack(_ workers: Workers) { derived.pullBack(workers) }

    /// Zeroes the padding in `gradients`, where other networks may have left theirs.
    public func clearPadding() {
        var index = 0
        while index < layout.counts.count {
            let (start, end) = (layout.offsets[index], layout.offsets[index] + layout.counts[index])
            if case .matrix(let k, let n) = graph.parameters[index].layout.storage {
                Panels(rows: k, columns: n).clearPadding(gradients + start)
            }
            for place in end..<start + aligned(layout.counts[index]) { gradients[place] = 0 }
            index += 1
        }
    }

    /// Parameters and state with PyTorch's names and layouts.
    public func export() -> [NamedTensor] { tensors.map(\.made) }

    /// Another flat array of the parameters' layout (an optimizer's state) with PyTorch's names and layouts.
    public func export(flat: UnsafePointer<Float>) -> [NamedTensor] { tensors(flat: flat).map(\.made) }

    /// What `export` gives, each made when it is asked for.
    public var tensors: [SafetensorsStream.Tensor] {
        Self.tensors(graph.parameters, layout, parameters) + Self.tensors(graph.state, stateLayout, state)
    }

    /// What `export(flat:)` gives, each made when it is asked for.
    public func tensors(flat: UnsafePointer<Float>) -> [SafetensorsStream.Tensor] {
        Self.tensors(graph.parameters, layout, flat)
    }

    /// Takes parameters and state from tensors as `export` gives them.
    /// - Throws: where a tensor is missing or unknown or has another shape; then nothing is changed.
    public func load(_ tensors: [NamedTensor]) throws(LoadError) {
        let found = try Self.match(graph.parameters + graph.state, tensors)
        Self.load(graph.parameters, layout, found, into: parameters)
        Self.load(graph.state, stateLayout, found, into: state)
        derive(.shared)
    }

    /// Takes another flat array of the parameters' layout from tensors as `export(flat:)` gives them.
    public func load(_ tensors: [NamedTensor], flat: UnsafeMutablePointer<Float>) throws(LoadError) {
        Self.load(graph.parameters, layout, try Self.match(graph.parameters, tensors), into: flat)
    }

    /// Takes parameters and state from another network of the same graph.
    public func copy(_ other: Network) {
        precondition(other.flatCount == flatCount && other.stateCount == stateCount, "networks of different graphs")
        parameters.update(from: other.parameters, count: flatCount)
        state.update(from: other.state, count: stateCount)
        derive(.shared)
    }

    /// The name of the first tensor of a flat array of the parameters' layout that is not finite.
    public func firstNotFinite(_ flat: UnsafePointer<Float>, workers: Workers) -> String? {
        graph.parameters.indices.first {
            !Reductions.allFinite(flat + layout.offsets[$0], count: layout.counts[$0], workers: workers)
        }.map { graph.parameters[$0].name }
    }

    private static func tensors(
        _ specs: [ParameterSpec], _ layout: FlatLayout, _ flat: UnsafePointer<Float>
    ) -> [SafetensorsStream.Tensor] {
        zip(specs, layout.offsets).map { spec, offset in
            SafetensorsStream.Tensor(spec.name, shape: spec.shape) {
                [Float](unsafeUninitializedCapacity: spec.count) { buffer, count in
                    count = spec.count
                    guard let target = buffer.baseAddress else { return }
                    spec.layout.export(flat + offset, into: target)
                }
            }
        }
    }

    private static func match(_ specs: [ParameterSpec], _ tensors: [NamedTensor]) throws(LoadError)
        -> [String: NamedTensor]
    {
        var found: [String: NamedTensor] = [:]
        var problems: [String] = []
        for tensor in tensors {
            if found.updateValue(tensor, forKey: tensor.name) != nil {
                problems.append("'\(tensor.name)' is there twice")
            }
        }
        let names = Set(specs.map(\.name))
        for spec in specs {
            guard let tensor = found[spec.name] else {
                problems.append("'\(spec.name)' is missing")
                continue
            }
            if tensor.shape != spec.shape || tensor.values.count != spec.count {
                problems.append("'\(spec.name)' has shape \(tensor.shape); the network needs \(spec.shape)")
            }
        }
        problems += tensors.map(\.name).filter { !names.contains($0) }.map { "'\($0)' is not in the network" }
        guard problems.isEmpty else { throw LoadError(problems: problems) }
        return found
    }

    private static func load(
        _ specs: [ParameterSpec], _ layout: FlatLayout, _ tensors: [String: NamedTensor],
        into flat: UnsafeMutablePointer<Float>
    ) {
        for (spec, offset) in zip(specs, layout.offsets) {
            tensors[spec.name]?.values.withUnsafeBufferPointer { values in
                if let source = values.baseAddress { spec.layout.load(source, into: flat + offset) }
            }
        }
    }
}
