import Formats

/// The numbers and labels of a CSV file, row after row.
struct CSVNumbers {
    let columns: Int
    /// [rows, columns]
    var values: [Double] = []
    /// The different labels in the order in which they first come, and which of them each row has.
    private var names: [String] = []
    private var positions: [String: UInt8] = [:]
    private var labels: [UInt8] = []

    init(columns: Int) { self.columns = columns }

    var count: Int { values.count / columns }

    mutating func add(label column: Int, of row: borrowing CSVRows) throws(DatasetError) {
        guard let name = row.cell(column) else {
            throw DatasetError(
                "\(row.name) line \(row.line), column \(column + 1) holds a label that is not UTF-8 text",
                help: "save the file as UTF-8")
        }
        if let position = positions[name] {
            labels.append(position)
            return
        }
        guard names.count < 256 else {
            throw DatasetError(
                "\(row.name) has more than 256 different labels, the most that are read",
                help: "leave out the key 'label', or name a column of classes")
        }
        labels.append(UInt8(names.count))
        positions[name] = UInt8(names.count)
        names.append(name)
    }

    /// The different labels in ascending order, as numbers where they all are and else as texts, and each row's place
    /// among them.
    var classes: (names: [String], rows: [UInt8]) {
        let numbers = names.map { DecimalText.value($0) }
        let order =
            numbers.contains(nil)
            ? names.indices.sorted { names[$0] < names[$1] }
            : names.indices.sorted { (numbers[$0] ?? 0) < (numbers[$1] ?? 0) }
        var places = [UInt8](repeating: 0, count: names.count)
        for (place, index) in order.enumerated() { places[index] = UInt8(place) }
        return (order.map { names[$0] }, labels.map { places[Int($0)] })
    }

    /// [rows, columns] in single precision.
    func floats(_ rows: ArraySlice<Int>) -> [Float] {
        [Float](unsafeUninitializedCapacity: rows.count * columns) { buffer, filled in
            for row in rows {
                for index in row * columns..<(row + 1) * columns {
                    buffer.initializeElement(at: filled, to: Float(values[index]))
                    filled += 1
                }
            }
        }
    }

    func isConstant(_ column: Int, over rows: ArraySlice<Int>) -> Bool {
        guard let first = rows.first else { return true }
        return rows.allSatisfy { values[$0 * columns + column] == values[first * columns + column] }
    }

    /// Whether the first row is made of whole numbers of which each lies farther from all others of its column than
    /// these lie apart: years or numbers of columns, perhaps, above the data.
    var firstRowStandsApart: Bool {
        guard count > 10 else { return false }
        return (0..<columns).allSatisfy { column in
            var (least, greatest) = (Double.infinity, -Double.infinity)
            for row in 1..<count {
                least = min(least, values[row * columns + column])
                greatest = max(greatest, values[row * columns + column])
            }
            let first = values[column]
            let gap = max(least - first, first - greatest)
            return first == first.rounded() && abs(first) < 1e15 && gap > greatest - least
        }
    }
}
