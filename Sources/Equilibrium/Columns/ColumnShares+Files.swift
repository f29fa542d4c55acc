import Datasets

extension ColumnShares {
    /// Of rows of two files.
    /// - Parameters:
    ///   - rows: of the file of real samples.
    ///   - others: of the file of generated ones.
    /// - Returns: nil where the files are no tables with names of columns.
    public init?(
        _ real: SampleFile, _ rows: some Collection<Int>, beside generated: SampleFile, _ others: some Collection<Int>
    ) {
        guard let meanings = real.meanings, meanings.count == real.size, generated.size == real.size, !rows.isEmpty,
            !others.isEmpty
        else { return nil }
        let (rows, others) = (Array(rows), Array(others))
        func column(_ index: Int) -> (real: [Double], generated: [Double]) {
            (
                rows.map { real.values[$0 * real.size + index] },
                others.map { generated.values[$0 * generated.size + index] }
            )
        }
        /// NaN where the column after says that the number is missing.
        func numbers(_ index: Int, _ name: String) -> (real: [Double], generated: [Double]) {
            let numbers = column(index)
            guard index + 1 < meanings.count, case .missing(column: name) = meanings[index + 1] else {
                return numbers
            }
            let lacks = column(index + 1)
            func present(_ numbers: [Double], _ lacks: [Double]) -> [Double] {
                zip(numbers, lacks).map { $1 > 0 ? .nan : $0 }
            }
            return (present(numbers.real, lacks.real), present(numbers.generated, lacks.generated))
        }
        func counted(_ index: Int) -> (real: Int, generated: Int) {
            let flags = column(index)
            return (flags.real.count { $0 > 0 }, flags.generated.count { $0 > 0 })
        }
        let counts = meanings.enumerated().flatMap {
            index, meaning -> [(column: String, condition: Share.Condition, real: Int, generated: Int)] in
            switch meaning {
            case .category(let name, let text):
                let found = counted(index)
                return [(name, .category(text), found.real, found.generated)]
            case .missing(let name):
                let found = counted(index)
                return [(name, .missing, found.real, found.generated)]
            case .number(let name, let text):
                let (real, generated) = numbers(index, name)
                // How many are missing stands in the column after.
                return Self.counts(name, real, generated) {
                    text(($0 < real.count ? real : generated)[$0 < real.count ? $0 : $0 - real.count])
                }
                .filter { $0.condition != .missing }
            }
        }
        self.init(real: rows.count, generated: others.count, counts)
    }
}
