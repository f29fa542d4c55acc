import Configuration
import Datasets
import Formats
import Foundation
import Kernels
import Testing
import Training

@testable import Equilibrium

@Suite struct JudgeTests {
    @Test("a judge of digits is right, and tells digits from noise and from one digit")
    func digits() throws {
        let digits = try dataset("digits")
        let judge = try Judge.train(on: digits, updates: 500)
        #expect(judge.accuracy > 0.93, "\(judge.accuracy)")
        func values(_ generated: [Float]) throws -> [Double] {
            try metric(JudgedClasses.self).measure(SampleSet(digits, generated: generated, judge: judge))
                .compactMap { $0 }
        }
        let real = try metric(JudgedClasses.self).measure(
            SampleSet(digits, generated: digits.heldOut.values, judge: judge).reference
        ).compactMap { $0 }
        #expect(real[1] == 10 && abs(real[2] - log(10)) < 0.05 && real[3] > 0.9, "\(real)")
        #expect(try values(digits.heldOut.values)[0] < 1e-6)

        let noise = normal(1, rows: 300, columns: 64).values.map { min(max($0, -1), 1) }
        let ofNoise = try values(noise)
        #expect(ofNoise[0] > 5 * real[0], "\(ofNoise) against \(real)")

        let image = Array(digits.heldOut.values.prefix(64))
        let one = try values((0..<300).flatMap { _ in image })
        #expect(one[0] > 5 * real[0] && one[1] == 1 && one[2] == 0, "\(one)")
        #expect(one[4] == judge.accuracy)

        // Held-out samples under their own labels, and under those of the class that follows.
        func accuracy(_ labels: [UInt8]?) throws -> [Double?] {
            try metric(LabelAccuracy.self).measure(
                SampleSet(digits, generated: digits.heldOut.values, labels: labels, judge: judge))
        }
        let own = try #require(digits.heldOut.labels)
        let (right, wrong) = (try accuracy(own), try accuracy(own.map { ($0 + 1) % 10 }))
        #expect(try #require(right[0]) == judge.accuracy && #require(right[1]) < judge.accuracy)
        #expect(try #require(wrong[0]) < 0.05)
        #expect(try accuracy(nil) == [nil, nil])
    }

    @Test("the same data gives the same judge for any number of threads, and a file gives it back")
    func deterministic() throws {
        // Squares at the left and at the right.
        func images(_ seed: Int) -> Samples {
            let noise = normal(seed, rows: 40, columns: 16 * 16)
            let values = noise.values.enumerated().map { index, value in
                let (image, column) = (index / 256, index % 16)
                return min(max(0.3 * value + ((column < 8) == (image % 2 == 0) ? 0.5 : -0.5), -1), 1)
            }
            return Samples(
                shape: [16, 16, 1], count: 40, values: values, labels: (0..<40).map { UInt8($0 % 2) })
        }
        let data = Dataset(name: "sides", training: images(1), heldOut: images(2), classNames: ["left", "right"])
        let one = try Judge.train(on: data, updates: 30, workers: Workers(threads: 1))
        let three = try Judge.train(on: data, updates: 30, workers: Workers(threads: 3))
        #expect(one.tensors == three.tensors)
        #expect(one.tensors.map(\.name).first == "1.weight" && one.tensors.first?.shape == [256, 256])
        #expect(one.accuracy > 0.9, "\(one.accuracy)")
        #expect(JudgedClasses.objection(to: data.traits) == nil)

        let read = try Judge(Safetensors(one.file.bytes), for: data)
        #expect(read.tensors == one.tensors && read.accuracy == one.accuracy && read.checksum == one.checksum)
        let other = Dataset(name: "", training: images(2), heldOut: images(1), classNames: ["left", "right"])
        #expect(throws: JudgeFileError.self) { try Judge(one.file, for: other) }
        var file = one.file
        file.tensors.removeLast()
        #expect(throws: JudgeFileError.self) { try Judge(file, for: data) }
        file.metadata = [:]
        #expect(throws: JudgeFileError("the file holds no judge")) { try Judge(file, for: data) }
    }

    @Test("the checksum sees the samples, the labels and the classes")
    func checksum() {
        func sum(_ value: Float = 1, _ label: UInt8 = 0, _ classes: [String] = ["a", "b"]) -> String {
            let samples = Samples(shape: [1], count: 2, values: [0, value], labels: [1, label])
            return Judge.checksum(of: Dataset(name: "", training: samples, heldOut: samples, classNames: classes))
        }
        #expect(sum() == sum() && sum().count == 16)
        #expect(Set([sum(), sum(2), sum(1, 1), sum(1, 0, ["a", "b", "c"])]).count == 4)
    }

    @Test func dataWithoutLabelsIsAnError() throws {
        let ring = try dataset("swiss_roll", ["samples": .integer(10)])
        #expect(throws: (any Error).self) { try Judge.train(on: ring) }
    }
}
