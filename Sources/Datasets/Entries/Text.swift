import Configuration
import Formats

/// Lines or words of a text file, a character a step.
struct Text: DatasetSource {
    static let declaration = Declaration(
        "text", "lines or words of a text file, their characters one-hot",
        details: """
            A sample is a text of at most `length` characters: shape [1, length, symbols], for each place 1 for its
            character and 0 for the others. The first symbol is the end, which fills up shorter texts; the others are
            the characters of the file in their order, or the `characters` most frequent ones: texts with others are
            left out. A generator ends in `softmax` over the symbols (Gulrajani et al. 2017, section 5.4, with conv1d
            layers and a gradient penalty). Samples are evaluated and judged as texts, the most probable symbol at each
            place up to the first end; `saddle sample` writes them a line each. The file is UTF-8; case and punctuation
            are kept; blanks around a line are dropped, or part of its text with `blanks: keep`; empty lines are left
            out; texts that come twice stay twice; and what is longer than `length` is left out, or cut into pieces
            with `longer: cut`. The file may be compressed with gzip. Of Debian's word list (`apt-get install
            wamerican`) the path is /usr/share/dict/words. A complete run is known by the path and the settings, not by
            what the file holds: after a change to it, `saddle run --fresh` trains again.
            """,
        keys: [
            Key("path", .path, "path of the file"),
            Key(
                "unit", .word(TextFile.Unit.allCases.map(\.rawValue)), default: .text("lines"),
                "what a sample is: a line, or what stands between blanks"),
            Key(
                "blanks", .word(TextFile.Blanks.allCases.map(\.rawValue)), default: .null,
                "what becomes of blanks around a line, such as indents. Default: dropped, and a warning says how many "
                    + "lines have indents"
            ).needing("unit", [.text("lines")]),
            Key(
                "length", .integer(1...1024), default: .null,
                "characters of a sample at most. Default: of the longest text, 32 at most"),
            Key(
                "longer", .word(Longer.allCases.map(\.rawValue)), default: .text("skip"),
                "what becomes of longer texts: left out, or cut into pieces"),
            Key(
                "characters", .integer(1...255), default: .integer(100),
                "different characters that are kept at most, the most frequent ones"),
            .heldOut, .seed,
        ],
        example: "data: {dataset: text, path: data/names.txt, unit: lines}")

    enum Longer: String, CaseIterable, Sendable { case skip, cut }

    /// Where indents are told: the file says nothing of `blanks` then.
    static let indentsKey = "path"

    private static let mostBytes = 1 << 28
    private static let usualLength = 32

    let path: String
    let unit: TextFile.Unit
    /// nil: dropped, and told.
    let blanks: TextFile.Blanks?
    let length: Int?
    let longer: Longer
    let characters: Int
    let heldOut: Double
    let seed: Int

    init(_ values: Values) {
        path = values.text("path")
        unit = TextFile.Unit(rawValue: values.text("unit")) ?? .lines
        blanks = values.optionalText("blanks").flatMap(TextFile.Blanks.init)
        length = values.optionalInteger("length")
        longer = Longer(rawValue: values.text("longer")) ?? .skip
        characters = values.integer("characters")
        heldOut = values.real(Key.heldOut.name)
        seed = values.integer(Key.seed.name)
    }

    func profile() throws(DatasetError) -> DataProfile {
        let read = try read()
        return DataProfile(read.dataset, remarks: read.remarks, lines: read.lines)
    }

    func load() throws(DatasetError) -> Dataset { try read().dataset }

    private func read() throws(DatasetError) -> (dataset: Dataset, remarks: [DataRemark], lines: [String]) {
        try DatasetError.blaming("path") { () throws(DatasetError) in try readFile() }
    }

    private func readFile() throws(DatasetError) -> (dataset: Dataset, remarks: [DataRemark], lines: [String]) {
        var reader = try FileReader(path)
        let bytes = try reader.read(Self.mostBytes)
        guard bytes.count < Self.mostBytes else {
            throw DatasetError("\(reader.name) has more than \(Self.mostBytes) bytes, the most that is read")
        }
        let pieces: [String], indents: (count: Int, first: Int)
        do throws(FormatError) {
            pieces = try TextFile.pieces(bytes, unit, blanks: blanks ?? .drop)
            indents = unit == .lines && blanks == nil ? try TextFile.indents(bytes) : (0, 0)
        } catch {
            throw DatasetError(error, in: reader.name)
        }
        let all = pieces.map(Array.init)
        let length = self.length ?? min(Self.usualLength, all.map(\.count).max() ?? 1)
        let fitting = longer == .cut ? all.flatMap { Self.cut($0, length) } : all.filter { $0.count <= length }
        let alphabet = Alphabet(fitting, most: characters)
        let texts = fitting.compactMap(alphabet.places)
        guard texts.count >= 2 else {
            throw DatasetError(
                "\(reader.name) has \(plural(texts.count, unit == .lines ? "line" : "word")) of at most "
                    + "\(plural(length, "character")); a split into training and held-out samples needs 2",
                help: all.count < 2 ? nil : "raise data.length, or set data.longer to cut")
        }
        let symbols = alphabet.width
        guard texts.count <= Samples.mostNumbers / (length * symbols) else {
            throw DatasetError(
                "\(reader.name) has \(texts.count) texts of \(length) x \(symbols) numbers; 2^28 are the most that is kept",
                help: "lower data.length or data.characters, or use fewer texts")
        }
        let samples = alphabet.samples(texts, length: length)
        let (training, held) = try samples.split(heldOut: heldOut, seed: seed, name: reader.name)
        let dataset = Dataset(
            name: "text", training: training, heldOut: held,
            units: TextUnits(length: length, alphabet.symbols), kind: .text)
        let lengths = texts.map(\.count)
        let lines = [
            "\(plural(texts.count, unit == .lines ? "line" : "word")) of \(lengths.min() ?? 0) to "
                + "\(lengths.max() ?? 0) characters, in \(length) places of \(symbols) symbols",
            "\(plural(alphabet.symbols.count, "character")): "
                + String(alphabet.symbols).replacing("\t", with: "\\t"),
        ]
        let indented = Self.remarks(indents, all.count, reader.name)
        return (dataset, indented + remarks(reader.name, all, fitting, texts.count, length, alphabet), lines)
    }

    private func remarks(
        _ name: String, _ all: [[Character]], _ fitting: [[Character]], _ kept: Int, _ length: Int, _ alphabet: Alphabet
    ) -> [DataRemark] {
        var remarks: [DataRemark] = []
        let long = longer == .cut ? 0 : all.count - fitting.count
        if 100 * long > all.count {
            remarks.append(
                DataRemark(
                    "\(long) of \(all.count) texts of \(name) are longer than \(plural(length, "character")) and left out",
                    help: "raise data.length, or set data.longer to cut", key: "length"))
        }
        let rare = fitting.count - kept
        if rare > 0 {
            remarks.append(
                DataRemark(
                    "\(rare) of \(fitting.count) texts of \(name) have characters beyond the \(alphabet.symbols.count) most "
                        + "frequent ones and are left out", help: "raise data.characters", key: "characters"))
        }
        return remarks
    }

    private static func remarks(_ indents: (count: Int, first: Int), _ lines: Int, _ name: String) -> [DataRemark] {
        guard indents.count > 0 else { return [] }
        let some = "\(indents.count) of the \(plural(lines, "line")) of \(name)"
        return [
            DataRemark(
                "\(some) \(indents.count == 1 ? "begins" : "begin") with blanks, such as line \(indents.first), and the "
                    + "blanks are dropped",
                help: "set data.blanks to keep where they are part of a text, or to drop where they are not",
                key: Self.indentsKey)
        ]
    }

    private static func cut(_ text: [Character], _ length: Int) -> [[Character]] {
        stride(from: 0, to: text.count, by: length).map { Array(text[$0..<min($0 + length, text.count)]) }
    }
}
