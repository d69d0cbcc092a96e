"""Makes the packages of a release from programs that are already built. dist/build runs it; dist/README.md lists the packages.

Input: for each target the program in <target-folder>/<target>/dist/, and the wheels in <out>/wheels/. Output: all files of a
release in <out>. Two runs on the same programs write the same bytes: all dates are SOURCE_DATE_EPOCH, and all lists are sorted.
"""

import argparse
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from datetime import datetime, timezone
from pathlib import Path

import oci_image

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
TARGETS = json.loads((DIST / "targets.json").read_text())
DOCUMENTS = ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY.md"]
# The date of all files, in seconds since 1970; `dist/build` sets it to that of the commit.
EPOCH = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
# Shells, with the name under which each looks for a completion.
COMPLETIONS = {"bash": "wellpress.bash", "fish": "wellpress.fish", "zsh": "_wellpress", "powershell": "_wellpress.ps1"}


class Release:
    """The release that is being packaged: its version, its home, and the programs by target."""

    def __init__(self, target_folder, out, targets):
        metadata = json.loads(run("cargo", "metadata", "--format-version", "1", "--no-deps", "--offline", cwd=ROOT))
        package = next(package for package in metadata["packages"] if package["name"] == "wellpress")
        self.version = package["version"]
        self.repository = package["repository"]
        # The address below which a release's files are: ADDRESS/vVERSION/FILE.
        self.releases = os.environ.get("DIST_RELEASES") or f"{self.repository}/releases/download"
        self.description = package["description"]
        self.license = package["license"]
        self.out = out
        self.programs = {target: target_folder / target / "dist" / program_name(target) for target in targets}
        missing = [str(path) for path in self.programs.values() if not path.is_file()]
        if missing:
            sys.exit(f"dist/package.py: no program at {', '.join(missing)}: run dist/build")
        self.completions = self.completion_scripts()

    def completion_scripts(self):
        """The scripts for shells, printed by a program that this machine can run. They are the same for all targets."""
        for program in self.programs.values():
            try:
                return {name: run(program, "completions", shell) for shell, name in COMPLETIONS.items()}
            except OSError:
                continue
        sys.exit("dist/package.py: this machine can run none of the programs, so there is nobody to print the completions")

    def documents(self):
        """The texts of every package, with absolute links, because the pages that they lead to are not in it."""
        return {name: with_absolute_links((ROOT / name).read_text(), self).encode() for name in DOCUMENTS}

    def fill(self, template, **more):
        """The text of a file in dist/ with @NAME@ replaced."""
        text = (DIST / template).read_text()
        values = {
            "VERSION": self.version,
            "REPOSITORY": self.repository,
            "RELEASES": self.releases,
            "DESCRIPTION": self.description,
            "TARGETS": " ".join(self.programs),
            **more,
        }
        for name, value in values.items():
            text = text.replace(f"@{name}@", value)
        return text


def run(*command, cwd=None):
    return subprocess.run([str(part) for part in command], cwd=cwd, check=True, stdout=subprocess.PIPE).stdout.decode()


def program_name(target):
    return "wellpress.exe" if "windows" in target else "wellpress"


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tar_gz(files):
    """A compressed archive of files: path, bytes and whether it is a program."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path, data, is_program in files:
            entry = tarfile.TarInfo(path)
            entry.size, entry.mtime, entry.mode = len(data), EPOCH, 0o755 if is_program else 0o644
            tar.addfile(entry, io.BytesIO(data))
    return gzip.compress(raw.getvalue(), compresslevel=9, mtime=EPOCH)


def zip_archive(files):
    raw = io.BytesIO()
    date = datetime.fromtimestamp(EPOCH, timezone.utc).timetuple()[:6]
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, data, is_program in files:
            entry = zipfile.ZipInfo(path, date)
            entry.external_attr = (0o755 if is_program else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return raw.getvalue()


def make_archives(release):
    """One archive for each target; returns their paths by target."""
    archives = {}
    for target, program in release.programs.items():
        kind = TARGETS[target]["archive"]
        name = f"wellpress-{release.version}-{target}"
        files = [(f"{name}/{program.name}", program.read_bytes(), True)]
        files += [(f"{name}/{path}", data, False) for path, data in release.documents().items()]
        files += [(f"{name}/completions/{path}", text.encode(), False) for path, text in release.completions.items()]
        archive = release.out / f"{name}.{kind}"
        archive.write_bytes(zip_archive(files) if kind == "zip" else tar_gz(files))
        archives[target] = archive
    return archives


def finish_wheels(release):
    """Gives the wheels of maturin their platforms, and absolute links. A static program runs with every C library, which maturin
    cannot know, and PyPI shows the README without its repository."""
    for wheel in sorted((release.out / "wheels").glob("*.whl")):
        target = next(target for target in release.programs if matches(wheel.name, target))
        with tempfile.TemporaryDirectory() as folder:
            run(sys.executable, "-m", "wheel", "unpack", "--dest", folder, wheel)
            wheel.unlink()
            content = next(Path(folder).iterdir())
            metadata = next(content.glob("*.dist-info/METADATA"))
            metadata.write_text(with_absolute_links(metadata.read_text(), release))
            run(sys.executable, "-m", "wheel", "pack", "--dest-dir", wheel.parent, content)
        platforms = TARGETS[target]["wheel"]
        run(sys.executable, "-m", "wheel", "tags", "--remove", f"--platform-tag={platforms}", wheel)


def with_absolute_links(markdown, release):
    """Markdown whose links and pictures lead to the files of the repository at the release's tag."""
    raw = release.repository.replace("github.com", "raw.githubusercontent.com")
    pictures, pages = f"{raw}/v{release.version}/", f"{release.repository}/blob/v{release.version}/"
    relative = r"(?![a-z]+:|#|/)"
    markdown = re.sub(rf'(!\[[^\]]*\]\(|<img[^>]* src="){relative}', rf"\g<1>{pictures}", markdown)
    return re.sub(rf"(\]\(){relative}", rf"\g<1>{pages}", markdown)


def matches(wheel, target):
    """Whether a wheel of maturin has this target, by the architecture and the system in its name."""
    machine, system = target.split("-")[0], target.split("-")[2]
    systems = {"linux": "linux", "darwin": "macosx", "windows": "win"}
    machines = {"x86_64": ["x86_64", "amd64"], "aarch64": ["aarch64", "arm64"]}
    platform = wheel.removesuffix(".whl").split("-")[-1]
    return systems[system] in platform and any(platform.endswith(name) for name in machines[machine])


def make_npm_packages(release):
    """One package for each platform, and `wellpress`, which depends on all and starts the one that npm installed."""
    folder = release.out / "npm"
    folder.mkdir()
    shared = {
        "version": release.version,
        "license": release.license,
        "repository": {"type": "git", "url": f"git+{release.repository}.git"},
    }
    optional = {}
    for target, program in release.programs.items():
        platform = TARGETS[target]["npm"]
        name = f"@wellpress/{platform['name']}"
        optional[name] = release.version
        package = {
            "name": name,
            "description": f"The program wellpress for {platform['name']}; install the package wellpress",
            **shared,
            "os": [platform["os"]],
            "cpu": [platform["cpu"]],
            "files": ["bin"],
            "preferUnplugged": True,
        }
        files = [(f"package/bin/{program.name}", program.read_bytes(), True)]
        write_npm(folder / f"wellpress-{platform['name']}-{release.version}.tgz", package, files, release)
    package = {
        "name": "wellpress",
        "description": release.description,
        **shared,
        "bin": {"wellpress": "wellpress.js"},
        "files": ["wellpress.js"],
        "engines": {"node": ">=18"},
        "optionalDependencies": optional,
    }
    files = [("package/wellpress.js", (DIST / "npm/wellpress.js").read_bytes(), True)]
    write_npm(folder / f"wellpress-{release.version}.tgz", package, files, release)


def write_npm(path, package, files, release):
    text = json.dumps(package, indent=2) + "\n"
    documents = [(f"package/{name}", data, False) for name, data in release.documents().items() if name != "CHANGELOG.md"]
    path.write_bytes(tar_gz([("package/package.json", text.encode(), False), *documents, *files]))


def make_debian_packages(release):
    for target, program in release.programs.items():
        architecture = TARGETS[target].get("deb")
        if not architecture:
            continue
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            documents = {f"usr/share/doc/wellpress/{name}": data for name, data in release.documents().items()}
            files = {
                "usr/bin/wellpress": program.read_bytes(),
                "usr/share/bash-completion/completions/wellpress": release.completions["wellpress.bash"].encode(),
                "usr/share/fish/vendor_completions.d/wellpress.fish": release.completions["wellpress.fish"].encode(),
                "usr/share/zsh/vendor-completions/_wellpress": release.completions["_wellpress"].encode(),
                "usr/share/doc/wellpress/copyright": (DIST / "debian-copyright").read_bytes(),
                **documents,
            }
            kibibytes = sum(map(len, files.values())) // 1024 + 1
            control = release.fill("debian-control", ARCHITECTURE=architecture, SIZE=str(kibibytes))
            files["DEBIAN/control"] = control.encode()
            for path, data in files.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_bytes(data)
                (root / path).chmod(0o755 if path == "usr/bin/wellpress" else 0o644)
            for entry in root.rglob("*"):
                if entry.is_dir():
                    entry.chmod(0o755)
            root.chmod(0o755)
            package = release.out / f"wellpress_{release.version}_{architecture}.deb"
            run("dpkg-deb", "--build", "--root-owner-group", "-Zxz", root, package)


def make_formula(release, archives):
    """The Homebrew formula. It needs the archives of all four platforms that Homebrew has."""
    checksums = {}
    for target, data in TARGETS.items():
        if "homebrew" in data:
            if target not in archives:
                return
            checksums[f"SHA256_{data['homebrew']['system']}_{data['homebrew']['cpu']}".upper()] = sha256(archives[target])
    (release.out / "wellpress.rb").write_text(release.fill("homebrew.rb", **checksums))


def make_container_image(release):
    programs = {
        TARGETS[target]["container"]: program
        for target, program in release.programs.items()
        if "container" in TARGETS[target]
    }
    if programs:
        documents = {f"usr/share/doc/wellpress/{name}": data for name, data in release.documents().items()}
        labels = {
            "org.opencontainers.image.title": "wellpress",
            "org.opencontainers.image.description": release.description,
            "org.opencontainers.image.version": release.version,
            "org.opencontainers.image.source": release.repository,
            "org.opencontainers.image.licenses": release.license,
        }
        image = release.out / f"wellpress-{release.version}-oci.tar"
        oci_image.write(image, f"{release.version}", programs, documents, labels, EPOCH)


def make_installers(release):
    for name in ["install.sh", "install.ps1"]:
        (release.out / name).write_text(release.fill(name))


def write_checksums(release):
    files = sorted(path for path in release.out.rglob("*") if path.is_file())
    lines = [f"{sha256(path)}  {path.name}\n" for path in files]
    (release.out / "SHA256SUMS").write_text("".join(lines))
    return files


def write_sbom(release):
    """The libraries in the program as CycloneDX: those of all targets, without what only builds and tests use."""
    name = f"wellpress-{release.version}.cdx"
    run("cargo", "cyclonedx", "--format", "json", "--target", "all", "--spec-version", "1.5", "--override-filename", name, cwd=ROOT)
    # The tool writes a file into the folder of each crate of the workspace.
    for folder in ["crates", "tools"]:
        for path in ROOT.glob(f"{folder}/*/{name}.json"):
            path.unlink()
    sbom = json.loads((ROOT / f"{name}.json").read_text())
    (ROOT / f"{name}.json").unlink()
    # Both differ from run to run, and the second names folders of this machine.
    sbom.pop("serialNumber", None)
    sbom["metadata"]["timestamp"] = datetime.fromtimestamp(EPOCH, timezone.utc).isoformat().replace("+00:00", "Z")
    text = json.dumps(sbom, indent=1, sort_keys=True).replace(f"path+file://{ROOT}", f"git+{release.repository}")
    (release.out / f"{name}.json").write_text(text + "\n")


def write_provenance(release, files):
    """An in-toto statement of what was built from which commit. It is not signed: workflows of a release sign what they build."""
    commit = run("git", "rev-parse", "HEAD", cwd=ROOT).strip()
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": path.name, "digest": {"sha256": sha256(path)}} for path in files],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": f"{release.repository}/blob/v{release.version}/dist/README.md",
                "externalParameters": {"command": "dist/build", "targets": list(release.programs)},
                "resolvedDependencies": [
                    {"uri": f"git+{release.repository}", "digest": {"gitCommit": commit}},
                    {"uri": "Cargo.lock", "digest": {"sha256": sha256(ROOT / "Cargo.lock")}},
                    {"uri": "dist/requirements.txt", "digest": {"sha256": sha256(DIST / "requirements.txt")}},
                ],
                "internalParameters": {"rustc": run("rustc", "--version").strip(), "sourceDateEpoch": EPOCH},
            },
            "runDetails": {"builder": {"id": os.environ.get("BUILDER_ID", "local")}},
        },
    }
    path = release.out / f"wellpress-{release.version}.intoto.json"
    path.write_text(json.dumps(statement, indent=2) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target-folder", type=Path, required=True, help="Cargo's target folder")
    parser.add_argument("--out", type=Path, required=True, help="the folder of the packages, with the wheels in wheels/")
    parser.add_argument("--sbom", action="store_true", help="also list the libraries, with cargo-cyclonedx")
    parser.add_argument("targets", nargs="+", choices=sorted(TARGETS), help="the targets that were built")
    arguments = parser.parse_args()
    release = Release(arguments.target_folder, arguments.out, arguments.targets)
    archives = make_archives(release)
    finish_wheels(release)
    make_npm_packages(release)
    make_debian_packages(release)
    make_formula(release, archives)
    make_container_image(release)
    make_installers(release)
    if arguments.sbom:
        write_sbom(release)
    files = write_checksums(release)
    write_provenance(release, files)
    for path in files:
        print(f"{path.stat().st_size / 1e6:8.2f} MB  {path.relative_to(release.out)}")


if __name__ == "__main__":
    main()
