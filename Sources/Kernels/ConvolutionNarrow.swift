/// Images of few channels: the taps of a position together make the rows that a product needs.
extension ConvolutionPasses {
    /// The taps of each position are copied into one row.
    func gatherNarrow(
        _ image: UnsafePointer<Float>, _ product: RowProduct, into map: UnsafeMutablePointer<Float>, rows: Int
    ) {
        let total = rows * geometry.outHeight * geometry.outWidth
        let cut = product.cut(rows: total)
        workers.runIndexed(tasks: cut.tasks, flops: product.flops(rows: total)) { task, worker in
            let memory = workspace.pointer + worker * scratch
            let block = RowProduct.Block(memory, taps: 1)
            let first = task / cut.groups * RowProduct.blockRows
            let count = min(RowProduct.blockRows, total - first)
            let patches = memory + RowProduct.Block.floats(taps: 1)
            copyPatches(image, first, count, patches, stride: patch)
            for row in 0..<count {
                block.table[row] = UnsafePointer(patches + row * patch)
                block.results[row] = map + (first + row) * geometry.outChannels
            }
            let panel = task % cut.groups * cut.panelsPerGroup
            product.run(block, count: count, panels: panel..<min(product.panels, panel + cut.panelsPerGroup))
        }
    }

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
            taps: 1, depth: g.outChannels, tapStarts: oneTap, weights: wide,
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
        for number in 0..<scatterRegions.regions.count {
            let block = scatterRegions.block(number, samples: 1, limit: geometry.inCount)
            scatterRegions.forEachRow(of: block) { _, from, to in
                for c in 0..<channels {
                    var sum = bias?[c] ?? 0
                    for tap in block.region.taps { sum += products[from + tap.offset + c] }
                    image[to + c] = sum
                }
            }
        }
    }

    /// Copies all that a map position sees, [ky, kx, channel], into one row, for `count` positions; the rest of a row of
    /// `stride` numbers becomes zero.
    func copyPatches(
        _ image: UnsafePointer<Float>, _ first: Int, _ count: Int, _ patches: UnsafeMutablePointer<Float>, stride: Int
    ) {
        let g = geometry
        let line = g.kernelWidth * g.inChannels
        for row in 0..<count {
            let position = first + row
            let (imageRow, ox) = (position / g.outWidth, position % g.outWidth)
            let (sample, oy) = (imageRow / g.outHeight, imageRow % g.outHeight)
            let base = image + sample * g.inCount
            var target = patches + row * stride
            let ix = ox * g.strideWidth - g.paddingWidth
            let isInside = ix >= 0 && ix + g.kernelWidth <= g.inWidth
            for ky in 0..<g.kernelHeight {
                let iy = oy * g.strideHeight + ky - g.paddingHeight
                let source = base + (iy * g.inWidth + ix) * g.inChannels
                if iy < 0 || iy >= g.inHeight {
                    for i in 0..<line { target[i] = 0 }
                } else if isInside {
                    for i in 0..<line { target[i] = source[i] }
                } else {
                    for kx in 0..<g.kernelWidth {
                        let inside = ix + kx >= 0 && ix + kx < g.inWidth
                        for c in 0..<g.inChannels {
                            target[kx * g.inChannels + c] = inside ? source[kx * g.inChannels + c] : 0
                        }
                    }
                }
                target += line
            }
            for i in 0..<stride - g.kernelHeight * line { target[i] = 0 }
        }
    }
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
                    memory.list, count: count, channels: g.outChannels, panels: 0..<panels, into: mapPanels)
                copyPatches(image, first, count, copies, stride: patchRows)
                for p in 0..<count { memory.list[p] = UnsafePointer(copies + p * patchRows) }
                for panel in 0..<panels {
                    let target = sums + split * partial + panel * patchRows * width
                    for row in stride(from: 0, to: patchRows, by: 6) {
                        for r in 0..<6 { memory.results[r] = target + (row + r) * width }
                        Microkernel.positions(
                            count: count, a: memory.list, offset: row, panel: mapPanels + panel * count * width,
                            c: memory.results, accumulate: block > firstBlock)
                    }
                }
            }
        }
        for split in 1..<max(2, splits) where split < splits {
            for i in 0..<partial { sums[i] += sums[split * partial + i] }
        }
        let layout = order == .convolution ? g.convolutionPanels : g.transposedPanels
        for row in 0..<patch {
            let (tap, ci) = (row / g.inChannels, row % g.inChannels)
            for co in 0..<g.outChannels {
                let value = sums[(co / width * patchRows + row) * width + co % width]
                let offset =
                    order == .convolution
                    ? layout.offset(row: row, column: co) : layout.offset(row: tap * g.outChannels + co, column: ci)
                gradient[offset] = (accumulate ? gradient[offset] : 0) + value
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
