import Configuration
import Formats

/// What images of a file are made into before anything sees them: another size, and mirror images beside them.
struct ImageChanges {
    static let keys = [
        Key(
            "size", .either([.integer(1...4096), .list(of: .integer(1...4096), count: 2...2)]), default: .null,
            "of images: sides of a square, or [height, width], in pixels, that they are resized to; default: as they are"
        ),
        Key(
            "mirror", .boolean, default: .null,
            "of images: train on every one and on its mirror image, left for right; default: false"),
    ]
    /// For the details of an entry that has these keys.
    static let details = """
        `size` crops about the middle to its shape and resizes in floating point with linear weights that widen as the
        image shrinks, as `images` does: torchvision's Resize with antialias, on square images.
        """

    /// nil: as they are.
    let size: (height: Int, width: Int)?
    let mirrors: Bool

    init(_ values: Values) {
        switch values["size"] {
        case .null: size = nil
        case .list:
            let sides = values.integers("size")
            size = (sides[0], sides[1])
        default:
            let side = values.integer("size")
            size = (side, side)
        }
        mirrors = values["mirror"] == .boolean(true)
    }

    var areNone: Bool { size == nil && !mirrors }

    /// - Throws: for samples that are no images.
    func applied(to dataset: Dataset) throws(DatasetError) -> Dataset {
        if areNone { return dataset }
        guard dataset.kind == .image else {
            let key = size == nil ? "mirror" : "size"
            throw DatasetError(
                "\(dataset.name): \(key) changes images, and its samples have shape \(dataset.shape)",
                help: "leave out data.\(key)", key: key)
        }
        if let size {
            let (samples, channels) = (dataset.training.count + dataset.heldOut.count, dataset.shape[2])
            guard samples <= Samples.mostNumbers / (size.height * size.width * channels * (mirrors ? 2 : 1)) else {
                throw DatasetError(
                    "\(plural(samples, "image")) of \(size.height) x \(size.width) pixels have more than 2^28 numbers, "
                        + "the most that is kept", help: "lower data.size", key: "size")
            }
        }
        let (training, held) = (resized(dataset.training), resized(dataset.heldOut))
        return Dataset(
            name: dataset.name, training: mirrors ? training.withMirrorImages : training, heldOut: held,
            classNames: dataset.classNames,
            units: (dataset.units as? PixelUnits)?.ofImages(training.shape) ?? dataset.units)
    }

    private func resized(_ samples: Samples) -> Samples {
        let shape = samples.shape
        guard let size, size != (shape[0], shape[1]) else { return samples }
        var values: [Float] = []
        values.reserveCapacity(samples.count * size.height * size.width * shape[2])
        for row in 0..<samples.count {
            values +=
                Picture(
                    width: shape[1], height: shape[0], channels: shape[2], values: samples.values(of: row..<row + 1)
                ).fitted(width: size.width, height: size.height).values
        }
        return Samples(
            shape: [size.height, size.width, shape[2]], count: samples.count, values: values, labels: samples.labels)
    }
}

extension Samples {
    /// Images, each followed by its mirror image, left for right.
    var withMirrorImages: Samples {
        let (height, width, channels) = (shape[0], shape[1], shape[2])
        let mirrored = (0..<height).flatMap { row in
            (0..<width).reversed().flatMap { column in
                (0..<channels).map { (row * width + column) * channels + $0 }
            }
        }
        return Samples(
            shape: shape, count: 2 * count, stored: stored.picking((0..<size) + mirrored, ofRows: size),
            labels: labels.map { $0.flatMap { [$0, $0] } })
    }
}
