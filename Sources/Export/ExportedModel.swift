import Diagnostics
import Engine
import Formats
import Networks

/// What networks see of a value, from what the data's files hold: x = (number - center) / width.
public struct ExportScale: Sendable {
    /// By value of a sample in the order of memory, or one for all.
    public let centers: [Double], widths: [Double]
    /// What numbers of the data lie in, where they are cut off.
    public let range: ClosedRange<Double>?
    /// Whether numbers are rounded to whole ones.
    public let isWhole: Bool

    public init(centers: [Double], widths: [Double], range: ClosedRange<Double>?, isWhole: Bool) {
        (self.centers, self.widths, self.range, self.isWhole) = (centers, widths, range, isWhole)
    }
}

extension ONNXModel {
    /// A network as it computes outside of training: batch norm by its running averages, dropout and added noise left
    /// out, spectrally normalized weights as they are then. Images are channels first, as ONNX and PyTorch have them.
    ///
    /// Where layers draw Gumbel noise, an input `gumbel` takes it, [batch, numbers of a sample]: each is -log(-log u)
    /// with u uniform on (0, 1), or 0 throughout for the most probable categories. Where layers read labels, an input
    /// `label` has 1 for a sample's own class and 0 for the others.
    ///
    /// Operators that would not do the same are not used (onnx 1.23.2, onnxruntime 1.32.0): Sigmoid as a last layer,
    /// which is 0 below -18 (a discriminator gives its logit); random nodes, which repeat across sessions;
    /// BatchNormalization in training mode, which keeps the biased variance; Resize, PyTorch's for whole factors
    /// alone; GroupNormalization, which needs opset 21. Pixels are shuffled as DepthToSpace does in its mode CRD.
    /// - Parameters:
    ///   - input: the name of the samples or noise.
    ///   - output: the name of what the network gives.
    ///   - inputScale: the input is then in the data's units.
    ///   - outputScale: the output is then in the data's units.
    /// - Throws: for layers that cannot be exported, at their places in the file.
    public init(
        _ network: Network, title: String, input: String, output: String, inputScale: ExportScale? = nil,
        outputScale: ExportScale? = nil, producerVersion: String
    ) throws(DiagnosticError) {
        let graph = network.graph
        var model = ONNXModel(title, producerVersion: producerVersion)
        func axes(_ shape: Shape) -> [Axis] { [.named("batch")] + ExportSite.axes(shape).map { .size($0) } }
        let names = [input] + graph.inputs.dropFirst().map(\.name)
        for (index, name) in names.enumerated() {
            // A label that nothing reads is no input.
            if index > 0, !graph.nodes.contains(where: { $0.inputs.contains(index) }) { continue }
            model.input(name, axes(graph.ports[index].shape))
        }
        model.output(output, axes(graph.output))
        guard 4 * graph.parameterCount < 2_000_000_000 else {
            throw DiagnosticError(
                Diagnostic("the network has \(graph.parameterCount) parameters, and an ONNX file takes 2 GiB at most"))
        }
        var site = ExportSite(network, model, names: names)
        if let inputScale { site.names[0] = site.scaled(input, graph.input, inputScale) }
        var refusals: [Diagnostic] = []
        var refused: Set<Int> = []
        for (index, node) in graph.nodes.enumerated() {
            site.enter(index)
            do throws(ExportRefusal) {
                guard let operation = node.operation as? any ExportedOperation else {
                    throw ExportRefusal(reason: "has no counterpart in ONNX", help: "take another layer")
                }
                site.names.append(try operation.export(&site))
            } catch {
                site.names.append(input)
                let layer = graph.layers[node.layer]
                guard refused.insert(node.layer).inserted else { continue }
                refusals.append(
                    Diagnostic(
                        .error, "the layer '\(layer.choice.name)' cannot be exported: it \(error.reason)",
                        at: layer.choice.location, help: error.help))
            }
        }
        guard refusals.isEmpty else { throw DiagnosticError(refusals) }
        var last = site.names[site.names.count - 1]
        if let outputScale { last = site.unscaled(last, graph.output, outputScale) }
        site.model.node("Identity", [last], output)
        if site.gumbelCount > 0 { site.model.input(ExportSite.gumbel, [.named("batch"), .size(site.gumbelCount)]) }
        self = site.model
    }
}

extension ExportSite {
    /// What a scale's numbers are, of one for all values or one for each in the value's form.
    private mutating func constant(_ numbers: [Double], _ shape: Shape) -> String {
        guard numbers.count > 1 else { return number(numbers.first ?? 0) }
        precondition(shape.features == numbers.count, "a number for each value is for vectors")
        return tensor([numbers.count], numbers.map(Float.init))
    }

    fileprivate mutating func scaled(_ value: String, _ shape: Shape, _ scale: ExportScale) -> String {
        let centred = add("Sub", [value, constant(scale.centers, shape)])
        return add("Div", [centred, constant(scale.widths, shape)])
    }

    fileprivate mutating func unscaled(_ value: String, _ shape: Shape, _ scale: ExportScale) -> String {
        var y = add("Mul", [value, constant(scale.widths, shape)])
        y = add("Add", [y, constant(scale.centers, shape)])
        if let range = scale.range { y = add("Clip", [y, number(range.lowerBound), number(range.upperBound)]) }
        // Halves go up, as here; ONNX's Round takes them to the even neighbour.
        if scale.isWhole { y = add("Floor", [add("Add", [y, number(0.5)])]) }
        return y
    }
}
