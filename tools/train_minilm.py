"""Teach MiniLM stance: low-rank updates for its three upper layers, role vectors and two heads, from NewsMTSC and DSE.

``python tools/train_minilm.py --newsmtsc train.jsonl --dse train.txt --out annotator/data/minilm/adapter.npz``

Needs, beside the program, ``torch``, ``tokenizers`` and the package that carries the weights (docs/models/minilm.md). About
half an hour on two cores. Seeded; PyTorch may round otherwise on another machine.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from annotator.pretraining import read_dse, read_newsmtsc
from annotator.suggest.minilm.weights import folder, read_safetensors

LOWEST, LAYERS, HEADS, WIDTH, RANK, SCALE = 3, 6, 12, 384, 16, 2.0
LONGEST, BATCH, EPOCHS, RATE, WARM = 128, 32, 4, 1e-3, 0.06
TARGET, FIRST, SECOND = 1, 2, 3
SWAPPED = (0, 2, 1, 4, 3)
"""The class of a DSE pair when the two change places."""
PARTS = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "o": "attention.output.dense", "i": "intermediate.dense", "d": "output.dense",
}  # fmt: skip
NORMS = {"n1": "attention.output.LayerNorm", "n2": "output.LayerNorm"}
Row = tuple[Any, np.ndarray, int]
"""Piece ids (later: states below the adapted layers), roles, class."""


class LowRank(nn.Module):
    """A frozen linear layer with an update of low rank (Hu et al. 2021)."""

    def __init__(self, weight: Tensor, bias: Tensor, adapted: bool) -> None:
        super().__init__()
        self.weight, self.bias, self.adapted = weight, bias, adapted
        if adapted:
            self.A = nn.Parameter(torch.randn(RANK, weight.shape[1]) * 0.02)
            self.B = nn.Parameter(torch.zeros(weight.shape[0], RANK))

    def forward(self, x: Tensor) -> Tensor:
        weight = self.weight + SCALE * (self.B @ self.A) if self.adapted else self.weight
        return F.linear(x, weight, self.bias)


class Norm(nn.Module):
    """Layer normalisation that may be trained."""

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.w, self.b = nn.Parameter(weight.clone()), nn.Parameter(bias.clone())

    def forward(self, x: Tensor) -> Tensor:
        return F.layer_norm(x, x.shape[-1:], self.w, self.b, 1e-12)


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self, base: dict[str, Tensor], number: int) -> None:
        super().__init__()
        before, adapted = f"encoder.layer.{number}.", number >= LOWEST
        for short, long in PARTS.items():
            weight, bias = base[f"{before}{long}.weight"], base[f"{before}{long}.bias"]
            setattr(self, short, LowRank(weight, bias, adapted))
        for short, long in NORMS.items():
            setattr(self, short, Norm(base[f"{before}{long}.weight"], base[f"{before}{long}.bias"]))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        texts, words, _ = x.shape

        def heads(part: nn.Module) -> Tensor:
            return part(x).view(texts, words, HEADS, WIDTH // HEADS).transpose(1, 2)

        mixed = F.scaled_dot_product_attention(heads(self.q), heads(self.k), heads(self.v), attn_mask=mask)
        x = self.n1(x + self.o(mixed.transpose(1, 2).reshape(texts, words, WIDTH)))
        return self.n2(x + self.d(F.gelu(self.i(x))))


class Net(nn.Module):
    """The adapted layers, the roles and the heads; in: states below the adapted layers."""

    def __init__(self, base: dict[str, Tensor]) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(base, n) for n in range(LOWEST, LAYERS))
        self.roles = nn.Embedding(4, WIDTH)
        nn.init.normal_(self.roles.weight, std=0.05)
        self.ht, self.hp = _head(2 * WIDTH, 3), _head(3 * WIDTH, 5)

    def forward(self, states: Tensor, roles: Tensor, mask: Tensor) -> Tensor:
        x = states + self.roles(roles) * (roles > 0)[..., None]
        for layer in self.layers:
            x = layer(x, _hiding(mask))
        if (roles == TARGET).any():
            return self.ht(torch.cat([_mean(x, mask), _mean(x, roles == TARGET)], -1))
        return self.hp(torch.cat([_mean(x, mask), _mean(x, roles == FIRST), _mean(x, roles == SECOND)], -1))


def _head(width: int, classes: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, 256), nn.GELU(), nn.Dropout(0.1), nn.Linear(256, classes))


def _mean(x: Tensor, weights: Tensor) -> Tensor:
    held = weights.float()[..., None]
    return (x * held).sum(1) / held.sum(1).clamp(min=1)


def _hiding(mask: Tensor) -> Tensor:
    return ((1 - mask) * -1e9)[:, None, None, :]


def rows_of(tokenizer: Tokenizer, items: Iterator[tuple[str, list[tuple[Any, int]], int]]) -> list[Row]:
    """Piece ids and roles of texts with ranges in roles."""
    found: list[Row] = []
    for text, places, wanted in items:
        encoding = tokenizer.encode(text)
        roles = np.zeros(len(encoding.ids), np.int64)
        for span, role in places:
            hit = [n for n, (a, b) in enumerate(encoding.offsets) if a < span.end and b > span.start and b > a]
            roles[hit] = role
        found.append((np.array(encoding.ids), roles, wanted))
    return found


def read_below(base: dict[str, Tensor], rows: list[Row]) -> list[Row]:
    """The rows with the states below the adapted layers, worked out once: they never change."""
    layers = [Layer(base, n).eval() for n in range(LOWEST)]
    order = sorted(range(len(rows)), key=lambda n: len(rows[n][0]))
    states: dict[int, np.ndarray] = {}
    with torch.no_grad():
        for first in range(0, len(order), 64):
            chunk = order[first : first + 64]
            ids, mask = _padded([rows[n][0] for n in chunk])
            x = base["embeddings.word_embeddings.weight"][torch.tensor(ids)]
            x = x + base["embeddings.position_embeddings.weight"][: ids.shape[1]]
            x = x + base["embeddings.token_type_embeddings.weight"][0]
            x = F.layer_norm(x, (WIDTH,), base["embeddings.LayerNorm.weight"], base["embeddings.LayerNorm.bias"], 1e-12)
            for layer in layers:
                x = layer(x, _hiding(torch.tensor(mask)))
            for n, own in zip(chunk, x.half().numpy(), strict=True):
                states[n] = own[: len(rows[n][0])].copy()
    return [(states[n], roles, wanted) for n, (_, roles, wanted) in enumerate(rows)]


def _padded(many: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    longest = max(len(one) for one in many)
    found = np.zeros((len(many), longest, *many[0].shape[1:]), many[0].dtype)
    mask = np.zeros((len(many), longest), np.float32)
    for n, one in enumerate(many):
        found[n, : len(one)], mask[n, : len(one)] = one, 1
    return found, mask


def batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows at random, in batches of like length."""
    mixed = random.sample(rows, len(rows))
    for first in range(0, len(mixed), BATCH * 50):
        chunk = sorted(mixed[first : first + BATCH * 50], key=lambda row: len(row[0]))
        yield from (chunk[n : n + BATCH] for n in range(0, len(chunk), BATCH))


def swapped(row: Row) -> Row:
    """A pair the other way round."""
    roles = row[1].copy()
    roles[row[1] == FIRST], roles[row[1] == SECOND] = SECOND, FIRST
    return row[0], roles, SWAPPED[row[2]]


def train(base: dict[str, Tensor], targets: list[Row], pairs: list[Row]) -> Net:
    """The taught net."""
    net = Net(base)
    held = [p for p in net.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(held, lr=RATE, weight_decay=0.01)
    steps = EPOCHS * (-(-len(targets) // BATCH) - (-len(pairs) // BATCH))
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1.0, (n + 1) / (WARM * steps)) * max(0.02, 1 - n / steps)
    )
    begun = time.monotonic()
    for epoch in range(EPOCHS):
        turned = [swapped(row) if random.random() < 0.5 else row for row in pairs]
        mixed = [*batches(targets), *batches(turned)]
        random.shuffle(mixed)
        lost = 0.0
        for rows in mixed:
            states, mask = _padded([row[0].astype(np.float32) for row in rows])
            roles, _ = _padded([row[1] for row in rows])
            logits = net(torch.tensor(states), torch.tensor(roles), torch.tensor(mask))
            loss = F.cross_entropy(logits, torch.tensor([row[2] for row in rows]), label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(held, 1.0)
            optimizer.step()
            pace.step()
            lost += loss.item()
        print(f"epoch {epoch + 1}: loss {lost / len(mixed):.3f}, {time.monotonic() - begun:.0f} s", flush=True)
    return net


def write(net: Net, out: Path) -> None:
    """The adapter as arrays of half precision."""
    arrays = {n: p.detach().numpy().astype(np.float16) for n, p in net.named_parameters() if p.requires_grad}
    arrays["roles"] = arrays.pop("roles.weight")
    for name, value in (("lowest", LOWEST), ("scale", SCALE), ("target_heat", 1.0), ("pair_heat", 1.0)):
        arrays[name] = np.array(value, np.float16)
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(out, **arrays)


def main() -> None:
    """Read, teach, write."""
    parser = argparse.ArgumentParser(description="Teach MiniLM stance.")
    parser.add_argument("--newsmtsc", type=Path, required=True)
    parser.add_argument("--dse", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    torch.manual_seed(0)
    random.seed(0)
    np.random.seed(0)
    place = folder()
    tokenizer = Tokenizer.from_file(str(place / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    base = {n.removeprefix("bert."): torch.tensor(a) for n, a in read_safetensors(place / "model.safetensors").items()}
    classes = (1, 2, 0)  # neither, favor, against as the head has them: against, neither, favor
    targets = rows_of(
        tokenizer, ((r.text, [(r.target, TARGET)], classes[r.wanted]) for r in read_newsmtsc(asked.newsmtsc))
    )
    pairs = rows_of(
        tokenizer, ((r.text, [(r.first, FIRST), (r.second, SECOND)], r.wanted) for r in read_dse(asked.dse))
    )
    write(train(base, read_below(base, targets), read_below(base, pairs)), asked.out)


if __name__ == "__main__":
    main()
