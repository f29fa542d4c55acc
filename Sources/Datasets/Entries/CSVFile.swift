import Configuration
import Foundation

/// Rows of numbers from a CSV file.
struct CSVFile: DatasetSource {
    static let declaration = Declaration(
        "csv", "rows of numbers from a CSV file",
        details: """
            Every row is a sample of shape [columns]; two columns make points of the plane, and are drawn as
            such. The file may be compressed with gzip. Every cell used must hold a finite number with a
            decimal point. `scale: standardize` subtracts the mean of each column and divides by its
            standard deviation; `minmax` takes each column to [-1, 1]; both are measured on the training
            samples. The path is relative to the file that names it. A complete run is known by
            the path and the settings, not by what the file holds: after a change to it, `saddle run --fresh`
            trains again. An interrupted run is not continued on other samples: it is refused until `--fresh`
            starts it over.
            """,
        keys: [
            Key("path", .path, "path of the file"),
            Key(
                "columns", .list(of: columnType, count: 1...10_000), default: .null,
                "columns to use, by header or by number from 1; default: all but the label"),
            Key("label", columnType, default: .null, "column of the class, by header or number; at most 256 classes"),
            Key(
                "header", .word(CSVLayout.Header.allCases.map(\.rawValue)), default: .text("auto"),
                "whether the first line names the columns; auto: where it does not hold numbers"),
            Key(
                "separator", .word(CSVAdvice.separators.map(\.name)), default: .text("comma"),
                "what stands between cells"),
            Key(
                "scale", .word(Scale.allCases.map(\.rawValue)), default: .text("standardize"),
                "what becomes of the numbers"),
            .heldOut, .seed,
        ],
        example: "data: {dataset: csv, path: data/iris.csv, columns: [petal_length, petal_width], label: species}")

    private static let columnType = ValueType.either([.integer(1...10_000), .text])
    /// Numbers of a file that are kept, at most: as floats they take half a GiB.
    private static let mostNumbers = 1 << 27

    let path: String
    let columns: [ColumnName]?
    let label: ColumnName?
    let header: CSVLayout.Header
    let separator: UInt8
    let scale: Scale
    let heldOut: Double
    let seed: Int

    init(_ values: Values) {
        path = values.text("path")
        columns = values["columns"] == .null ? nil : values.list("columns").compactMap(ColumnName.init)
        label = ColumnName(values["label"])
        header = CSVLayout.Header(rawValue: values.text("header")) ?? .auto
        separator =
            CSVAdvice.separators.first { $0.name == values.text("separator") }?.byte ?? UInt8(ascii: ",")
        scale = Scale(rawValue: values.text("scale")) ?? .none
        heldOut = values.real(Key.heldOut.name)
        seed = values.integer(Key.seed.name)
    }

    var labelKind: DataTraits.Labels { label == nil ? .none : .classes }

    /// The numbers are kept as doubles until all are scaled, in an array that doubles as it grows.
    var loadingFactor: Double { 5 }

    func profile() throws(DatasetError) -> DataProfile {
        let (dataset, remarks) = try read()
        return DataProfile(dataset, remarks: remarks)
    }

    func load() throws(DatasetError) -> Dataset { try read().dataset }

    private func read() throws(DatasetError) -> (dataset: Dataset, remarks: [DataRemark]) {
        try DatasetError.blaming("path") { () throws(DatasetError) in try table() }
    }

    private func table() throws(DatasetError) -> (dataset: Dataset, remarks: [DataRemark]) {
        var rows = try CSVRows(FileReader(path), separator: separator)
        guard try rows.next() else { throw DatasetError("\(rows.name) is empty") }
        let layout = try CSVLayout(
            first: rows, header: header, columns: columns, label: label, advice: CSVAdvice(separator: separator))
        var table = CSVNumbers(columns: layout.columns.count)
        var isRow = layout.hasHeader ? try rows.next() : true
        while isRow {
            try layout.read(rows, into: &table.values)
            guard table.values.count <= CSVFile.mostNumbers else {
                throw DatasetError(
                    "\(rows.name) has more than \(CSVFile.mostNumbers) numbers, the most that is read",
                    help: "use fewer columns or rows")
            }
            if let label = layout.label {
                try DatasetError.blaming("label") { () throws(DatasetError) in try table.add(label: label, of: rows) }
            }
            isRow = try rows.next()
        }
        guard table.count >= 2 else {
            throw DatasetError(
                "\(rows.name) has \(plural(table.count, "row")) of numbers; training and held-out samples need 2")
        }
        let remarks = remarks(table, layout, rows.name) + numberingColumns(table, layout, rows.name)
        let split = Split(count: table.count, heldOut: heldOut, seed: seed)
        let constant = constantColumns(table, split.training, layout, rows.name)
        let crowded = crowdedColumns(table, split.training, layout, rows.name)
        let scales = scale.apply(to: &table.values, columns: layout.columns.count, training: split.training)
        let (classNames, classes) = table.classes
        func samples(_ rows: ArraySlice<Int>) -> Samples {
            Samples(
                shape: [layout.columns.count], count: rows.count, values: table.floats(rows),
                labels: layout.label == nil ? nil : rows.map { classes[$0] })
        }
        let dataset = Dataset(
            name: "csv", training: samples(split.training), heldOut: samples(split.heldOut), classNames: classNames,
            units: ColumnUnits(header: layout.columnNames, scales))
        return (dataset, remarks + constant + crowded)
    }

    /// A first row of numbers that has nothing to do with those below it.
    private func remarks(_ table: CSVNumbers, _ layout: CSVLayout, _ name: String) -> [DataRemark] {
        guard header == .auto, !layout.hasHeader, table.firstRowStandsApart else { return [] }
        let row = table.values.prefix(min(table.columns, 8)).map { "\($0 == $0.rounded() ? "\(Int($0))" : "\($0)")" }
        return [
            DataRemark(
                "the first line of \(name), \(row.joined(separator: ", "))\(table.columns > 8 ? ", ..." : ""), is read "
                    + "as a sample, and lies far from all others",
                help: "is it a header? Set data.header to present if so, to absent if not", key: "header")
        ]
    }

    private func numberingColumns(_ table: CSVNumbers, _ layout: CSVLayout, _ name: String) -> [DataRemark] {
        // A name that is a number would be read as a place.
        let names = layout.columnNames.flatMap { $0.contains { Int($0) != nil } ? nil : $0 }
        return layout.columns.indices.compactMap { column in
            let cells = (0..<table.count).map { Int(exactly: table.values[$0 * table.columns + column]) }
            let others = layout.columns.indices.filter { $0 != column }.map { other in
                names?[other] ?? "\(layout.columns[other] + 1)"
            }
            return RowNumbering(cells)?.remark(
                "column \(layout.title(layout.columns[column])) of \(name)", others: others,
                key: columns == nil ? "path" : "columns.\(column)")
        }
    }

    private func constantColumns(
        _ table: CSVNumbers, _ training: ArraySlice<Int>, _ layout: CSVLayout, _ name: String
    ) -> [DataRemark] {
        guard training.count > 1 else { return [] }
        return layout.columns.indices.filter { table.isConstant($0, over: training) }.map { column in
            DataRemark(
                "column \(layout.title(layout.columns[column])) of \(name) has one value in all training samples: "
                    + "whatever a generator gives there tells its samples from real ones",
                help: "leave the column out: name the others as data.columns",
                key: columns == nil ? "path" : "columns.\(column)")
        }
    }

    /// Half of a column within so small a share of its deviation is as good as one value for networks, and for judges
    /// who see what networks see.
    private static let leastRoom = 0.03
    /// Values of a column that are put in order for that, and that it takes to speak of a middle half.
    private static let mostSorted = 10_000, fewestSorted = 200

    private func crowdedColumns(
        _ table: CSVNumbers, _ training: ArraySlice<Int>, _ layout: CSVLayout, _ name: String
    ) -> [DataRemark] {
        guard scale != .none, training.count >= Self.fewestSorted else { return [] }
        return layout.columns.indices.compactMap { column in
            let values = training.map { table.values[$0 * table.columns + column] }
            let some = stride(from: 0, to: values.count, by: 1 + values.count / Self.mostSorted).map { values[$0] }
            let crowding = FarValues.crowding(some.sorted(), deviation: Scale.standardize.measure(values).width)
            guard crowding * Self.leastRoom > 1 else { return nil }
            let room = String(format: "%.2g", 1 / crowding)
            return DataRemark(
                "half of column \(layout.title(layout.columns[column])) of \(name) lies within \(room) of a standard deviation, "
                    + "as a few values are far off: networks and judges see it as one value",
                help: "leave those rows out, or take dataset: table, which measures numbers by their ranks",
                key: columns == nil ? "path" : "columns.\(column)")
        }
    }
}
