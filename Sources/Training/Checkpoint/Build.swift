import Foundation
import Kernels

/// Which program this is: two builds may differ in the last digits of what they compute.
public enum Build {
    /// A hash of the running program's file; "unknown" where it cannot be read.
    public static let checksum: String = {
        guard let path = Bundle.main.executablePath else { return unknown }
        do {
            // Piece by piece: as a whole it would be most of the memory that a small run takes, and large pieces would
            // come in pages that are new each time.
            let program = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            var hash = ContentHash()
            while let piece = try program.read(upToCount: Self.piece), !piece.isEmpty {
                piece.withUnsafeBytes { hash.take($0) }
            }
            return Checksum.text(hash.value)
        } catch {
            return unknown
        }
    }()

    private static let unknown = "unknown"
    /// Bytes read at a time.
    private static let piece = 1 << 17
}
