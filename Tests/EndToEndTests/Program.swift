import Foundation
import TestSupport
import Testing

/// Runs the real program in a folder of its own, as a user would.
struct Program {
    private let own: TemporaryFolder

    var folder: URL { URL(fileURLWithPath: own.path) }

    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    /// A fresh folder, with the shipped experiments linked in as `experiments`.
    init() throws {
        own = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            at: folder.appendingPathComponent("experiments"),
            withDestinationURL: Self.root.appendingPathComponent("experiments"))
    }

    func remove() { withExtendedLifetime(own) {} }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
    }

    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
    }

    /// The names in a folder, sorted.
    func list(_ name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(name).path).sorted()
    }

    /// Whether some run's folder in an experiment's folder has a file.
    func anyExists(_ experiment: String, _ name: String) -> Bool {
        ((try? list(experiment)) ?? []).contains { exists("\(experiment)/\($0)/\(name)") }
    }

    /// Waits until something has come to be, for minutes where much else is at work. A test that went on without it
    /// would fail for another reason.
    func wait(sourceLocation: SourceLocation = #_sourceLocation, until isThere: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(300)
        while try !isThere() {
            try #require(ContinuousClock.now < deadline, "waited in vain", sourceLocation: sourceLocation)
            usleep(20_000)
        }
    }

    /// The rows of a CSV file whose cells need no quotes, by column.
    func csv(_ name: String) throws -> [[String: String]] {
        let lines = try read(name).split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> RunningProgram {
        try RunningProgram(Self.executable, arguments, in: folder, environment: environment)
    }

    /// Starts a shell's command, in which the program is `$SADDLE`.
    func start(shell command: String) throws -> RunningProgram {
        try RunningProgram(
            URL(fileURLWithPath: "/bin/sh"), ["-c", command], in: folder,
            environment: ["SADDLE": Self.executable.path])
    }

    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Result {
        try start(arguments, environment: environment).wait()
    }

    /// The package's root: three folders above this file.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The program stands beside the test bundle that is running.
    static let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("saddle")
}

/// A program under way, so that a test can interrupt it.
final class RunningProgram {
    private let process = Process()
    private let output: URL
    private let errors: URL

    init(_ executable: URL, _ arguments: [String], in folder: URL, environment: [String: String]) throws {
        // Files rather than pipes: nothing blocks, however much is printed.
        output = folder.appendingPathComponent(".output-\(UUID().uuidString)")
        errors = folder.appendingPathComponent(".errors-\(UUID().uuidString)")
        for file in [output, errors] { try Data().write(to: file) }
        // Tests that nohup started hand it down that hang-ups are ignored.
        Foundation.signal(SIGHUP, SIG_DFL)
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
    }

    var errorsSoFar: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    func interrupt() { process.interrupt() }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    func wait() throws -> Program.Result {
        process.waitUntilExit()
        return Program.Result(
            status: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
}
