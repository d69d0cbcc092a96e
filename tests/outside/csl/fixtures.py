"""Reads a fixture of the CSL test suite, and turns it into a job that a page of a site can ask for, or says why it cannot.

A job has the items, the style, groups of cites and the wanted result. Marks stand in the text and not in notes, and of a document that
changes step by step only the last step counts.
"""

import json
import re
import xml.etree.ElementTree as ET

from site_of_job import LABELS

NS = "{http://purl.org/net/xbiblio/csl}"
INJECTED = '<bibliography><layout><text variable="title"/></layout></bibliography>'
NUMBER = r"^\s*(?:<[^>]+>)*\s*[\[(]?\d+[\])]?[.:]?\s*(?:</(?:sup|b|i|span)>)*[.:]?\s*"


def read(text, name):
    """The parts of a fixture that say what is asked, and what is wanted."""

    def part(title):
        found = re.search(rf">>=+\s*{title}\s*=+>>\n?(.*?)\n?<<=+\s*{title}\s*=+<<", text, re.S)
        return found[1] if found else None

    def parsed(title):
        return json.loads(part(title)) if part(title) else None

    return {"name": name, "mode": part("MODE").strip(), "csl": part("CSL").strip(), "result": part("RESULT"),
            "input": parsed("INPUT") or [], "items": parsed("CITATION-ITEMS"), "citations": parsed("CITATIONS")}


def uses(root, part, variable):
    """Whether a layout prints a variable, itself or by macros."""
    macros = {m.get("name"): m for m in root.iter(NS + "macro")}
    seen = set()

    def within(el):
        for e in el.iter():
            if e.get("variable") == variable and e.tag in (NS + "text", NS + "number"):
                return True
            m = e.get("macro")
            if m and e.tag != NS + "key" and m in macros and m not in seen:
                seen.add(m)
                if within(macros[m]):
                    return True
        return False

    p = root.find(NS + part)
    layout = p.find(NS + "layout") if p is not None else None
    return layout is not None and within(layout)


def flattened(citations):
    """The document after the last step: its groups in order."""
    seen, order = {}, []
    for citation, pre, post in citations:
        seen[citation["citationID"]] = citation
        order = [c for c, _ in pre] + [citation["citationID"]] + [c for c, _ in post]
    return [seen[c] for c in order]


def adapt(fixture):
    """(job, None) or (None, why)."""
    csl = re.sub(r'(<style[^>]*?)\bclass="note"', r'\1class="in-text"', fixture["csl"], count=1, flags=re.S)
    try:
        root = ET.fromstring(csl)
    except ET.ParseError:
        return None, "style is no XML"
    groups, items = [], fixture["input"]
    if not items or any("id" not in i for i in items):
        return None, "empty item"
    if fixture["citations"]:
        flat = flattened(fixture["citations"])
        if any((c.get("properties") or {}).get("mode") for c in flat):
            return None, "author-only or composite marks of citeproc-js"
        groups = [c["citationItems"] for c in flat]
        cited = list(dict.fromkeys(str(i["id"]) for g in groups for i in g))
        items = sorted((i for i in items if str(i["id"]) in cited), key=lambda i: cited.index(str(i["id"])))
    elif fixture["items"]:
        groups = fixture["items"]
    elif fixture["mode"] == "citation":
        groups = [[{"id": i["id"]} for i in items]]
    names = {}
    for n, i in enumerate(items):
        names.setdefault(str(i["id"]), f"k{n + 1}")
    if len(names) < len(items):
        return None, "one id twice"
    new = []
    for g in groups:
        cites = []
        for c in g:
            if str(c["id"]) not in names:
                return None, "cites what is not there"
            if {"author-only", "mode", "infix", "composite"} & set(c):
                return None, "author-only or composite marks of citeproc-js"
            cite = {"id": names[str(c["id"])]}
            prefix, suffix = c.get("prefix") or "", c.get("suffix") or ""
            if "<" in prefix + suffix or ";" in prefix + suffix:
                return None, "markup in a prefix or suffix"
            if prefix.strip():
                cite["prefix"] = prefix.strip() + " "
            if suffix.strip():
                cite["suffix"] = suffix.rstrip() if suffix[0] in ",;:.) \u00a0" else " " + suffix.rstrip()
            if str(c.get("locator") or "").strip():
                label = c.get("label") or "page"
                if label not in LABELS:
                    return None, f"locator label {label}"
                cite.update(locator=str(c["locator"]), label=label)
            if c.get("suppress-author"):
                cite["suppress-author"] = True
            cites.append(cite)
        new.append(cites)
    list_csl = csl if root.find(NS + "bibliography") is not None else csl.replace("</style>", INJECTED + "</style>")
    numbered = uses(root, "bibliography", "citation-number")
    sorts = root.find(f"{NS}bibliography/{NS}sort") is not None
    job = {"name": fixture["name"], "mode": fixture["mode"], "csl": csl, "list_csl": list_csl,
           "lang": root.get("default-locale") or "en-US",
           "numbered": uses(root, "citation", "citation-number"), "list_numbered": numbered, "order": "alphabetical" if sorts else "cited",
           "input": [{**i, "id": names[str(i["id"])]} for i in items], "groups": new, "want": wanted(fixture, len(new), numbered)}
    return (job, None) if job["want"] is not None else (None, "result has another number of lines")


def entries(markup, numbered):
    """The entries of a bibliography; without the number before each, which is the page's own."""
    out = []
    for m in re.finditer(r'<div class="csl-entry">(.*?)</div>\s*(?=<div class="csl-entry">|</div>\s*$|$)', markup.strip() + "\n", re.S):
        e = m[1]
        if numbered:
            margin = re.match(r'^\s*<div class="csl-left-margin">[^<]*\d[^<]*</div>', e)
            e = re.sub(r'^\s*<div class="csl-left-margin">\W*\d+\W*</div>', "", e) if margin else re.sub(NUMBER, "", e)
        out.append(e)
    return out


def wanted(fixture, count, numbered):
    if fixture["mode"] == "bibliography":
        return entries(fixture["result"], numbered)
    lines = fixture["result"].split("\n")
    if fixture["citations"]:
        lines = [re.sub(r"^(?:>>|\.\.)\[\d+\] ?", "", l) for l in lines if l.strip()]
    if count == 1:
        lines = ["\n".join(lines)]
    if len(lines) != count:
        lines = [l for l in lines if l.strip()]
    return lines if len(lines) == count else None
