import Foundation

/// The experiment files that come with the project.
enum Shipped {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("experiments")

    /// The path of one, given within `experiments`.
    static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
}
