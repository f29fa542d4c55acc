import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Reporting

/// Where runs of large sweeps lie, and how it is known that they are whole. The sizes themselves are in `Tests/Sizes`.
@Suite struct RunPlacesTests {
    @Test func largeSweepsAreSpread() throws {
        let folder = try TemporaryFolder()
        let runs = ["lr=1_seed=1-3f9a1c2e", "lr=1_seed=2-3f000000", "lr=2-00c0ffee"]
        let empty = try RunPlaces(in: folder.path("none"))
        #expect(empty.names.isEmpty && empty.path(of: runs[0]) == nil)
        #expect(empty.newPath(of: runs[0], count: 10_000) == folder.path("none/\(runs[0])"))
        #expect(empty.newPath(of: runs[0], count: 10_001) == folder.path("none/+3f/\(runs[0])"))
        try folder.write("x/+3f/\(runs[0])/status.json", "")
        try folder.write("x/\(runs[1])/status.json", "")
        try folder.write("x/runs.csv", "")
        let places = try RunPlaces(in: folder.path("x"))
        #expect(places.names == [runs[1], "runs.csv", runs[0]])
        #expect(runs.map(places.contains) == [true, true, false])
        #expect(places.path(of: runs[0]) == folder.path("x/+3f/\(runs[0])"))
        #expect(places.path(of: runs[1]) == folder.path("x/\(runs[1])"))
        for run in runs.prefix(2) {
            let path = try #require(places.path(of: run))
            // However many the sweep has now.
            for count in [1, 1_000_000] {
                #expect(try RunPlaces.path(of: run, in: folder.path("x"), count: count) == path)
            }
            #expect(RunPlaces.experiment(of: path) == folder.path("x"))
        }
        #expect(try RunPlaces.path(of: runs[2], in: folder.path("x"), count: 20_000).hasSuffix("/+00/\(runs[2])"))
        #expect(!RunPlaces.isShard("+3F") && !RunPlaces.isShard("3f") && !RunPlaces.isShard("+3f1"))
    }

    @Test func checkedRunsAreKnownAgain() throws {
        let folder = try TemporaryFolder()
        let folders = ["a-00000001", "b-00000002", "c-00000003"].map { folder.path($0) }
        for path in folders {
            try folder.write(FilePath.name(path) + "/status.json", "{}")
            try folder.write(FilePath.name(path) + "/samples/iteration-1.png", "x")
        }
        let messages: [String?] = [nil, "loss is\tnot\nfinite \\ at 3", "after 2h"]
        let entries = try zip(zip(folders, messages), [RunStatus.complete, .diverged, .stopped]).map { run, status in
            CheckedRuns.Entry(
                run: FilePath.name(run.0), status: status, message: run.1,
                stamp: try #require(try RunStamp(of: run.0)))
        }
        try folder.write("runs.csv", "run,status\n")
        let table = try Folder.stamp(folder.path("runs.csv"))
        try CheckedRuns(entries, table: table).write(in: folder.path)
        let read = CheckedRuns(in: folder.path)
        #expect(read.entries == entries && read.table == table)
        #expect(try read.standing(in: folders) == entries)
        // Made, replaced and removed files show in their folder; a new record in itself.
        try folder.write("a-00000001/samples/iteration-2.png", "y")
        try FileManager.default.removeItem(atPath: folders[1] + "/samples/iteration-1.png")
        try AtomicFile.write("{ }", to: folders[2] + "/status.json")
        #expect(try read.standing(in: folders) == [nil, nil, nil])
        #expect(try read.standing(in: [folder.path("gone-00000004")]) == [nil])
        // The table is another one, and its rows the same.
        try AtomicFile.write("run,status,x\n", to: folder.path("runs.csv"))
        try CheckedRuns.follow(table, in: folder.path)
        let after = CheckedRuns(in: folder.path)
        #expect(after.entries == entries && after.table != table)
        #expect(try after.table == Folder.stamp(folder.path("runs.csv")))
    }

    /// Damage to what is known costs time, nothing else.
    @Test func whatIsDamagedSaysNothing() throws {
        let folder = try TemporaryFolder()
        try folder.write("a-00000001/status.json", "{}")
        let stamp = try #require(try RunStamp(of: folder.path("a-00000001")))
        let entry = CheckedRuns.Entry(run: "a-00000001", status: .complete, message: nil, stamp: stamp)
        try CheckedRuns([entry]).write(in: folder.path)
        let path = folder.path(CheckedRuns.name)
        let bytes = try AtomicFile.read(path)
        #expect(CheckedRuns(in: folder.path).entries == [entry])
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            try folder.write(CheckedRuns.name, changed)
            #expect(CheckedRuns(in: folder.path).entries.isEmpty, "byte \(place)")
            try folder.write(CheckedRuns.name, bytes[..<place])
            #expect(CheckedRuns(in: folder.path).entries.isEmpty, "\(place) bytes")
        }
        #expect(CheckedRuns(in: folder.path("none")).entries.isEmpty)
    }
}
