import Foundation
import Kernels

/// Which program this is: two builds may differ in the last digits of what they compute.
public enum Build {
    /// A hash of the running program's file; "unknown" where it cannot be read.
    public static let checksum: String = {
        guard let path = Bundle.main.executablePath else { return unknown }
        do {
            let program = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
            return Checksum.text(program.withUnsafeBytes(ContentHash.hash))
        } catch {
            return unknown
        }
    }()

    private static let unknown = "unknown"
}
