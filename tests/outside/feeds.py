"""Reads feeds with feedparser, and prints as JSON what a reader would miss or be misled by.

Each argument is a file. feedparser accepts almost anything, so this says what it had to repair, and which parts that the
Atom format requires it did not find.
"""

import json
import sys

import feedparser


def missing(kind, found, names):
    return [("missing", f"{kind} has no {name}") for name in names if not found.get(name)]


def judge(bytes_of_feed):
    feed = feedparser.parse(bytes_of_feed, sanitize_html=False)
    findings = []
    if feed.bozo:
        findings.append(("malformed", str(feed.bozo_exception)))
    if feed.version != "atom10":
        findings.append(("version", f"it was read as {feed.version or 'no feed'}"))
    findings += missing("the feed", feed.feed, ["id", "title", "updated_parsed", "author", "language"])
    if not any(link.rel == "self" for link in feed.feed.get("links", [])):
        findings.append(("missing", "the feed has no link to itself"))
    ids = [entry.get("id") for entry in feed.entries]
    findings += [("double", f"two entries have the id {name}") for name in sorted(set(ids), key=str) if ids.count(name) > 1]
    for entry in feed.entries:
        findings += missing(f"entry {entry.get('id')}", entry, ["id", "title", "link", "updated_parsed", "author", "summary"])
    updated = [entry.updated_parsed for entry in feed.entries if entry.get("updated_parsed")]
    if updated and feed.feed.get("updated_parsed") and feed.feed.updated_parsed < max(updated):
        findings.append(("dates", "the feed is older than its newest entry"))
    return findings


answers = {}
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        answers[path] = judge(file.read())
print(json.dumps(answers))
