"""Serves the packages in a folder on loopback, as the registries and the releases page would, so that installations can be tested.

    dist/registry.py FOLDER [PORT]      prints its address, and serves until it is stopped

/releases/vVERSION/FILE   the files of the release
/simple/wellpress/        the wheels, as an index of Python packages (PEP 503)
/npm/NAME                 the npm packages; any other name is 404
/crates/                  the crates, as a sparse index of Cargo without dependencies
"""

import base64
import hashlib
import json
import sys
import tarfile
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Packages:
    """The packages of one folder, as dist/build writes it."""

    def __init__(self, folder):
        self.files = {path.name: path for path in folder.rglob("*") if path.is_file()}
        self.npm = {}
        for path in sorted((folder / "npm").glob("*.tgz")):
            with tarfile.open(path) as tar:
                package = json.load(tar.extractfile("package/package.json"))
            self.npm[package["name"]] = (package, path)

    def crate_index(self, path):
        """The lines of an index for the path of a name, such as `we/ll/wellpress`."""
        name = path.rsplit("/", 1)[-1]
        lines = []
        for file, crate in sorted(self.files.items()):
            if file.startswith(f"{name}-") and file.endswith(".crate"):
                version = file[len(name) + 1 : -len(".crate")]
                checksum = hashlib.sha256(crate.read_bytes()).hexdigest()
                line = {"name": name, "vers": version, "deps": [], "cksum": checksum, "features": {}, "yanked": False}
                lines.append(json.dumps(line) + "\n")
        return "".join(lines) or None

    def simple_index(self):
        links = []
        for name, path in sorted(self.files.items()):
            if name.endswith(".whl"):
                links.append(f'<a href="/files/{name}#sha256={hashlib.sha256(path.read_bytes()).hexdigest()}">{name}</a>')
        return "<!doctype html>\n" + "\n".join(links)

    def npm_document(self, name, address):
        if name not in self.npm:
            return None
        package, path = self.npm[name]
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
        dist = {"tarball": f"{address}/files/{path.name}", "integrity": integrity}
        version = {**package, "dist": dist}
        return {"name": name, "dist-tags": {"latest": package["version"]}, "versions": {package["version"]: version}}


def handler(packages):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
            address = f"http://{self.headers['Host']}"
            if path.startswith(("/releases/", "/files/")):
                file = packages.files.get(path.rsplit("/", 1)[1])
                self.respond(file and file.read_bytes(), "application/octet-stream")
            elif path == "/simple/wellpress/":
                self.respond(packages.simple_index().encode(), "text/html")
            elif path == "/crates/config.json":
                config = {"dl": f"{address}/files/{{crate}}-{{version}}.crate"}
                self.respond(json.dumps(config).encode(), "application/json")
            elif path.startswith("/crates/"):
                lines = packages.crate_index(path)
                self.respond(lines and lines.encode(), "text/plain")
            elif path.startswith("/npm/"):
                document = packages.npm_document(path.removeprefix("/npm/"), address)
                self.respond(document and json.dumps(document).encode(), "application/json")
            else:
                self.respond(None, "")

        # uv asks for the headers of a wheel before it downloads it.
        do_HEAD = do_GET

        def respond(self, body, media_type):
            if body is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler


def main():
    folder, port = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    server = ThreadingHTTPServer(("127.0.0.1", port), handler(Packages(folder)))
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
