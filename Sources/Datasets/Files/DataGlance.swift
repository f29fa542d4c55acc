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
        /// Numbers, dates, and where there are any, categories.
        case table(hasCategories: Bool)
        /// Of so many places of one of so many symbols.
        case text(length: Int, symbols: Int)
        /// Of so many samples.
        case sounds(length: Int)
    }

    public let kind: Kind
    public let count: Int
    /// One line about it.
    public let description: String
    /// Whether a file of sound gives several samples.
    public private(set) var isInPieces = false
    /// The section `data` of an experiment file, with comments.
    public let lines: [String]

    /// Sides of pictures that train in minutes, the largest first.
    private static let sides = [64, 32, 28, 16, 8]
    private static let usual = 32

    /// - Parameter written: the path as the file has it, which may lie elsewhere.
    /// - Throws: where nothing is there, nothing that is read, or too little to train on.
    public init(_ path: String, writtenAs written: String) throws(DatasetError) {
        let glance = try DataGlance(path)
        // A sound may be cut into many samples.
        if glance.count < 2, !glance.isInPieces {
            throw DatasetError(
                "'\(path)' has \(glance.count) sample that can be read; training and held-out samples need 2")
        }
        let (own, other) = ("path: \(Self.word(path))", "path: \(Self.word(written))")
        self.init(
            kind: glance.kind, count: glance.count, description: glance.description,
            lines: glance.lines.map { $0.replacing(own, with: other, maxReplacements: 1) })
        isInPieces = glance.isInPieces
    }

    /// - Throws: where nothing is there, or nothing that is read.
    init(_ path: String) throws(DatasetError) {
        if FolderListing.isFolder(path) {
            if CIFAR.isThere(path) {
                self = Self.cifar(path)
                return
            }
            self = try Self.hasMoreSounds(path) ? Self.sounds(path) : Self.folder(path)
            return
        }
        var reader = try FileReader(SampleFile.parts(of: path).file)
        let start = try reader.read(1 << 16)
        if start.starts(with: "RIFF".utf8) {
            self = try Self.sounds(path)
            return
        }
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
        if let text = try Self.text(path) {
            self = text
            return
        }
        let table = try TableText(path, columns: nil)
        var lines = ["data:", "  dataset: table", "  path: \(Self.word(path))"]
        let kinds = table.columns.map { column in
            (
                name: column.name, isRead: Self.isRead(column, table.name),
                isCategory: Self.isCategory(column, table.name)
            )
        }
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
            kind: .table(hasCategories: kinds.contains(where: \.isCategory)), count: table.count,
            description: "\(table.count) rows of \(plural(kept.count, "column")) from \(path).", lines: lines)
    }

    /// A CSV file of numbers alone; nil where it is another.
    private static func numbers(_ path: String) -> SampleFile? {
        do { return try SampleFile(path: path) } catch { return nil }
    }

    /// Whether it is one of several categories, which a condition can ask for.
    private static func isCategory(_ column: TextColumn, _ name: String) -> Bool {
        do {
            guard case .category(let texts) = try ColumnKind(column, as: nil, name) else { return false }
            return texts.count > 1
        } catch { return false }
    }

    /// A file whose name or form says that it is a text: one column of too many different lines for categories.
    private static func text(_ path: String) throws(DatasetError) -> DataGlance? {
        let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
        if !name.hasSuffix(".txt") {
            guard !name.hasSuffix(".csv"), !name.hasSuffix(".tsv"), !isTable(path) else { return nil }
        }
        func profile(_ unit: String, blanks: Value = .null) throws(DatasetError) -> DataProfile {
            try Text(
                Values([
                    "path": .text(path), "unit": .text(unit), "blanks": blanks, "length": .null,
                    "longer": .text("skip"), "characters": .integer(100), Key.heldOut.name: .real(0.2),
                    Key.seed.name: .integer(0),
                ])
            ).profile()
        }
        let lines = Result { () throws(DatasetError) in try profile("lines") }
        // Where most lines are longer than a sample, words are what is left.
        var (unit, chosen) = ("lines", lines)
        var hasIndents = false
        if case .success(let profile) = lines, profile.remarks.allSatisfy({ $0.key == Text.indentsKey }) {
            hasIndents = !profile.remarks.isEmpty
        } else {
            (unit, chosen) = ("words", Result { () throws(DatasetError) in try profile("words") })
        }
        let found = try chosen.get()
        let count = found.training + found.heldOut
        var indents: [String] = []
        if hasIndents,
            case .success(let kept) = Result(catching: { () throws(DatasetError) in
                try profile("lines", blanks: .text("keep"))
            })
        {
            indents = [
                "# Lines have indents. blanks: keep has the generator learn them, which takes networks for "
                    + "\(kept.shape[1]) places",
                "# of \(kept.shape[2]) symbols: saddle check then says what to change.",
            ]
        }
        return DataGlance(
            kind: .text(length: found.shape[1], symbols: found.shape[2]), count: count,
            description: "\(count) \(unit) from \(path).",
            lines: [
                "data: {dataset: text, path: \(word(path))\(unit == "words" ? ", unit: words" : "")"
                    + "\(hasIndents ? ", blanks: drop" : "")}",
                "# Texts have \(found.shape[1]) places at most, of one of \(found.shape[2]) symbols; saddle check says which.",
            ] + indents)
    }

    private static func isTable(_ path: String) -> Bool {
        do {
            let table = try TableText(path, columns: nil)
            return table.columns.count > 1 || isRead(table.columns[0], table.name)
        } catch { return false }
    }

    private static func hasMoreSounds(_ path: String) -> Bool {
        func count(_ kind: MediaFolder.Kind) -> Int {
            do { return try MediaFolder(path, kind).files.count } catch { return 0 }
        }
        return count(.sounds) > count(.pictures)
    }

    private static func sounds(_ path: String) throws(DatasetError) -> DataGlance {
        let folder = try MediaFolder(path, .sounds)
        let (found, broken) = folder.decoded(first: 200) { (bytes) throws(FormatError) in
            let file = try WAVFile(bytes)
            return (rate: file.rate, frames: file.frames)
        }
        let files = found.compactMap { $0 }
        guard !files.isEmpty else {
            throw DatasetError(
                "\(folder.name) has no sound that can be read", help: broken.first.map { "'\($0.file)' \($0.reason)" })
        }
        let rates = Dictionary(files.map { ($0.rate, 1) }, uniquingKeysWith: +)
        // That of the most files; the lowest of several.
        let most = rates.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? usualRate
        let rate = min(most, usualRate)
        let middle = files.map { $0.frames * rate / $0.rate }.sorted()[files.count / 2]
        let length = middle < 2 * lengths[0] || folder.files.count == 1 ? lengths[1] : lengths[0]
        let isLong = middle >= 4 * length
        var lines = [
            "data: {dataset: sounds, path: \(word(path)), length: \(length), rate: \(rate)\(isLong ? ", longer: pieces" : "")}",
            "# \(NumberText.brief(Double(length) / Double(rate), digits: 2)) s of each sound; half of them have "
                + "\(NumberText.brief(Double(middle) / Double(rate), digits: 2)) s or more. Four times the length takes four "
                + "times as long.",
        ]
        if rate < most { lines.append("# The files have \(most) samples a second.") }
        var glance = DataGlance(
            kind: .sounds(length: length), count: folder.files.count - broken.count,
            description: "\(plural(folder.files.count, "file")) of sound from \(path).", lines: lines)
        glance.isInPieces = isLong
        return glance
    }

    /// Lengths that train in minutes, and the rate of a telephone.
    private static let lengths = [2048, 512]
    private static let usualRate = 8000

    /// Whether a column can be a part of a table, and can be learned.
    private static func isRead(_ column: TextColumn, _ name: String) -> Bool {
        do {
            if case .category = try ColumnKind(column, as: nil, name) { return !column.isMostlyUnique }
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
            kind: .images(height: side, width: side, channels: channels), count: folder.files.count - broken.count,
            description: "\(plural(folder.files.count, "picture file")) from \(path).", lines: lines)
    }

    /// Nothing is read: `saddle check` says what is missing.
    private static func cifar(_ path: String) -> DataGlance {
        DataGlance(
            kind: .images(height: CIFARBatch.side, width: CIFARBatch.side, channels: 3), count: 60_000,
            description: "CIFAR's pictures from \(path).",
            lines: ["data: {dataset: cifar, path: \(word(path))}     # limit: 10000 takes that many of them"])
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
