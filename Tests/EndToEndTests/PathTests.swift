import Foundation
import Testing

/// Where data is looked for: beside the file that names it, wherever the program is started.
@Suite struct PathTests {
    private static let rows = "x,y\n" + (0..<200).map { "\($0 % 7),\($0 % 11)\n" }.joined()

    private static let base = """
        data: {dataset: csv, path: rows.csv}
        noise: {dimension: 2}
        generator: {layers: [dense: 4, relu, dense: 2]}
        discriminator: {layers: [dense: 4, relu, dense: 1]}
        training: {iterations: 4, batch_size: 8}
        evaluation: {every: 2, samples: 8, critic: {iterations: 4, samples: 16}, metrics: none}

        """

    /// A file that extends one in another folder, with data beside that one.
    private func lab() throws -> Program {
        let program = try Program()
        for folder in ["lab/files", "common"] {
            let url = program.folder.appendingPathComponent(folder)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }
        try program.write(Self.rows, to: "common/rows.csv")
        try program.write(Self.base, to: "common/base.yaml")
        try program.write("name: far\nextends: ../../common/base.yaml\n", to: "lab/files/far.yaml")
        return program
    }

    @Test func aRunIsTheSameWhereverOneStands() throws {
        let program = try lab()
        defer { program.remove() }
        func trained(_ command: String, into results: String) throws -> (id: String, config: String) {
            let result = try program.start(shell: command).wait()
            #expect(result.status == 0, "\(command)\n\(result.errors)")
            let id = try #require(try program.list("\(results)/far").first { $0.hasPrefix("run-") })
            return (id, try program.read("\(results)/far/\(id)/config.yaml"))
        }
        let here = try trained("$SADDLE run lab/files/far.yaml", into: "results")
        #expect(here.config.contains("path: \"../../common/rows.csv\""))
        #expect(try program.read("results/far/\(here.id)/paths.txt") == "../../../lab/files\n")
        #expect(try trained("cd lab && $SADDLE run files/far.yaml", into: "lab/results") == here)
        #expect(
            try trained("cd / && $SADDLE run \"$OLDPWD\"/lab/files/far.yaml --results \"$OLDPWD\"/r", into: "r") == here
        )
        // After --set it begins where one stands; what is recorded is the same.
        let set = "--set data.path=\"../common/rows.csv\" --results set"
        let other = try program.start(shell: "cd lab && $SADDLE run files/far.yaml \(set)").wait()
        #expect(other.status == 0, "\(other.errors)")
        let id = try #require(try program.list("lab/set/far").first { $0.contains("data.path") })
        #expect(id.suffix(9) == here.id.suffix(9))
        #expect(try program.read("lab/set/far/\(id)/config.yaml") == here.config)
    }

    @Test func whoReadsARunFindsItsData() throws {
        let program = try lab()
        defer { program.remove() }
        #expect(try program.run("run", "lab/files/far.yaml").status == 0)
        let id = try #require(try program.list("results/far").first { $0.hasPrefix("run-") })
        for command in ["report far/\(id)", "sample far/\(id) --output s.csv", "verify .", "run far/\(id)/config.yaml"]
        {
            let result = try program.start(shell: "cd results && $SADDLE \(command)").wait()
            #expect(result.status == 0, "\(command)\n\(result.errors)")
        }
        // A plan's task finds it as well.
        #expect(try program.run("run", "lab/files/far.yaml", "--plan-only", "--results", "planned").status == 0)
        let plan = try #require(try program.list("planned/far/plans").first { $0.hasSuffix(".jsonl") })
        let task = try program.start(
            shell: "cd planned && $SADDLE run --plan far/plans/\(plan) --index 0"
        ).wait()
        #expect(task.status == 0, "\(task.errors)")
        let files = ["config.yaml", "metrics.csv", "paths.txt"]
        for file in files {
            #expect(
                try program.read("planned/far/\(id)/\(file)") == program.read("results/far/\(id)/\(file)"), "\(file)")
        }
        // Data that has moved: said at its line, with what helps.
        let (from, to) = ("common/rows.csv", "lab/rows.csv")
        try FileManager.default.moveItem(
            at: program.folder.appendingPathComponent(from), to: program.folder.appendingPathComponent(to))
        let lost = try program.run("sample", "results/far/\(id)", "--output", "t.csv")
        #expect(lost.status != 0)
        #expect(lost.errors.contains("config.yaml:") && lost.errors.contains("rows.csv' does not exist"))
        #expect(lost.errors.contains("paths.txt"), "\(lost.errors)")
        // The folder in which ../../common is the data's again.
        try program.write("../../../lab/a/b\n", to: "results/far/\(id)/paths.txt")
        for folder in ["lab/a/b", "lab/common"] {
            try FileManager.default.createDirectory(
                at: program.folder.appendingPathComponent(folder), withIntermediateDirectories: true)
        }
        try program.write(Self.rows, to: "lab/common/rows.csv")
        let found = try program.run("sample", "results/far/\(id)", "--output", "t.csv")
        #expect(found.status == 0, "\(found.errors)")
        // A note that cannot be read is no reason to look elsewhere.
        let note = program.folder.appendingPathComponent("results/far/\(id)/paths.txt")
        try FileManager.default.removeItem(at: note)
        try FileManager.default.createDirectory(at: note, withIntermediateDirectories: true)
        let unread = try program.run("sample", "results/far/\(id)", "--output", "u.csv")
        #expect(unread.status != 0 && unread.errors.contains("paths.txt' cannot be read"), "\(unread.errors)")
    }

    @Test func theOldReadingIsNamed() throws {
        let program = try lab()
        defer { program.remove() }
        try program.write("extends: ../common/base.yaml\ndata: {path: common/rows.csv}\n", to: "lab/old.yaml")
        let result = try program.run("check", "lab/old.yaml")
        #expect(result.status != 0)
        #expect(result.errors.contains("lab/old.yaml:2:14: error: 'lab/common/rows.csv' does not exist"))
        #expect(result.errors.contains("write ../common/rows.csv"), "\(result.errors)")
        let starter = try program.run("new", "--from", "common/rows.csv", "--output", "lab/rows.yaml")
        #expect(starter.status == 0)
        #expect(try program.read("lab/rows.yaml").contains("path: \"../common/rows.csv\""))
        #expect(try program.run("check", "lab/rows.yaml").status == 0)
    }
}
