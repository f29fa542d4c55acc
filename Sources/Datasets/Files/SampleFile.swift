import Formats

/// What a column of numbers says of a table's row.
public enum ColumnMeaning: Sendable {
    /// By 1 that the row is of the category, by 0 that it is not.
    case category(column: String, String)
    /// By 1 that the number of the column before is missing.
    case missing(column: String)
    /// The number, which `text` writes as the file does.
    case number(column: String, text: @Sendable (Double) -> String)

    /// Whether it is 0 or 1.
    var isIndicator: Bool {
        if case .number = self { false } else { true }
    }
}

/// Samples as a file holds them, unscaled and without a dataset's split: rows of a CSV file, an array of NumPy's, or an
/// IDX file, each of them compressed with gzip or not, or a folder of pictures or sounds. Which it is shows in the
/// first bytes, not in the name; lines of texts are read by `texts`. An array of several in one file is named after the
/// file: `mnist.npz:x_train`.
public struct SampleFile: Sendable {
    /// What messages call it: "'real.npy'".
    public let name: String
    /// Of one sample: [columns] of a table, [height, width] or [height, width, channels] of images.
    public let shape: [Int]
    public let count: Int
    /// [count, shape...], row major, all of them finite; of texts [count, places].
    public let values: ArrayNumbers
    /// The header of a CSV file that has one.
    public let columnNames: [String]?
    /// What each column says of a row of a table; nil where they are no columns of a table that has names.
    public let meanings: [ColumnMeaning]?
    /// What is valid and looks wrong.
    public let remarks: [DataRemark]
    /// Of sounds: samples in a second; nil for others.
    public let rate: Int?
    /// Of lines of text, whose `values` are the numbers of symbols, one for each place; nil for others.
    public let texts: SampleTexts?

    /// Numbers that are kept, at most: half a GiB.
    static let mostNumbers = 1 << 26
    private static let mostBytes = mostNumbers * 8 + 1 << 20

    init(
        name: String, shape: [Int], count: Int, values: ArrayNumbers, columnNames: [String]? = nil,
        meanings: [ColumnMeaning]? = nil, remarks: [DataRemark] = [], rate: Int? = nil, texts: SampleTexts? = nil
    ) {
        (self.rate, self.texts) = (rate, texts)
        (self.name, self.shape, self.count, self.values) = (name, shape, count, values)
        (self.columnNames, self.remarks) = (columnNames, remarks)
        self.meanings = meanings ?? columnNames?.map { .number(column: $0, text: { "\($0)" }) }
    }

    /// Bytes that reading took at its peak: numbers in double precision stand beside the file that they come from, or
    /// beside what they are made into.
    var readingBytes: Int {
        if case .bytes = values { return 3 * values.count }
        return 12 * values.count
    }

    /// Whether a column says, by 0 or 1, that a category or a missing cell is there.
    func isIndicator(_ column: Int) -> Bool { meanings?[column].isIndicator ?? false }

    /// Values in one sample.
    public var size: Int { shape.reduce(1, *) }

    /// Numbers in `values` for each sample.
    var width: Int { texts?.seen ?? size }

    /// Whether all values of a sample are of one kind, as pixels are; those of a table's columns are not.
    public var isUniform: Bool { shape.count > 1 }

    /// What messages call the value at a place of a sample: "column 'age'", "column 3", "value 17".
    public func place(_ index: Int) -> String {
        if isUniform { return "value \(index + 1)" }
        return "column " + (columnNames.map { "'\(Excerpt.of($0[index]))'" } ?? "\(index + 1)")
    }

    public init(path: String) throws(DatasetError) {
        if FolderListing.isFolder(path) {
            self = try Self.folder(path)
            return
        }
        let (file, member) = Self.parts(of: path)
        var reader = try FileReader(file)
        let start = try reader.read(1 << 16)
        guard !start.isEmpty else { throw DatasetError("\(reader.name) is empty") }
        if start.starts(with: ZIPArchive.magic) {
            self = try Self.member(member, of: start + (try reader.read(Self.mostBytes)), reader.name)
        } else if member != nil {
            throw DatasetError("\(reader.name) holds no arrays by name, as .npz files do", help: "give its path alone")
        } else if start.starts(with: NPYArray.magic) {
            let bytes = start + (try reader.read(Self.mostBytes))
            self = try Self.array(bytes, reader.name)
        } else if start.starts(with: [0, 0]) {
            self = try Self.idx(path)
        } else if let other = OtherFormat.all.first(where: { start.starts(with: $0.magic) }) {
            throw DatasetError("\(reader.name) is \(other.what)", help: other.help)
        } else {
            self = try Self.table(path, separator: CSVAdvice.separator(of: start))
        }
        if shape == [] || count == 0 || size == 0 {
            throw DatasetError(
                "\(name) holds no samples: its sizes are \(([count] + shape).map(String.init).joined(separator: " x "))"
            )
        }
    }

    // MARK: Formats

    /// A path, and the name of an array in that file where one is given: `a.npz:x` unless there is such a file.
    static func parts(of path: String) -> (file: String, member: String?) {
        guard let colon = path.lastIndex(of: ":"), !FolderListing.exists(path),
            FolderListing.exists(String(path[..<colon]))
        else { return (path, nil) }
        return (String(path[..<colon]), String(path[path.index(after: colon)...]))
    }

    /// One array of a .npz file.
    private static func member(
        _ member: String?, of bytes: [UInt8], _ name: String
    ) throws(DatasetError) -> SampleFile {
        guard bytes.count < mostBytes else { throw tooLong(name) }
        func read<Value>(_ body: () throws(FormatError) -> Value) throws(DatasetError) -> Value {
            do throws(FormatError) { return try body() } catch { throw DatasetError(error, in: name) }
        }
        let file = try read { () throws(FormatError) in try NPZFile(bytes) }
        let names = file.names.sorted()
        let listed = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", ..." : "")
        let path = name.dropFirst().dropLast()
        guard let chosen = member ?? (names.count == 1 ? names[0] : nil) else {
            throw DatasetError(
                "\(name) holds \(names.count) arrays: \(listed)",
                help: "name one of them after the path: \(path):\(names[0])")
        }
        guard let array = try read({ () throws(FormatError) in try file.array(chosen, most: mostNumbers) }) else {
            throw DatasetError("\(name) has no array '\(chosen)'", help: "it has \(listed)")
        }
        return try samples(array, member == nil ? name : "'\(path):\(chosen)'")
    }

    private static func tooLong(_ name: String) -> DatasetError {
        DatasetError("\(name) has more than \(mostBytes) bytes, the most that is read", help: "use fewer samples")
    }

    private static func array(_ bytes: [UInt8], _ name: String) throws(DatasetError) -> SampleFile {
        guard bytes.count < mostBytes else { throw tooLong(name) }
        let array: NPYArray
        do { array = try NPYArray(bytes, most: mostNumbers) } catch {
            throw DatasetError(error, in: name + (error.byte.map { " byte \($0):" } ?? ""))
        }
        return try samples(array, name)
    }

    private static func samples(_ array: NPYArray, _ name: String) throws(DatasetError) -> SampleFile {
        guard let count = array.shape.first else {
            throw DatasetError("\(name) holds a single number", help: "save an array with a row for every sample")
        }
        let shape = array.shape.count == 1 ? [1] : Array(array.shape.dropFirst())
        try checkFinite(array.values, array.shape, name)
        return SampleFile(name: name, shape: shape, count: count, values: array.values)
    }

    /// Indices in messages are NumPy's, from 0.
    private static func checkFinite(_ values: ArrayNumbers, _ shape: [Int], _ name: String) throws(DatasetError) {
        if case .bytes = values { return }
        guard let first = values.firstIndex(where: { !$0.isFinite }) else { return }
        let size = values.count / shape[0]
        let (sample, place) = (first / size, first % size)
        var rest = place
        let indices = shape.dropFirst().reversed().map { axis in
            defer { rest /= axis }
            return String(rest % axis)
        }.reversed()
        let found = values[first].isNaN ? "nan" : values[first] < 0 ? "-inf" : "inf"
        func isMissing(_ sample: Int) -> Bool { !values[sample * size + place].isFinite }
        if shape[0] > 1, (0..<shape[0]).allSatisfy(isMissing) {
            throw DatasetError(
                "\(name) has no finite number at [\(([":"] + indices).joined(separator: ", "))], in all samples",
                help: "leave that value out of every file")
        }
        let more = values.count { !$0.isFinite } - 1
        throw DatasetError(
            "\(name) holds \(found) at [\(([String(sample)] + indices).joined(separator: ", "))]"
                + (more > 0 ? ", and \(more) more values that are not finite" : ""),
            help: "leave out the samples that have missing or infinite values")
    }

    private static func idx(_ path: String) throws(DatasetError) -> SampleFile {
        var reader = try FileReader(path)
        let bytes = try reader.read(mostBytes)
        guard bytes.count < mostBytes else { throw tooLong(reader.name) }
        let array: IDXArray
        do throws(FormatError) { array = try IDXArray(bytes, most: mostNumbers) } catch {
            throw DatasetError(error, in: reader.name)
        }
        guard let count = array.shape.first, array.shape.count <= 4 else {
            throw DatasetError(
                "\(reader.name) has \(plural(array.shape.count, "dimension")); 1 to 4 are read here")
        }
        let shape = array.shape.count == 1 ? [1] : Array(array.shape.dropFirst())
        if !array.values.isEmpty { try checkFinite(array.values, array.shape, reader.name) }
        return SampleFile(name: reader.name, shape: shape, count: count, values: array.values)
    }

    private static func table(_ path: String, separator: UInt8) throws(DatasetError) -> SampleFile {
        var rows = try CSVRows(FileReader(path), separator: separator)
        guard try rows.next() else { throw DatasetError("\(rows.name) is empty") }
        let advice = CSVAdvice(separator: separator, hasKeys: false)
        let layout = try CSVLayout(first: rows, header: .auto, columns: nil, label: nil, advice: advice)
        var table = CSVNumbers(columns: layout.columns.count)
        var isRow = layout.hasHeader ? try rows.next() : true
        while isRow {
            try layout.read(rows, into: &table.values)
            guard table.values.count <= mostNumbers else {
                throw DatasetError(
                    "\(rows.name) has more than \(mostNumbers) numbers, the most that is read",
                    help: "use fewer columns or rows")
            }
            isRow = try rows.next()
        }
        var remarks: [DataRemark] = []
        if !layout.hasHeader, table.firstRowStandsApart {
            remarks.append(
                DataRemark(
                    "the first line of \(rows.name) is read as a sample, and lies far from all others",
                    help: "if it is a header, remove it"))
        }
        return SampleFile(
            name: rows.name, shape: [layout.columns.count], count: table.count, values: .doubles(table.values),
            columnNames: layout.columnNames, remarks: remarks)
    }
}

/// Files that people have and that are not read here, by their first bytes.
struct OtherFormat {
    let magic: [UInt8]
    let what: String
    let help: String

    static let all = [
        OtherFormat(
            magic: [0x89] + Array("PNG".utf8), what: "a PNG picture",
            help: "give the folder of all pictures"),
        OtherFormat(
            magic: [0xff, 0xd8, 0xff], what: "a JPEG picture",
            help: "give the folder of all pictures"),
        OtherFormat(
            magic: Array("PAR1".utf8), what: "a Parquet file", help: "save it as CSV or as a NumPy array"),
        OtherFormat(
            magic: [0x89] + Array("HDF".utf8), what: "an HDF5 file", help: "save the samples as a NumPy array"),
    ]
}
