"""One form for formatted text, whichever engine wrote it: runs of characters with their look, white space folded."""
import re
from html.parser import HTMLParser

LOOKS = {"i": "i", "em": "i", "b": "b", "strong": "b", "sup": "^", "sub": "v", "u": "u"}
STYLES = [
    (r"font-style:\s*italic", "+i"), (r"font-style:\s*normal", "-i"), (r"font-weight:\s*bold", "+b"), (r"font-weight:\s*normal", "-b"),
    (r"font-variant:\s*small-caps", "+s"), (r"font-variant:\s*normal", "-s"), (r"text-decoration:\s*underline", "+u"),
    (r"text-decoration:\s*none", "-u"), (r"vertical-align:\s*sup", "+^"), (r"vertical-align:\s*sub", "+v"), (r"baseline", "-^v"),
]
BLOCKS = {"div", "p", "li", "ol", "br"}
VOID = {"br", "img", "hr", "wbr"}


class Flat(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.chars = [frozenset()], []

    def handle_starttag(self, tag, attrs):
        look = set(self.stack[-1])
        if tag in BLOCKS:
            self.chars.append((" ", frozenset()))
        if tag in LOOKS:
            look.add(LOOKS[tag])
        a = dict(attrs)
        if "small-caps" in (a.get("class") or ""):
            look.add("s")
        for pattern, change in STYLES:
            if re.search(pattern, a.get("style") or ""):
                (look.update if change[0] == "+" else look.difference_update)(change[1:])
        if tag not in VOID:
            self.stack.append(frozenset(look))

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.chars.append((" ", frozenset()))
        if tag not in VOID and len(self.stack) > 1:
            self.stack.pop()

    def handle_data(self, data):
        self.chars += [(c, self.stack[-1]) for c in data]


def chars(markup):
    flat = Flat()
    flat.feed(markup)
    flat.close()
    out = []
    for c, look in flat.chars:
        if c.isspace() or c in "\u200b\u2060":
            if not out or out[-1][0] == " ":
                continue
            out.append((" ", frozenset()))
        else:
            out.append((c, look))
    while out and out[-1][0] == " ":
        out.pop()
    return out


def exact(markup):
    """Text with its look, `{i}` where italics begin; blanks have none; signs as they are."""
    out, now = [], frozenset()
    for c, look in chars(markup):
        if c != " " and look != now:
            out.append("{" + "".join(sorted(look)) + "}")
            now = look
        out.append(c)
    if now:
        out.append("{}")
    return "".join(out)
