"""Writes a container image with nothing but a static program, as an OCI archive that podman, skopeo and Docker can load.

No container engine is needed for that: an image is a list of JSON files and a compressed archive of files, all named by their
hash (https://github.com/opencontainers/image-spec).
"""

import gzip
import hashlib
import io
import json
import tarfile
from datetime import datetime, timezone

INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"


def write(path, tag, programs, documents, labels, epoch):
    """`programs` has the path of the program by architecture; `documents` are further files of the image, by path."""
    blobs = {}

    def add(data, media_type, **more):
        digest = hashlib.sha256(data).hexdigest()
        blobs[f"blobs/sha256/{digest}"] = data
        return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(data), **more}

    def as_json(value):
        return json.dumps(value, sort_keys=True).encode()

    created = datetime.fromtimestamp(epoch, timezone.utc).isoformat().replace("+00:00", "Z")
    manifests = []
    for architecture, program in programs.items():
        layer = layer_of({"usr/bin/wellpress": program.read_bytes(), **documents}, epoch)
        platform = {"architecture": architecture, "os": "linux"}
        config = {
            **platform,
            "created": created,
            "config": {
                # A site is mounted at /site. A user without rights reads it; `--user` names the one who may write there.
                "User": "1000:1000",
                "WorkingDir": "/site",
                "Env": ["PATH=/usr/bin", "HOME=/tmp"],
                "Entrypoint": ["/usr/bin/wellpress"],
                "Cmd": ["build"],
                "ExposedPorts": {"1111/tcp": {}},
                "Labels": labels,
            },
            "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer).hexdigest()}"]},
            "history": [{"created": created, "created_by": "dist/oci_image.py"}],
        }
        manifest = {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": add(as_json(config), CONFIG),
            "layers": [add(gzip.compress(layer, compresslevel=9, mtime=epoch), LAYER)],
            "annotations": labels,
        }
        manifests.append(add(as_json(manifest), MANIFEST, platform=platform))
    image = add(as_json({"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests}), INDEX)
    image["annotations"] = {"org.opencontainers.image.ref.name": tag}
    index = {"schemaVersion": 2, "mediaType": INDEX, "manifests": [image]}
    files = {"oci-layout": as_json({"imageLayoutVersion": "1.0.0"}), "index.json": as_json(index), **blobs}
    path.write_bytes(archive([entry(name, data, 0o644, epoch) for name, data in sorted(files.items())]))


def layer_of(files, epoch):
    """The file system of the image: the files, the folders above them, a mount point and a folder for temporary files."""
    folders = {"site": 0o755, "tmp": 0o1777}
    for path in files:
        parts = path.split("/")[:-1]
        folders.update({"/".join(parts[: depth + 1]): 0o755 for depth in range(len(parts))})
    entries = [folder(name, mode, epoch) for name, mode in sorted(folders.items())]
    entries += [entry(name, data, 0o755 if "/bin/" in name else 0o644, epoch) for name, data in sorted(files.items())]
    return archive(entries)


def folder(name, mode, epoch):
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.mtime = tarfile.DIRTYPE, mode, epoch
    return info, b""


def entry(name, data, mode, epoch):
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = len(data), mode, epoch
    return info, data


def archive(entries):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for info, data in entries:
            tar.addfile(info, io.BytesIO(data))
    return raw.getvalue()
