import Foundation
import Testing

/// `saddle new`: every file that it writes is one that `saddle check` accepts.
@Suite struct NewTests {
    /// Files that a user could have, by what to give `--from`.
    private static let table = "name,age,city\n" + (0..<30).map { "n\($0 % 4),\($0),c\($0 % 3)\n" }.joined()

    @Test(arguments: ["points", "images", "table", "sound", "text", "sweep"])
    func startersAreAccepted(_ kind: String) throws {
        let program = try Program()
        defer { program.remove() }
        let made = try program.run("new", kind, "my-first")
        #expect(
            made.status == 0 && made.output == "my-first.yaml\n\nsaddle check my-first.yaml\nsaddle run my-first.yaml\n"
        )
        let check = try program.run("check", "my-first.yaml")
        #expect(check.status == 0 && check.errors.isEmpty, "\(check)")
        let again = try program.run("new", kind, "my-first")
        #expect(again.status == 1 && again.errors.contains("'my-first.yaml' is there already"))
    }

    @Test func filesFollowTheData() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(Self.table, to: "table.csv")
        try program.write((0..<30).map { "\($0);\($0 % 7)\n" }.joined(), to: "points.csv")
        try program.write((0..<30).map { "\($0),\($0 % 7),\($0 % 5)\n" }.joined(), to: "rows.csv")
        let bytes: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 12, 0, 0, 0, 12] + (0..<2880).map { UInt8($0 % 251) }
        try Data(bytes).write(to: program.folder.appendingPathComponent("t10k-images.idx3-ubyte"))
        for (path, name, part) in [
            ("table.csv", "table", "dataset: table"), ("points.csv", "points", "separator: semicolon"),
            ("rows.csv", "rows", "dataset: csv"), ("t10k-images.idx3-ubyte", "t10k-images", "dataset: array"),
        ] {
            let made = try program.run("new", "--from", path)
            #expect(made.status == 0, "\(made)")
            #expect(try program.read("\(name).yaml").contains(part))
            let check = try program.run("check", "\(name).yaml")
            #expect(check.status == 0, "\(path): \(check.errors)")
        }
        try program.write((0..<40).map { "word\($0)\n" }.joined(), to: "words.txt")
        try program.write((0..<40).map { "a long line, of many words, number \($0)\n" }.joined(), to: "prose.txt")
        try program.write((0..<40).map { "  indented \($0)\n" }.joined(), to: "code.txt")
        try FileManager.default.createDirectory(
            at: program.folder.appendingPathComponent("drums"), withIntermediateDirectories: true)
        _ = try program.run("new", "sound", "hits", "--output", "hits.yaml")
        for name in ["a", "b", "c"] {
            try FileManager.default.copyItem(
                at: program.folder.appendingPathComponent("hits.wav"),
                to: program.folder.appendingPathComponent("drums/\(name).wav"))
        }
        for (path, name, part) in [
            ("words.txt", "words", "dataset: text"), ("prose.txt", "prose", "unit: words"),
            ("code.txt", "code", "path: code.txt, blanks: drop"),
            ("drums", "drums", "length: 2048, rate: 4000, longer: pieces"),
        ] {
            let made = try program.run("new", "--from", path)
            #expect(made.status == 0, "\(made)")
            #expect(try program.read("\(name).yaml").contains(part))
            let check = try program.run("check", "\(name).yaml")
            #expect(check.status == 0, "\(path): \(check.errors)")
        }
        let columns = try program.read("code.yaml").split(separator: "\n").prefix(3).map {
            $0.distance(from: $0.startIndex, to: try #require($0.firstRange(of: /\ {4,}/)).upperBound)
        }
        #expect(Set(columns).count == 1, "\(columns)")
        // Who follows the comment on indents is led to networks that fit.
        let code = try program.read("code.yaml").replacing("blanks: drop", with: "blanks: keep")
        #expect(code.contains("which takes networks for 13 places"), "\(code)")
        try program.write(code, to: "code.yaml")
        let wide = try program.run("check", "code.yaml")
        #expect(wide.errors.contains("write dense: 416 and reshape: [1, 13, 32] there\n"), "\(wide)")
        try program.write(
            code.replacing("dense: 352", with: "dense: 416").replacing("[1, 11, 32]", with: "[1, 13, 32]"),
            to: "code.yaml")
        let fits = try program.run("check", "code.yaml")
        #expect(fits.status == 0, "\(fits)")
        let starter = try program.run("new", "table", "flats", "--output", "starter.yaml")
        #expect(starter.status == 0)
        #expect(try program.run("check", "starter.yaml").status == 0)
    }

    @Test func foldersOfCIFARAreKnown() throws {
        let program = try Program()
        defer { program.remove() }
        let folder = program.folder.appendingPathComponent("cifar-10-batches-bin")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let record = [UInt8](repeating: 3, count: 3073)
        for name in (1...5).map({ "data_batch_\($0)" }) + ["test_batch"] {
            try Data((0..<20).flatMap { _ in record }).write(to: folder.appendingPathComponent(name + ".bin"))
        }
        let made = try program.run("new", "--from", "cifar-10-batches-bin")
        #expect(made.status == 0, "\(made)")
        #expect(
            try program.read("cifar-10-batches-bin.yaml").contains("{dataset: cifar, path: cifar-10-batches-bin}"))
        let check = try program.run("check", "cifar-10-batches-bin.yaml")
        #expect(check.status == 0 && check.output.contains("100 training samples and 20 held out"), "\(check)")
    }

    @Test func mistakes() throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try program.run("new", "pionts", "a").errors.contains("There is no starter 'pionts'"))
        #expect(try program.run("new", "points").errors.contains("such as saddle new images my-first"))
        #expect(try program.run("new", "points", "a/b").errors.contains("'a/b' is no name"))
        try program.write("a,b\n1,2\n", to: "tiny.csv")
        #expect(
            try program.run("new", "--from", "tiny.csv").errors.contains(
                "'tiny.csv' has 1 sample that can be read; training and held-out samples need 2"))
        #expect(!program.exists("tiny.yaml"))
        #expect(try program.run("new", "--from", "nowhere").errors.contains("'nowhere' does not exist"))
    }

    /// The name may be that of the file; of few rows so many are held out that `check` has nothing to say of them.
    @Test func theFileMayBeNamedAndFewRowsAreHeldOut() throws {
        let program = try Program()
        defer { program.remove() }
        let rows = (0..<900).map { "\(Double($0 % 97) / 7),\(Double($0 % 89) / 5)" }
        try program.write("a,b\n" + rows.joined(separator: "\n") + "\n", to: "rows.csv")
        #expect(try program.run("new", "--from", "rows.csv", "mine.yaml").status == 0)
        let text = try program.read("mine.yaml")
        #expect(text.contains("name: mine\n") && text.contains("held_out: 0.36"))
        let check = try program.run("check", "mine.yaml")
        #expect(check.status == 0 && !check.errors.contains("held-out"), "\(check.errors)")
    }
}
