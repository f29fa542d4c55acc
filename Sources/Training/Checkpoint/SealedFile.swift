import Formats
import Kernels

/// A safetensors file that knows itself: the note `file_checksum` is the XXH64 of the file as it is without that note.
extension SafetensorsStream {
    static let note = "file_checksum"

    /// The same file with its checksum among the notes.
    public var sealed: SafetensorsStream {
        var file = self
        file.metadata[Self.note] = nil
        var hash = ContentHash()
        file.write { hash.take($0) }
        file.metadata[Self.note] = Checksum.text(hash.value)
        return file
    }
}

extension Safetensors {
    /// The file's content with its checksum among the notes.
    public var sealedBytes: [UInt8] {
        var file = self
        file.metadata = SafetensorsStream(self).sealed.metadata
        return file.bytes
    }

    /// Reads what `sealedBytes` gave.
    /// - Throws: where a single byte is another one.
    public init(sealed bytes: [UInt8]) throws(SafetensorsError) {
        try self.init(bytes)
        guard metadata[SafetensorsStream.note] != nil else { throw .unsealed }
        // Compared as a whole: blanks of the header, which mean nothing, are bytes of the file all the same.
        guard SafetensorsStream(self).sealed.gives(bytes) else {
            throw SafetensorsError("its content is not what its checksum was made of")
        }
    }
}

extension SafetensorsStream {
    /// Whether these are the file's bytes.
    fileprivate func gives(_ bytes: [UInt8]) -> Bool {
        var (position, isSame) = (0, byteCount == bytes.count)
        bytes.withUnsafeBytes { bytes in
            write { piece in
                guard isSame else { return }
                let end = position + piece.count
                isSame = end <= bytes.count && bytes[position..<end].elementsEqual(piece)
                position = end
            }
        }
        return isSame
    }
}

extension SafetensorsError {
    /// Of a file that was written without a checksum.
    public static let unsealed = SafetensorsError("it has no checksum")
}
