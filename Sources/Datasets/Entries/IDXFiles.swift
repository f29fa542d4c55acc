import Configuration

/// Images, or rows of bytes, from IDX files that the user names.
struct IDXFiles: DatasetSource {
    static let declaration = Declaration(
        "idx", "images from IDX files, the format of MNIST",
        details: """
            Files of unsigned bytes, plain or compressed with gzip. An image file of sizes [n, height,
            width] gives the shape [height, width, 1]; [n, height, width, channels] gives images of 1 or 3
            channels; [n, values] gives vectors. Values are scaled from [0, maximum] to [-1, 1]. A label
            file has the sizes [n]. Without files of held-out samples a share of the samples is held out.
            Paths are relative to the file that names them. A complete run is known by the paths
            and the settings, not by what the files hold: after a change to them, `saddle run --fresh` trains
            again. An interrupted run is not continued on other samples: it is refused until `--fresh` starts
            it over.
            """ + " " + ImageChanges.details,
        keys: [
            Key("images", .path, "path of the image file"),
            Key("labels", .path, default: .null, "path of the label file"),
            Key("held_out_images", .path, default: .null, "path of held-out images; replaces held_out"),
            Key("held_out_labels", .path, default: .null, "path of the labels of held_out_images"),
            Key("maximum", .integer(1...255), default: .integer(255), "largest value of a pixel: what becomes 1"),
            .heldOut, .seed,
        ] + ImageChanges.keys,
        example: "data: {dataset: idx, images: data/letters-images.gz, labels: data/letters-labels.gz}")

    let images: String
    let labels: String?
    let heldOutImages: String?
    let heldOutLabels: String?
    let maximum: UInt8
    let heldOut: Double
    let seed: Int
    let changes: ImageChanges

    init(_ values: Values) {
        images = values.text("images")
        labels = values.optionalText("labels")
        heldOutImages = values.optionalText("held_out_images")
        heldOutLabels = values.optionalText("held_out_labels")
        maximum = UInt8(values.integer("maximum"))
        heldOut = values.real(Key.heldOut.name)
        seed = values.integer(Key.seed.name)
        changes = ImageChanges(values)
    }

    var labelKind: DataTraits.Labels {
        labels != nil && (heldOutImages == nil || heldOutLabels != nil) ? .classes : .none
    }

    /// The samples, these once more in another order, and what is copied while their array grows.
    var loadingFactor: Double { 2.25 }

    func profile() throws(DatasetError) -> DataProfile {
        guard changes.areNone else { return DataProfile(try load()) }
        try checkKeys()
        let all = try ImageFiles.contents(images, labels: labels, maximum: maximum, keys: ("images", "labels"))
        guard let heldOutImages else {
            try DatasetError.blaming("images") { () throws(DatasetError) in
                try Split.check(count: all.count, name: "'\(images)'")
            }
            let held = Split.heldOutCount(of: all.count, share: heldOut)
            return DataProfile(
                shape: all.shape, training: all.count - held, heldOut: held, extremes: all.extremes, areLevels: true)
        }
        let held = try ImageFiles.contents(
            heldOutImages, labels: heldOutLabels, maximum: maximum, keys: ("held_out_images", "held_out_labels"))
        try checkShapes(all.shape, held.shape, heldOutImages)
        return DataProfile(
            shape: all.shape, training: all.count, heldOut: held.count, extremes: all.extremes, areLevels: true)
    }

    private func checkKeys() throws(DatasetError) {
        guard heldOutImages != nil || heldOutLabels == nil else {
            throw DatasetError(
                "idx: held_out_labels are given and held_out_images are not",
                help: "name the images as held_out_images, or leave out held_out_labels", key: "held_out_labels")
        }
    }

    private func checkShapes(_ training: [Int], _ held: [Int], _ heldOutImages: String) throws(DatasetError) {
        guard held == training else {
            throw DatasetError(
                "'\(images)' has samples of shape \(training) and '\(heldOutImages)' of shape \(held)",
                key: "held_out_images")
        }
    }

    func load() throws(DatasetError) -> Dataset {
        try checkKeys()
        let samples = try read(images, labels)
        let training: Samples
        let held: Samples
        if let heldOutImages {
            // Permuted, since a file may be sorted by class and users of a dataset take its first samples.
            let others = try read(heldOutImages, heldOutLabels)
            try checkShapes(samples.shape, others.shape, heldOutImages)
            (training, held) = (samples.permuted(seed: seed), others.permuted(seed: seed))
        } else {
            (training, held) = try samples.split(heldOut: heldOut, seed: seed, name: "'\(images)'")
        }
        return try changes.applied(
            to: Dataset(
                name: "idx", training: training, heldOut: held, classNames: ImageFiles.classNames(training, held),
                units: PixelUnits(shape: samples.shape, maximum: maximum)))
    }

    private func read(_ images: String, _ labels: String?) throws(DatasetError) -> Samples {
        var reader = try FileReader(images)
        guard let labels else { return try ImageFiles.read(&reader, maximum: maximum) }
        var labelReader = try FileReader(labels)
        return try ImageFiles.read(
            &reader, labels: try ImageFiles.labels(&labelReader), labelsName: labelReader.name, maximum: maximum)
    }
}
