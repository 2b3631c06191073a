"""Reference pictures for the PNG reader, made by ImageMagick 6.9.11 (libpng): the files and their pixels as RGBA, 16 bits.

    python3 png.py > ../Kindling.Tests/golden/png.json
"""
import base64
import json
import subprocess
import tempfile
from pathlib import Path

KINDS = {
    "rgb8": "-depth 8 -define png:color-type=2",
    "rgb16": "-depth 16 -define png:color-type=2 -define png:bit-depth=16",
    "rgb16-interlaced": "-depth 16 -define png:color-type=2 -define png:bit-depth=16 -interlace PNG",
    "gray8": "-colorspace Gray -define png:color-type=0 -define png:bit-depth=8",
    "gray16-interlaced": "-colorspace Gray -depth 16 -define png:color-type=0 -define png:bit-depth=16 -interlace PNG",
    "gray1": "-colorspace Gray -threshold 50% -define png:color-type=0 -define png:bit-depth=1",
    "gray-alpha8": "-colorspace Gray -alpha set -channel A -fx i/w +channel -define png:color-type=4 -define png:bit-depth=8",
    "rgba8-interlaced": "-alpha set -channel A -fx i/w +channel -define png:color-type=6 -define png:bit-depth=8 -interlace PNG",
    "rgba16": "-alpha set -channel A -fx j/h +channel -define png:color-type=6 -define png:bit-depth=16",
    "palette4": "-colors 12 -define png:color-type=3 -define png:bit-depth=4",
    "palette8-interlaced": "-colors 100 -define png:color-type=3 -define png:bit-depth=8 -interlace PNG",
    "palette1-interlaced": "-colors 2 -define png:color-type=3 -define png:bit-depth=1 -interlace PNG",
}


def main():
    pictures = []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source.png")
        subprocess.run(["convert", "-seed", "1", "-size", "13x11", "plasma:red-blue", source], check=True)
        for name, options in KINDS.items():
            png, raw = Path(folder, name + ".png"), Path(folder, name + ".raw")
            subprocess.run(["convert", source, "-strip", *options.split(), png], check=True)
            subprocess.run(["convert", png, "-depth", "16", "-endian", "MSB", "rgba:" + str(raw)], check=True)
            kind = "%[png:IHDR.color_type],%[png:IHDR.bit_depth],%[png:IHDR.interlace_method]"
            said = subprocess.run(["identify", "-format", kind, png], check=True, capture_output=True, text=True).stdout
            pictures.append({"name": name, "kind": said, "height": 11, "width": 13,
                             "png": base64.b64encode(png.read_bytes()).decode(),
                             "rgba16": base64.b64encode(raw.read_bytes()).decode()})
    print(json.dumps(pictures, indent=1))


main()
