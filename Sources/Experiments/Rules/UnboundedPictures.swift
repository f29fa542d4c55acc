import Diagnostics
import Networks

/// Pictures end where black and white do, and a generator without a last `tanh` has to learn that, too.
enum UnboundedPictures: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        let generator = run.blueprint.generator
        let (range, layer) = generator.outputRange
        let data = run.data.range
        let pixels = ValueRange(-1, 1)
        guard run.data.kind == .image, pixels.contains(ValueRange(Double(data.least), Double(data.greatest))),
            range == .all
        else { return [] }
        return [
            Diagnostic(
                .note, "the generator gives \(range), and pictures have \(pixels)",
                at: generator.layers[layer].choice.location, help: "end with tanh, which gives no others")
        ]
    }
}
