import Configuration
import Diagnostics
import Foundation
import TestSupport
import Testing

@Suite struct FlatSettingsTests {
    private func read(_ text: String) throws -> [Parameter] {
        let folder = try TemporaryFolder()
        return try FlatSettings.read(path: folder.write("settings.yaml", text))
    }

    @Test func sectionsGiveDottedPathsAndListsStayWhole() throws {
        let settings = try read(
            """
            seed: 1
            noise: {dimension: 64, prior: normal}
            generator:
              layers:
                - dense: 8
                - relu
              optimizer: {adam: {learning_rate: 0.0002, betas: [0.5, 0.999]}}
            """)
        #expect(
            settings == [
                Parameter(path: "seed", text: "1"), Parameter(path: "noise.dimension", text: "64"),
                Parameter(path: "noise.prior", text: "normal"),
                Parameter(path: "generator.layers", text: "dense8-relu"),
                Parameter(path: "generator.optimizer.adam.learning_rate", text: "0.0002"),
                Parameter(path: "generator.optimizer.adam.betas", text: "0.5-0.999"),
            ])
    }

    @Test func whatCannotBeReadIsAnError() {
        #expect(throws: DiagnosticError.self) { try read("a: [1") }
        #expect(throws: DiagnosticError.self) { try read("a: 1\na: 2\n") }
        #expect(throws: DiagnosticError.self) { try FlatSettings.read(path: "/no/such/config.yaml") }
    }
}
