import Diagnostics
import Networks

/// A generator that cannot make what the data holds, because its last layer confines its values.
enum UnreachableData: RunRule {
    /// The share of samples out of reach that is not worth a word: outliers.
    static let tolerated = 0.01

    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        let (range, layer) = run.blueprint.generator.outputRange
        let share = run.data.share(below: range.lower, orAbove: range.upper)
        guard share > tolerated else { return [] }
        let choice = run.blueprint.generator.layers[layer].choice
        let (least, greatest) = run.data.range
        let data = ValueRange(Double(least), Double(greatest))
        let who = share == 1 ? "every sample has" : String(Int((100 * share).rounded())) + " % of the samples have"
        let fits = ValueRange(-1, 1).contains(data)
        let scaling = run.spec.data.values.entries["scale"] == nil ? "" : ", or set data.scale to minmax and use tanh"
        return [
            run.warning(
                "the generator ends in \(choice.name), which gives \(range); the data has \(data), and \(who) one that "
                    + "cannot be made",
                at: choice.location,
                help: fits ? "put tanh in its place, or leave it out" : "leave \(choice.name) out" + scaling)
        ]
    }
}
