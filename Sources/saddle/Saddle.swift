import ArgumentParser
import Diagnostics
import Kernels

@main
struct Saddle: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "saddle",
        abstract: "Runs declarative GAN experiments and tells how close they came to equilibrium.",
        version: "1.0.0",
        subcommands: [
            Run.self, Check.self, Report.self, Compare.self, Judge.self, Bench.self, List.self, Explain.self,
        ])

    static func main() {
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
        } catch {
            Self.exit(withError: error)
        }
    }
}
