import Configuration

/// Rows of numbers from a CSV file.
struct CSVFile: DatasetSource {
    static let declaration = Declaration(
        "csv", "rows of numbers from a CSV file",
        details: """
            Every row is a sample of shape [columns]; two columns make points of the plane, and are drawn as
            such. The file may be compressed with gzip. Every cell used must hold a finite number with a
            decimal point. `scale: standardize` subtracts the mean of each column and divides by its
            standard deviation; `minmax` takes each column to [-1, 1]; both are measured on the training
            samples. The path is relative to the folder that saddle is started in. A complete run is known by
            the path and the settings, not by what the file holds: after a change to it, `saddle run --fresh`
            trains again. An interrupted run is not continued on other samples: it is refused until `--fresh`
            begins it anew.
            """,
        keys: [
            Key("path", .text, "path of the file"),
            Key(
                "columns", .list(of: columnType, count: 1...10_000), default: .null,
                "columns to use, by header or by number from 1; all but the label if left out"),
            Key("label", columnType, default: .null, "column of the class, by header or number; at most 256 classes"),
            Key(
                "header", .word(CSVLayout.Header.allCases.map(\.rawValue)), default: .text("auto"),
                "whether the first line names the columns; auto: where it does not hold numbers"),
            Key(
                "separator", .word(["comma", "semicolon", "tab"]), default: .text("comma"),
                "what stands between cells"),
            Key(
                "scale", .word(Scale.allCases.map(\.rawValue)), default: .text("standardize"),
                "what becomes of the numbers"),
            .heldOut, .seed,
        ],
        example: "data: {dataset: csv, path: data/iris.csv, columns: [petal_length, petal_width], label: species}")

    private static let columnType = ValueType.either([.integer(1...10_000), .text])
    /// The largest file that is read, in bytes.
    private static let limit = 1 << 28

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
            switch values.text("separator") {
            case "semicolon": UInt8(ascii: ";")
            case "tab": UInt8(ascii: "\t")
            default: UInt8(ascii: ",")
            }
        scale = Scale(rawValue: values.text("scale")) ?? .none
        heldOut = values.real(Key.heldOut.name)
        seed = values.integer(Key.seed.name)
    }

    var labelKind: DataTraits.Labels { label == nil ? .none : .classes }

    func profile() throws(DatasetError) -> DataProfile {
        let (dataset, remarks) = try read()
        return DataProfile(dataset, remarks: remarks)
    }

    func load() throws(DatasetError) -> Dataset { try read().dataset }

    private func read() throws(DatasetError) -> (dataset: Dataset, remarks: [DataRemark]) {
        try DatasetError.blaming("path") { () throws(DatasetError) in try table() }
    }

    private func table() throws(DatasetError) -> (dataset: Dataset, remarks: [DataRemark]) {
        var reader = try FileReader(path)
        let bytes = try reader.read(CSVFile.limit + 1)
        guard bytes.count <= CSVFile.limit else {
            throw DatasetError("\(reader.name) is larger than \(CSVFile.limit >> 20) MiB, the most that is read")
        }
        var rows = CSVRows(name: reader.name, bytes: bytes, separator: separator)
        let (layout, first) = try layout(&rows)
        var values: [Double] = []
        var labels: [String] = []
        var row = layout.hasHeader ? try rows.next() : first
        while let current = row {
            try layout.read(current, name: rows.name, into: &values)
            if let label = layout.label { labels.append(current.cells[label]) }
            row = try rows.next()
        }
        let dataset = try dataset(
            values, columns: layout.columns.count, labels: layout.label == nil ? nil : labels, rows.name)
        return (dataset, constantColumns(dataset.training, layout, rows.name))
    }

    private func constantColumns(_ training: Samples, _ layout: CSVLayout, _ name: String) -> [DataRemark] {
        guard training.count > 1 else { return [] }
        return layout.columns.indices.compactMap { column in
            let first = training.values[column]
            let isConstant = stride(from: column, to: training.values.count, by: training.size).allSatisfy {
                training.values[$0] == first
            }
            guard isConstant else { return nil }
            return DataRemark(
                "column \(layout.title(layout.columns[column])) of \(name) has one value in all training samples: "
                    + "whatever a generator gives there tells its samples from real ones",
                help: "leave the column out: name the others as data.columns",
                key: columns == nil ? "path" : "columns.\(column)")
        }
    }

    private func layout(_ rows: inout CSVRows) throws(DatasetError) -> (layout: CSVLayout, first: CSVRows.Row) {
        guard let first = try rows.next() else { throw DatasetError("\(rows.name) is empty") }
        let layout = try CSVLayout(first: first, name: rows.name, header: header, columns: columns, label: label)
        return (layout, first)
    }

    private func dataset(
        _ values: [Double], columns: Int, labels: [String]?, _ name: String
    ) throws(DatasetError) -> Dataset {
        let count = values.count / columns
        guard count >= 2 else {
            throw DatasetError("\(name) has \(plural(count, "row")) of numbers; training and held-out samples need 2")
        }
        let split = Split(count: count, heldOut: heldOut, seed: seed)
        var values = values
        scale.apply(to: &values, columns: columns, training: split.training)
        let classNames = try labels.map { (labels) throws(DatasetError) in try classes(labels, name) } ?? []
        let indices = Dictionary(uniqueKeysWithValues: classNames.enumerated().map { ($1, UInt8($0)) })
        let samples = Samples(
            shape: [columns], count: count, values: values.map { Float($0) },
            labels: labels.map { $0.map { indices[$0] ?? 0 } })
        return Dataset(
            name: "csv", training: samples.selecting(split.training), heldOut: samples.selecting(split.heldOut),
            classNames: classNames)
    }

    /// The different labels: as numbers where they all are, else as texts, in ascending order.
    private func classes(_ labels: [String], _ name: String) throws(DatasetError) -> [String] {
        let different = Set(labels)
        guard different.count <= 256 else {
            throw DatasetError(
                "\(name) has \(different.count) different labels; 256 are the most", help: "leave out the key 'label'")
        }
        let numbers = different.compactMap { label in Double(label).flatMap { $0.isFinite ? ($0, label) : nil } }
        guard numbers.count == different.count else { return different.sorted() }
        return numbers.sorted { $0 < $1 }.map(\.1)
    }
}
