/// Several arrays in one file, as NumPy's `savez` and `savez_compressed` write them: a ZIP archive of .npy files.
public struct NPZFile: Sendable {
    private let archive: ZIPArchive
    private let entries: [(name: String, entry: ZIPArchive.Entry)]

    /// The arrays' names, in the order of the file.
    public var names: [String] { entries.map(\.name) }

    public init(_ bytes: [UInt8]) throws(FormatError) {
        let archive = try ZIPArchive(bytes)
        entries = archive.entries.filter { $0.name.hasSuffix(".npy") }.map { (String($0.name.dropLast(4)), $0) }
        self.archive = archive
        guard !entries.isEmpty else {
            throw FormatError(
                "is a ZIP archive without an array", help: "write it with numpy.savez, or save one array: numpy.save")
        }
    }

    /// An array by its name; nil where there is none.
    /// - Parameter most: numbers that are read at most, 8 bytes each.
    public func array(_ name: String, most: Int) throws(FormatError) -> NPYArray? {
        guard let found = entries.first(where: { $0.name == name }) else { return nil }
        do throws(FormatError) {
            return try NPYArray(archive.content(found.entry, most: 8 * most + NPYHeader.limit), most: most)
        } catch {
            throw FormatError("array '\(name)' \(error.message)", help: error.help)
        }
    }
}
