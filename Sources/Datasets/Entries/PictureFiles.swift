import Configuration
import Formats

/// Pictures from a folder of PNG and JPEG files.
struct PictureFiles: DatasetSource {
    enum Colour: String, CaseIterable, Sendable { case rgb, grey }
    enum Labels: String, CaseIterable, Sendable { case auto, folders, none }

    static let declaration = Declaration(
        "images", "pictures from a folder of PNG and JPEG files",
        details: """
            All PNG and JPEG files in the folder and in those inside it, in the order of their paths: shape
            [height, width, 3], or [height, width, 1] with `color: grey`; 0 to 255 becomes [-1, 1]. Each picture is turned
            as its orientation tag says, cropped about its middle to the shape asked for, and resized in floating
            point with linear weights that widen as it shrinks (antialiasing; Pillow's ImageOps.fit with BILINEAR,
            on mode F). Grey is 0.299 red + 0.587 green + 0.114 blue of the values as the file has them. 16 bits
            are scaled to 8 and keep their steps. Transparent pixels show `background`. Gamma and colour
            profiles are not applied. JPEG files are decoded by libjpeg (accurate DCT, smooth upsampling).
            Files that cannot be read are left out, and named. Where all pictures lie in sub-folders, these
            are the classes. A complete run is known by the path and the settings, not by what the files hold:
            after a change to them, `saddle run --fresh` trains again.
            """,
        keys: [
            Key("path", .path, "the folder"),
            Key(
                "size", .either([.integer(1...4096), .list(of: .integer(1...4096), count: 2...2)]),
                "sides of a square, or [height, width], in pixels"),
            Key("color", .word(Colour.allCases.map(\.rawValue)), default: .text("rgb"), "three channels or one"),
            Key(
                "background", .list(of: .integer(0...255), count: 3...3),
                default: .list([.integer(255), .integer(255), .integer(255)]),
                "red, green and blue of what shows where a picture is transparent"),
            Key(
                "labels", .word(Labels.allCases.map(\.rawValue)), default: .text("auto"),
                "whether sub-folders are classes; auto: where all pictures lie in some, 256 at most"),
            Key(
                "mirror", .boolean, default: .boolean(false),
                "train on every picture and on its mirror image, left for right"),
            .heldOut, .seed,
        ],
        example: "data: {dataset: images, path: data/faces, size: 32, color: rgb}")

    let path: String
    let height: Int, width: Int
    let colour: Colour
    let background: [Float]
    let labels: Labels
    let mirror: Bool
    let heldOut: Double
    let seed: Int

    init(_ values: Values) {
        path = values.text("path")
        if case .list = values["size"] {
            let sides = values.integers("size")
            (height, width) = (sides[0], sides[1])
        } else {
            let side = values.integer("size")
            (height, width) = (side, side)
        }
        colour = Colour(rawValue: values.text("color")) ?? .rgb
        background = values.integers("background").map { Float($0) }
        labels = Labels(rawValue: values.text("labels")) ?? .auto
        mirror = values.boolean("mirror")
        heldOut = values.real(Key.heldOut.name)
        seed = values.integer(Key.seed.name)
    }

    var labelKind: DataTraits.Labels {
        switch labels {
        case .none: return .none
        case .folders: return .classes
        case .auto:
            do throws(DatasetError) { return hasClasses(try MediaFolder(path, .pictures)) ? .classes : .none } catch {
                return .none
            }
        }
    }

    func profile() throws(DatasetError) -> DataProfile {
        let (dataset, remarks) = try read()
        return DataProfile(dataset, remarks: remarks)
    }

    var loadingFactor: Double { 2.25 }

    func load() throws(DatasetError) -> Dataset { try read().dataset }

    private func read() throws(DatasetError) -> (dataset: Dataset, remarks: [DataRemark]) {
        try DatasetError.blaming("path") { () throws(DatasetError) in try readFolder() }
    }

    private func hasClasses(_ folder: MediaFolder) -> Bool {
        guard labels != .none, let count = folder.classes?.names.count else { return false }
        return labels == .folders ? count <= MediaFolder.mostClasses : (2...MediaFolder.mostClasses).contains(count)
    }

    private func readFolder() throws(DatasetError) -> (dataset: Dataset, remarks: [DataRemark]) {
        let folder = try MediaFolder(path, .pictures)
        let channels = colour == .grey ? 1 : 3
        let size = height * width * channels
        guard folder.files.count * (mirror ? 2 : 1) <= Samples.mostNumbers / size else {
            throw DatasetError(
                "\(plural(folder.files.count, "picture")) of \(height) x \(width) pixels have more than 2^28 numbers, "
                    + "the most that is kept",
                help: "make them smaller: lower data.size", key: "size")
        }
        let isLabelled = hasClasses(folder)
        guard isLabelled || labels != .folders else {
            throw DatasetError(
                folder.classes == nil
                    ? "pictures lie in \(folder.name) itself, and so not all have a class"
                    : "\(folder.name) has more than \(MediaFolder.mostClasses) sub-folders, the most classes that are read",
                help: "put every picture into the sub-folder of its class, or set data.labels to none", key: "labels")
        }
        let (height, width, isGrey) = (height, width, colour == .grey)
        let (pictures, broken) = folder.map(background: background) { picture in
            let fitted = (isGrey ? picture.grey : picture.colour).fitted(width: width, height: height)
            return (
                stored: StoredPicture(fitted), isGrey: picture.isGrey,
                isSmaller: picture.width < width || picture.height < height
            )
        }
        let kept = pictures.indices.filter { pictures[$0] != nil }
        guard kept.count >= 2 else {
            throw DatasetError(
                "\(folder.name) has \(plural(kept.count, "picture")) that can be read; a split into training and "
                    + "held-out samples needs 2",
                help: broken.first.map { "'\($0.file)' \($0.reason)" })
        }
        let found = isLabelled ? folder.classes : nil
        let split = Split(count: kept.count, heldOut: heldOut, seed: seed)
        let areLevels = kept.allSatisfy { pictures[$0]?.stored.isBytes == true }
        // Straight to where they stay: there are two copies of them at the most.
        func samples(_ rows: ArraySlice<Int>) -> Samples {
            Samples(
                shape: [height, width, channels], count: rows.count,
                stored: StoredPicture.values(
                    rows.lazy.compactMap { pictures[kept[$0]]?.stored }, count: rows.count * size,
                    areLevels: areLevels),
                labels: found.map { found in rows.map { UInt8(found.labels[kept[$0]]) } })
        }
        let (training, held) = (samples(split.training), samples(split.heldOut))
        var remarks = folder.remarks(broken: broken)
        if !isGrey, kept.allSatisfy({ pictures[$0]?.isGrey == true }) {
            remarks.append(
                DataRemark(
                    "all pictures of \(folder.name) are grey",
                    help: "set data.color to grey: one channel in place of three",
                    key: "color"))
        }
        let small = kept.count { pictures[$0]?.isSmaller == true }
        if small > 0 {
            remarks.append(
                DataRemark(
                    "\(small) of \(plural(kept.count, "picture")) of \(folder.name) are smaller than \(height) x \(width) "
                        + "pixels and are enlarged", help: "lower data.size", key: "size"))
        }
        let dataset = Dataset(
            name: "images", training: mirror ? training.withMirrorImages : training, heldOut: held,
            classNames: found?.names ?? [])
        return (dataset, remarks)
    }
}
