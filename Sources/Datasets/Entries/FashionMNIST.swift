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
            """,
        keys: [
            Key(
                "path", .text, default: .text("/usr/share/datasets/fashion-mnist"),
                "folder of {train,t10k}-{images-idx3,labels-idx1}-ubyte, each with or without .gz"),
            Key(
                "limit", .integer(1...Int(Int32.max)), default: .null,
                "use only so many images of each of the two parts, the first ones"),
        ],
        example: "data: {dataset: fashion_mnist, limit: 10000}")

    static let classNames = [
        "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
    ]

    let folder: String
    let limit: Int?

    init(_ values: Values) {
        folder = values.text("path")
        limit = values.optionalInteger("limit")
    }

    var labelKind: DataTraits.Labels { .classes }

    func shape() throws(DatasetError) -> [Int] {
        let (training, heldOut) = (try shape("train"), try shape("t10k"))
        guard training == heldOut else {
            throw DatasetError(
                "'\(folder)' has training images of shape \(training) and t10k images of shape \(heldOut)")
        }
        return training
    }

    func load() throws(DatasetError) -> Dataset {
        _ = try shape()
        let (training, heldOut) = (try read("train"), try read("t10k"))
        // Other data of the same four files may have more classes than clothes.
        let numbers = ImageFiles.classNames(training, heldOut)
        return Dataset(
            name: "fashion_mnist", training: training, heldOut: heldOut,
            classNames: numbers.count > Self.classNames.count ? numbers : Self.classNames)
    }

    private func shape(_ part: String) throws(DatasetError) -> [Int] {
        try ImageFiles.shape(images(part), labels: labels(part))
    }

    private func read(_ part: String) throws(DatasetError) -> Samples {
        var images = try FileReader(images(part))
        var labels = try FileReader(labels(part))
        return try ImageFiles.read(
            &images, labels: try ImageFiles.labels(&labels), labelsName: labels.name, maximum: 255, limit: limit)
    }

    private func images(_ part: String) throws(DatasetError) -> String { try path("\(part)-images-idx3-ubyte") }
    private func labels(_ part: String) throws(DatasetError) -> String { try path("\(part)-labels-idx1-ubyte") }

    private func path(_ file: String) throws(DatasetError) -> String {
        for path in ["\(folder)/\(file)", "\(folder)/\(file).gz"] where access(path, F_OK) == 0 { return path }
        throw DatasetError(
            "fashion_mnist: '\(folder)/\(file).gz' does not exist",
            help: "install it with: apt-get install dataset-fashion-mnist")
    }
}
