import Formats

extension SampleFile {
    /// Files of texts in one alphabet: the characters of all files, so that one that a single file has is seen.
    /// - Parameters:
    ///   - files: the real samples first.
    ///   - length: characters of a sample at most; nil: of the longest text, `SampleTexts.usualLength` at most.
    ///   - blanks: what becomes of those around lines; nil: dropped where the real file has some, and told.
    public static func texts(
        _ files: [TextLines], length most: Int? = nil, blanks: TextFile.Blanks? = nil
    ) throws(DatasetError) -> [SampleFile] {
        guard let real = files.first else { return [] }
        let trimming = LineTrimming(real: real, blanks: blanks)
        let kept = files.map(trimming.texts)
        let lengths = kept.map { $0.map(\.text.count) }
        let longest = lengths.flatMap { $0 }.max() ?? 0
        let length = max(1, min(longest, most ?? SampleTexts.usualLength))
        let alphabet = Alphabet(
            kept.flatMap { $0.map { Array($0.text.prefix(length)) } }, most: SampleTexts.mostSymbols,
            takesOthers: true)
        let numbers = length * alphabet.width
        return try zip(files, zip(kept, lengths)).map { (file, texts) throws(DatasetError) in
            let (lines, lengths) = texts
            guard lines.count <= 2 * mostNumbers / numbers else {
                throw DatasetError(
                    "\(file.name) has \(lines.count) texts of \(length) x \(alphabet.width) numbers; \(2 * mostNumbers) "
                        + "are the most that is read",
                    help: "judge a part of its lines: shuf -n \(2 * mostNumbers / numbers) FILE > PART")
            }
            let coded = SampleTexts(lines: lines.map(\.text), lengths: lengths, length: length, alphabet: alphabet)
            var remarks = trimming.remarks(file, real: real)
            if let first = lines.first(where: { $0.text.count > length }) {
                remarks.append(
                    DataRemark(
                        "\(coded.cutCount) of the \(lines.count) \(file.unit.rawValue) of \(file.name) have more than "
                            + "\(plural(length, "character")), such as \(file.unit == .lines ? "" : "one in ")line "
                            + "\(first.number), which has "
                            + "\(first.text.count): judges see the first \(length), and all of them in their lengths",
                        help: "--length takes up to \(SampleTexts.mostLength)"))
            }
            return SampleFile(
                name: file.name, shape: [1, length, alphabet.width], count: lines.count,
                values: .doubles(coded.values), remarks: remarks, texts: coded)
        }
    }
}
