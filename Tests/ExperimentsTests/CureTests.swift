import Diagnostics
import TestSupport
import Testing

@testable import Configuration
@testable import Experiments

/// Whatever a key is given, the error says what to write, and what it says to write is no error.
@Suite struct CureTests {
    /// Every entry of every registry, and every section.
    static let declarations: [Declaration] =
        RegistryKind.allCases.flatMap { Vocabulary.saddle.declarations(of: $0) } + Vocabulary.saddle.sections
        + [Vocabulary.saddle.run]

    private static let mistakes = [
        "0", "-1", "1.5", "1e300", "99999999999", "many words", "\"64\"", "true", "[]", "[0]", "[1, 2, 3, 4, 5, 6, 7]",
        "{}", "{unknown_key: 1}", "[[]]",
    ]

    private func read(_ text: String) throws -> Node {
        var findings = Findings()
        return try NodeReader.read(SourceText(path: "file.yaml", bytes: Array(text.utf8)), &findings)
    }

    /// What is said of a key of a declaration whose value is that text: of the key alone.
    private func findings(_ declaration: Declaration, _ key: Key, _ text: String) throws -> [Diagnostic] {
        var fields = Fields(.saddle)
        let known = declaration.keys.filter { $0.name != key.name }.map { ($0.name, Value.null) }
        let alone = Declaration(
            declaration.name, declaration.summary, keys: declaration.keys, shorthand: declaration.shorthand,
            example: declaration.example)
        _ = fields.values(
            try read("{\(key.name): \(text)}"), alone, owner: "'\(declaration.name)'",
            known: Dictionary(uniqueKeysWithValues: known))
        return fields.findings.all.filter { $0.severity == .error }
    }

    @Test(arguments: declarations) func everyErrorOfAKeyHasACure(_ declaration: Declaration) throws {
        for key in declaration.keys where !key.isSwitches {
            // The parts of a sweep are read by code of their own; its messages stand in the golden files.
            if case .described = key.type { continue }
            for mistake in Self.mistakes {
                for error in try findings(declaration, key, mistake) {
                    let what: Comment = "\(declaration.name).\(key.name): \(mistake): \(error.message)"
                    let help = try #require(error.help, what)
                    // A section whose keys a number was written for.
                    if case .section = key.type, let cure = help.firstMatch(of: #/^write (\w+): (\{.*\})/#) {
                        #expect(try findings(declaration, key, String(cure.2)).isEmpty, "\(what) -> \(cure.0)")
                    }
                    for line in help.split(separator: "\n") {
                        let example = "for example \(key.name): "
                        guard line.hasPrefix(example) else { continue }
                        let cure = String(line.dropFirst(example.count))
                        #expect(try findings(declaration, key, cure).isEmpty, "\(what) -> \(cure)")
                    }
                    // Of an entry that is named, the whole value is what is to be written.
                    if let name = help.firstMatch(of: #/^name it: (.*)$/#), case .choice = key.type {
                        #expect(try findings(declaration, key, "{\(name.1)}").isEmpty, "\(what) -> \(name.1)")
                    }
                }
            }
        }
    }

    /// A number in an entry's place is the value of an entry that takes it, where there is one.
    @Test func aNumberIsNoEntryThatRefusesIt() throws {
        let training = try #require(Vocabulary.saddle.run.key("generator"))
        guard case .section(let generator) = training.type, let schedule = generator.key("schedule") else {
            Issue.record("no schedule")
            return
        }
        #expect(try findings(generator, schedule, "0.5").map(\.help)[0]?.hasPrefix("known schedules: ") == true)
        #expect(try findings(generator, schedule, "50").map(\.help) == ["name it: warm_restarts: 50"])
    }

    private func errors(_ text: String, _ overrides: [String] = []) throws -> String {
        let folder = try TemporaryFolder([:])
        let path = try folder.write("file.yaml", text)
        let error = try #require(throws: DiagnosticError.self) {
            try Preparation(files: [path], overrides: overrides)
        }
        return DiagnosticRenderer(lineWidth: 200).render(error.diagnostics).replacing(folder.path + "/", with: "")
    }

    /// What several places take is said to belong in each.
    @Test(arguments: ["schedule=linear", "training.schedule=linear"])
    func aKeyOfSeveralSectionsIsSaidToBelongInEach(_ override: String) throws {
        let found = try errors(SoundFile.text, [override])
        #expect(found.contains("help: 'schedule' belongs in 'generator' or 'discriminator' or 'condition'"), "\(found)")
    }

    /// A key of the outermost ones is not looked for among other sections.
    @Test(arguments: ["step_ratio", "noise"])
    func aKeyOfTheFileIsSaidToBelongInNoSection(_ key: String) throws {
        let found = try errors(SoundFile.text, ["training.\(key)={discriminator: 2}"])
        #expect(found.contains("help: '\(key)' is a key of the file itself, in no section"), "\(found)")
    }

    /// What is wrong with a layer by a value from the command line is shown there.
    @Test func anErrorByTheCommandLineIsShownThere() throws {
        #expect(
            try errors(SoundFile.text, ["discriminator.layers.2.units=2"]) == """
                --set:1:30: error: produces [2]; a discriminator gives one number, [1]
                    1 | discriminator.layers.2.units=2
                      |                              ^
                help: end with dense: 1
                """)
        #expect(
            try errors(SoundFile.text, ["generator.layers.2.from=x"]).hasPrefix(
                "--set:1:25: error: dense reads from 'x'"))
    }

    @Test func aListOfIdsIsJoinedAsIsSaid() throws {
        let two = SoundFile.text.replacing(
            "[dense: 16, relu, dense: 2]",
            with: "[dense: {units: 8, id: w}, dense: {units: 8, id: c}, dense: {units: 2, from: [w, c]}]")
        #expect(
            try errors(two).contains(
                "help: put `concat: [w]` or `add: [w]` before it, which joins it to the value there, and leave `from` out"
            ))
        let cured = two.replacing("dense: {units: 2, from: [w, c]}", with: "concat: [w], dense: 2")
        let folder = try TemporaryFolder([:])
        _ = try Preparation(files: [try folder.write("file.yaml", cured)])
    }
}
