"""Small pictures as Pillow writes them, and the values that Pillow and NumPy read in them: makes PillowFiles.swift. Run
with Pillow 13 and NumPy 2:

    python3 Tests/FormatsTests/pictures.py > Tests/FormatsTests/PillowFiles.swift
"""

import io
import struct
import textwrap
import zlib

import numpy
import PIL
from PIL import Image, ImageOps

print("// Made by pictures.py with Pillow %s and NumPy %s: do not edit.\n" % (PIL.__version__, numpy.__version__))
print("struct PillowFile: Sendable {")
print("    let name: String, hexadecimal: String, width: Int, height: Int, channels: Int")
print("    /// Numbers: of the picture, and fitted to 5 x 4 pixels and to 12 x 16.")
print("    let values: String, small: String, large: String")
print()
print("    static let all: [PillowFile] = [")

random = numpy.random.default_rng(5)
height, width = 9, 7
rows, columns = numpy.mgrid[0:height, 0:width]
smooth = numpy.stack([columns * 36, rows * 30, 255 - columns * 20 - rows * 10], -1).clip(0, 255).astype("u1")
noisy = random.integers(0, 256, (height, width, 4)).astype("u1")


def numbers(array):
    return " ".join(repr(round(float(v), 3)).removesuffix(".0") for v in numpy.asarray(array).flatten())


def lines(text, prefix):
    return (" \\\n" + prefix).join(textwrap.wrap(text, 96))


def fitted(values, size):
    bands = [
        numpy.asarray(ImageOps.fit(Image.fromarray(values[:, :, band].astype("f4")), size, Image.Resampling.BILINEAR))
        for band in range(values.shape[2])
    ]
    return numpy.stack(bands, -1)


def show(name, content, values):
    values = numpy.asarray(values, dtype="f8")
    values = values[:, :, None] if values.ndim == 2 else values
    print("        PillowFile(")
    print('            name: "%s",' % name)
    text = content.hex()
    parts = [text[i:i + 100] for i in range(0, len(text), 100)]
    print('            hexadecimal: """')
    for index, part in enumerate(parts):
        print("                " + part + ("\\" if index + 1 < len(parts) else ""))
    print('                """,')
    print("            width: %d, height: %d, channels: %d," % (values.shape[1], values.shape[0], values.shape[2]))
    for label, array, end in (("values", values, ","), ("small", fitted(values, (5, 4)), ","),
                              ("large", fitted(values, (12, 16)), "),")):
        quotes = '"' * 3
        print("            %s: %s\n                %s\n                %s%s"
              % (label, quotes, lines(numbers(array), " " * 16), quotes, end))


def saved(image, form, **options):
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png16(array, colour_type, more=b""):
    """Pillow writes no colours of 16 bits."""
    channels = 1 if array.ndim == 2 else array.shape[2]
    lines = array.astype(">u2").reshape(height, width * channels)
    header = struct.pack(">IIBBBBB", width, height, 16, colour_type, 0, 0, 0)
    content = b"".join(b"\0" + line.tobytes() for line in lines)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more + chunk(b"IDAT", zlib.compress(content))
            + chunk(b"IEND", b""))


def over(colours, alpha, background):
    share = alpha[:, :, None] / 255
    return colours * share + numpy.array(background) * (1 - share)


white = [255, 255, 255]
grey = noisy[:, :, 0]
show("grey", saved(Image.fromarray(grey), "PNG"), grey)
show("colours", saved(Image.fromarray(noisy[:, :, :3]), "PNG"), noisy[:, :, :3])
show("alpha", saved(Image.fromarray(noisy, "RGBA"), "PNG"), over(noisy[:, :, :3], noisy[:, :, 3], white))
show("grey with alpha", saved(Image.merge("LA", [Image.fromarray(grey), Image.fromarray(noisy[:, :, 3])]), "PNG"),
     over(noisy[:, :, :1], noisy[:, :, 3], [255]))
one = Image.fromarray(grey).convert("1", dither=Image.Dither.NONE)
show("one bit", saved(one, "PNG"), numpy.asarray(one.convert("L")))
palette = Image.fromarray(smooth).quantize(8)
show("palette", saved(palette, "PNG"), numpy.asarray(palette.convert("RGB")))
palette.info["transparency"] = bytes([0, 128, 255, 255, 255, 255, 255, 255])
content = saved(palette, "PNG", transparency=palette.info["transparency"])
clear = numpy.asarray(Image.open(io.BytesIO(content)).convert("RGBA"))
show("palette with alpha", content, over(clear[:, :, :3], clear[:, :, 3], white))
wide = random.integers(0, 65536, (height, width)).astype("u2")
show("grey of 16 bits", saved(Image.fromarray(wide), "PNG"), wide / 257)
colours16 = random.integers(0, 65536, (height, width, 4)).astype("u2")
show("colours of 16 bits", png16(colours16[:, :, :3], 2), colours16[:, :, :3] / 257)
show("alpha of 16 bits", png16(colours16, 6), over(colours16[:, :, :3] / 257, colours16[:, :, 3] / 257, white))
gamma = chunk(b"gAMA", struct.pack(">I", 100000))
show("gamma is not applied", png16(colours16[:, :, :3], 2, gamma), colours16[:, :, :3] / 257)
for quality, sampling in ((95, 0), (75, 2)):
    content = saved(Image.fromarray(smooth), "JPEG", quality=quality, subsampling=sampling)
    show("JPEG, sampling %d" % sampling, content, numpy.asarray(Image.open(io.BytesIO(content))))
content = saved(Image.fromarray(smooth[:, :, 0]), "JPEG", progressive=True)
show("grey JPEG, progressive", content, numpy.asarray(Image.open(io.BytesIO(content))))
for orientation in range(2, 9):
    exif = Image.Exif()
    exif[274] = orientation
    form = "JPEG" if orientation % 2 == 0 else "PNG"
    content = saved(Image.fromarray(smooth[:, :, 1]), form, exif=exif.tobytes())
    show("orientation %d" % orientation, content,
         numpy.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(content)))))
print("    ]")
print("}")
