import Configuration
import Foundation
import Testing

@testable import Experiments

/// What a new sink and a new launcher cost: a file each, here outside of the program.
@Suite struct EntryTests {
    private static let text = tinyExperiment("entries", iterations: 20, every: 10) + "sweep: {seeds: 2}\n"

    /// Those that train in this process.
    private static let launchers =
        Launchers.registry.types.compactMap { $0 as? any TrainingLauncher.Type }.map { $0.init(Values([:])) }
        + [InBackground(Values([:]))] as [any TrainingLauncher]

    @Test("every launcher trains the same bytes", arguments: launchers.map { type(of: $0).declaration.name })
    func launcher(name: String) throws {
        let (session, usual) = (try SessionFolder(Self.text), try SessionFolder(Self.text))
        defer { [session, usual].forEach { $0.remove() } }
        try usual.run()
        let launcher = Self.launchers.first { type(of: $0).declaration.name == name }
        #expect(try session.run(jobs: 2, launcher: launcher).map(\.outcome.status) == [.complete, .complete])
        #expect(try session.bytes() == usual.bytes())
    }

    /// Its file is in the record and in checkpoints, and a run that is interrupted goes on writing it.
    @Test func aSink() throws {
        let (session, interrupted) = (try SessionFolder(Self.text), try SessionFolder(Self.text))
        defer { [session, interrupted].forEach { $0.remove() } }
        let sinks = Sinks.all + [LossFile.self]
        try session.run(sinks: sinks)
        let names = try session.bytes().keys.filter { $0.hasSuffix("/" + LossFile.name) }
        #expect(names.count == 2)
        for folder in try session.folders() {
            #expect(try RunFolder(folder).record()?.files?[LossFile.name] != nil)
            let text = try String(contentsOfFile: "\(folder)/\(LossFile.name)", encoding: .utf8)
            #expect(text.split(whereSeparator: \.isNewline).count == 4)
            #expect(text.hasPrefix("iteration,discriminator,generator"))
        }
        try interrupted.run(interruptedAfter: 13, sinks: sinks)
        try interrupted.run(sinks: sinks)
        #expect(try interrupted.bytes() == session.bytes())
    }
}
