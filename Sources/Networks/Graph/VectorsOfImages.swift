extension Graph {
    /// Finds the vectors that are images written out: those that come from one through a flatten, and those that become
    /// one through a reshape, followed through operations that keep each value in its place. Where both meet with
    /// different sizes, the flatten is followed. Not those that another operation takes value by value, or makes so (a
    /// concatenation): no order of parameters would let PyTorch read them in its own.
    static func ports(nodes: [Node], shapes: [Shape]) -> [Port] {
        var images = [ImageSize?](repeating: nil, count: shapes.count)
        let first = shapes.count - nodes.count
        for (index, node) in nodes.enumerated() where shapes[first + index].features != nil {
            guard let input = node.inputs.first, node.operation.keepsPlaces else { continue }
            images[first + index] = shapes[input].image ?? images[input]
        }
        for (index, node) in nodes.enumerated().reversed() where node.operation.keepsPlaces {
            for input in node.inputs where shapes[input].features != nil && images[input] == nil {
                images[input] = shapes[first + index].image ?? images[first + index]
            }
        }
        let plain = valuesInMemoryOrder(nodes: nodes, shapes: shapes)
        return shapes.indices.map { Port(shapes[$0], image: plain[$0] ? nil : images[$0]) }
    }

    /// By value: whether it is a vector that is read or made value by value, or stands in the places of such a one.
    private static func valuesInMemoryOrder(nodes: [Node], shapes: [Shape]) -> [Bool] {
        var isPlain = [Bool](repeating: false, count: shapes.count)
        let first = shapes.count - nodes.count
        func isVector(_ value: Int) -> Bool { shapes[value].features != nil }
        for (index, node) in nodes.enumerated() where !node.operation.keepsPlaces {
            // Their parameters take the order of what they read and make.
            if node.operation is Matmul || node.operation is Constant { continue }
            for value in node.inputs + [first + index] where isVector(value) { isPlain[value] = true }
        }
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for (index, node) in nodes.enumerated() where node.operation.keepsPlaces {
                let values = (node.inputs + [first + index]).filter(isVector)
                guard values.contains(where: { isPlain[$0] }) else { continue }
                for value in values where !isPlain[value] {
                    isPlain[value] = true
                    hasChanged = true
                }
            }
        }
        return isPlain
    }
}
