import Datasets

/// The cells of rows of a table, by column.
struct ColumnCells {
    let rows: Int
    /// NaN where one is missing; of columns of categories nothing.
    private(set) var numbers: [[Double]]
    /// Of columns of categories; of numbers nothing.
    private(set) var texts: [[String]]
    private let values: [Float]
    private let dataset: Dataset

    /// - Parameter values: rows as networks see them, one after another.
    init(_ values: [Float], _ dataset: Dataset) {
        (self.values, self.dataset) = (values, dataset)
        let (units, size) = (dataset.units, dataset.training.size)
        let kinds = units.columns
        rows = values.count / size
        numbers = [[Double]](repeating: [], count: kinds.count)
        texts = [[String]](repeating: [], count: kinds.count)
        for start in stride(from: 0, to: values.count, by: size) {
            let row = values[start..<start + size]
            let numbersOfRow = units.numbers(row)
            let textsOfRow = kinds.allSatisfy(\.isNumber) ? [] : units.cells(row)
            for (index, kind) in kinds.enumerated() {
                if kind.isNumber {
                    numbers[index].append(numbersOfRow[index])
                } else {
                    texts[index].append(textsOfRow[index])
                }
            }
        }
    }

    /// As the data's file would have it.
    func text(row: Int, column: Int) -> String {
        let size = dataset.training.size
        return dataset.units.cell(column, values[row * size..<(row + 1) * size])
    }
}
