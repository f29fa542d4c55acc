import Kernels
import Networks

/// What a network's transforms work on: the derived weights and their gradients, which steps read and write in the
/// stored ones' place.
final class DerivedParameters {
    /// By parameter: where derived weights and their gradients begin; nil for what is read as it is stored.
    let offsets: [Int?]
    private let values: FloatBuffer
    private let gradients: FloatBuffer
    private var steps: [any TransformStep] = []

    /// - Parameter isTrained: whether there will be gradients.
    init(_ graph: Graph, _ layout: FlatLayout, isTrained: Bool) {
        var (offsets, end) = ([Int?](), 0)
        for (index, spec) in graph.parameters.enumerated() {
            offsets.append(spec.transform == nil ? nil : end)
            if spec.transform != nil { end += aligned(layout.counts[index]) }
        }
        self.offsets = offsets
        values = FloatBuffer(count: end)
        gradients = FloatBuffer(count: isTrained ? end : 0)
    }

    /// - Parameters:
    ///   - stored, storedGradients: the network's own flat arrays.
    ///   - state: by piece of the graph's state.
    func place(
        _ graph: Graph, _ layout: FlatLayout, stored: UnsafeMutablePointer<Float>,
        storedGradients: UnsafeMutablePointer<Float>, state: [UnsafeMutablePointer<Float>]
    ) {
        for (index, spec) in graph.parameters.enumerated() {
            guard let transform = spec.transform, let offset = offsets[index] else { continue }
            guard let runnable = transform as? any RunnableTransform else {
                preconditionFailure("the transform '\(type(of: transform).declaration.name)' has no step")
            }
            steps.append(
                runnable.place(
                    TransformSite(
                        layout: spec.layout, stored: stored + layout.offsets[index],
                        derived: values.pointer + offset,
                        storedGradient: storedGradients + layout.offsets[index],
                        derivedGradient: gradients.pointer + offset,
                        parameters: spec.transformParameters.map {
                            (stored + layout.offsets[$0], storedGradients + layout.offsets[$0])
                        },
                        state: spec.transformState.map { state[$0] })))
        }
    }

    func weights(_ index: Int) -> UnsafeMutablePointer<Float>? { offsets[index].map { values.pointer + $0 } }
    func gradient(_ index: Int) -> UnsafeMutablePointer<Float>? { offsets[index].map { gradients.pointer + $0 } }

    // Loops over indices: iterators allocate in a debug build.
    func start(_ workers: Workers) { for index in steps.indices { steps[index].start(workers) } }
    func advance(_ workers: Workers) { for index in steps.indices { steps[index].advance(workers) } }
    func derive(_ workers: Workers) { for index in steps.indices { steps[index].derive(workers) } }
    func pullBack(_ workers: Workers) { for index in steps.indices { steps[index].pullBack(workers) } }
}

extension Graph {
    /// Floats of derived weights, as many as of their gradients.
    public var derivedCount: Int {
        parameters.reduce(0) { $0 + ($1.transform == nil ? 0 : aligned($1.layout.flatCount)) }
    }
}
