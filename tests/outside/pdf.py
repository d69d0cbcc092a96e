"""Checks what pdfua leaves out of PDF/UA-1 (ISO 14289-1), as far as a program can. Prints the findings as JSON.

    pdf.py FILE ...

Clauses are those of the standard. It reads the files with pikepdf, which shares no code with wellpress.
"""

import json
import sys

import pikepdf

STANDARD_TYPES = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD "
    "THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form".split()
)
# What may stand directly in these. `NonStruct` says nothing of what is in it.
KIDS = {
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
}
PARENTS = {"LI": {"L"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}}
PAINT = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", '"', "INLINE IMAGE"}


class File:
    def __init__(self, path):
        self.path = path
        self.pdf = pikepdf.open(path)
        self.findings = []
        self.owners = {}
        self.links = set()
        self.ids = set()
        self.headings = []

    def find(self, rule, message, place=""):
        self.findings.append({"file": self.path, "rule": rule, "message": message, "place": place})

    def check(self):
        root = self.pdf.Root
        self.roles = {str(kind)[1:]: str(role)[1:] for kind, role in root.StructTreeRoot.get("/RoleMap", {}).items()}
        self.check_file(root)
        self.walk(root.StructTreeRoot.K, "", root.StructTreeRoot)
        self.check_headings()
        table = dict(zip(*[iter(list(root.StructTreeRoot.ParentTree.Nums))] * 2))
        for number, page in enumerate(self.pdf.pages, 1):
            self.check_page(page, f"page {number}", {int(key): value for key, value in table.items()})

    def check_file(self, root):
        if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") != True:  # noqa: E712
            self.find("7.1-title", "the title is not shown")
        if not str(root.get("/Lang", "")):
            self.find("7.2", "no language")
        metadata = root.Metadata.read_bytes().decode() if "/Metadata" in root else ""
        if "<pdfuaid:part>1<" not in metadata or "dc:title" not in metadata:
            self.find("5", "the metadata name no standard or no title")
        if "/CreationDate" in self.pdf.docinfo or "/ModDate" in self.pdf.docinfo:
            self.find("dates", "the day of printing is in the file")
        if self.pdf.is_encrypted or "/JavaScript" in root.get("/Names", {}) or root.get("/MarkInfo", {}).get("/Suspects", False):
            self.find("7.16", "encrypted, with a script, or with suspects")

    def walk(self, kids, parent, above):
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if not isinstance(kid, pikepdf.Dictionary):
                self.owners[(above.Pg.objgen, int(kid))] = above.objgen
            elif kid.get("/Type") == "/MCR":
                self.owners[(kid.get("/Pg", above.get("/Pg")).objgen, int(kid.MCID))] = above.objgen
            elif kid.get("/Type") == "/OBJR":
                self.check_object(kid.Obj, parent, above)
            else:
                self.check_element(kid, parent, above)

    def check_element(self, element, parent, above):
        kind = str(element.S)[1:]
        kind = self.roles.get(kind, kind)
        if kind not in STANDARD_TYPES:
            self.find("7.1-role", f"`{kind}` is no type of the standard")
        if element.P.objgen != above.objgen:
            self.find("7.1-parent", f"`{kind}` names another parent than it has")
        if kind != "NonStruct" and parent in KIDS and kind not in KIDS[parent]:
            self.find("7.2-kid", f"`{kind}` in `{parent}`")
        if kind in PARENTS and parent not in PARENTS[kind]:
            self.find("7.2-kid", f"`{kind}` in `{parent}`")
        if kind in ("Figure", "Formula") and not str(element.get("/Alt", element.get("/ActualText", ""))):
            self.find("7.3", f"`{kind}` without a text alternative")
        if kind == "TH" and not any("/Scope" in each for each in attributes(element)):
            self.find("7.5", "a header of a table without a scope")
        if kind == "Note":
            if str(element.get("/ID", "")) in self.ids | {""}:
                self.find("7.9", "a note without an id of its own")
            self.ids.add(str(element.get("/ID", "")))
        if kind[0] == "H" and kind[1:].isdigit():
            self.headings.append(int(kind[1:]))
            if not has_content(element):
                self.find("7.4", f"`{kind}` without content")
        self.walk(element.get("/K", pikepdf.Array()), parent if kind == "NonStruct" else kind, element)

    def check_object(self, annotation, parent, above):
        self.links.add(annotation.objgen)
        self.owners[annotation.objgen] = above.objgen
        if annotation.Subtype == "/Link" and parent != "Link":
            self.find("7.18.5-1", f"a link in `{parent}`")
        if not str(annotation.get("/Contents", "")).strip():
            self.find("7.18.5-2", "a link without a description")
        if "wellpress.invalid" in str(annotation.get("/A", {}).get("/URI", "")):
            self.find("links", "a link to the address at which it was printed")

    def check_headings(self):
        for before, after in zip([0, *self.headings], self.headings):
            if after > before + 1:
                self.find("7.4.2", f"H{after} follows H{before}")

    def check_page(self, page, place, table):
        if page.get("/Tabs") != "/S":
            self.find("7.18.3", "the keyboard does not follow the tags", place)
        for annotation in page.get("/Annots", []):
            if annotation.objgen not in self.links:
                self.find("7.18.1", "an annotation outside of the tags", place)
            elif table.get(int(annotation.StructParent)).objgen != self.owners[annotation.objgen]:
                self.find("7.18.1", "the table of tags names another tag for an annotation", place)
        for name, font in page.Resources.get("/Font", {}).items():
            if "/ToUnicode" not in font:
                self.find("7.21.7", f"the letters of the font {name} have no names", place)
        self.check_content(page, place, table.get(int(page.StructParents)))

    def check_content(self, page, place, owners):
        marks, has_words = [], {}
        for operands, operator in pikepdf.parse_content_stream(page):
            operator = str(operator)
            if operator in ("BDC", "BMC"):
                number = operands[1].get("/MCID") if len(operands) > 1 else None
                marks.append("Artifact" if operands[0] == "/Artifact" else None if number is None else int(number))
            elif operator == "EMC":
                marks.pop()
            elif operator in PAINT:
                marked = [mark for mark in marks if mark is not None]
                if not marked:
                    self.find("7.1-3", "content without a tag", f"{place}: {operator}")
                if "Artifact" in marked and len(marked) > 1:
                    self.find("7.1-1", "decoration within content, or content within decoration", place)
                for mark in marked:
                    has_words[mark] = has_words.get(mark, False) or operator in ("Tj", "TJ")
        if has_words.get("Artifact"):
            self.find("7.1-words", "words that are marked as decoration", place)
        for number in has_words:
            owner = self.owners.get((page.objgen, number))
            if number != "Artifact" and (owner is None or owners[number].objgen != owner):
                self.find("7.1-owner", "content that is in no tag, or in another than the table says", f"{place}: {number}")


def attributes(element):
    value = element.get("/A", pikepdf.Array())
    return value if isinstance(value, pikepdf.Array) else [value]


def has_content(element):
    kids = element.get("/K", pikepdf.Array())
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    return any(not isinstance(kid, pikepdf.Dictionary) or kid.get("/Type") == "/MCR" or has_content(kid) for kid in kids)


def main():
    findings = []
    for path in sys.argv[1:]:
        file = File(path)
        file.check()
        findings += file.findings
    json.dump(findings, sys.stdout)


main()
