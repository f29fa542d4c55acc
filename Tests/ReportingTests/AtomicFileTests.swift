import Foundation
import Reporting
import Testing
import TestSupport

@Suite struct AtomicFileTests {
    @Test func textIsAddedAtTheEnd() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write("a\r\n", to: folder.path("log.csv"))
        try AtomicFile.append("b\r\n", to: folder.path("log.csv"))
        try AtomicFile.append("", to: folder.path("log.csv"))
        #expect(try String(decoding: AtomicFile.read(folder.path("log.csv")), as: UTF8.self) == "a\r\nb\r\n")
    }

    @Test func aFullDiskIsNamedAsTheReason() {
        #expect(throws: FileError(path: "/dev/full", reason: "no space left on device")) {
            try AtomicFile.append("row\r\n", to: "/dev/full")
        }
    }

    /// The only sign of a flush that a test can see: what takes every byte and cannot be flushed.
    @Test func aRowCountsOnceItIsFlushedToTheDisk() {
        #expect(throws: FileError(path: "/dev/null", reason: "invalid argument")) {
            try AtomicFile.append("row\r\n", to: "/dev/null")
        }
        #expect(throws: Never.self) { try AtomicFile.append("row\r\n", to: "/dev/null", flushed: false) }
    }

    @Test func nothingIsAddedToWhatIsNotThere() throws {
        let folder = try TemporaryFolder()
        #expect(throws: FileError(path: folder.path("log.csv"), code: ENOENT)) {
            try AtomicFile.append("row\r\n", to: folder.path("log.csv"))
        }
    }
}
