from hashlib import sha256

from mkdocs.exceptions import PluginError


def on_page_markdown(markdown, page, **arguments):
    path = page.file.src_path
    if "reviewers" not in page.meta:
        raise PluginError(f"{path} has no reviewer")
    # `signed` is the hash of the text that the reviewer read.
    if page.meta.get("signed", "") not in ("", sha256(markdown.encode()).hexdigest()):
        raise PluginError(f"{path} was changed after its review")
