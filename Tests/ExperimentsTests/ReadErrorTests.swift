import Foundation
import Reporting
import Testing

@testable import Experiments

/// What cannot be read says nothing of what is there: nothing begins anew, and nothing is removed.
@Suite struct ReadErrorTests {
    private static let text = tinyExperiment("unread", iterations: 20, every: 5) + "output: {checkpoint_every: 5}\n"

    /// A link to itself fails as a disk does: not with "there is no such file".
    private static func makeUnreadable(_ path: String) throws {
        try FileManager.default.moveItem(atPath: path, toPath: path + ".aside")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
    }

    private static func makeReadable(_ path: String) throws {
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: path + ".aside", toPath: path)
    }

    /// A table that is damaged leaves its line out of the page; one that cannot be read is no damage.
    @Test func aTableThatCannotBeReadIsAnError() throws {
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run()
        let folder = RunFolder(try session.folders()[0])
        let experiment = ExperimentFolder(results: session.results, experiment: "unread")
        for path in [folder.file("metrics.csv"), "\(experiment.path)/runs.csv"] {
            try Self.makeUnreadable(path)
            let error = #expect(throws: FileError.self) {
                try experiment.locked { try experiment.writePages(of: "unread", "") }
            }
            #expect(error?.path == path)
            try Self.makeReadable(path)
        }
    }

    @Test(arguments: ["checkpoints", "status.json", "checkpoints/iteration-12.safetensors"])
    func nothingIsLostWhereSomethingCannotBeRead(name: String) throws {
        let undisturbed = try SessionFolder(Self.text)
        defer { undisturbed.remove() }
        try undisturbed.run()
        let session = try SessionFolder(Self.text)
        defer { session.remove() }
        try session.run(interruptedAfter: 12)
        let path = "\(try session.folders()[0])/\(name)"
        try Self.makeUnreadable(path)
        let told: String
        do { told = try session.run().first { $0.outcome.status == .failed }?.outcome.message ?? "" } catch {
            told = "\(error)"
        }
        #expect(told.contains(path), "\(told)")
        try Self.makeReadable(path)
        var start: Int?
        try session.run { if case .started(_, let iteration) = $0 { start = iteration } }
        #expect(start == 12)
        #expect(try session.bytes() == undisturbed.bytes())
    }
}
