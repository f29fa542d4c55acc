import Configuration
import Diagnostics
import Networks

/// What to tell of networks whose shapes do not meet what they have to: at the layer that decides the shape, with a
/// cure.
enum OutputShape {
    /// Of a generator that cannot be built as it stands, or that produces something else than samples.
    /// - Parameter found: what is wrong with it otherwise.
    static func generator(
        _ player: PlayerSpec, noise: Int, data: Shape, named name: String, _ graph: Graph?, found: [Diagnostic]
    ) -> [Diagnostic] {
        guard graph?.output != data else { return [] }
        if let mistaken = channelsFirst(player, noise: noise, data: data) { return [mistaken] }
        guard let graph else { return found }
        return [
            Diagnostic(
                .error, "produces \(graph.output); data '\(name)' has shape \(data)",
                at: graph.layers[graph.shapingLayer].choice.location, help: cure(graph, data))
        ]
    }

    /// - Parameter outputs: one, and with an auxiliary classifier one more for each class.
    static func discriminator(_ graph: Graph, outputs: Int) -> [Diagnostic] {
        guard graph.output != Shape([outputs]) else { return [] }
        return [
            Diagnostic(
                .error, "produces \(graph.output); a discriminator gives one number, [1]",
                at: graph.layers[graph.shapingLayer].choice.location,
                help: graph.output.dimensions.count > 1 ? "end with flatten and dense: 1" : "end with dense: 1")
        ]
    }

    private static func cure(_ graph: Graph, _ data: Shape) -> String? {
        let output = graph.output
        if output.count == data.count { return "add a last layer reshape: \(data)" }
        if let size = data.features, output.features != nil { return "end with dense: \(size)" }
        guard data.image != nil else { return "end with flatten and dense: \(data.count)" }
        guard let made = output.image, let wanted = data.image else {
            return "end with dense: \(data.count) and reshape: \(data)"
        }
        if made.height == wanted.height, made.width == wanted.width {
            return "let the last layer with filters give as many channels: filters: \(wanted.channels)"
        }
        if let cure = reshapeCure(graph, data) { return cure }
        let shapes = graph.rows.map(\.output).filter { $0.image != nil }
        let way = shapes.indices.filter { $0 == 0 || shapes[$0] != shapes[$0 - 1] }.map { "\(shapes[$0])" }
        return "its images on the way: \(way.joined(separator: ", "))"
            + "\nconv_transpose2d with kernel 4, stride 2 and padding 1 doubles height and width"
    }

    /// Where all layers after a reshape keep its height and width, as those of texts do: the reshape to write.
    private static func reshapeCure(_ graph: Graph, _ data: Shape) -> String? {
        func shape(_ layer: Int) -> Shape { graph.ports[graph.layers[layer].output].shape }
        func isNamed(_ name: String) -> (Int) -> Bool { { graph.layers[$0].choice.name == name } }
        guard let start = graph.layers.indices.last(where: isNamed("reshape")), let first = shape(start).image,
            graph.layers.indices.prefix(start).contains(where: isNamed("dense")), let wanted = data.image,
            graph.layers.indices.dropFirst(start).allSatisfy({
                shape($0).image.map { $0.height == first.height && $0.width == first.width } ?? false
            })
        else { return nil }
        let meant = Shape([wanted.height, wanted.width, first.channels])
        let filters =
            graph.output.image?.channels == wanted.channels ? "" : ", and filters: \(wanted.channels) at the end"
        return "the layers after reshape: \(shape(start)) keep its height and width: write dense: \(meant.count) and "
            + "reshape: \(meant) there\(filters)"
    }

    /// Whether the shapes are right once `reshape` is read as in libraries that put channels first.
    private static func channelsFirst(_ player: PlayerSpec, noise: Int, data: Shape) -> Diagnostic? {
        var layers = player.layers
        var first: (choice: Choice, turned: [Int])?
        for (index, choice) in layers.enumerated() where choice.name == "reshape" {
            let shape = choice.values.integers("shape")
            guard shape.count == 3, shape[0] != shape[1] || shape[1] != shape[2] else { continue }
            let turned = [shape[1], shape[2], shape[0]]
            first = first ?? (choice, turned)
            layers[index] = Choice(
                choice.kind, choice.name, choice.values.merging(["shape": .list(turned.map { .integer($0) })]),
                at: choice.location)
        }
        guard let first else { return nil }
        do {
            let graph = try Graph(layers: layers, input: Shape([noise]), initializer: player.initializer)
            guard graph.output == data else { return nil }
        } catch {
            // Then the order of the channels is not what is wrong.
            return nil
        }
        let shape = first.choice.values.integers("shape")
        return Diagnostic(
            .error,
            "reshape: \(shape) is height \(shape[0]), width \(shape[1]) and \(shape[2]) channels, from which the layers "
                + "after it do not come to \(data), the data's shape",
            at: first.choice.location, help: "channels stand last: reshape: \(first.turned)")
    }
}
