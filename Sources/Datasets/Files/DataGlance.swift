import Configuration
import Diagnostics
import Formats

/// What lies at a path, as far as an experiment on it has to know.
public struct DataGlance: Sendable {
    public enum Kind: Hashable, Sendable {
        case images(height: Int, width: Int, channels: Int)
        /// Two numbers.
        case points
        /// So many numbers.
        case rows(Int)
        /// Numbers, texts, dates.
        case table
    }

    public let kind: Kind
    public let count: Int
    /// One line about it.
    public let description: String
    /// The section `data` of an experiment file, with comments.
    public let lines: [String]

    /// Sides of pictures that train in minutes, the largest first.
    private static let sides = [64, 32, 28, 16, 8]
    private static let usual = 32

    /// - Throws: where nothing is there, or nothing that is read.
    public init(_ path: String) throws(DatasetError) {
        if FolderListing.isFolder(path) {
            self = try Self.folder(path)
            return
        }
        var reader = try FileReader(SampleFile.parts(of: path).file)
        let start = try reader.read(1 << 16)
        if [NPYArray.magic, ZIPArchive.magic, [0, 0]].contains(where: { start.starts(with: $0) }) {
            self = try Self.array(path, isIDX: start.starts(with: [0, 0]))
            return
        }
        if let samples = Self.numbers(path) {
            // A header is what a table needs.
            if samples.columnNames == nil || samples.size <= 2 {
                let separator =
                    CSVAdvice.separators.first { $0.byte == CSVAdvice.separator(of: start) }?.name ?? "comma"
                let more = separator == "comma" ? "" : ", separator: \(separator)"
                self.init(
                    kind: samples.size == 2 ? .points : .rows(samples.size), count: samples.count,
                    description: "\(samples.count) rows of \(plural(samples.size, "number")) from \(path).",
                    lines: [
                        "data: {dataset: csv, path: \(Self.word(path))\(more)}     # columns have mean 0, deviation 1"
                    ])
                return
            }
        }
        let table = try TableText(path, columns: nil)
        var lines = ["data:", "  dataset: table", "  path: \(Self.word(path))"]
        let kinds = table.columns.map { (name: $0.name, isRead: Self.isRead($0, table.name)) }
        let kept = kinds.filter(\.isRead).map(\.name)
        guard !kept.isEmpty else {
            throw DatasetError("\(table.name) has no column of numbers, dates or categories: all hold too many texts")
        }
        if kept.count < kinds.count {
            let left = kinds.filter { !$0.isRead }.map(\.name)
            lines.append("  # without \(left.joined(separator: ", ")): too many different texts to learn")
            lines.append("  columns: [\(kept.map(Self.word).joined(separator: ", "))]")
        }
        lines.append(
            "  # saddle check says what each column is taken for; numbers: [a] and categories: [b] say otherwise")
        self.init(
            kind: .table, count: table.count,
            description: "\(table.count) rows of \(plural(kept.count, "column")) from \(path).", lines: lines)
    }

    /// A CSV file of numbers alone; nil where it is another.
    private static func numbers(_ path: String) -> SampleFile? {
        do { return try SampleFile(path: path) } catch { return nil }
    }

    /// Whether a column can be a part of a table.
    private static func isRead(_ column: TextColumn, _ name: String) -> Bool {
        do {
            _ = try ColumnKind(column, as: nil, name)
            return true
        } catch { return false }
    }

    private init(kind: Kind, count: Int, description: String, lines: [String]) {
        (self.kind, self.count, self.description, self.lines) = (kind, count, description, lines)
    }

    private static func folder(_ path: String) throws(DatasetError) -> DataGlance {
        let folder = try MediaFolder(path, .pictures)
        let (found, broken) = folder.map(background: [255, 255, 255], first: 200) { picture in
            (side: min(picture.width, picture.height), isGrey: picture.isGrey)
        }
        let pictures = found.compactMap { $0 }
        guard !pictures.isEmpty else {
            throw DatasetError(
                "\(folder.name) has no picture that can be read", help: broken.first.map { "'\($0.file)' \($0.reason)" }
            )
        }
        let middle = pictures.map(\.side).sorted()[pictures.count / 2]
        let side = sides.first { $0 <= min(middle, usual) } ?? 8
        let isGrey = pictures.allSatisfy(\.isGrey)
        let channels = isGrey ? 1 : 3
        var lines = [
            "data: {dataset: images, path: \(word(path)), size: \(side)\(isGrey ? ", color: grey" : "")}",
            "# Half of the pictures have sides of \(middle) pixels or more; \(2 * side) in place of \(side) takes four times "
                + "as long.",
        ]
        if let classes = folder.classes, (2...MediaFolder.mostClasses).contains(classes.names.count) {
            lines.append("# The \(classes.names.count) sub-folders are classes.")
        }
        return DataGlance(
            kind: .images(height: side, width: side, channels: channels), count: folder.files.count,
            description: "\(folder.files.count) pictures from \(path).", lines: lines)
    }

    private static func array(_ path: String, isIDX: Bool) throws(DatasetError) -> DataGlance {
        let file = try SampleFile(path: path)
        let shape = file.shape
        var line = "data: {dataset: array, path: \(word(path))"
        var kind: Kind = .rows(file.size)
        var comment = ""
        if shape.count >= 2 {
            let channels = shape.count == 3 ? shape[2] : 1
            guard channels == 1 || channels == 3 else {
                throw DatasetError(
                    "\(file.name) has samples of shape \(shape); images are [height, width] or [height, width, channels] of 1 "
                        + "or 3 channels")
            }
            kind = .images(height: shape[0], width: shape[1], channels: channels)
            let range = file.range
            let isByte = range.lowerBound >= 0 && range.upperBound <= 255 && range.upperBound > 1
            let isUsual =
                isByte && file.values.allSatisfy { $0 == $0.rounded() }
                || range.lowerBound >= -1 && range.upperBound <= 1
            if !isUsual {
                line += ", range: [\(NumberText.exact(range.lowerBound)), \(NumberText.exact(range.upperBound))]"
                comment = "     # black and white: the least and the greatest value"
            }
        } else if file.size == 2 {
            kind = .points
        }
        return DataGlance(
            kind: kind, count: file.count, description: "\(file.count) samples of shape \(shape) from \(path).",
            lines: [line + "}" + comment])
    }

    /// A path as YAML reads it.
    private static func word(_ text: String) -> String { CanonicalText.text(.text(text)) }
}
