import TestSupport
import Testing

@testable import Networks

@Suite struct RegistryTests {
    @Test func entriesAreDocumented() {
        for declaration in Layers.registry.declarations + Initializers.registry.declarations {
            #expect(!declaration.summary.isEmpty && !declaration.details.isEmpty && !declaration.example.isEmpty)
            #expect(declaration.shorthand == nil || declaration.keys.contains { $0.name == declaration.shorthand })
        }
        let names = Layers.registry.declarations.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: [
        "dense: 256", "dense: {units: 3, bias: false}", "leaky_relu: 0.2", "leaky_relu: 0", "dropout: 0.5", "relu",
        "conv2d: {filters: 64, kernel: 4, stride: 2, padding: same}", "reshape: [8, 8, 1]",
        "batch_norm: {momentum: 0.05}",
        "conv_transpose2d: {filters: 1, kernel: [3, 5], initializer: {normal: 0.02}}",
        "dense: {units: 2, initializer: orthogonal}",
    ])
    func aLayersTextIsWhatTheFileSays(_ text: String) {
        #expect([LayerText.choice(text).layerText] == [text.replacing("orthogonal", with: "{orthogonal: 1}")])
    }
}
