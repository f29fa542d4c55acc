import Foundation
import Testing

@testable import Formats

@Suite struct SafetensorsTests {
    private func file(_ header: String, data: Int) -> [UInt8] {
        let text = Array(header.utf8)
        return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
            + [UInt8](repeating: 0, count: data)
    }

    private func problem(_ bytes: [UInt8]) -> String? {
        do {
            _ = try Safetensors(bytes)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func roundTrip() throws {
        let tensors = [
            NamedTensor("a.weight", shape: [2, 3], values: [1, -2, 3.5, .infinity, -0.0, .leastNonzeroMagnitude]),
            NamedTensor("empty", shape: [0, 4], values: []), NamedTensor("scalar", shape: [], values: [7]),
        ]
        let metadata = ["quote\"d \\ \n": "\u{1F600} \u{1}", "iteration": "12"]
        let bytes = Safetensors(metadata: metadata, tensors: tensors).bytes
        let header = bytes[0..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        #expect(header % 8 == 0)
        let read = try Safetensors(bytes)
        #expect(read.metadata == metadata)
        #expect(read.tensors.map(\.name) == tensors.map(\.name))
        #expect(read.tensors.map(\.shape) == tensors.map(\.shape))
        for (a, b) in zip(read.tensors, tensors) { #expect(a.values.map(\.bitPattern) == b.values.map(\.bitPattern)) }
    }

    /// The bytes themselves, so that writer and reader cannot be wrong together.
    @Test func knownBytes() {
        let header = #"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
        let expected: [UInt8] = [56, 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [0x20, 0x20] + [0, 0, 0x80, 0x3f]
        #expect(header.utf8.count == 54)
        #expect(Safetensors(tensors: [NamedTensor("w", shape: [1], values: [1])]).bytes == expected)
    }

    /// Tensors may lie in another order than the header names them.
    @Test func anyOrder() throws {
        let header =
            #"{"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
        #expect(try Safetensors(file(header, data: 8)).tensors.map(\.name) == ["b", "a"])
        #expect(problem(file(" " + header, data: 8)) != nil)
        #expect(problem(file(header + " \n", data: 8)) == nil)
    }

    @Test(arguments: [
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "a hole in the data before tensor 'a'"),
        (
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
            8, "an overlap in the data before tensor 'b'"
        ),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 9, "5 bytes follow the last tensor"),
        ("{}", 4, "4 bytes follow the last tensor"),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
            8, "the key 'a' is given twice"
        ),
        (#"{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 4, "the key 'dtype' is given twice"),
        (
            #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#, 4,
            "the size of shape [4611686018427387904, 4] overflows"
        ),
        (#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#, 4, "a number overflows"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "needs 8 bytes, data_offsets give 4"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#, 4, "are no range within 4 bytes"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4, "are no range within 4 bytes"),
        (#"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#, 8, "dtype F64 is not supported"),
        (#"{"a":{"dtype":"F32","shape":[1]}}"#, 4, "its keys are"),
        (#"{"a":{"dtype":"U8","shape":[2,2],"data_offsets":[0,4]}}"#, 4, "dtype U8 is not supported"),
        (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "expected a number from 0"),
        (#"{"a":{"dtype":"F32","shape":"1","data_offsets":[0,4]}}"#, 4, "'shape' has the wrong type"),
        (#"{"a":[1]}"#, 4, "no object"),
        (#"{"__metadata__":{"a":[1]}}"#, 0, "metadata 'a' is no string"),
        (#"{"a":{"b":{"c":{"d":{}}}}}"#, 0, "nested too deep"),
        (#"{} {}"#, 0, "text after the end"),
        (#"{"a"#, 0, "a string without end"),
        (#"{"\ud800":[]}"#, 0, "half a surrogate pair"),
        (#"[1]"#, 0, "the header is no JSON object"),
    ])
    func refuses(header: String, data: Int, wording: String) {
        let found = problem(file(header, data: data))
        #expect(found?.contains(wording) == true, "\(found ?? "accepted")")
    }

    @Test func refusesImpossibleLengths() {
        #expect(problem([]) != nil)
        #expect(problem([1, 2, 3]) != nil)
        #expect(problem([UInt8](repeating: 0, count: 8)) != nil)
        #expect(problem([UInt8](repeating: 255, count: 64)) != nil)
        #expect(problem([20, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d]) != nil)
    }

    @Test func textsAreTensorsOfBytes() throws {
        let file = Safetensors(
            tensors: [NamedTensor("w", shape: [1], values: [1])],
            texts: ["b": [1, 2, 3], "a": Array("x\r\n".utf8), "c": []])
        #expect(
            String(decoding: file.bytes, as: UTF8.self).contains(
                #""a":{"dtype":"U8","shape":[3],"data_offsets":[4,7]}"#))
        let read = try Safetensors(file.bytes)
        #expect(read.texts == file.texts && read.tensors == file.tensors)
    }

    /// Every prefix and every changed byte of a good file is refused or read; nothing traps.
    @Test func damagedFiles() {
        let good = Safetensors(
            metadata: ["k": "v"], tensors: [NamedTensor("w", shape: [1, 2], values: [1, 2])]
        ).bytes
        for length in 0..<good.count { #expect(problem(Array(good.prefix(length))) != nil, "\(length) bytes") }
        for position in good.indices {
            for flip in [0x01, 0x20, 0x80] as [UInt8] {
                var bad = good
                bad[position] ^= flip
                _ = problem(bad)
            }
        }
    }
}
