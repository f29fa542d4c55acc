import Configuration
import Datasets
import Diagnostics

/// The classes that samples of a run can be asked for, by what a person writes.
struct ClassChoice {
    /// By place in what the generator reads.
    private let names: [String]
    private let isOfColumns: Bool

    /// - Throws: where the run's generator reads no labels.
    init(_ spec: RunSpec, _ dataset: Dataset) throws(DiagnosticError) {
        guard spec.condition != nil, let classes = dataset.classes(for: spec.condition) else {
            throw DiagnosticError(
                Diagnostic(
                    "the run's generator makes samples without being told a class",
                    help: "leave out --class, or train one with condition"))
        }
        isOfColumns = spec.condition?.method == .columns
        if isOfColumns {
            let (units, columns) = (dataset.units, dataset.units.columns)
            let size = dataset.shape.reduce(1, *)
            names = dataset.categories.flatMap { values in
                columns.indices.filter { columns[$0].values == values }.flatMap { column in
                    values.map { place in
                        var sample = [Float](repeating: 0, count: size)
                        sample[place] = 1
                        return "\(columns[column].name)=\(units.cells(sample[...])[column])"
                    }
                }
            }
        } else {
            names = dataset.classNames.isEmpty ? (0..<classes).map(String.init) : dataset.classNames
        }
    }

    /// - Parameter text: a name, or a class's number.
    func label(_ text: String) throws(DiagnosticError) -> Int {
        if let label = names.firstIndex(of: text) { return label }
        if !isOfColumns, let number = Int(text), names.indices.contains(number) { return number }
        let near = Similarity.nearest(to: text, in: names)
        let few = names.prefix(Self.shown).joined(separator: ", ") + (names.count > Self.shown ? ", ..." : "")
        throw DiagnosticError(
            Diagnostic(
                "the data has no class '\(text)'",
                help: near.map { "a similar one exists: '\($0)'" } ?? "it has \(few)"))
    }

    private static let shown = 10
}
