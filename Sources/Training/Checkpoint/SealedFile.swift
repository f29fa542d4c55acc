import Formats
import Kernels

/// A safetensors file that knows itself: the note `file_checksum` is the XXH64 of the file as it is without that note.
extension Safetensors {
    private static let note = "file_checksum"

    /// The file's content with its checksum among the notes.
    public var sealedBytes: [UInt8] {
        var file = self
        file.metadata[Self.note] = nil
        file.metadata[Self.note] = ContentHash.text(file.bytes)
        return file.bytes
    }

    /// Reads what `sealedBytes` gave.
    /// - Throws: where a single byte is another one.
    public init(sealed bytes: [UInt8]) throws(SafetensorsError) {
        try self.init(bytes)
        guard metadata[Self.note] != nil else { throw .unsealed }
        // Compared as a whole: blanks of the header, which mean nothing, are bytes of the file all the same.
        guard sealedBytes == bytes else { throw SafetensorsError("its content is not what its checksum was made of") }
    }
}

extension SafetensorsError {
    /// Of a file that was written without a checksum.
    public static let unsealed = SafetensorsError("it has no checksum")
}
