import TestSupport
import Reference
import Testing

@testable import Networks

/// What is said of a network's outputs before anything is computed.
@Suite struct ValueRangeTests {
    static let functions: [(Pointwise, ReferenceActivation)] = [
        (Pointwise(.relu), .relu()), (Pointwise(.leakyRelu(slope: 0.25)), .leakyRelu(slope: 0.25)),
        (Pointwise(.leakyRelu(slope: 0)), .leakyRelu(slope: 0)), (Pointwise(.elu(alpha: 0.5)), .elu(alpha: 0.5)),
        (Pointwise(.selu), .selu()), (Pointwise(.gelu), .gelu()), (Pointwise(.softplus), .softplus()),
        (Pointwise(.tanh), .tanhActivation()), (Pointwise(.sigmoid), .sigmoid()),
    ]

    /// Outputs of inputs from an interval stay in the range given for it, and come near its ends (gelu's is wider).
    @Test(arguments: functions.indices, [(-3.0, 2.0), (-0.5, -0.25), (0.5, 4), (-50, 50)])
    func functionsKeepTheirRange(_ index: Int, _ ends: (lower: Double, upper: Double)) {
        let (operation, reference) = Self.functions[index]
        let range = operation.range(of: ValueRange(ends.lower, ends.upper))
        let outputs = (0...1000).map { reference.value(ends.lower + (ends.upper - ends.lower) * Double($0) / 1000) }
        let (least, greatest) = (outputs.min() ?? 0, outputs.max() ?? 0)
        #expect(range.lower <= least + 1e-12 && range.upper >= greatest - 1e-12)
        if operation.function != .gelu {
            #expect(range.lower >= least - 1e-12 && range.upper <= greatest + 1e-12)
        }
    }

    @Test func theLastLayersThatDoMoreThanToReshapeCount() throws {
        func range(_ layers: String...) throws -> (ValueRange, Int) {
            try graph([dense(4)] + layers.map { layer($0) }, input: [3]).outputRange
        }
        #expect(try range() == (.all, 0))
        #expect(try range("tanh") == (ValueRange(-1, 1), 1))
        #expect(try range("relu", "tanh") == (ValueRange(0, 1), 2))
        #expect(try range("sigmoid", "batch_norm") == (.all, 2))
        let reshaped = try graph([dense(4), layer("sigmoid"), reshape(2, 2, 1), layer("flatten")], input: [3])
        #expect(reshaped.outputRange == (ValueRange(0, 1), 1))
    }

    @Test func aNormalizedChannelHasAValueForEveryPosition() throws {
        let layers = [dense(18), layer("batch_norm"), reshape(3, 3, 2), layer("batch_norm")]
        let found = try graph(layers, input: [3]).valuesPerNormalizedChannel
        #expect(found.map(\.layer) == [1, 3] && found.map(\.count) == [1, 9])
    }
}
