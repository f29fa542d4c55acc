import Diagnostics
import Dispatch
import Foundation
import Synchronization

/// Another program, called with arguments as they are: no shell reads them.
struct OtherProgram {
    let path: String

    struct Answer {
        let output: String
        let errors: String
        let status: Int32
    }

    /// What it says until it ends.
    /// - Throws: where it cannot be started.
    func answer(_ arguments: [String]) throws(DiagnosticError) -> Answer {
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        do { try process.run() } catch {
            throw DiagnosticError(Diagnostic("'\(path)' cannot be started: \(error.localizedDescription)"))
        }
        // Both at once: a program that fills one pipe waits until it is read.
        let reading = DispatchGroup()
        let why = Mutex("")
        DispatchQueue.global().async(group: reading) {
            let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            why.withLock { $0 = text }
        }
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        reading.wait()
        process.waitUntilExit()
        return Answer(output: said, errors: why.withLock(\.self), status: process.terminationStatus)
    }
}
