import Configuration
import Diagnostics
import Formats
import Foundation

/// Short clips: pictures that follow each other, as the channels of one sample.
struct Clips: DatasetSource {
    static let declaration = Declaration(
        "clips", "short clips: pictures that follow each other, from folders of pictures or a NumPy array",
        details: """
            A sample is `frames` pictures, one after another along the channels: shape [height, width, frames] of grey
            ones, [height, width, 3 * frames] of coloured ones, 0 to 255 as [-1, 1]. `path` is a folder in which each
            sub-folder holds the PNG or JPEG pictures of one sequence, in the order of their names with numbers by
            their value (9 before 10), read as those of `images` are; or a NumPy array [n, frames, height, width] or
            [n, frames, height, width, channels] of whole numbers from 0 to 255. Longer sequences are cut into clips, and
            what is left over at their ends is not used; so is a clip with a file that cannot be read. Clips, not
            sequences, are held out. Pictures of samples move: they are animated PNG files, as those of
            `saddle sample --format png` are. A complete run is known by the path and the settings, not by what the
            files hold: after a change to them, `saddle run --fresh` trains again.
            """,
        keys: [
            Key("path", .path, "the folder of folders, or the array"),
            Key("frames", .integer(2...64), default: .integer(8), "pictures in a sample"),
            Key(
                "size", .either([.integer(1...4096), .list(of: .integer(1...4096), count: 2...2)]), default: .null,
                "sides of a square, or [height, width], in pixels; default: those of the first picture"),
            Key(
                "color", .word(PictureFiles.Colour.allCases.map(\.rawValue)), default: .text("grey"),
                "of folders: one channel for each picture, or three"),
            .heldOut, .seed,
        ],
        example: "data: {dataset: clips, path: data/walks, frames: 8, size: 32}")

    let path: String
    let frames: Int
    let size: (height: Int, width: Int)?
    let isGrey: Bool
    let heldOut: Double
    let seed: Int

    init(_ values: Values) {
        path = values.text("path")
        frames = values.integer("frames")
        switch values["size"] {
        case .null: size = nil
        case .list:
            let sides = values.integers("size")
            size = (sides[0], sides[1])
        default: size = (values.integer("size"), values.integer("size"))
        }
        isGrey = values.text("color") == PictureFiles.Colour.grey.rawValue
        heldOut = values.real(Key.heldOut.name)
        seed = values.integer(Key.seed.name)
    }

    /// The pictures, these in the samples' size, joined and as clips, and the samples.
    var loadingFactor: Double { 5 }

    /// The pictures that sequences consist of; nil in place of one that cannot be read.
    private typealias Sequences = [[StoredPicture?]]

    private struct Found {
        /// What messages call the folder or the array.
        let name: String
        let sequences: Sequences
        let remarks: [DataRemark]
        var readingBytes: Int?
    }

    func profile() throws(DatasetError) -> DataProfile {
        let (dataset, found) = try read()
        return DataProfile(dataset, remarks: found.remarks, readingBytes: found.readingBytes)
    }

    func load() throws(DatasetError) -> Dataset { try read().dataset }

    private func read() throws(DatasetError) -> (dataset: Dataset, found: Found) {
        try DatasetError.blaming("path") { () throws(DatasetError) in
            let found = FolderListing.isFolder(path) ? try folder() : try array()
            return (try dataset(found.sequences, found.name), found)
        }
    }

    private func dataset(_ sequences: Sequences, _ name: String) throws(DatasetError) -> Dataset {
        let first = sequences.lazy.flatMap { $0 }.compactMap { $0 }.first
        let longest = sequences.map(\.count).max() ?? 0
        guard let first, longest >= frames else {
            throw DatasetError(
                "\(name) has sequences of \(plural(longest, "picture")) at most, and a clip takes \(frames)",
                help: longest > 1 ? "lower data.frames" : "put the pictures of each sequence into a folder of its own")
        }
        let (height, width) = size ?? (first.height, first.width)
        let clips = sequences.flatMap { sequence in
            stride(from: 0, through: sequence.count - frames, by: frames).compactMap { start in
                let clip = sequence[start..<start + frames].compactMap { $0 }
                return clip.count == frames ? clip : nil
            }
        }
        let numbers = height * width * first.channels * frames
        guard clips.count <= Samples.mostNumbers / numbers else {
            throw DatasetError(
                "\(plural(clips.count, "clip")) of \(frames) pictures of \(height) x \(width) pixels have more than 2^28 "
                    + "numbers, the most that is kept", help: "make them smaller: lower data.size", key: "size")
        }
        let fitted = clips.joined().map { $0.fitted(width: width, height: height) }
        let (pixels, channels) = (height * width, first.channels)
        // From pictures one after another to the frames of each pixel.
        let interleaved = (0..<pixels).flatMap { pixel in
            (0..<frames).flatMap { frame in (0..<channels).map { (frame * pixels + pixel) * channels + $0 } }
        }
        let samples = Samples(
            shape: [height, width, frames * channels], count: clips.count,
            stored: StoredPicture.values(
                fitted, count: clips.count * numbers, areLevels: fitted.allSatisfy(\.isBytes)
            ).picking(interleaved, ofRows: numbers))
        let (training, held) = try samples.split(heldOut: heldOut, seed: seed, name: name)
        return Dataset(name: "clips", training: training, heldOut: held, frames: frames)
    }

    private func folder() throws(DatasetError) -> Found {
        let folder = try MediaFolder(path, .pictures)
        let isGrey = isGrey
        let (pictures, broken) = folder.map(background: [255, 255, 255]) {
            StoredPicture(isGrey ? $0.grey : $0.colour)
        }
        var places: [String: [Int]] = [:]
        for (index, file) in folder.files.enumerated() {
            places[FilePath.parent("/" + file), default: []].append(index)
        }
        let sequences = places.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { _, files in
            files.sorted { a, b in
                let order = folder.files[a].compare(folder.files[b], options: .numeric)
                return order == .orderedSame ? a < b : order == .orderedAscending
            }.map { pictures[$0] }
        }
        return Found(name: folder.name, sequences: sequences, remarks: folder.remarks(broken: broken))
    }

    private func array() throws(DatasetError) -> Found {
        let file = try SampleFile(path: path)
        let shape = file.shape.count == 3 ? file.shape + [1] : file.shape
        guard shape.count == 4, shape[3] == 1 || shape[3] == 3 else {
            throw DatasetError(
                "\(file.name) has samples of shape \(file.shape); clips are [frames, height, width] or [frames, height, "
                    + "width, channels] of 1 or 3 channels")
        }
        guard let bytes = file.values.bytes else {
            throw DatasetError(
                "\(file.name) has values that are no whole numbers from 0 to 255",
                help: "in Python: (255 * array).round().astype('uint8') for an array from 0 to 1")
        }
        let picture = shape[1] * shape[2] * shape[3]
        let sequences: Sequences = (0..<file.count).map { sample in
            (0..<shape[0]).map { frame in
                let start = (sample * shape[0] + frame) * picture
                return StoredPicture(
                    width: shape[2], height: shape[1], channels: shape[3],
                    bytes: Array(bytes[start..<start + picture]))
            }
        }
        return Found(
            name: file.name, sequences: sequences, remarks: file.remarks, readingBytes: file.readingBytes)
    }
}
