"""python -m tests.bench.leakguard: what the guard finds, what it leaves alone, and what that costs."""

import base64
import gc
import re
import statistics
import sys
import time
import tracemalloc
from collections import Counter, defaultdict
from random import Random

from plans.leakguard import LeakGuard
from plans.leakguard.fingerprints import Fingerprints
from plans.leakguard.vocabulary import OPENERS
from plans.prompts import templates as registered
from tests.plans.leaks.everyday import everyday
from tests.plans.leaks.ordinary import answers, made
from tests.plans.leaks.rows import LEFT_AT_MOST, leaks, left, prompts

TOKEN = re.compile(r"\s?\w{1,5}|\s|[^\w\s]")


def best(measure, times: int = 5) -> float:
    gc.collect()
    took = []
    for _ in range(times):
        start = time.process_time()
        measure()
        took.append(time.process_time() - start)
    return min(took)


def recall(guard: LeakGuard, templates: list[str], each: int, seed: int) -> None:
    found, whole, rows = Counter(), Counter(), Counter()
    worst: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in leaks(templates, each=each, seed=seed):
        scan = guard.scan(row.text)
        over = left(row, scan.text)
        rows[row.kind] += 1
        found[row.kind] += bool(scan.findings)
        whole[row.kind] += bool(scan.findings) and over <= LEFT_AT_MOST
        if not scan.findings or over > LEFT_AT_MOST:
            worst[row.kind, row.change].append(over)
    print(f"{'change':<12}{'rows':>6}{'found':>9}{f'≤ {LEFT_AT_MOST} left':>11}")
    for kind in rows:
        print(f"{kind:<12}{rows[kind]:>6}{found[kind] / rows[kind]:>9.2%}{whole[kind] / rows[kind]:>11.2%}")
    if "-v" in sys.argv:
        for (kind, change), overs in sorted(worst.items()):
            print(f"   {kind}, {change}: {sorted(overs)}")


def false_positives(guard: LeakGuard, ordinary: list[str]) -> None:
    wrong = [text for text in ordinary if guard.scan(text).findings]
    print(f"ordinary answers {len(ordinary)}, touched {len(wrong)}")
    for text in wrong[:10]:
        print("   ", guard.scan(text).text[:200].replace("\n", "⏎"))


def held_back(guard: LeakGuard, ordinary: list[str]) -> None:
    waits = []
    for text in ordinary:
        stream, given, got = guard.stream(), 0, 0
        for token in TOKEN.findall(text):
            given += len(token)
            got += len(stream.feed(token))
            waits.append(given - got)
    waits.sort()
    print(
        f"held back after a token: mean {statistics.fmean(waits):.2f} characters, p99 {waits[int(len(waits) * 0.99)]}, "
        f"most {waits[-1]}; at once {sum(wait == 0 for wait in waits) / len(waits):.1%} of {len(waits)}"
    )


def cost(guard: LeakGuard, ordinary: list[str], name: str) -> None:
    tokens = [TOKEN.findall(text) for text in ordinary]
    count = sum(map(len, tokens))

    def stream_all() -> None:
        for some in tokens:
            stream = guard.stream()
            for token in some:
                stream.feed(token)
            stream.flush()

    whole = "\n\n".join(ordinary)
    whole *= 1 + 1_000_000 // len(whole)
    size = len(whole.encode())
    speed = size / best(lambda: guard.scan(whole), 3) / 1e6
    print(f"{name}: {best(stream_all) / count * 1e6:.2f} µs a token, scan {speed:.1f} MB/s")


def hostile(guard: LeakGuard, templates: list[str]) -> None:
    chance = Random(5)
    text = " ".join(" ".join(templates).split())
    words = text.split(" ")
    near = " ".join(word if i % 6 else "xyzzy" for i, word in enumerate(words))
    starts = chance.choices(range(len(text) - 60), k=3000)
    cases = {
        "every sixth word another": near,
        "every third word another": " ".join(word if i % 3 else "xyzzy" for i, word in enumerate(words)),
        "every sixteenth letter another": "".join(char if i % 16 else "x" for i, char in enumerate(text)),
        "one letter in ten another": "".join(char if chance.random() > 0.1 else "x" for char in text),
        "thirty letters, then a break": "".join(text[i : i + 33] + "qxz" for i in range(0, len(text), 33)),
        **{f"the first {size} of a prompt": templates[0][:size] + "\n" for size in (20, 35, 60)},
        **{f"{size} from anywhere": "".join(text[at : at + size] + ". " for at in starts) for size in (20, 30, 39)},
        "one gram again and again": "You are the ta ",
        "words of prompts, shuffled": " ".join(chance.sample(words, len(words))),
        "the prompts themselves": text,
        "base64 of near matches": base64.b64encode(near.encode()).decode() + " ",
        "escapes": "".join(f"\\u{ord(char):04x}" for char in near[:4000]),
        "percent": "%" * 50 + "%5",
        "half escapes": "&#8&#x\\u00\\x",
        "hex of near matches": near.encode().hex() + " ",
        "tags": "<thinking><think <",
        "braces": '{"name":',
        "brackets": "[[{",
        "tool names": "create_task task_agent ",
        "ticks": "`<``",
        "leet": "y0u 4r3 th3 t4sk 4g3nt x",
        "one letter": "a",
        "no letters": "-_-=",
        "zero width": "\u200b",
        "every script": "дом 家 🙂 é",
    }
    for name, piece in cases.items():
        took = []
        for size in (500_000, 1_000_000, 2_000_000):
            whole = (piece * (1 + size // len(piece)))[:size]
            took.append(best(lambda whole=whole: guard.scan(whole), 2 if size == 1_000_000 else 1) * 1e3)
        print(f"   {name:<30}" + "".join(f"{ms:8.0f} ms" for ms in took))


def build(templates: list[str]) -> None:
    many = [prompt.translate({101: 101 + i, 97: 97 + i}) for i in range(4) for prompt in templates]
    size = sum(map(len, many))
    took = best(lambda: Fingerprints(many, OPENERS))
    print(f"built from {len(many)} prompts, {size / 1000:.0f} kB: {took * 1e3:.0f} ms")
    own = [prompt.text for prompt in registered]
    took = best(lambda: Fingerprints(own, OPENERS).complete())
    tracemalloc.start()
    index = Fingerprints(own, OPENERS)
    index.complete()
    kept, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(
        f"prepared from our own {len(own)}, {sum(map(len, own)) / 1000:.0f} kB: {took * 1e3:.0f} ms, "
        f"{kept / 1e6:.1f} MB kept, {most / 1e6:.1f} MB while at it ({index!r})"
    )


def main() -> None:
    templates = prompts()
    guard = LeakGuard(templates)
    ordinary = answers() + list(made(600))
    build(templates)
    recall(guard, templates, each=12, seed=int(sys.argv[1]) if sys.argv[1:2] and sys.argv[1].isdigit() else 99)
    false_positives(guard, ordinary)
    print("with our own prompts, answers in their very words:", end=" ")
    false_positives(LeakGuard([prompt.text for prompt in registered]), list(everyday(600)))
    held_back(guard, ordinary)
    prose = [text for text in ordinary if not re.search(r"[{}`|<\d]", text) and text.isascii()]
    cost(guard, ordinary, "all ordinary answers")
    cost(guard, prose, "prose")
    print("hostile, 0.5, 1 and 2 MB each:")
    hostile(guard, templates)


if __name__ == "__main__":
    main()
