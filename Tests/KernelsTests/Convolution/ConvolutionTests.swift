import Foundation
import Testing

@testable import Kernels

@Suite struct ConvolutionTests {
    struct Case: CustomStringConvertible, CustomTestStringConvertible {
        var height, width, channels, maps, kernel, stride, padding, rows: Int
        /// Of columns, where they differ from those of lines.
        var across: (kernel: Int, stride: Int, padding: Int)?
        /// The size of the map, where it is not what a convolution gives it.
        var map: Int?

        var description: String {
            let g = geometry
            return "\(height)x\(width)x\(channels)->\(g.outHeight)x\(g.outWidth)x\(maps) k\(kernel)x\(g.kernelWidth) "
                + "s\(stride)x\(g.strideWidth) p\(padding)x\(g.paddingWidth) n\(rows)"
        }

        var testDescription: String { description }

        var geometry: ConvolutionGeometry {
            let across = across ?? (kernel, stride, padding)
            var g = ConvolutionGeometry(
                inHeight: height, inWidth: width, inChannels: channels, outChannels: maps,
                kernel: (kernel, across.kernel), stride: (stride, across.stride), padding: (padding, across.padding))
            if let map { (g.outHeight, g.outWidth) = (map, map) }
            return g
        }
    }

    static let cases = [
        Case(height: 8, width: 8, channels: 64, maps: 32, kernel: 4, stride: 2, padding: 1, rows: 3),
        Case(height: 1, width: 1, channels: 20, maps: 7, kernel: 1, stride: 1, padding: 0, rows: 5),
        Case(height: 7, width: 7, channels: 300, maps: 3, kernel: 3, stride: 1, padding: 1, rows: 2),
        Case(height: 9, width: 5, channels: 16, maps: 18, kernel: 2, stride: 3, padding: 0, rows: 2),
        Case(height: 6, width: 11, channels: 9, maps: 1, kernel: 5, stride: 2, padding: 2, rows: 4),
        Case(height: 16, width: 16, channels: 1, maps: 33, kernel: 4, stride: 2, padding: 1, rows: 9),
        Case(height: 12, width: 12, channels: 3, maps: 64, kernel: 4, stride: 2, padding: 1, rows: 8),
        // Taps that meet nothing but padding; a stride beyond the kernel; lines and columns left over.
        Case(height: 2, width: 3, channels: 9, maps: 7, kernel: 7, stride: 1, padding: 3, rows: 2),
        Case(height: 2, width: 2, channels: 3, maps: 7, kernel: 5, stride: 1, padding: 2, rows: 2),
        Case(height: 10, width: 11, channels: 8, maps: 20, kernel: 2, stride: 4, padding: 1, rows: 3),
        // Few channels: kernels that are no whole strides, a stride beyond the kernel, steps longer than a vector, much
        // padding, a map that sees beyond the image, fewer maps than a tile has rows, more samples than parts.
        Case(height: 9, width: 10, channels: 1, maps: 20, kernel: 3, stride: 2, padding: 1, rows: 19),
        Case(height: 11, width: 8, channels: 5, maps: 13, kernel: 5, stride: 3, padding: 2, rows: 3),
        Case(height: 10, width: 13, channels: 7, maps: 6, kernel: 2, stride: 4, padding: 1, rows: 2),
        Case(height: 3, width: 2, channels: 2, maps: 9, kernel: 7, stride: 1, padding: 3, rows: 2),
        Case(height: 1, width: 4, channels: 3, maps: 8, kernel: 1, stride: 7, padding: 3, rows: 2),
        Case(height: 8, width: 9, channels: 3, maps: 7, kernel: 4, stride: 1, padding: 0, rows: 2, map: 9),
        Case(height: 7, width: 6, channels: 4, maps: 2, kernel: 3, stride: 1, padding: 1, rows: 33),
        Case(
            height: 40, width: 37, channels: 3, maps: 70, kernel: 4, stride: 2, padding: 1, rows: 2, across: (3, 1, 0)),
        // So many samples that a weight gradient copies them in two goes.
        Case(height: 32, width: 32, channels: 8, maps: 1, kernel: 1, stride: 1, padding: 0, rows: 40),
        Case(height: 30, width: 31, channels: 8, maps: 9, kernel: 2, stride: 2, padding: 0, rows: 60),
        // Lines of the map too long for one product.
        Case(height: 2, width: 530, channels: 9, maps: 10, kernel: 3, stride: 1, padding: 1, rows: 1),
        Case(height: 3, width: 1041, channels: 8, maps: 7, kernel: 4, stride: 2, padding: 1, rows: 2),
    ]

    /// Kernels two and three strides long, whose passes can be computed by windows.
    static let winograd: [Case] = {
        var cases = [
            // Two blocks of windows.
            Case(height: 13, width: 12, channels: 20, maps: 18, kernel: 4, stride: 2, padding: 1, rows: 40),
            // Weight gradients in parts, equal and not.
            Case(height: 12, width: 12, channels: 80, maps: 18, kernel: 4, stride: 2, padding: 1, rows: 3),
            Case(height: 5, width: 4, channels: 300, maps: 270, kernel: 2, stride: 1, padding: 1, rows: 2),
            // More sums of weights, and of their gradients, than are in memory at once.
            Case(height: 5, width: 6, channels: 300, maps: 330, kernel: 4, stride: 2, padding: 1, rows: 2),
            // Long rows, in the smallest blocks.
            Case(height: 20, width: 20, channels: 130, maps: 16, kernel: 8, stride: 4, padding: 0, rows: 2),
            // Directions that differ.
            Case(
                height: 12, width: 11, channels: 18, maps: 20, kernel: 4, stride: 2, padding: 1, rows: 3,
                across: (3, 1, 1)),
            Case(
                height: 9, width: 15, channels: 18, maps: 20, kernel: 2, stride: 1, padding: 1, rows: 3,
                across: (9, 3, 2)),
            // A map as large as the image for an even kernel.
            Case(height: 9, width: 9, channels: 20, maps: 18, kernel: 2, stride: 1, padding: 0, rows: 3, map: 9),
        ]
        // Every remainder of sizes, and much padding.
        for size in 2...13 {
            for taps in [2, 3] {
                let stride = 1 + size % 3
                let padding = min(size / 2 % 4, taps * stride - 1)
                if size + 2 * padding < taps * stride { continue }
                cases.append(
                    Case(
                        height: size, width: size + size % 4, channels: 16 + size, maps: 40 - size,
                        kernel: taps * stride, stride: stride, padding: padding, rows: 1 + size % 5))
            }
        }
        return cases
    }()

    /// Channels around every edge.
    static let mixtures: [Case] = {
        var cases: [Case] = []
        for channels in [1, 2, 5, 7, 8, 17, 33] {
            for maps in [1, 5, 6, 16, 31, 33] {
                let mix = channels * 7 + maps
                cases.append(
                    Case(
                        height: 5 + mix % 4, width: 4 + mix % 3, channels: channels, maps: maps, kernel: 1 + mix % 4,
                        stride: 1 + mix % 3, padding: mix % 2, rows: 1 + mix % 5))
            }
        }
        return cases
    }()

    @Test(arguments: cases + mixtures + winograd, [WinogradUse.whereItPays, .small, .large])
    func passesAgreeWithDoublePrecision(test: Case, use: WinogradUse) { check(test, Workers(threads: 2), use) }

    /// So that the cases above do test the windows.
    @Test(arguments: winograd, [WinogradUse.small, .large]) func windowsAreFound(test: Case, use: WinogradUse) {
        let plan = ConvolutionPlan(
            geometry: test.geometry, batch: test.rows, workers: Workers(threads: 1), workspace: Workspace(),
            winograd: use)
        #expect(plan.passes.winogradGather != nil && plan.passes.winogradGradient != nil)
        #expect(plan.passes.winogradScatter != nil)
    }

    /// Layers of a DCGAN take them, and narrow ones do not.
    @Test(arguments: [
        (16, 64, 128, true, true), (16, 128, 256, true, true), (8, 256, 512, true, true), (16, 32, 64, true, false),
        (16, 24, 64, false, false), (16, 3, 64, false, false),
    ])
    func windowsPay(size: Int, channels: Int, maps: Int, gather: Bool, scatter: Bool) {
        let plan = ConvolutionPlan(
            geometry: ConvolutionGeometry(
                inHeight: size, inWidth: size, inChannels: channels, outChannels: maps, kernel: (4, 4), stride: (2, 2),
                padding: (1, 1)), batch: 64, workers: Workers(threads: 1), workspace: Workspace())
        #expect((plan.passes.winogradGather != nil) == gather)
        #expect((plan.passes.winogradGradient != nil) == gather)
        #expect((plan.passes.winogradScatter != nil) == scatter)
    }

    private func check(_ test: Case, _ workers: Workers, _ winograd: WinogradUse) {
        let (g, rows) = (test.geometry, test.rows)
        let workspace = Workspace()
        let convolution = ConvolutionPlan(
            geometry: g, batch: rows, workers: workers, workspace: workspace, winograd: winograd)
        let transposed = TransposedConvolutionPlan(
            geometry: g, batch: rows, workers: workers, workspace: workspace, winograd: winograd)
        let image = Numbers.make(rows * g.inCount, seed: 1)
        let map = Numbers.make(rows * g.outCount, seed: 2)
        let w = Numbers.make(g.taps * g.inChannels * g.outChannels, seed: 3)
        let (packed, packedTransposed) = (convolution.panels.write(w), transposed.panels.write(g.exchanged(w)))
        let mapBias = Numbers.make(g.outChannels, seed: 4)
        let imageBias = Numbers.make(g.inChannels, seed: 5)
        let label = Comment(rawValue: "\(test), windows \(winograd)")

        let guarded = [image, map, packed, packedTransposed, mapBias, imageBias].map { Guarded($0) }
        let (images, maps) = (guarded[0].pointer, guarded[1].pointer)
        let (weights, exchanged) = (guarded[2].pointer, guarded[3].pointer)

        let gathered = g.gather(image, w, rows: rows)
        let ofMap = Guarded(count: gathered.count)
        transposed.inputGradient(images, weights: exchanged, into: ofMap.pointer, rows: rows)
        #expect(Numbers.difference(ofMap.values, gathered) < 3e-6, label)
        convolution.forward(
            images, weights: weights, bias: guarded[4].pointer, activation: .relu, into: ofMap.pointer, rows: rows)
        let gatheredRelu = gathered.enumerated().map { max(0, $1 + Double(mapBias[$0 % g.outChannels])) }
        #expect(Numbers.difference(ofMap.values, gatheredRelu) < 3e-6, label)

        let scattered = g.scatter(map, w, rows: rows)
        let ofImage = Guarded(count: scattered.count)
        convolution.inputGradient(maps, weights: weights, into: ofImage.pointer, rows: rows)
        #expect(Numbers.difference(ofImage.values, scattered) < 3e-6, label)
        transposed.forward(
            maps, weights: exchanged, bias: guarded[5].pointer, activation: .tanh, into: ofImage.pointer, rows: rows)
        // tanh's slope is 1 at most: its error is held against the size of its argument.
        let arguments = scattered.enumerated().map { $1 + Double(imageBias[$0 % g.inChannels]) }
        let scale = arguments.reduce(1) { max($0, abs($1)) }
        #expect(Numbers.difference(ofImage.values, arguments.map(tanh)) < 3e-6 * scale, label)
        #expect((guarded + [ofMap, ofImage]).allSatisfy { $0.isIntact }, label)

        let gradient = g.weightGradient(image, map, rows: rows)
        for (plan, expected) in [(false, gradient), (true, g.exchanged(gradient))] {
            let panels = plan ? transposed.panels : convolution.panels
            let dw = Guarded(count: panels.count)
            for accumulate in [false, true] {
                if plan {
                    transposed.weightGradient(maps, images, into: dw.pointer, rows: rows, accumulate: accumulate)
                } else {
                    convolution.weightGradient(images, maps, into: dw.pointer, rows: rows, accumulate: accumulate)
                }
            }
            #expect((guarded + [dw]).allSatisfy { $0.isIntact }, label)
            let (matrix, padding) = panels.read(dw.values)
            #expect(Numbers.difference(matrix, expected.map { 2 * $0 }) < 3e-6, label)
            #expect(padding.allSatisfy { $0 == 0 }, label)
        }
    }
}
