import Configuration
import Diagnostics
import Formats
import Synchronization

/// Sounds from a folder of WAV files, or from one file.
struct Sounds: DatasetSource {
    enum Longer: String, CaseIterable, Sendable { case first, pieces }
    enum Labels: String, CaseIterable, Sendable { case auto, none }

    static let declaration = Declaration(
        "sounds", "sounds from a folder of WAV files",
        details: """
            All WAV files in the folder and in those inside it, in the order of their paths, or one file: shape [1, length,
            1], for conv1d layers. Whole numbers of 8, 16, 24 and 32 bits become -1 to 1 by their own format, floats of 32
            and 64 bits stay as they are, cut off there; extensible headers are read. Channels are averaged. Files of
            another rate than `rate` are converted (scipy.signal.resample_poly). Of longer sounds the first `length`
            samples are taken, or all pieces of that length; shorter ones, and last pieces of at least half the length,
            end in silence. Where all files lie in sub-folders, these are the classes. A generator ends in `tanh`;
            `saddle sample --format wav` writes 16-bit files, and pictures show spectrograms. A complete run is known by
            the path and the settings, not by what the files hold: after a change to them, `saddle run --fresh` trains
            again.
            """,
        keys: [
            Key("path", .path, "the folder, or a WAV file"),
            Key("length", .integer(2...1 << 20), default: .integer(16384), "samples of a sound"),
            Key(
                "rate", .integer(Self.rates), default: .null,
                "samples in a second. Default: those of the first file"),
            Key(
                "longer", .word(Longer.allCases.map(\.rawValue)), default: .text("first"),
                "what of longer sounds is taken: their first `length` samples, or all pieces of that length"),
            Key(
                "labels", .word(Labels.allCases.map(\.rawValue)), default: .text("auto"),
                "whether sub-folders are classes; auto: where all files lie in some, 256 at most"),
            .heldOut, .seed,
        ],
        example: "data: {dataset: sounds, path: data/drums, length: 4096, rate: 8000}")

    /// Samples in a second that are read.
    private static let rates = 100...1_000_000

    let path: String
    let length: Int
    let rate: Int?
    let longer: Longer
    let labels: Labels
    let heldOut: Double
    let seed: Int

    init(_ values: Values) {
        path = values.text("path")
        length = values.integer("length")
        rate = values.optionalInteger("rate")
        longer = Longer(rawValue: values.text("longer")) ?? .first
        labels = Labels(rawValue: values.text("labels")) ?? .auto
        heldOut = values.real(Key.heldOut.name)
        seed = values.integer(Key.seed.name)
    }

    /// Known from the folder alone.
    var labelKind: DataTraits.Labels {
        do { return hasClasses(try MediaFolder(path, .sounds)) ? .classes : .none } catch { return .none }
    }

    private func hasClasses(_ folder: MediaFolder) -> Bool {
        guard labels == .auto, let count = folder.classes?.names.count else { return false }
        return (2...MediaFolder.mostClasses).contains(count)
    }

    func profile() throws(DatasetError) -> DataProfile {
        let read = try read()
        return DataProfile(read.dataset, remarks: read.remarks, lines: read.lines)
    }

    func load() throws(DatasetError) -> Dataset { try read().dataset }

    private func read() throws(DatasetError) -> (dataset: Dataset, remarks: [DataRemark], lines: [String]) {
        try DatasetError.blaming("path") { () throws(DatasetError) in try readFolder() }
    }

    private func readFolder() throws(DatasetError) -> (dataset: Dataset, remarks: [DataRemark], lines: [String]) {
        let folder = try MediaFolder(path, .sounds)
        // Where no file can be read, `decoded` says why, at whatever rate.
        let rate = rate ?? folder.first(Self.file)?.rate ?? Self.rates.lowerBound
        let kept = Mutex(0)
        let (read, broken) = folder.decoded { (bytes) throws(FormatError) in
            let file = try Self.file(bytes)
            let conversion = RateConversion(from: file.rate, to: rate)
            let frames = conversion.count(file.frames)
            let size = length * soundCount(frames)
            let hasRoom = kept.withLock { kept in
                kept = min(kept + size, Samples.mostNumbers + 1)
                return kept <= Samples.mostNumbers
            }
            let mono = file.mono
            let values = hasRoom ? conversion.convert(mono, most: size).map { min(max($0, -1), 1) } : []
            return SoundFile(
                values: values + [Float](repeating: 0, count: hasRoom ? size - values.count : 0), frames: frames,
                isConverted: file.rate != rate, isLoud: mono.contains { abs($0) > 1 })
        }
        guard kept.withLock({ $0 }) <= Samples.mostNumbers else {
            throw DatasetError(
                "\(folder.name) has sounds of more than 2^28 samples, the most that is kept",
                help: "lower data.length or data.rate, or take fewer files", key: "length")
        }
        let files = read.compactMap { $0 }
        guard !files.isEmpty else {
            throw DatasetError(
                "\(folder.name) has no sound that can be read", help: broken.first.map { "'\($0.file)' \($0.reason)" })
        }
        let found = hasClasses(folder) ? folder.classes : nil
        let values = read.flatMap { $0?.values ?? [] }
        let classes = found.map { found in
            zip(read, found.labels).flatMap { read, label in
                [UInt8](repeating: UInt8(label), count: (read?.values.count ?? 0) / length)
            }
        }
        let samples = Samples(
            shape: [1, length, 1], count: values.count / length, values: values,
            labels: classes)
        let (training, held) = try samples.split(heldOut: heldOut, seed: seed, name: folder.name)
        let dataset = Dataset(
            name: "sounds", training: training, heldOut: held, classNames: found?.names ?? [],
            units: SoundUnits(length: length, rate: rate), kind: .sound)
        func seconds(_ x: Double) -> String { NumberText.brief(x, digits: 3) }
        let durations = files.map { Double($0.frames) / Double(rate) }
        let lines = [
            "\(plural(files.count, "file")) of \(seconds(durations.min() ?? 0)) to \(seconds(durations.max() ?? 0)) s: "
                + "\(plural(samples.count, "sound")) of \(length) samples at \(rate) Hz, "
                + "\(seconds(Double(length) / Double(rate))) s"
        ]
        var remarks = folder.remarks(broken: broken)
        func remark(_ isMeant: (SoundFile) -> Bool, _ what: String, _ help: String, _ key: String) {
            let count = files.count(where: isMeant)
            guard count > 0 else { return }
            remarks.append(
                DataRemark(
                    "\(count) of \(plural(files.count, "file")) of \(folder.name) \(what)", help: help, key: key))
        }
        remark(
            \.isConverted, "have another rate than \(rate) Hz and are converted", "set data.rate to the usual one",
            "rate")
        remark(
            { $0.frames < length }, "are shorter than \(length) samples and end in silence", "lower data.length",
            "length")
        remark(\.isLoud, "have samples beyond -1 and 1, which are cut off there", "scale them", "path")
        return (dataset, remarks, lines)
    }

    /// Sounds of a file of so many samples: pieces of at least half the length count, and there is always one.
    private func soundCount(_ frames: Int) -> Int {
        longer == .first || frames <= length ? 1 : frames / length + (2 * (frames % length) >= length ? 1 : 0)
    }

    private static func file(_ bytes: [UInt8]) throws(FormatError) -> WAVFile {
        let file = try WAVFile(bytes)
        guard rates.contains(file.rate) else {
            throw FormatError(
                "has \(file.rate) samples a second; \(rates.lowerBound) to \(rates.upperBound) are read")
        }
        return file
    }
}

/// What a file gives.
private struct SoundFile: Sendable {
    /// Its sounds at the rate and length asked for, one after another.
    let values: [Float]
    /// Samples of the whole file at that rate.
    let frames: Int
    let isConverted: Bool
    /// Whether samples lie beyond -1 and 1.
    let isLoud: Bool
}
