import Diagnostics
import Formats

/// Folders of samples: pictures or sounds, a file each.
extension SampleFile {
    static func folder(_ path: String) throws(DatasetError) -> SampleFile {
        let (kind, endings) = try MediaFolder.kind(of: path)
        if kind == .sounds { return try sounds(path) }
        let texts = endings.filter { Self.textEndings.contains($0.key) }.reduce(0) { $0 + $1.value }
        let others = endings.values.reduce(0, +) - texts
        if texts > others {
            throw DatasetError(
                "'\(path)' is a folder of \(plural(texts, "text file")), and of folders pictures (PNG, JPEG) and sounds (WAV) "
                    + "are read",
                help: "put a text on each line of one file and give that; or, if the files are tables, one of them")
        }
        return try pictures(path)
    }

    private static let textEndings: Set = ["txt", "text", "md", "csv", "json", "html"]

    /// A folder of sounds of one rate and one length, their channels averaged.
    private static func sounds(_ path: String) throws(DatasetError) -> SampleFile {
        let folder = try MediaFolder(path, .sounds)
        let (found, broken) = folder.decoded { (bytes) throws(FormatError) in
            let file = try WAVFile(bytes)
            return (rate: file.rate, values: file.mono.map(Double.init))
        }
        let sounds = found.compactMap { $0 }
        guard let first = sounds.first else {
            throw DatasetError(
                "\(folder.name) has no sound that can be read", help: broken.first.map { "'\($0.file)' \($0.reason)" })
        }
        if let other = sounds.first(where: { $0.rate != first.rate }) {
            throw DatasetError(
                "\(folder.name) has sounds of \(first.rate) and of \(other.rate) samples a second",
                help:
                    "convert all sounds, real and generated, to one rate, such as by: sox IN.wav -r \(first.rate) OUT.wav"
            )
        }
        if let other = sounds.first(where: { $0.values.count != first.values.count }) {
            let length = min(first.values.count, other.values.count)
            throw DatasetError(
                "\(folder.name) has sounds of \(first.values.count) and of \(other.values.count) samples",
                help:
                    "cut all sounds, real and generated, to one length, such as by: sox IN.wav OUT.wav pad 0 60 trim 0 "
                    + "\(length)s")
        }
        guard sounds.count <= mostNumbers / max(1, first.values.count) else {
            throw DatasetError(
                "\(folder.name) has more than \(mostNumbers) numbers, the most that is read", help: "use fewer sounds")
        }
        return SampleFile(
            name: folder.name, shape: [1, first.values.count, 1], count: sounds.count,
            values: .doubles(sounds.flatMap(\.values)), remarks: folder.remarks(broken: broken), rate: first.rate)
    }

    /// A folder of pictures of one size, in values of 0 to 255: grey where all are.
    private static func pictures(_ path: String) throws(DatasetError) -> SampleFile {
        let folder = try MediaFolder(path, .pictures)
        let (found, broken) = folder.map(background: [255, 255, 255]) { StoredPicture($0.isGrey ? $0.grey : $0) }
        let pictures = found.compactMap { $0 }
        guard let first = pictures.first else {
            throw DatasetError(
                "\(folder.name) has no picture that can be read", help: broken.first.map { "'\($0.file)' \($0.reason)" }
            )
        }
        if let other = pictures.first(where: { ($0.width, $0.height) != (first.width, first.height) }) {
            throw DatasetError(
                "\(folder.name) has pictures of \(first.width) x \(first.height) pixels and of \(other.width) x "
                    + "\(other.height)", help: "resize all pictures, real and generated, in one way")
        }
        let channels = pictures.contains { $0.channels == 3 } ? 3 : 1
        guard pictures.count <= mostNumbers / (first.width * first.height * channels) else {
            throw DatasetError(
                "\(folder.name) has more than \(mostNumbers) numbers, the most that is read", help: "use fewer pictures"
            )
        }
        return SampleFile(
            name: folder.name, shape: [first.height, first.width, channels], count: pictures.count,
            values: StoredPicture.numbers(pictures, channels: channels),
            remarks: folder.remarks(broken: broken))
    }
}
