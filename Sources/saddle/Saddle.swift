import ArgumentParser
import Diagnostics
import Kernels

@main
struct Saddle: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "saddle",
        abstract: "Runs declarative GAN experiments and tells how close they came to equilibrium.",
        version: Version.text,
        subcommands: [
            New.self, RunCommand.self, Status.self, Cancel.self, SearchCommand.self, Check.self, Sample.self,
            ExportCommand.self, Report.self, Compare.self, JudgeCommand.self, Verify.self, Bench.self, List.self,
            Remove.self, Rename.self, Note.self, Explain.self, Schema.self,
        ])

    /// Exit statuses: 0 all is done and written; 1 something is not, and the message says what; 2 the command line is
    /// wrong; 70 the processor lacks what the program was built for; 130 and 143 interrupted.
    static func main() {
        Descriptors.occupy()
        LargeMemory.returnWhenFreed()
        if let message = Processor.check() {
            Terminal.writeError("saddle: \(message)\n")
            Self.exit(withError: ExitCode(70))
        }
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as DiagnosticError {
            Terminal.writeError(DiagnosticRenderer(colour: Terminal.colourOfErrors).render(error.diagnostics) + "\n")
            Self.exit(withError: ExitCode.failure)
        } catch let error as Diagnostic {
            Terminal.writeError(DiagnosticRenderer(colour: Terminal.colourOfErrors).render([error]) + "\n")
            Self.exit(withError: ExitCode.failure)
        } catch  where Self.exitCode(for: error) == .validationFailure {
            Terminal.writeError(Self.fullMessage(for: error) + "\n" + meantCommand)
            Self.exit(withError: ExitCode(2))
        } catch {
            Self.exit(withError: error)
        }
    }

    /// Where the first word is no command, the one that it is similar to.
    private static var meantCommand: String {
        let names = configuration.subcommands.map { $0.configuration.commandName ?? "\($0)".lowercased() } + ["help"]
        guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"), !names.contains(word),
            let near = Similarity.nearest(to: word, in: names)
        else { return "" }
        return "help: there is no command '\(word)'; is '\(near)' meant?\n"
    }
}
