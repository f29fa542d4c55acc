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
            panelStride: g.outChannels * width, columns: patch, bias: nil, activation: .identity,
            resultsAreFar: false)
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

    /// Copies all that a map position sees, [ky, kx, channel], into one row of `patchRows` numbers, for `count`
    /// positions. The numbers behind it are left as they are.
    private func copyPatches(
        _ image: UnsafePointer<Float>, _ first: Int, _ count: Int, _ patches: UnsafeMutablePointer<Float>
    ) {
        let g = geometry
        var done = 0
        while done < count {
            let (line, start) = ((first + done) / g.outWidth, (first + done) % g.outWidth)
            let end = min(g.outWidth, start + count - done)
            let (sample, oy) = (line / g.outHeight, line % g.outHeight)
            for ky in 0..<g.kernelHeight {
                let iy = oy * g.strideHeight + ky - g.paddingHeight
                let isInside = 0 <= iy && iy < g.inHeight
                copyPatchLines(
                    isInside ? image + (sample * g.inHeight + iy) * g.inWidth * g.inChannels : nil, start..<end,
                    patches + done * patchRows + ky * g.kernelWidth * g.inChannels)
            }
            done += end - start
        }
    }

    /// Copies what a line of the kernel sees of a line of the image, or of the padding, from some columns of the map.
    private func copyPatchLines(
        _ image: UnsafePointer<Float>?, _ columns: Range<Int>, _ patches: UnsafeMutablePointer<Float>
    ) {
        let g = geometry
        let length = g.kernelWidth * g.inChannels
        guard let image else {
            for column in 0..<columns.count {
                for i in 0..<length { patches[column * patchRows + i] = 0 }
            }
            return
        }
        for column in columns where !innerColumns.contains(column) {
            let ix = column * g.strideWidth - g.paddingWidth
            let (patch, source) = (patches + (column - columns.lowerBound) * patchRows, image + ix * g.inChannels)
            let (start, end) = (max(0, -ix) * g.inChannels, min(g.kernelWidth, g.inWidth - ix) * g.inChannels)
            for i in 0..<length { patch[i] = start <= i && i < end ? source[i] : 0 }
        }
        let first = max(columns.lowerBound, innerColumns.lowerBound)
        var source = image + (first * g.strideWidth - g.paddingWidth) * g.inChannels
        var target = patches + (first - columns.lowerBound) * patchRows
        let step = g.strideWidth * g.inChannels
        for _ in first..<max(first, min(columns.upperBound, innerColumns.upperBound)) {
            // Four numbers at a time, the last four again where they overlap.
            if length < 4 {
                for i in 0..<length { target[i] = source[i] }
            } else {
                var i = 0
                while i + 4 < length {
                    copyFour(source + i, target + i)
                    i += 4
                }
                copyFour(source + length - 4, target + length - 4)
            }
            source += step
            target += patchRows
        }
    }

    @inline(__always)
    private func copyFour(_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>) {
        let four = UnsafeRawPointer(source).loadUnaligned(as: SIMD4<Float>.self)
        UnsafeMutableRawPointer(target).storeBytes(of: four, as: SIMD4<Float>.self)
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
            // What fills the last tile of rows.
            for p in 0..<blockSize {
                for i in patch..<patchRows { copies[p * patchRows + i] = 0 }
            }
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
