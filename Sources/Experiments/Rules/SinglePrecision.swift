import Configuration
import Diagnostics

/// Numbers that single precision, in which networks are trained, cannot hold: a learning rate of 1e-50 is 0 there.
enum SinglePrecision: RunRule {
    static func remarks(_ run: RuleSubject) -> [Diagnostic] {
        // Of hardly any run there is more to ask.
        guard let magnitudes = run.magnitudes,
            Float(magnitudes.lowerBound) == 0 || Float(magnitudes.upperBound).isInfinite
        else { return [] }
        return numbers(.section(run.spec.values), path: "").compactMap { path, number in
            let single = Float(number)
            guard single.isInfinite || single == 0 && number != 0 else { return nil }
            return run.warning(
                "\(path): \(number) is \(single == 0 ? "0" : "infinite") in single precision, in which networks are trained",
                at: run.place(path),
                help: single == 0 ? "use a number above 1e-38" : "use a number below 1e38")
        }
    }

    /// Every number that is not an integer, with its dotted path.
    private static func numbers(_ value: Value, path: String) -> [(String, Double)] {
        func inner(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
        switch value {
        case .real(let number): return [(path, number)]
        case .list(let items): return items.enumerated().flatMap { numbers($1, path: inner("\($0)")) }
        case .choice(let choice): return numbers(.section(choice.values), path: path)
        case .section(let values):
            return values.entries.keys.sorted().flatMap { numbers(values[$0], path: inner($0)) }
        case .null, .boolean, .integer, .text: return []
        }
    }
}
