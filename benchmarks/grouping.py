"""Grouping like questions: how right on labelled questions, and how fast at 100,000 of them.

    uv run python benchmarks/grouping.py right [DIRECTORY]   tests/knowledge/asked.py, and the sets in a folder (`bot.benchmarking` says their form)
    uv run python benchmarks/grouping.py fast [QUESTIONS]    invented questions: finding the group of each and adding it, building anew, memory

Questions arrive in turn, one of each kind after another, and each goes to the group that is found for it or begins one. B-cubed (Bagga and Baldwin
1998) looks at each question: which share of its group is of its kind, and which share of its kind is in its group. By pairs, large groups weigh more.
A set's catalogue is what word lists may be chosen on; its questions, and what is held out of the administrative ones, were only measured.
Times are the processor's, for other programs may run beside it.
"""

import gc
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from pathlib import Path
from statistics import median, quantiles

from bot.benchmarking import read_set, sets_in
from knowledge.grouping import Grouping
from tests.knowledge.asked import AROUND, AROUND_HELD_OUT, CHOSEN_ON, HELD_OUT, IN_OTHER_LANGUAGES, b_cubed, grouped, in_turn

Labelled = tuple[str, str, str]  # kind, text, language


def pairs(times: Iterable[int]) -> int:
    return sum(count * (count - 1) // 2 for count in times)


def show(name: str, questions: Sequence[Labelled]) -> None:
    kinds = [kind for kind, _, _ in questions]
    groups = grouped((text, language) for _, text, language in questions)
    precise, whole = b_cubed(kinds, groups)
    of_kind, of_group = Counter(kinds), Counter(groups)
    both = pairs(Counter(zip(kinds, groups, strict=True)).values())
    by_pairs = both / max(pairs(of_group.values()), 1), both / max(pairs(of_kind.values()), 1)
    print(f"{name:40} {len(kinds):6} {len(of_kind):5} {len(of_group):6}   {precise:.3f} {whole:.3f}   {by_pairs[0]:.3f} {by_pairs[1]:.3f}")


def around(name: str, phrases: Sequence[str]) -> None:
    """Show how often a question with something said around it is told to be of the question's own group, and of another."""
    grouping = Grouping()
    first = [ways[0] for ways in (*CHOSEN_ON.values(), *HELD_OUT.values())]
    for number, text in enumerate(first):
        grouping.add(number, text, "es")
    found = [(number, grouping.nearest(phrase.format(text), "es")) for phrase in phrases for number, text in enumerate(first)]
    own = sum(nearest is not None and nearest.group == number for number, nearest in found)
    other = sum(nearest is not None and nearest.group != number for number, nearest in found)
    print(f"{f'something said around, {name}':40} {len(found):6}   own group {own / len(found):.3f}, another {other / len(found):.3f}")


def right(folder: str | None) -> None:
    print(f"{'':40} {'asked':>6} {'kinds':>5} {'groups':>6}   B-cubed P R   pairs P R")
    administrative = (("chosen on, es", "es", CHOSEN_ON), ("held out, es", "es", HELD_OUT))
    others = [(f"chosen on, {language}", language, kinds) for language, kinds in IN_OTHER_LANGUAGES.items()]
    for name, language, kinds in (*administrative, *others):
        show(f"administrative, {name}", [(kind, text, language) for kind, text in in_turn(kinds)])
    for name, phrases in (("chosen on", AROUND), ("held out", AROUND_HELD_OUT)):
        around(name, phrases)
    for path in sets_in(Path(folder)) if folder else ():
        labelled = read_set(path)
        entries = labelled.catalogue.entries
        rows = zip_longest(*(entry.asked_as for entry in entries.values()))
        held = [(key.id, way, key.language) for row in rows for key, way in zip(entries, row, strict=True) if way is not None]
        show(f"{labelled.name}, catalogue", held)
        show(f"{labelled.name}, questions", [(query.gold, query.text, query.language) for query in labelled.queries if query.gold])


SYLLABLES = [a + b for a in ("b", "c", "d", "f", "l", "m", "n", "p", "r", "s", "t", "v", "tr", "pl") for b in ("a", "e", "i", "o", "u", "an", "er")]
TOPICS = ("piscina", "padrón", "IBI", "biblioteca", "licencia", "multa", "vado", "basura", "beca", "terraza", "plusvalía", "alquiler", "cementerio")
ASKED = ("{}", "horario de {}", "¿Cuánto cuesta {}?", "plazo para {}", "documentos para {}", "dónde está {}", "¿Cómo solicito {}?", "baja de {}")


def invented(count: int, seed: int = 7) -> list[str]:
    """Return so many questions about a fifth as many things: half of them equal to one before, the others padded, turned round or mistyped."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(12_000)]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    things = []
    for _ in range(count // 5):
        content = [chance.choice(TOPICS), *chance.choices(words, weights, k=chance.randint(1, 4))]
        things.append((chance.choice(ASKED), content))
    texts: list[str] = []
    for _ in range(count):
        if texts and chance.random() < 0.5:
            texts.append(chance.choice(texts))
            continue
        way, content = chance.choice(things)
        content = chance.sample(content, len(content)) if chance.random() < 0.3 else list(content)
        if chance.random() < 0.3:
            place = chance.randrange(len(content))
            letter = chance.randrange(1, len(content[place]))
            content[place] = content[place][:letter] + content[place][letter + 1 :]
        texts.append(chance.choice(AROUND).format(way.format(" ".join(content))))
    return texts


def fast(count: int) -> None:
    texts = invented(count)
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    grouping, groups, taken = Grouping(), 0, []
    kept = []
    for text in texts:
        began = time.process_time()
        nearest = grouping.nearest(text, "es")
        groups += nearest is None
        group = nearest.group if nearest else groups
        grouping.add(group, text, "es")
        taken.append((time.process_time() - began) * 1000)
        kept.append(group)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{count} questions, {len(set(texts))} of them distinct, {groups} groups, {memory:.0f} MiB more")
    for name, part in (("all", taken), ("the last tenth", taken[-count // 10 :]), ("the last tenth that were new", new_ones(texts, taken))):
        print(f"  nearest and add, {name}: median {median(part):.3f} ms, p99 {quantiles(part, n=100)[98]:.3f} ms, longest {max(part):.1f} ms")
    began = time.process_time()
    again = Grouping()
    for group, text in zip(kept, texts, strict=True):
        again.add(group, text, "es")
    print(f"  built anew: {time.process_time() - began:.1f} s")
    asked_for = []
    for text in texts[:: max(count // 200, 1)]:
        began = time.process_time()
        again.similar(text, "es", 5)
        asked_for.append((time.process_time() - began) * 1000)
    print(f"  similar: median {median(asked_for):.2f} ms, p99 {quantiles(asked_for, n=100)[98]:.2f} ms")


def new_ones(texts: Sequence[str], taken: Sequence[float]) -> list[float]:
    first = {text: place for place, text in reversed(list(enumerate(texts)))}
    return [taken[place] for place in sorted(first.values()) if place >= len(texts) * 9 // 10]


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["right", *folder]:
            right(folder[0] if folder else None)
        case ["fast", *size]:
            fast(int(size[0]) if size else 100_000)
        case _:
            sys.exit(__doc__)
