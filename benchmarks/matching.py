"""Matching side by side with what else finds a text: how often it is right, how fast, how large. One process, one thread, one run.

    uv run --group bench python benchmarks/matching.py right DIRECTORY     the sets in it: right first (P@1), in the first three (R@3), best MCC
    uv run --group bench python benchmarks/matching.py misspelt DIRECTORY  the same, a quarter of the questions' longer words mistyped
    uv run --group bench python benchmarks/matching.py fast [SIZE ...]     synthetic catalogues of so many phrasings: a question, building, memory

Times are those of this machine: what counts is the ratio between the rows of one run.
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}

import gc
import random
import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles

import bm25s
import numpy as np
import tantivy
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.benchmarking import read_set, sets_in
from knowledge import text
from knowledge.figures import Ranked, figures
from knowledge.matching import build
from knowledge.model import Catalogue, Entry

Ranking = list[tuple[str, float]]  # ids with scores, the best first
Rank = Callable[[str], Ranking]
TOP = 30


def rows_of(catalogue: Catalogue) -> tuple[list[str], list[str]]:
    """Return the phrasings, folded, and each one's entry."""
    pairs = [(" ".join(text.words(way)), entry.id) for entry in catalogue.entries.values() for way in entry.asked_as]
    return [way for way, _ in pairs], [identity for _, identity in pairs]


def distinct(found: Iterator[tuple[str, float]]) -> Ranking:
    best: dict[str, float] = {}
    for identity, score in found:
        best.setdefault(identity, score)
    return list(best.items())


def una_voz(catalogue: Catalogue) -> Rank:
    matcher = build(catalogue)
    return lambda question: distinct((match.entry.id, match.score) for match in matcher.rank(question))


def rapidfuzz_with(scorer: Callable[..., float]) -> Callable[[Catalogue], Rank]:
    def make(catalogue: Catalogue) -> Rank:
        ways, ids = rows_of(catalogue)

        def rank(question: str) -> Ranking:
            found = process.extract(" ".join(text.words(question)), ways, scorer=scorer, limit=TOP)
            return distinct((ids[row], score) for _, score, row in found)

        return rank

    return make


def bm25(catalogue: Catalogue) -> Rank:
    ways, ids = rows_of(catalogue)
    index = bm25s.BM25()
    index.index([way.split() for way in ways], show_progress=False)
    count = min(TOP, len(ways))

    def rank(question: str) -> Ranking:
        words = [word for word in text.words(question) if word in index.vocab_dict]
        if not words:
            return []
        rows, scores = index.retrieve([words], k=count, show_progress=False)
        return distinct((ids[row], score) for row, score in zip(rows[0].tolist(), scores[0].tolist(), strict=True) if score > 0)

    return rank


def fts5(catalogue: Catalogue) -> Rank:
    ways, ids = rows_of(catalogue)
    tables = sqlite3.connect(":memory:")
    tables.execute("CREATE VIRTUAL TABLE way USING fts5(content, tokenize='unicode61 remove_diacritics 2')")
    tables.executemany("INSERT INTO way(rowid, content) VALUES (?, ?)", enumerate(ways))

    def rank(question: str) -> Ranking:
        words = text.words(question)
        if not words:
            return []
        terms = " OR ".join(f'"{word}"' for word in words)
        found = tables.execute("SELECT rowid, bm25(way) FROM way WHERE way MATCH ? ORDER BY 2 LIMIT ?", (terms, TOP)).fetchall()
        return distinct((ids[row], -score) for row, score in found)

    return rank


def tantivy_bm25(catalogue: Catalogue) -> Rank:
    ways, ids = rows_of(catalogue)
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("content", tokenizer_name="default")
    fields.add_unsigned_field("row", stored=True)
    schema = fields.build()
    index = tantivy.Index(schema)
    writer = index.writer(50_000_000, 1)
    for row, way in enumerate(ways):
        writer.add_document(tantivy.Document(content=way, row=row))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(question: str) -> Ranking:
        words = text.words(question)
        if not words:
            return []
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "content", word)) for word in words]
        hits = searcher.search(tantivy.Query.boolean_query(terms), TOP).hits
        return distinct((ids[searcher.doc(address)["row"][0]], score) for score, address in hits)

    return rank


def linear_svm(catalogue: Catalogue) -> Rank:
    ways, ids = rows_of(catalogue)
    words, letters = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    from scipy.sparse import hstack

    model = LinearSVC().fit(hstack([words.fit_transform(ways), letters.fit_transform(ways)]).tocsr(), ids)

    def rank(question: str) -> Ranking:
        line = [" ".join(text.words(question))]
        scores = model.decision_function(hstack([words.transform(line), letters.transform(line)]).tocsr())[0]
        if np.ndim(scores) == 0:
            scores = np.array([-scores, scores])
        return [(str(model.classes_[entry]), float(scores[entry])) for entry in np.argsort(-scores)[:TOP]]

    return rank


OTHERS: dict[str, Callable[[Catalogue], Rank]] = {
    "rapidfuzz WRatio": rapidfuzz_with(fuzz.WRatio),
    "rapidfuzz token_set": rapidfuzz_with(fuzz.token_set_ratio),
    "bm25s": bm25,
    "SQLite FTS5": fts5,
    "tantivy": tantivy_bm25,
    "TF-IDF + linear SVM": linear_svm,
}


def mistyped(line: str, chance: random.Random) -> str:
    """Return `line` with a letter left out, exchanged or put in, in a quarter of its words of five letters or more."""
    words = line.split()
    for place, word in enumerate(words):
        if len(word) >= 5 and chance.random() < 0.25:
            at = chance.randrange(1, len(word) - 1)
            ways = (word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + chance.choice("aeiosn") + word[at:])
            words[place] = chance.choice(ways)
    return " ".join(words)


def right(folder: Path, *, misspelt: bool = False) -> None:
    """Print how right each one is on every set."""
    print(f"{'set':26} {'':20} {'P@1':>6} {'R@3':>6} {'MCC':>6} {'median':>8}")
    for place in sets_in(folder):
        found = read_set(place)
        chance = random.Random(place.name)
        asked = [(query.gold, mistyped(query.text, chance) if misspelt else query.text) for query in found.queries]
        for name, make in {"Una Voz": una_voz, **OTHERS}.items():
            rank = make(found.catalogue)
            began = time.perf_counter()
            ranked = [(gold, rank(question)) for gold, question in asked]
            spent = (time.perf_counter() - began) / len(ranked)
            value = figures([Ranked(gold, tuple(identity for identity, _ in got), got[0][1] if got else -9.0) for gold, got in ranked])
            print(f"{place.name:26} {name:20} {value.first:6.3f} {value.in_three:6.3f} {value.best_mcc:6.3f} {spent * 1e3:6.2f}ms", flush=True)


SYLLABLES = [first + second for first in "bcdfglmnprstvz" for second in ("a", "e", "i", "o", "u", "ar", "en", "os", "al", "io")]


def synthetic(size: int, chance: random.Random) -> Catalogue:
    """Return a catalogue of `size` phrasings, three or four an entry, whose words are as frequent as words are (Zipf) and as many (Heaps)."""
    vocabulary = list(dict.fromkeys("".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(int(60 * size**0.55) + 200)))
    weights = [1 / (rank + 2.7) for rank in range(len(vocabulary))]
    total = np.cumsum(weights).tolist()
    entries: dict[object, Entry] = {}
    made = 0
    while made < size:
        topic = chance.choices(vocabulary, cum_weights=total, k=4)
        ways = []
        for _ in range(min(chance.choice((3, 4)), size - made)):
            words = chance.sample(topic, 3) + chance.choices(vocabulary, cum_weights=total, k=chance.randint(2, 5))
            chance.shuffle(words)
            ways.append(" ".join(words))
        made += len(ways)
        entry = Entry(f"E-{len(entries)}", "es", ways[0], "x", phrasings=tuple(ways[1:]))
        entries[entry.key] = entry
    return Catalogue(1, entries)  # type: ignore[arg-type]


def questions_about(catalogue: Catalogue, count: int, chance: random.Random) -> list[str]:
    """Return questions: phrasings with a word dropped, a word of another one added, and a letter mistyped."""
    entries = list(catalogue.entries.values())
    asked = []
    for _ in range(count):
        words, others = chance.choice(chance.choice(entries).asked_as).split(), chance.choice(entries).question.split()
        words[chance.randrange(len(words))] = chance.choice(others)
        place = chance.randrange(len(words))
        words[place] = words[place][:-1] + chance.choice("aeiou")
        asked.append(" ".join(words))
    return asked


def fast(sizes: Sequence[int]) -> None:
    """Print how long a question takes and what building costs, for synthetic catalogues."""
    print(f"{'phrasings':>9} {'':20} {'median':>9} {'p99':>9} {'build':>8} {'memory':>9}")
    for size in sizes:
        chance = random.Random(size)
        catalogue = synthetic(size, chance)
        asked = questions_about(catalogue, 400, chance)
        for name, make in {"Una Voz": una_voz, **OTHERS}.items():
            if (name.startswith("rapidfuzz") and size > 100_000) or (name.endswith("SVM") and size > 3_000):
                print(f"{size:9,} {name:20} too slow to be run here")
                continue
            gc.collect()
            before = resident()
            began = time.perf_counter()
            rank = make(catalogue)
            built = time.perf_counter() - began
            taken = []
            for question in asked[: 400 if size <= 10_000 or name == "Una Voz" else 60]:
                began = time.perf_counter()
                rank(question)
                taken.append((time.perf_counter() - began) * 1e3)
            print(
                f"{size:9,} {name:20} {median(taken):7.2f}ms {quantiles(taken, n=100)[98]:7.2f}ms {built:7.1f}s {max(resident() - before, 0):6.0f}MiB",
                flush=True,
            )
            del rank
    print(f"largest size of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def resident() -> float:
    """Return the size of this process in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["right", folder]:
            right(Path(folder))
        case ["misspelt", folder]:
            right(Path(folder), misspelt=True)
        case ["fast", *sizes]:
            fast([int(size) for size in sizes] or [1_000, 10_000, 100_000])
        case _:
            sys.exit(__doc__)
