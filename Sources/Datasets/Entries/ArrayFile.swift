import Configuration
import Formats

/// Samples from one array of numbers: NumPy's, or an IDX file's of any type.
struct ArrayFile: DatasetSource {
    static let declaration = Declaration(
        "array", "samples from a NumPy array (.npy, .npz) or an IDX file of any type",
        details: """
            The first axis counts samples. Arrays [n, height, width] and [n, height, width, channels] of 1 or 3 channels
            are images, whose `range` becomes [-1, 1]; without it, 0 to 255 where all values are whole numbers from 0 to
            255, 0 to 1 or -1 to 1 where all lie there. Arrays [n] and [n, values] are rows of numbers, scaled as those of
            csv. Integers and floats of either byte order, C and Fortran order are read, gzipped or not. An array of
            several in a .npz file is named after the path: mnist.npz:x_train. `labels` is an array [n] of whole numbers
            from 0 to 255. A complete run is known by the paths and the settings, not by what
            the files hold: after a change to them, `saddle run --fresh` trains again.
            """,
        keys: [
            Key("path", .path, "path of the array; of a .npz file with the array's name: a.npz:x"),
            Key("labels", .path, default: .null, "path of an array of classes"),
            Key(
                "range", .list(of: .real(.any), count: 2...2), default: .null,
                "of images: the values that become -1 and 1"),
            Key(
                "scale", .word(Scale.allCases.map(\.rawValue)), default: .text("standardize"),
                "what becomes of rows of numbers"),
            .heldOut, .seed,
        ] + ImageChanges.keys,
        example: "data: {dataset: array, path: data/letters-images.gz, range: [0, 255]}")

    let path: String
    let labels: String?
    let range: [Double]?
    let scale: Scale
    let heldOut: Double
    let seed: Int
    let changes: ImageChanges

    init(_ values: Values) {
        path = values.text("path")
        labels = values.optionalText("labels")
        range =
            values["range"] == .null
            ? nil
            : values.list("range").map { value in
                switch value {
                case .real(let x): x
                case .integer(let x): Double(x)
                default: 0
                }
            }
        scale = Scale(rawValue: values.text("scale")) ?? .none
        heldOut = values.real(Key.heldOut.name)
        seed = values.integer(Key.seed.name)
        changes = ImageChanges(values)
    }

    var labelKind: DataTraits.Labels { labels == nil ? .none : .classes }

    var loadingFactor: Double { 3 }

    func profile() throws(DatasetError) -> DataProfile {
        let (dataset, readingBytes) = try read()
        return DataProfile(dataset, readingBytes: readingBytes)
    }

    func load() throws(DatasetError) -> Dataset { try read().dataset }

    private func read() throws(DatasetError) -> (dataset: Dataset, readingBytes: Int) {
        let file = try DatasetError.blaming("path") { () throws(DatasetError) in try SampleFile(path: path) }
        let classes = try labels.map { (labels) throws(DatasetError) in
            try DatasetError.blaming("labels") { () throws(DatasetError) in try readLabels(labels, for: file) }
        }
        try DatasetError.blaming("path") { () throws(DatasetError) in
            try Split.check(count: file.count, name: file.name)
        }
        let split = Split(count: file.count, heldOut: heldOut, seed: seed)
        let (values, shape, units) = file.shape.count == 1 ? rows(file, split) : try images(file)
        let all = Samples(shape: shape, count: file.count, stored: values, labels: classes)
        let names = classes?.max().map { (0...$0).map(String.init) } ?? []
        let dataset = try changes.applied(
            to: Dataset(
                name: "array", training: all.selecting(split.training), heldOut: all.selecting(split.heldOut),
                classNames: names, units: units))
        return (dataset, file.readingBytes)
    }

    private func rows(_ file: SampleFile, _ split: Split) -> (SampleValues, [Int], any SampleUnits) {
        var values = Array(file.values)
        let scales = scale.apply(to: &values, columns: file.size, training: split.training)
        let header = file.columnNames ?? (0..<file.size).map { "x\($0 + 1)" }
        return (.floats(values.map { Float($0) }), file.shape, ColumnUnits(header: header, scales))
    }

    private func images(_ file: SampleFile) throws(DatasetError) -> (SampleValues, [Int], any SampleUnits) {
        let shape = file.shape.count == 2 ? file.shape + [1] : file.shape
        guard shape.count == 3, shape[2] == 1 || shape[2] == 3 else {
            let isFirst = shape.count == 3 && (shape[0] == 1 || shape[0] == 3)
            throw DatasetError(
                "\(file.name) has samples of shape \(file.shape); images are [height, width] or [height, width, channels] of "
                    + "1 or 3 channels",
                help: isFirst ? "channels stand last here: numpy.transpose(array, (0, 2, 3, 1))" : nil, key: "path")
        }
        let found = file.range
        let bytes = file.values.bytes
        let isByte = bytes != nil
        let usual: [ClosedRange<Double>] = [0...1, -1...1]
        let chosen: ClosedRange<Double>
        if let range {
            guard range[0] < range[1] else {
                throw DatasetError("array: a range goes from a smaller number to a larger one", key: "range")
            }
            guard range[0] <= found.lowerBound, range[1] >= found.upperBound else {
                throw DatasetError(
                    "\(file.name) has values from \(found.lowerBound) to \(found.upperBound), outside of the range",
                    help: "give the least and the greatest value that a pixel can have", key: "range")
            }
            chosen = range[0]...range[1]
        } else if isByte, found.upperBound > 1 {
            chosen = 0...255
        } else if let range = usual.first(where: { $0.contains(found.lowerBound) && $0.contains(found.upperBound) }) {
            chosen = range
        } else {
            throw DatasetError(
                "\(file.name) has values from \(found.lowerBound) to \(found.upperBound): which are black and white?",
                help: "give the least and the greatest value that a pixel can have as data.range", key: "path")
        }
        let (least, width) = (chosen.lowerBound, chosen.upperBound - chosen.lowerBound)
        let values =
            bytes.map { SampleValues.levels($0, .range(chosen)) }
            ?? .floats(file.values.map { Float(2 * ($0 - least) / width - 1) })
        let units = PixelUnits(
            shape: shape, Float(least)...Float(chosen.upperBound), isByte: isByte && chosen.upperBound > 1)
        return (values, shape, units)
    }

    private func readLabels(_ path: String, for samples: SampleFile) throws(DatasetError) -> [UInt8] {
        let file = try SampleFile(path: path)
        guard file.size == 1, file.count == samples.count else {
            throw DatasetError(
                "\(file.name) has \(plural(file.count, "label")) of shape \(file.shape) for the "
                    + "\(plural(samples.count, "sample")) of \(samples.name)")
        }
        guard let bytes = file.values.bytes else {
            throw DatasetError("\(file.name) has labels that are no whole numbers from 0 to 255")
        }
        return bytes
    }
}
