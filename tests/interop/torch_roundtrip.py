#!/usr/bin/env python3
"""Loads weights that Kindling wrote into PyTorch modules, and compares the outputs.

    torch_roundtrip.py FOLDER

For each NAME.safetensors in FOLDER: reads it with json and struct alone, loads it into an nn.ModuleList called `layers`
(strictly: every name and shape must fit), runs the network that the metadata describe on NAME.x.npy, compares with
NAME.y.npy, and writes the module's state back as NAME.back.safetensors. Prints a line a case; exits with 1 if one
differs by more than rounding, and with 77 where PyTorch is not installed.
"""

import json
import pathlib
import struct
import sys

try:
    import numpy as np
    import torch
    from torch import nn
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

DTYPES = {"F32": (np.dtype("<f4"), torch.float32), "F64": (np.dtype("<f8"), torch.float64)}

# Kindling's float functions are good to a few units in the last place, and deep products of them add up.
TOLERANCES = {torch.float32: 2e-5, torch.float64: 1e-12}

ACTIVATIONS = {
    "relu": torch.relu,
    "leaky_relu": lambda z, slope=0.01: nn.functional.leaky_relu(z, slope),
    "elu": lambda z, alpha=1.0: nn.functional.elu(z, alpha),
    "selu": nn.functional.selu,
    "linear": lambda z: z,
    "hard_tanh": nn.functional.hardtanh,
    "tanh": torch.tanh,
    "erf": torch.erf,
    "sin": lambda z, omega=1.0: torch.sin(omega * z),
    "cos": torch.cos,
    "exp": torch.exp,
    "sigmoid": torch.sigmoid,
    "gelu": nn.functional.gelu,
    "gelu_tanh": lambda z: nn.functional.gelu(z, approximate="tanh"),
    "silu": nn.functional.silu,
    "softplus": nn.functional.softplus,
}


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        dtype, _ = DTYPES[entry["dtype"]]
        values = np.frombuffer(data[8 + length + begin : 8 + length + end], dtype)
        tensors[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return tensors, metadata


def write_safetensors(path, tensors):
    header, blobs, offset = {}, [], 0
    for name, tensor in tensors.items():
        blob = tensor.numpy().tobytes()
        dtype = {torch.float32: "F32", torch.float64: "F64"}[tensor.dtype]
        shape = list(tensor.shape)
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + len(blob)]}
        blobs.append(blob)
        offset += len(blob)
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


class Perceptron(nn.Module):
    """A plain or residual perceptron: the first hidden layer is plain, and so is one that changes the width."""

    def __init__(self, tensors, residual, activation):
        super().__init__()
        count = sum(name.endswith(".weight") for name in tensors)
        shapes = [tensors[f"layers.{i}.weight"].shape for i in range(count)]
        dtype = tensors["layers.0.weight"].dtype
        self.layers = nn.ModuleList(
            nn.Linear(s[1], s[0], bias=f"layers.{i}.bias" in tensors, dtype=dtype) for i, s in enumerate(shapes)
        )
        self.residual = residual
        name, *parameter = activation.split(":")
        self.activation = lambda z: ACTIVATIONS[name](z, *map(float, parameter))

    def forward(self, x):
        for i, layer in enumerate(self.layers[:-1]):
            y = self.activation(layer(x))
            x = x + y if self.residual and i > 0 and x.shape == y.shape else y
        return self.layers[-1](x)


def check(path):
    tensors, metadata = read_safetensors(path)
    assert metadata["parameterization"] == "standard", metadata
    module = Perceptron(tensors, metadata["network"].startswith("resnet"), metadata["activation"])
    module.load_state_dict(tensors, strict=True)
    dtype = next(module.parameters()).dtype
    x = torch.from_numpy(np.load(path.with_suffix(".x.npy"))).to(dtype)
    expected = torch.from_numpy(np.load(path.with_suffix(".y.npy"))).to(dtype)
    with torch.no_grad():
        y = module(x)
    assert y.shape == expected.shape, (y.shape, expected.shape)
    error = ((y - expected).abs().max() / y.abs().max()).item()
    write_safetensors(path.with_suffix(".back.safetensors"), module.state_dict())
    good = error <= TOLERANCES[dtype]
    print(f"{'ok' if good else 'DIFFERS'}  {metadata['network']}  {dtype}  relative difference {error:.1e}")
    return good


def main():
    folder = pathlib.Path(sys.argv[1])
    paths = sorted(p for p in folder.glob("*.safetensors") if not p.name.endswith(".back.safetensors"))
    results = [check(path) for path in paths]
    print(f"{sum(results)} of {len(results)} networks agree with PyTorch {torch.__version__}")
    sys.exit(0 if results and all(results) else 1)


if __name__ == "__main__":
    main()
