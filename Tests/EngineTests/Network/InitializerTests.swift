import Configuration
import Kernels
import TestSupport
import Networks
import Testing

@testable import Engine

@Suite struct InitializerTests {
    /// Scales and constants start at one number, or by an initializer of their own, never by the network's.
    @Test(arguments: [
        ("batch_norm", "0.weight", 1, 0),
        ("batch_norm: {initializer: {normal: {mean: 1, std: 0.02}}}", "0.weight", 1, 0.02),
        ("learned_constant: {shape: 5000, value: 2}", "0.value", 2, 0),
        ("learned_constant: {shape: 5000, initializer: {normal: 1}}", "0.value", 0, 1),
    ]) func layersWithStartsOfTheirOwn(_ layer: String, _ name: String, _ mean: Double, _ deviation: Double) throws {
        let network = Network(try graph([LayerText.choice(layer)], input: [5000]), seed: 3, stream: 1)
        let values = try #require(network.export().first { $0.name == name }).values.map(Double.init)
        let n = Double(values.count)
        let found = values.reduce(0, +) / n
        let spread = (values.reduce(0) { $0 + ($1 - found) * ($1 - found) } / n).squareRoot()
        #expect(abs(found - mean) <= 5 * deviation / n.squareRoot())
        #expect(abs(spread - deviation) <= 5 * deviation / (2 * n).squareRoot())
    }

    private func fill(_ initializer: Choice, _ shape: [Int], seed: UInt64 = 1) -> [Double] {
        let buffer = FloatBuffer(count: shape.reduce(1, *))
        Initializers.registry.make(initializer).values(shape)
            .fill(buffer.pointer, shape: shape, at: RandomAddress(seed: seed, stream: 1, iteration: 0))
        return (0..<buffer.count).map { Double(buffer[$0]) }
    }

    /// Shapes are of a layer with 64 inputs and 96 outputs; a convolution's kernel has 3 x 3 taps.
    @Test(
        arguments: [
            ("normal", [:], [96, 64], 0.02),
            ("normal", ["std": .real(1.5)], [96, 64], 1.5),
            ("xavier", [:], [96, 64], (2.0 / 160).squareRoot()),
            ("xavier", ["distribution": .text("normal"), "gain": .real(2)], [96, 64], 2 * (2.0 / 160).squareRoot()),
            ("xavier", [:], [96, 64, 3, 3], (2.0 / 160 / 9).squareRoot()),
            ("kaiming", [:], [96, 64], (1.0 / 3 / 64).squareRoot()),
            ("kaiming", ["slope": .real(0)], [96, 64], (2.0 / 64).squareRoot()),
            ("kaiming", ["slope": .real(0), "mode": .text("fan_out")], [96, 64, 3, 3], (2.0 / 96 / 9).squareRoot()),
            (
                "kaiming", ["slope": .real(0.2), "distribution": .text("normal")], [96, 64],
                (2 / 1.04 / 64).squareRoot()
            ),
        ] as [(String, [String: Value], [Int], Double)])
    func deviations(_ name: String, _ values: [String: Value], _ shape: [Int], _ expected: Double) {
        let weights = fill(choice(.initializers, name, values), shape)
        let n = Double(weights.count)
        let mean = weights.reduce(0, +) / n
        let deviation = (weights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
        // Five standard errors of a mean, and of a normal variable's deviation (a uniform one's is smaller).
        #expect(abs(mean) < 5 * expected / n.squareRoot())
        #expect(abs(deviation / expected - 1) < 5 / (2 * n).squareRoot())
        let largest = weights.map(abs).max() ?? 0
        if name != "normal", values["distribution"] == nil {
            #expect(largest <= 3.0.squareRoot() * expected * 1.00001)
        } else {
            #expect(largest > 3 * expected)
        }
    }

    @Test(arguments: [[20, 50], [50, 20], [33, 33], [16, 4, 3, 3], [1, 7]])
    func orthogonal(_ shape: [Int]) {
        let gain = 1.4
        let weights = fill(choice(.initializers, "orthogonal", ["gain": .real(gain)]), shape)
        let rows = shape[0]
        let columns = weights.count / rows
        let byRows = rows <= columns
        for a in 0..<min(rows, columns) {
            for b in 0...a {
                func weight(_ line: Int, _ i: Int) -> Double {
                    Double(weights[byRows ? line * columns + i : i * columns + line])
                }
                let dot = (0..<max(rows, columns)).reduce(0.0) { sum, i in sum + weight(a, i) * weight(b, i) }
                let expected = a == b ? gain * gain : 0
                #expect(abs(dot - expected) < 1e-5)
            }
        }
    }

    @Test func constant() {
        #expect(fill(choice(.initializers, "constant", ["value": .real(0.25)]), [2, 2]) == [0.25, 0.25, 0.25, 0.25])
    }

    @Test(arguments: Initializers.registry.declarations.map(\.name).filter { $0 != "constant" })
    func seedsDiffer(_ name: String) {
        #expect(fill(choice(.initializers, name), [8, 8]) == fill(choice(.initializers, name), [8, 8]))
        #expect(fill(choice(.initializers, name), [8, 8]) != fill(choice(.initializers, name), [8, 8], seed: 2))
    }

    @Test func aLayersOwnInitializerComesFirst() throws {
        let own = layer(
            "dense",
            ["units": .integer(3), "initializer": .choice(choice(.initializers, "constant", ["value": .real(7)]))])
        let network = Network(
            try Graph(
                layers: [dense(2), own, layer("batch_norm")], input: Shape([2]),
                initializer: choice(.initializers, "constant", ["value": .real(3)])),
            seed: 1, stream: 1)
        let tensors = Dictionary(uniqueKeysWithValues: network.export().map { ($0.name, $0.values) })
        #expect(tensors["0.weight"] == [3, 3, 3, 3])
        #expect(tensors["0.bias"] == [0, 0])
        #expect(tensors["1.weight"] == [7, 7, 7, 7, 7, 7])
        #expect(tensors["2.weight"] == [1, 1, 1])
        #expect(tensors["2.running_var"] == [1, 1, 1])
    }
}
