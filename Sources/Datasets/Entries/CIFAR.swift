import Configuration
import Formats

/// CIFAR-10 or CIFAR-100, from the files of their binary versions.
struct CIFAR: DatasetSource {
    enum Labels: String, CaseIterable, Sendable { case fine, coarse }

    static let declaration = Declaration(
        "cifar", "CIFAR-10 or CIFAR-100: 60,000 colour pictures of 32x32 pixels",
        details: """
            The binary versions of Krizhevsky 2009 (https://www.cs.toronto.edu/~kriz/cifar.html), unpacked: shape
            [32, 32, 3], 0 to 255 becomes [-1, 1]. A folder with data_batch_1.bin to data_batch_5.bin and test_batch.bin
            is CIFAR-10, one with train.bin and test.bin CIFAR-100. The training files train, the test file is held out.
            Class names are those of the text files beside them. Files may be compressed with gzip, each for itself.
            """ + " " + ImageChanges.details,
        keys: [
            Key("path", .path, "the folder: cifar-10-batches-bin or cifar-100-binary"),
            Key(
                "labels", .word(Labels.allCases.map(\.rawValue)), default: .text("fine"),
                "of CIFAR-100: its 100 classes, or the 20 groups of five"),
            Key(
                "limit", .integer(1...Int(Int32.max)), default: .null,
                "use only so many pictures of each of the two parts, the first ones"),
        ] + ImageChanges.keys,
        example: "data: {dataset: cifar, path: data/cifar-10-batches-bin, limit: 10000}")

    private static let mostBytes = 1 << 28

    let folder: String
    let labels: Labels
    let limit: Int?
    let changes: ImageChanges

    init(_ values: Values) {
        folder = values.text("path")
        labels = Labels(rawValue: values.text("labels")) ?? .fine
        limit = values.optionalInteger("limit")
        changes = ImageChanges(values)
    }

    var labelKind: DataTraits.Labels { .classes }
    /// The bytes of a file beside the samples; or the samples that they are made from.
    var loadingFactor: Double { changes.areNone ? 1.25 : 2.25 }

    func load() throws(DatasetError) -> Dataset {
        let dataset = try DatasetError.blaming("path") { () throws(DatasetError) in try read() }
        return try changes.applied(to: dataset)
    }

    /// Whether a folder has the files of either.
    static func isThere(_ folder: String) -> Bool {
        let names = Set(FolderListing.names(folder))
        return ["data_batch_1.bin", "train.bin"].contains { names.contains($0) || names.contains($0 + ".gz") }
    }

    private func read() throws(DatasetError) -> Dataset {
        guard FolderListing.isFolder(folder) else {
            throw DatasetError(
                "'\(folder)' is not a folder", help: "unpack the binary version, and name the folder that it makes")
        }
        let kind: CIFARBatch.Kind = file("data_batch_1.bin") != nil ? .cifar10 : .cifar100
        guard kind == .cifar100 || labels == .fine else {
            throw DatasetError("CIFAR-10 has one label for each picture", help: "leave out data.labels", key: "labels")
        }
        let (training, test) =
            kind == .cifar10
            ? ((1...5).map { "data_batch_\($0).bin" }, "test_batch.bin") : (["train.bin"], "test.bin")
        let label = kind == .cifar100 && labels == .fine ? 1 : 0
        let names = try names(
            kind == .cifar10 ? "batches.meta.txt" : "\(labels.rawValue)_label_names.txt", kind.classes[label])
        return Dataset(
            name: "cifar", training: try samples(training, kind, label), heldOut: try samples([test], kind, label),
            classNames: names)
    }

    private func samples(
        _ files: [String], _ kind: CIFARBatch.Kind, _ label: Int
    ) throws(DatasetError) -> Samples {
        var values: [UInt8] = []
        var labels: [UInt8] = []
        let size = 3 * CIFARBatch.side * CIFARBatch.side
        for name in files {
            guard let path = file(name) else {
                throw DatasetError(
                    "'\(folder)' has no file '\(name)'",
                    help: "unpack the binary version: it has .bin files, and the Python version has none")
            }
            var reader = try FileReader(path)
            let bytes = try reader.read(Self.mostBytes)
            guard bytes.count < Self.mostBytes else {
                throw DatasetError("\(reader.name) has more than \(Self.mostBytes) bytes, the most that is read")
            }
            let batch: CIFARBatch
            do throws(FormatError) { batch = try CIFARBatch(bytes, kind) } catch {
                throw DatasetError(error, in: reader.name)
            }
            let kept = min(batch.count, (limit ?? .max) - labels.count)
            values += batch.values[..<(kept * size)]
            labels += batch.labels[label].prefix(kept)
        }
        return Samples(
            shape: [CIFARBatch.side, CIFARBatch.side, 3], count: labels.count,
            stored: .levels(values, .pixels(maximum: 255)), labels: labels)
    }

    /// The file of that name, compressed or not; nil where there is none.
    private func file(_ name: String) -> String? {
        ["\(folder)/\(name)", "\(folder)/\(name).gz"].first(where: FolderListing.exists)
    }

    /// One name a line; numbers where the file is not there or has another number of lines.
    private func names(_ name: String, _ count: Int) throws(DatasetError) -> [String] {
        let numbers = (0..<count).map(String.init)
        guard let path = file(name) else { return numbers }
        var reader = try FileReader(path)
        let bytes = try reader.read(1 << 16)
        let lines: [String]
        do throws(FormatError) { lines = try TextFile.pieces(bytes, .lines) } catch {
            throw DatasetError(error, in: reader.name)
        }
        return lines.count == count ? lines : numbers
    }
}
