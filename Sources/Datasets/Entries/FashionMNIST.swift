import Configuration
import Foundation

/// Fashion-MNIST, from the files of its Debian package.
struct FashionMNIST: DatasetSource {
    static let declaration = Declaration(
        "fashion_mnist", "70,000 grey pictures of clothes of 28x28 pixels",
        details: """
            Fashion-MNIST (Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747, MIT licence): shape [28, 28, 1],
            values in [-1, 1], ten classes. The 60,000 images of the training file train; the 10,000 of the
            test file (t10k) are held out. `apt-get install dataset-fashion-mnist` brings the files. MNIST
            and others that come as the same four files, compressed or not, are read too: name their folder
            as `path`.
            """ + " " + ImageChanges.details,
        keys: [
            Key(
                "path", .path, default: .text(Self.defaultFolder),
                "folder of {train,t10k}-{images-idx3,labels-idx1}-ubyte (or images.idx3), each with or without .gz"),
            Key(
                "limit", .integer(1...Int(Int32.max)), default: .null,
                "use only so many images of each of the two parts, the first ones"),
        ] + ImageChanges.keys,
        example: "data: {dataset: fashion_mnist, limit: 10000}")

    private static let defaultFolder = "/usr/share/datasets/fashion-mnist"

    static let classNames = [
        "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
    ]

    let folder: String
    let limit: Int?
    let changes: ImageChanges

    init(_ values: Values) {
        folder = values.text("path")
        limit = values.optionalInteger("limit")
        changes = ImageChanges(values)
    }

    var labelKind: DataTraits.Labels { .classes }

    /// The samples, and what is copied while their array grows; or those that they are made from.
    var loadingFactor: Double { changes.areNone ? 1.25 : 2.25 }

    func profile() throws(DatasetError) -> DataProfile {
        guard changes.areNone else { return DataProfile(try load()) }
        let (training, heldOut) = (try contents("train"), try contents("t10k"))
        try checkShapes(training.shape, heldOut.shape)
        return DataProfile(
            shape: training.shape, training: min(training.count, limit ?? .max),
            heldOut: min(heldOut.count, limit ?? .max), extremes: training.extremes, areLevels: true)
    }

    func load() throws(DatasetError) -> Dataset {
        let (training, heldOut) = (try read("train"), try read("t10k"))
        try checkShapes(training.shape, heldOut.shape)
        // Other data of the same four files may have more classes than clothes.
        let numbers = ImageFiles.classNames(training, heldOut)
        return try changes.applied(
            to: Dataset(
                name: "fashion_mnist", training: training, heldOut: heldOut,
                classNames: numbers.count > Self.classNames.count ? numbers : Self.classNames))
    }

    private func checkShapes(_ training: [Int], _ heldOut: [Int]) throws(DatasetError) {
        guard training == heldOut else {
            throw DatasetError(
                "'\(folder)' has training images of shape \(training) and t10k images of shape \(heldOut)", key: "path")
        }
    }

    private func contents(_ part: String) throws(DatasetError) -> ImageFiles.Contents {
        try ImageFiles.contents(images(part), labels: labels(part), maximum: 255, keys: ("path", "path"))
    }

    private func read(_ part: String) throws(DatasetError) -> Samples {
        var images = try FileReader(images(part))
        var labels = try FileReader(labels(part))
        return try ImageFiles.read(
            &images, labels: try ImageFiles.labels(&labels), labelsName: labels.name, maximum: 255, limit: limit)
    }

    private func images(_ part: String) throws(DatasetError) -> String { try path("\(part)-images", "idx3-ubyte") }
    private func labels(_ part: String) throws(DatasetError) -> String { try path("\(part)-labels", "idx1-ubyte") }

    /// The file of that name in the folder, in any form that MNIST is known in: `train-images-idx3-ubyte` or
    /// `train-images.idx3-ubyte`, compressed or not.
    private func path(_ name: String, _ type: String) throws(DatasetError) -> String {
        let forms = ["\(name)-\(type)", "\(name).\(type)"].flatMap { [$0, $0 + ".gz"] }
        if let found = forms.first(where: { access("\(folder)/\($0)", F_OK) == 0 }) { return "\(folder)/\(found)" }
        let wanted = "fashion_mnist: '\(folder)' has no file '\(forms[0])'"
        guard folder != Self.defaultFolder else {
            throw DatasetError(wanted, help: "install it with: apt-get install dataset-fashion-mnist")
        }
        let others = FolderListing.names(folder)
        throw DatasetError(
            wanted,
            help: "looked for \(forms.joined(separator: ", "))\n"
                + (others.isEmpty
                    ? "there is no such folder, or nothing in it"
                    : "files in it: " + others.prefix(8).joined(separator: ", ") + (others.count > 8 ? ", ..." : "")),
            key: "path")
    }
}
