import Foundation
import Testing

/// The README's five minutes, word for word but for their length.
@Suite struct TutorialTests {
    @Test func everyCommandSucceeds() throws {
        let program = try Program()
        defer { program.remove() }
        let script = Program.root.appendingPathComponent("Tests/Tutorial/tutorial.py").path
        let done = try program.start(shell: "python3 '\(script)' \"$SADDLE\" --short").wait()
        #expect(done.status == 0, "\(done.output)\(done.errors)")
    }
}
