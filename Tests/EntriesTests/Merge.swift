import Configuration

@testable import Networks

/// A layer that needs two inputs: `merge: {from: early, units: 8}`, a dense layer over the current value and others.
struct Merge: Layer {
    static let declaration = Declaration(
        "merge", "a dense layer over the current value and earlier ones",
        keys: [
            .joined("values that follow the current one"), Key("units", .integer(1...65536), "number of outputs"),
            .initializer, .weightTransforms,
        ],
        example: """
            - dense: {units: 32, id: early}
            - relu
            - merge: {from: early, units: 8}
            """)

    var joins: Bool { true }

    let units: Int
    let weights: WeightOptions

    init(_ values: Values) {
        units = values.integer("units")
        weights = WeightOptions(values)
    }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) {
        try builder.add(Concatenation(), inputs: [builder.current] + builder.joined.map(\.value))
        try builder.add(Matmul(output: Shape([units]), weight: .dense, setting: builder.setting(weights)))
    }
}
