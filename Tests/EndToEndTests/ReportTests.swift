import Foundation
import Testing

@Suite struct ReportTests {
    @Test func aReportIsMadeAgainToTheSameBytesOrByAnotherCritic() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write(smallExperiment, to: "small.yaml")
        #expect(try program.run("run", "small.yaml").status == 0)
        let run = try #require(try program.list("results/small").first { $0.contains("0.9") })
        let folder = "results/small/\(run)"
        let index = try program.csv("results/small/runs.csv")
        let before = try program.read("\(folder)/equilibrium.md")
        let table = try program.read("\(folder)/critic.csv")
        #expect(try program.csv("results/small/runs.csv").first?["critic_accuracy"]?.isEmpty == false)

        let same = try program.run("report", folder, "--threads", "1")
        #expect(same.status == 0, "\(same.errors)")
        #expect(try program.read("\(folder)/equilibrium.md") == before && program.read("\(folder)/critic.csv") == table)
        #expect(try program.csv("results/small/runs.csv") == index)
        #expect(before.hasPrefix("# " + (same.output.split(whereSeparator: \.isNewline).first ?? "")))

        let other = try program.run(
            "report", folder + "/", "--set", "evaluation.critic.layers=[dense: 8, relu, dense: 1]", "--set",
            "evaluation.critic.iterations=40")
        #expect(other.status == 0, "\(other.errors)")
        #expect(try program.read("\(folder)/critic.csv") != table)
        #expect(try program.read("\(folder)/equilibrium.md").contains("(dense 8 + relu + dense 1; 40 updates at most)"))
        #expect(
            try program.read("\(folder)/equilibrium.md").contains(
                "saddle report \(folder) --set 'evaluation.critic.layers=[dense: 8, relu, dense: 1]' --set "))

        // The run's row follows, the other stays.
        let rows = try program.csv("results/small/runs.csv")
        let own = try #require(rows.firstIndex { $0["run"] == run })
        let judged = try #require(try program.csv("\(folder)/critic.csv").last)
        #expect(rows[own]["critic_accuracy"] == judged["critic_accuracy"])
        #expect(rows[own]["critic_accuracy"] != index[own]["critic_accuracy"])
        #expect(rows[own]["label_smoothing.real"] == "0.9" && rows[own]["accuracy"] == index[own]["accuracy"])
        #expect(rows.count == 2 && rows[1 - own] == index[1 - own])
        // So does the table of the session that comes next.
        #expect(try program.run("run", "small.yaml").status == 0)
        #expect(try program.csv("results/small/runs.csv") == rows)

        // From inside the folder it has the same name, and a path that can be used there.
        let inside = try program.start(shell: "cd \(folder) && $SADDLE report . --threads 1").wait()
        #expect(inside.status == 0, "\(inside.errors)")
        let absolute = program.folder.appendingPathComponent(folder).path
        let results = program.folder.appendingPathComponent("results").path
        #expect(
            try program.read("\(folder)/equilibrium.md").contains(
                "saddle run \(absolute)/config.yaml --results \(results) --fresh\n"))
        #expect(try program.read("\(folder)/equilibrium.json").contains("\"run\" : \"\(run)\""))
        #expect(try program.csv("results/small/runs.csv") == index)

        let wrong = try program.run("report", folder, "--set", "seed=7")
        #expect(wrong.status != 0 && wrong.errors.contains("another run"))
        let nowhere = try program.run("report", "results")
        #expect(nowhere.status != 0 && nowhere.errors.contains("not the folder of a run"))
    }
}
