"""Many histories on all cores: `make simulate`, or `make simulate SEED=n` for one of them with its story."""

from __future__ import annotations

import concurrent.futures
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import click

from tests.simulation import history
from tests.simulation.setting import template

FIGURES = Path("docs/money.md")
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
# Zeros mean little without what they leave out.
NOT_DRAWN = """\
Not drawn, for no reading could tell: a `revertsnapshot` or `install` that the engine accepts and silently fails, and a
`renewsnapshot` that it charges for and never carries out (with its answer lost, too, that is told as "did not happen").
Nor executions later than two thirds of the settling time. Other than in life: the settling time is 240 s, every
deadline 300 s, and commits are made in turns of the loop instead of a thread of their own."""
_CHUNK = 50
_HEADS = (
    (
        "What happened",
        ("operations", "effects", "confirmations shown", "batches asked for", "presses", "approvals asked"),
    ),
    ("How it ended", ("ended: done", "ended: failed", "ended: needs-human", "settled by people", "approvals expired")),
    ("Processes", ("commits", "kills", "orderly restarts")),
)


def run_chunk(first: int, last: int) -> tuple[Counter[str], list[str]]:
    """Run the histories of these seeds; returns the figures and the stories of those that went wrong."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="apabot-simulation-") as directory:
        for seed in range(first, last):
            result = history.run(seed, Path(directory))
            counts += result.counts
            counts["histories"] += 1
            if result.problems:
                wrong.append(str(result))
    return counts, wrong


def table(counts: Counter[str], *, wrong: int) -> str:
    """Write the figures as Markdown."""
    lines = [
        "| | |",
        "|---|---:|",
        f"| **histories** | **{counts['histories']:,}** |",
        f"| done twice | **{counts['duplicates']:,}** |",
        f"| lost | **{counts['lost']:,}** |",
        f"| stuck | **{counts['stuck']:,}** |",
        f"| histories in which anything was not as it must be | **{wrong:,}** |",
    ]
    for head, names in _HEADS:
        lines += [
            "",
            f"| {head} | |",
            "|---|---:|",
            *(f"| {name.removeprefix('ended: ')} | {counts[name]:,} |" for name in names),
        ]
    for head, prefix in (("Faults", "fault: "), ("Kills, by the commit they hit", "kill: "), ("Operations", "kind: ")):
        found = sorted(((count, name) for name, count in counts.items() if name.startswith(prefix)), reverse=True)
        lines += ["", f"| {head} | |", "|---|---:|"]
        lines += [f"| {name.removeprefix(prefix)} | {count:,} |" for count, name in found]
    return "\n".join([*lines, "", NOT_DRAWN])


def write_down(text: str, path: Path = FIGURES) -> bool:
    """Put the figures between their marks; False where there is no such place."""
    if not path.exists():
        return False
    page = path.read_text(encoding="utf-8")
    before, mark, rest = page.partition(BEGIN)
    if not mark or END not in rest:
        return False
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return True


@click.command()
@click.option("--histories", default=10_000, show_default=True, help="How many.")
@click.option("--first", default=0, show_default=True, help="The first seed.")
@click.option("--seed", type=int, help="Only this one, with its story.")
@click.option("--write/--no-write", default=True, help=f"Write the figures into {FIGURES}.")
def main(histories: int, first: int, seed: int | None, write: bool) -> None:
    """Run seeded histories and say what came of them."""
    if seed is not None:
        with tempfile.TemporaryDirectory() as directory:
            result = history.run(seed, Path(directory))
        click.echo(str(result))
        sys.exit(bool(result.problems))
    began, counts, wrong = time.perf_counter(), Counter[str](), list[str]()
    chunks = [(start, min(start + _CHUNK, first + histories)) for start in range(first, first + histories, _CHUNK)]
    # Before the workers are forked, which share it; this process takes it away at the end.
    template()
    with concurrent.futures.ProcessPoolExecutor() as pool:
        for some, stories in pool.map(run_chunk, *zip(*chunks, strict=True)):
            counts += some
            wrong += stories
            for story in stories:
                click.echo(story)
            click.echo(f"\r{counts['histories']:,} histories, {len(wrong)} wrong", nl=False, err=True)
    text = table(counts, wrong=len(wrong))
    click.echo(f"\n{text}\n\n{time.perf_counter() - began:.0f} s")
    if write and not wrong and not write_down(text):
        click.echo(f"no place for the figures in {FIGURES}", err=True)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
