/// Images of few channels: the taps together make the columns (scatter) or rows (weight gradient) of a product.
extension ConvolutionPasses {
    /// One product [positions, outChannels] · [outChannels, taps * inChannels] a sample, whose results each image
    /// position then collects.
    func scatterNarrow(
        _ map: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
        _ activation: Activation, _ image: UnsafeMutablePointer<Float>, _ rows: Int
    ) {
        let g = geometry
        let width = Microkernel.columns
        let wide = shared
        let positions = g.outHeight * g.outWidth
        let panels = order == .convolution ? g.convolutionPanels : g.transposedPanels
        wide.update(repeating: 0, count: (patch + width - 1) / width * width * g.outChannels)
        for tap in 0..<g.taps {
            for ci in 0..<g.inChannels {
                let column = tap * g.inChannels + ci
                for co in 0..<g.outChannels {
                    wide[(column / width * g.outChannels + co) * width + column % width] =
                        order == .convolution
                        ? weights[panels.offset(row: column, column: co)]
                        : weights[panels.offset(row: tap * g.outChannels + co, column: ci)]
                }
            }
        }
        let product = RowProduct(
            taps: 1, depth: g.outChannels, tapStarts: RowProduct.oneTap, weights: wide,
            panelStride: g.outChannels * width, columns: patch, bias: nil, activation: .identity)
        workers.runIndexed(tasks: rows, flops: rows * g.flops) { sample, worker in
            let memory = workspace.pointer + worker * scratch
            let products = memory + (RowProduct.Block.floats(taps: 1) + 15) & ~15
            let block = RowProduct.Block(memory, taps: 1)
            var first = 0
            while first < positions {
                let count = min(RowProduct.blockRows, positions - first)
                for row in 0..<count {
                    block.table[row] = map + sample * g.outCount + (first + row) * g.outChannels
                    block.results[row] = products + (first + row) * patch
                }
                product.run(block, count: count, panels: 0..<product.panels)
                first += count
            }
            let target = image + sample * g.inCount
            collect(products, bias, into: target)
            activation.apply(target, into: target, count: g.inCount)
        }
    }

    /// Sums the taps' products [position, tap, channel] into the image.
    private func collect(
        _ products: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?, into image: UnsafeMutablePointer<Float>
    ) {
        let channels = geometry.inChannels
        // All channels at once, and some numbers more, which are not stored.
        var start = SIMD8<Float>.zero
        if let bias { for c in 0..<channels { start[c] = bias[c] } }
        for number in 0..<scatterRegions.regions.count {
            let block = scatterRegions.block(number, samples: 1, limit: geometry.inCount)
            scatterRegions.forEachRow(of: block) { _, from, to in
                var sum = start
                for tap in block.region.taps {
                    sum += UnsafeRawPointer(products + from + tap.offset).loadUnaligned(as: SIMD8<Float>.self)
                }
                for c in 0..<channels { image[to + c] = sum[c] }
            }
        }
    }

    /// Copies all that a map position sees, [ky, kx, channel], into one row, for `count` positions; the rest of a row of
    /// `patchRows` numbers becomes zero.
    private func copyPatches(
        _ image: UnsafePointer<Float>, _ first: Int, _ count: Int, _ patches: UnsafeMutablePointer<Float>
    ) {
        let g = geometry
        let line = g.kernelWidth * g.inChannels
        let imageLine = g.inWidth * g.inChannels
        var (sample, oy, ox) = (
            first / g.outWidth / g.outHeight, first / g.outWidth % g.outHeight, first % g.outWidth
        )
        var target = patches
        for _ in 0..<count {
            let ix = ox * g.strideWidth - g.paddingWidth
            let isInside = ix >= 0 && ix + g.kernelWidth <= g.inWidth
            var iy = oy * g.strideHeight - g.paddingHeight
            var source = image + sample * g.inCount + iy * imageLine + ix * g.inChannels
            for _ in 0..<g.kernelHeight {
                if iy < 0 || iy >= g.inHeight {
                    for i in 0..<line { target[i] = 0 }
                } else if isInside {
                    copyLine(source, into: target, count: line)
                } else {
                    for kx in 0..<g.kernelWidth {
                        let inside = ix + kx >= 0 && ix + kx < g.inWidth
                        for c in 0..<g.inChannels {
                            target[kx * g.inChannels + c] = inside ? source[kx * g.inChannels + c] : 0
                        }
                    }
                }
                iy += 1
                source += imageLine
                target += line
            }
            for i in 0..<patchRows - patch { target[i] = 0 }
            target += patchRows - patch
            ox += 1
            if ox == g.outWidth { (ox, oy) = (0, oy + 1) }
            if oy == g.outHeight { (oy, sample) = (0, sample + 1) }
        }
    }

    /// Four numbers at a time, the last four again where they overlap.
    @inline(__always)
    private func copyLine(_ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int) {
        if count < 4 {
            for i in 0..<count { target[i] = source[i] }
            return
        }
        var i = 0
        while i < count {
            i = min(i, count - 4)
            let four = UnsafeRawPointer(source + i).loadUnaligned(as: SIMD4<Float>.self)
            UnsafeMutableRawPointer(target + i).storeBytes(of: four, as: SIMD4<Float>.self)
            i += 4
        }
    }

    /// The sum over positions of copied taps times map: a fixed number of parts of the positions, each with sums of its
    /// own, which are added in order.
    func narrowGradient(
        _ image: UnsafePointer<Float>, _ map: UnsafePointer<Float>,
        _ gradient: UnsafeMutablePointer<Float>, _ total: Int, _ rows: Int, _ accumulate: Bool
    ) {
        let g = geometry
        let width = Microkernel.columns
        let blockSize = Self.positionsPerBlock
        let panels = (g.outChannels + width - 1) / width
        let blocks = (total + blockSize - 1) / blockSize
        let splits = min(Self.splits, blocks)
        let partial = patchRows * panels * width
        let sums = shared
        workers.runIndexed(tasks: splits, flops: rows * g.flops) { split, worker in
            let memory = GradientScratch(workspace.pointer + worker * scratch)
            let copies = workspace.pointer + worker * scratch + GradientScratch.floats(pointers: blockSize)
            let mapPanels = copies + blockSize * patchRows
            let firstBlock = split * blocks / splits
            for block in firstBlock..<(split + 1) * blocks / splits {
                let first = block * blockSize
                let count = min(blockSize, total - first)
                for p in 0..<count { memory.list[p] = map + (first + p) * g.outChannels }
                Packing.panels(
                    memory.list, count: count, channels: g.outChannels, panels: 0..<panels, into: mapPanels,
                    stride: count * width)
                copyPatches(image, first, count, copies)
                for panel in 0..<panels {
                    let target = sums + split * partial + panel * patchRows * width
                    for row in stride(from: 0, to: patchRows, by: 6) {
                        for r in 0..<6 { memory.results[r] = target + (row + r) * width }
                        Microkernel.positions(
                            count: count, a: copies + row, stride: patchRows,
                            panel: mapPanels + panel * count * width, c: memory.results,
                            accumulate: block > firstBlock)
                    }
                }
            }
        }
        let layout = order == .convolution ? g.convolutionPanels : g.transposedPanels
        workers.run(tasks: patch, flops: 4 * splits * partial) { row in
            let (tap, ci) = (row / g.inChannels, row % g.inChannels)
            for panel in 0..<panels {
                let sum = sums + (panel * patchRows + row) * width
                for split in 1..<max(2, splits) where split < splits {
                    for lane in 0..<width { sum[lane] += sum[split * partial + lane] }
                }
                for co in panel * width..<min(g.outChannels, (panel + 1) * width) {
                    let place =
                        order == .convolution
                        ? layout.offset(row: row, column: co) : layout.offset(row: tap * g.outChannels + co, column: ci)
                    gradient[place] = (accumulate ? gradient[place] : 0) + sum[co - panel * width]
                }
            }
        }
        if !accumulate { clearPadding(gradient, layout) }
    }

    private func clearPadding(_ gradient: UnsafeMutablePointer<Float>, _ layout: Panels) {
        let (width, valid) = (layout.width, layout.columns - (layout.panels - 1) * layout.width)
        let last = gradient + (layout.panels - 1) * layout.rows * width
        for row in 0..<layout.rows {
            for lane in valid..<width { last[row * width + lane] = 0 }
        }
    }
}
