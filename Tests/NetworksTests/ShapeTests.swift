import Configuration
import Diagnostics
import TestSupport
import Testing

@testable import Networks

/// Layers, an input shape, and the output shape or the message that must come.
struct ShapeCase: Sendable, CustomTestStringConvertible {
    let layers: [Choice]
    let input: [Int]
    let output: [Int]?
    let message: String
    let help: String?

    init(_ layers: [Choice], _ input: [Int], gives output: [Int]) {
        (self.layers, self.input, self.output, message, help) = (layers, input, output, "", nil)
    }

    init(_ layers: [Choice], _ input: [Int], fails message: String, help: String? = nil) {
        (self.layers, self.input, output, self.message, self.help) = (layers, input, nil, message, help)
    }

    var testDescription: String { "\(layers.map(\.layerText)) on \(input)" }
}

private func sides(_ a: Int, _ b: Int) -> Value { .list([.integer(a), .integer(b)]) }
private let up = "conv_transpose2d"

@Suite struct ShapeTests {
    @Test(arguments: [
        ShapeCase([dense(7)], [3], gives: [7]),
        ShapeCase([layer("flatten")], [4, 5, 6], gives: [120]),
        ShapeCase([layer("flatten")], [9], gives: [9]),
        ShapeCase([reshape(2, 3, 4)], [24], gives: [2, 3, 4]),
        ShapeCase([reshape(24)], [2, 3, 4], gives: [24]),
        ShapeCase([convolution("conv2d", 64, kernel: 4, stride: 2, padding: 1)], [28, 28, 1], gives: [14, 14, 64]),
        ShapeCase([convolution("conv2d", 8, kernel: 3)], [7, 9, 2], gives: [5, 7, 8]),
        ShapeCase([convolution("conv2d", 8, kernel: 3, stride: 2)], [8, 8, 2], gives: [3, 3, 8]),
        ShapeCase([convolution("conv2d", 8, kernel: 4, ["padding": .text("same")])], [5, 6, 2], gives: [5, 6, 8]),
        ShapeCase([convolution("conv2d", 1, kernel: 7)], [7, 7, 128], gives: [1, 1, 1]),
        ShapeCase(
            [
                convolution(
                    "conv2d", 2, kernel: 1, ["kernel": sides(3, 1), "stride": sides(2, 3), "padding": sides(1, 0)])
            ],
            [6, 7, 1], gives: [3, 3, 2]),
        ShapeCase([convolution(up, 8, kernel: 4, stride: 2, padding: 1)], [7, 7, 4], gives: [14, 14, 8]),
        ShapeCase([convolution(up, 8, kernel: 7)], [1, 1, 100], gives: [7, 7, 8]),
        ShapeCase(
            [convolution(up, 8, kernel: 3, stride: 2, padding: 1, ["output_padding": .integer(1)])], [5, 6, 4],
            gives: [10, 12, 8]),
        ShapeCase(
            [layer("batch_norm"), layer("layer_norm"), layer("dropout"), layer("gelu")], [4, 4, 2], gives: [4, 4, 2]),
    ])
    func outputs(_ test: ShapeCase) throws {
        #expect(try graph(test.layers, input: test.input).output.dimensions == test.output)
    }

    @Test(arguments: [
        ShapeCase(
            [dense(784), convolution("conv2d", 8, kernel: 3)], [5],
            fails: "conv2d needs an image [height, width, channels]; its input has shape [784] (from dense)",
            help: "put `reshape: [28, 28, 1]` before it"),
        ShapeCase(
            [convolution(up, 8, kernel: 3)], [3072],
            fails: "conv_transpose2d needs an image [height, width, channels]; its input has shape [3072] "
                + "(from the network's input)",
            help: "put `reshape: [32, 32, 3]` before it"),
        ShapeCase(
            [convolution("conv2d", 8, kernel: 3)], [7],
            fails:
                "conv2d needs an image [height, width, channels]; its input has shape [7] (from the network's input)",
            help: "put a `reshape: [height, width, channels]` before it"),
        ShapeCase(
            [layer("relu"), dense(1)], [8, 8, 1],
            fails: "dense needs a vector [features]; its input has shape [8, 8, 1] (from relu)",
            help: "put `flatten` before it"),
        ShapeCase(
            [dense(60), reshape(8, 8, 1)], [4],
            fails: "reshape gives [8, 8, 1], 64 values; its input has 60, shape [60] (from dense)",
            help: "let the dense layer give 64, or reshape to 60 values"),
        ShapeCase(
            [reshape(8, 8)], [64], fails: "reshape gives [8, 8], which is neither a vector nor an image",
            help: "name the channels too: `reshape: [8, 8, 1]`"),
        ShapeCase(
            [convolution("conv2d", 8, kernel: 5)], [4, 4, 1],
            fails: "conv2d: the kernel, 5, is larger than its input [4, 4, 1] with padding 0",
            help: "make the kernel smaller or the padding larger, or downsample less before it"),
        ShapeCase(
            [convolution("conv2d", 8, kernel: 4, stride: 2, ["padding": .text("same")])], [4, 4, 1],
            fails: "conv2d: `padding: same` needs stride 1; the stride is 2",
            help: "give the padding as a number: for kernel 4 and stride 2, `padding: 1` halves height and width"),
        ShapeCase(
            [convolution(up, 8, kernel: 3, ["output_padding": .integer(1)])], [4, 4, 1],
            fails: "conv_transpose2d: output_padding 1 is not below the stride, 1",
            help: "leave output_padding out, or set it below the stride"),
        ShapeCase(
            [reshape(1 << 20, 1 << 20, 1 << 20)], [64],
            fails:
                "reshape gives [1048576, 1048576, 1048576], 1152921504606846976 values; its input has 64, shape [64] "
                + "(from the network's input)", help: "give a shape of 64 values"),
        ShapeCase(
            [dense(1 << 20), dense(1 << 20)], [64], fails: "the parameters up to here take more than 1 GiB",
            help: "use fewer or smaller layers"),
        ShapeCase(
            [convolution(up, 1 << 20, kernel: 255, stride: 255)], [64, 64, 1],
            fails: "the output [16320, 16320, 1048576] has more than 16777216 values per sample",
            help: "make it smaller"),
    ])
    func errors(_ test: ShapeCase) throws {
        let error = #expect(throws: DiagnosticError.self) { try graph(test.layers, input: test.input) }
        let diagnostic = try #require(error?.diagnostics.first)
        #expect(error?.diagnostics.count == 1)
        #expect(diagnostic.message == test.message)
        #expect(diagnostic.help == test.help)
    }

    @Test func errorsStandAtTheLayer() {
        let source = Source(path: "a.yaml", text: "- dense: 3\n- conv2d: {filters: 1, kernel: 3}")
        let location = Location(source: source, line: 2, column: 3, length: 6)
        let culprit = choice(
            .layers, "conv2d", ["filters": .integer(1), "kernel": .integer(3)], at: location)
        let error = #expect(throws: DiagnosticError.self) { try graph([dense(3), culprit, culprit], input: [2]) }
        #expect(error?.diagnostics.map(\.location) == [location])
    }

    /// Mistakes in how layers are joined: the ids and the shapes are named.
    @Test(arguments: [
        (
            "[dense: {units: 3, id: a}, dense: 4, add: a]",
            "add: 'a' has shape [3], and the current value has [4] (from dense)",
            "bring one of them to the other's shape before, or join them with `concat`"
        ),
        (
            "[reshape: {shape: [2, 4, 1], id: a}, conv2d: {filters: 1, kernel: 2}, concat: a]",
            "concat: 'a' has shape [2, 4, 1], and the current value has [1, 3, 1] (from conv2d): they differ in more than "
                + "the last axis",
            "bring both to one height and width"
        ),
        (
            "[reshape: {shape: [2, 4, 1], id: a}, dense: {units: 3, from: a}]",
            "dense needs a vector [features]; its input has shape [2, 4, 1] (from 'a')", "put `flatten` before it"
        ),
        (
            "[residual: {layers: [dense: 5], shortcut: [tanh]}]",
            "residual: its layers give [5], and its shortcut gives [8]", "both ways must end in one shape"
        ),
        (
            "[residual: [dense: 5]]", "residual: its layers give [5], and its shortcut gives [8]",
            "without `shortcut` that is the input itself; give one that changes the shape as the layers do"
        ),
        (
            "[dense: {units: 3, id: early}, add: earli]", "add reads from 'earli', and no layer before it has that id",
            "an id with a similar name exists: 'early'"
        ),
        (
            "[residual: [dense: {units: 8, id: inner}], add: inner]",
            "add reads from 'inner', and no layer before it has that id", "ids known here: input"
        ),
        ("[tanh: {id: a}, relu: {id: a}]", "the id 'a' is given twice", "give the layer another id"),
        ("[tanh: {id: input}]", "'input' is the network's input and no id of a layer", "give the layer another id"),
        (
            "[tanh: {id: a}, relu: {id: b}, dense: {units: 1, from: [a, b]}]",
            "dense reads one value; its `from` names 2: a, b",
            "put `concat: [a]` or `add: [a]` before it, which joins it to the value there, and leave `from` out"
        ),
        (
            "[dense: {units: 4, id: a}, tanh: {from: input}, dense: 4]", "nothing reads what this layer gives",
            "give it an id and join it with `add` or `concat`, or leave it out"
        ),
    ])
    func mistakesInJoining(_ yaml: String, _ message: String, _ help: String) throws {
        let error = #expect(throws: DiagnosticError.self) {
            try graph(LayerText.choices(yaml), input: [8])
        }
        #expect(error?.diagnostics.map(\.message) == [message])
        #expect(error?.diagnostics.first?.help == help)
    }

    /// The innermost layer is the one that is shown.
    @Test func errorsInsideALayerStandAtTheInnerOne() throws {
        let yaml = "- dense: 4\n- residual:\n    layers:\n      - tanh\n      - conv2d: {filters: 1, kernel: 3}\n"
        let error = #expect(throws: DiagnosticError.self) { try graph(LayerText.choices(yaml), input: [4]) }
        let location = try #require(error?.diagnostics.first?.location)
        #expect((location.line, location.column) == (5, 9))
    }

    @Test func aNetworkHasLayers() {
        #expect(throws: DiagnosticError.self) { try graph([], input: [2]) }
    }
}
