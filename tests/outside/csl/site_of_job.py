"""Asks wellpress for a job: a style, items and marks, as a site with one page. What comes back is read from the page."""

import html
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
PROGRAM = os.environ["WELLPRESS"]
STRINGS = REPOSITORY / "themes/well/i18n"
LANGUAGES = {file.stem for file in STRINGS.glob("*.ftl")}
LABELS = {
    "page": "p.", "chapter": "chap.", "section": "sec.", "paragraph": "para.", "figure": "fig.", "table": "table", "volume": "vol.",
    "book": "bk.", "column": "col.", "folio": "fol.", "issue": "no.", "number": "no.", "line": "l.", "note": "n.", "opus": "op.",
    "part": "pt.", "sub verbo": "s.v.", "sub-verbo": "s.v.", "supplement": "suppl.", "timestamp": "timestamp", "verse": "v.",
    "appendix": "app.",
}


def escaped(text):
    return re.sub(r"([\\`*_\[\]<>~&@#|$^{}])", r"\\\1", text)


def mark(group):
    """A group of cites as an author writes it."""
    parts = []
    for cite in group:
        prefix = escaped(cite.get("prefix", "").strip())
        text = (prefix + " " if prefix else "") + ("-" if cite.get("suppress-author") else "") + "@" + cite["id"]
        if cite.get("locator"):
            text += ", {" + LABELS[cite.get("label", "page")] + " " + str(cite["locator"]) + "}"
        elif cite.get("suffix"):
            text += ", {}"
        parts.append(text + escaped(cite.get("suffix", "")))
    return "[" + "; ".join(parts) + "]"


def theme_in(root, language):
    """A setting, for a language that the theme does not speak: its strings are then English."""
    if language.split("-")[0] in LANGUAGES:
        return ""
    own = root / "themes/own"
    (own / "i18n").mkdir(parents=True)
    (own / "theme.yaml").write_text("extends: well\n")
    shutil.copy(STRINGS / "en.ftl", own / f"i18n/{language}.ftl")
    return "theme: own\n"


def write_site(root, job):
    (root / "content/articles").mkdir(parents=True)
    (root / "content/references").mkdir()
    (root / "content/references/all.json").write_text(json.dumps(job["input"], ensure_ascii=False))
    (root / "list.csl").write_text(job["list_csl"])
    (root / "marks.csl").write_text(job["csl"])
    marks, marks_style = ("number", "apa") if job["numbered"] else ("author-date", "marks.csl")
    citations = f"{{style: list.csl, marks: {marks}, marks_style: {marks_style}, order: {job['order']}}}"
    (root / "wellpress.yaml").write_text(
        f"title: T\nbase_url: https://suite.example/\nlanguage: {job['lang']}\n{theme_in(root, job['lang'])}citations: {citations}\n"
    )
    first = " ".join(f"[@{item['id']}]" for item in job["input"])
    groups = "\n\n".join(f"QZQ{number}QZQ {mark(group)} QZQENDQZQ" for number, group in enumerate(job["groups"]))
    (root / "content/articles/a.md").write_text(f"---\ntitle: All\npublished: 2024-01-01\n---\n\nAll: {first}\n\n{groups}\n")


def unlinked(markup):
    return re.sub(r"<a\b[^>]*>|</a>", "", markup)


def entry_in(item):
    """The text of an entry of the list, which ends where its element ends."""
    entry = re.search(r'<span class="entry" data-entry>(.*)', item, re.S)[1]
    depth = 1
    for tag in re.finditer(r"<(/?)span\b[^>]*>", entry):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return unlinked(entry[: tag.start()])
    return unlinked(entry)


def answer(job):
    """The marks and the entries of the list, or an error."""
    root = Path(tempfile.mkdtemp(prefix="csl-"))
    try:
        write_site(root, job)
        command = [PROGRAM, "build", "--root", str(root), "--cache", "off", "--jobs", "1"]
        built = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=60, stdin=subprocess.DEVNULL)
        file = root / "output/articles/a/index.html"
        if not file.exists():
            return {"error": built.stderr.strip().partition("\n")[0]}
        page = file.read_text()
        marks = {int(found[1]): unlinked(found[2]) for found in re.finditer(r"QZQ(\d+)QZQ(.*?)QZQENDQZQ", page, re.S)}
        body = re.search(r'<ol class="references">(.*?)</ol>\s', page, re.S)
        items = re.findall(r'<li id="ref-[^"]*">(.*?)</li>\n', body[1] if body else "", re.S)
        return {"marks": [marks.get(number) for number in range(len(job["groups"]))], "entries": [entry_in(item) for item in items]}
    except subprocess.TimeoutExpired:
        return {"error": "timeout"}
    finally:
        shutil.rmtree(root, ignore_errors=True)
