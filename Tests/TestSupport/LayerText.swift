import Configuration
import Engine
import Networks

/// Layers as they stand in a file, `conv2d: {filters: 64, kernel: [3, 2]}`, without the file: a mistake in one is a
/// mistake in a test.
public enum LayerText {
    private static let vocabulary = Vocabulary([
        .layers: Layers.registry.declarations, .initializers: Initializers.registry.declarations,
        .transforms: WeightTransforms.registry.declarations,
    ])

    public static func choice(_ text: String) -> Choice {
        let text = text.hasPrefix("- ") ? text : "- " + text
        let choices = choices(text)
        precondition(choices.count == 1, "'\(text)' is not one layer")
        return choices[0]
    }

    /// The layers that a piece of YAML lists.
    public static func choices(_ yaml: String) -> [Choice] {
        do {
            return try vocabulary.choices(.layers, listed: yaml)
        } catch {
            fatalError("'\(yaml)': \(error)")
        }
    }
}
