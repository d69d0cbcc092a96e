//! Writing a site to the output folder: what is written, which folders are refused, and what remains after a crash at any step.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use wellpress_build::emit::{
    Claim, EmitError, EmitOptions, Emitted, Emitter, MANIFEST_NAME, MARKER, Manifest, Refusal, Strays,
};
use wellpress_io::artifact::{Artifact, ArtifactContent, MemorySink, Sink, SitePath};
use wellpress_io::fs::{Disk, EntryKind, Files, Memory};

use crate::failing_disk::{DiskFailure, Exchange, FailingDisk};

type Pages<'a> = &'a [(&'a str, &'a str)];

const OLD: Pages = &[("index.html", "home"), ("a/index.html", "first"), ("a/b/c.txt", "same"), ("gone/x", "old")];
const NEW: Pages = &[("index.html", "changed"), ("a/index.html", "first"), ("a/b/c.txt", "same"), ("new/x", "new")];

fn options(root: &Path) -> EmitOptions {
    let sources = ["content", "themes", "static", "wellpress.yaml"].map(|name| root.join(name)).to_vec();
    EmitOptions { root: root.to_path_buf(), sources, strays: Strays::Refuse, spare: None }
}

fn page<'a>(path: &str, text: &'a str) -> Artifact<'a> {
    Artifact { path: SitePath::new(path).unwrap(), content: ArtifactContent::Bytes(text.as_bytes().into()) }
}

fn build_to(files: &dyn Files, output: &Path, options: &EmitOptions, pages: Pages) -> Result<Emitted, EmitError> {
    let emitter = Emitter::begin(files, output, options)?;
    for (path, text) in pages {
        emitter.put(page(path, text))?;
    }
    emitter.finish()
}

fn build(files: &dyn Files, pages: Pages) -> Result<Emitted, EmitError> {
    build_to(files, Path::new("/site/output"), &options(Path::new("/site")), pages)
}

fn site() -> Memory {
    Memory::new().with("/site/wellpress.yaml", "title: T").with("/site/content/articles/a.md", "text")
}

/// The published files, without the `.gitignore` that marks the folder as the program's, and without the manifest.
fn published(memory: &Memory) -> BTreeMap<String, String> {
    let snapshot = memory.snapshot();
    let files = snapshot.iter().filter_map(|(path, bytes)| {
        let path = path.strip_prefix("/site/output").ok()?.to_str()?.to_owned();
        Some((path, String::from_utf8(bytes.to_vec()).unwrap()))
    });
    files.filter(|(path, _)| path != ".gitignore" && path != MANIFEST_NAME).collect()
}

fn as_map(pages: Pages) -> BTreeMap<String, String> {
    pages.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn refusal(result: Result<impl Sized, EmitError>) -> Refusal {
    match result.err().expect("it must be refused") {
        error @ EmitError::Refused { .. } if !error.is_refusal() => panic!("a refusal that says it is none"),
        EmitError::Refused { refusal, .. } => refusal,
        other => panic!("not a refusal: {other}"),
    }
}

#[test]
fn a_site_is_written_with_marker_and_manifest() {
    let memory = site();
    let emitted = build(&memory, OLD).unwrap();
    assert_eq!(published(&memory), as_map(OLD));
    assert_eq!((emitted.written, emitted.kept, emitted.replaced), (4, 0, true));
    assert_eq!(memory.read(Path::new("/site/output/.gitignore")).unwrap(), MARKER.as_bytes());
    let manifest = Manifest::read(&memory, Path::new("/site/output")).unwrap().unwrap();
    let manifest_text = memory.read(Path::new("/site/output").join(MANIFEST_NAME).as_path()).unwrap();
    assert_eq!((manifest.to_text().as_bytes(), blake3::hash(&manifest_text)), (&manifest_text[..], emitted.manifest));
    let paths: Vec<_> = manifest.files().iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["a/b/c.txt", "a/index.html", "gone/x", "index.html"]);
    let home = manifest.find("index.html").unwrap();
    assert_eq!((home.size, home.hash), (4, blake3::hash(b"home")));
    let entries = memory.list(Path::new("/site")).unwrap();
    let names: Vec<_> = entries.iter().map(|entry| entry.path.to_str().unwrap()).collect();
    assert_eq!(names, ["content", "output", "wellpress.yaml"]);
}

#[test]
fn the_next_build_replaces_the_output() {
    for exchange in [Exchange::Supported, Exchange::Unsupported] {
        let memory = site();
        build(&memory, OLD).unwrap();
        let emitted = build(&FailingDisk::never(exchange, &memory), NEW).unwrap();
        assert_eq!(published(&memory), as_map(NEW));
        assert_eq!((emitted.written, emitted.kept, emitted.replaced), (2, 2, true));
        assert_eq!(memory.list(Path::new("/site")).unwrap().len(), 3);
    }
}

#[test]
fn an_identical_site_touches_nothing() {
    let memory = site();
    build(&memory, OLD).unwrap();
    let old_entries = memory.walk(Path::new("/")).unwrap();
    let emitted = build(&memory, OLD).unwrap();
    assert_eq!((emitted.written, emitted.kept, emitted.replaced), (0, 4, false));
    assert_eq!(memory.walk(Path::new("/")).unwrap(), old_entries);
}

#[test]
fn a_file_that_somebody_changed_or_removed_is_written_again() {
    let memory = site();
    build(&memory, OLD).unwrap();
    memory.write(Path::new("/site/output/index.html"), b"hack").unwrap();
    memory.remove_file(Path::new("/site/output/gone/x")).unwrap();
    let emitted = build(&memory, OLD).unwrap();
    assert_eq!((emitted.written, emitted.kept, emitted.replaced), (2, 2, true));
    assert_eq!(published(&memory), as_map(OLD));
}

#[test]
fn copied_files_are_copied_again_when_they_change() {
    let memory = site().with("/site/static/a.pdf", "one").with("/site/static/b.pdf", "two");
    let copies = |files: &dyn Files| {
        let emitter = Emitter::begin(files, Path::new("/site/output"), &options(Path::new("/site"))).unwrap();
        for name in ["a.pdf", "b.pdf"] {
            let content = ArtifactContent::CopyOf(Path::new("/site/static").join(name));
            emitter.put(Artifact { path: SitePath::new(name).unwrap(), content }).unwrap();
        }
        emitter.finish().unwrap()
    };
    assert_eq!(copies(&memory).written, 2);
    memory.write(Path::new("/site/static/a.pdf"), b"changed").unwrap();
    let emitted = copies(&memory);
    assert_eq!((emitted.written, emitted.kept), (1, 1));
    assert_eq!(published(&memory), as_map(&[("a.pdf", "changed"), ("b.pdf", "two")]));
    let manifest = Manifest::read(&memory, Path::new("/site/output")).unwrap().unwrap();
    assert_eq!(manifest.find("a.pdf").unwrap().hash, blake3::hash(b"changed"));
}

#[test]
fn an_empty_folder_or_one_with_the_marker_may_be_replaced() {
    let marked = site().with("/site/output/.gitignore", MARKER);
    let marked_on_windows = site().with("/site/output/.gitignore", MARKER.replace('\n', "\r\n"));
    let empty = site();
    empty.create_dir_all(Path::new("/site/output")).unwrap();
    for memory in [marked, marked_on_windows, empty] {
        assert!(build(&memory, OLD).unwrap().replaced);
        assert_eq!(published(&memory), as_map(OLD));
    }
}

#[test]
fn a_folder_that_no_build_made_is_refused() {
    for (name, strays) in [("photo.jpg", Strays::Refuse), ("photo.jpg", Strays::Remove), (".gitignore", Strays::Remove)]
    {
        let memory = site().with(Path::new("/site/output").join(name), "*\n");
        let old_files = memory.snapshot();
        let options = EmitOptions { strays, ..options(Path::new("/site")) };
        let reason = refusal(build_to(&memory, Path::new("/site/output"), &options, OLD));
        assert_eq!(reason, Refusal::Unowned(name.into()));
        assert_eq!(memory.snapshot(), old_files);
    }
}

#[test]
fn a_folder_that_cannot_be_read_is_not_claimed() {
    for at in 0.. {
        let memory = site().with("/site/output/photo.jpg", "theirs").with("/site/.wellpress-staging-output/a", "stale");
        let old_files = memory.snapshot();
        let failing_disk = FailingDisk::at(at, DiskFailure::IoError, Exchange::Supported, &memory);
        let claim = Claim::acquire(&failing_disk, Path::new("/site/output"), &options(Path::new("/site")));
        assert!(claim.is_err(), "at step {at}");
        assert_eq!(memory.snapshot(), old_files, "at step {at}");
        if !failing_disk.has_failed() {
            break;
        }
    }
}

#[test]
fn a_folder_that_no_build_made_stays_whatever_fails() {
    let forced = EmitOptions { strays: Strays::Remove, ..options(Path::new("/site")) };
    for at in 0.. {
        let memory = site().with("/site/output/photo.jpg", "theirs");
        let failing_disk = FailingDisk::at(at, DiskFailure::IoError, Exchange::Supported, &memory);
        assert!(build_to(&failing_disk, Path::new("/site/output"), &forced, OLD).is_err(), "at step {at}");
        assert_eq!(published(&memory), as_map(&[("photo.jpg", "theirs")]), "at step {at}");
        if !failing_disk.has_failed() {
            assert!(at > 2, "no step failed");
            break;
        }
    }
}

#[test]
fn an_unchanged_output_is_recognised_by_its_manifest() {
    let memory = site();
    let manifest = build(&memory, OLD).unwrap().manifest;
    let output = Path::new("/site/output");
    let holds = |manifest| {
        Claim::acquire(&memory, output, &options(Path::new("/site"))).unwrap().has_untouched_output(manifest)
    };
    assert!(holds(manifest));
    assert!(!holds(blake3::hash(b"another manifest")));
    memory.write(&output.join("index.html"), b"home, changed").unwrap();
    assert!(!holds(manifest));
}

#[test]
fn a_folder_that_another_thread_created_is_used() {
    let memory = site();
    let emitter = Emitter::begin(&memory, Path::new("/site/output"), &options(Path::new("/site"))).unwrap();
    let paths = memory.list(Path::new("/site")).unwrap().into_iter().map(|entry| Path::new("/site").join(entry.path));
    let staging: Vec<PathBuf> = paths.filter(|path| path.to_str().unwrap().contains("/.wellpress-")).collect();
    let is_folder = |path: &&PathBuf| memory.kind(path).is_ok_and(|kind| kind == EntryKind::Folder);
    memory.publish_dir(&staging.iter().find(is_folder).unwrap().join("a")).unwrap();
    emitter.put(page("a/index.html", "first")).unwrap();
    emitter.finish().unwrap();
    assert_eq!(published(&memory), as_map(&[("a/index.html", "first")]));
}

#[test]
fn stray_files_are_kept_unless_forced() {
    let memory = site();
    build(&memory, OLD).unwrap();
    memory.write(Path::new("/site/output/a/notes.txt"), b"mine").unwrap();
    let message = refusal(build(&memory, NEW)).to_string();
    assert!(message.starts_with("it holds `a/notes.txt`, which no build put there; "), "{message}");
    memory.create_dir_all(Path::new("/site/output/mine")).unwrap();
    let old_files = memory.snapshot();
    let reason = refusal(build(&memory, NEW));
    assert_eq!(reason, Refusal::Strays { first: "a/notes.txt".into(), count: 2 });
    assert_eq!(
        reason.to_string(),
        "it holds `a/notes.txt` and 1 more that no build put there; move that away, or use `--force` to delete it"
    );
    assert_eq!(memory.snapshot(), old_files);
    let forced = EmitOptions { strays: Strays::Remove, ..options(Path::new("/site")) };
    build_to(&memory, Path::new("/site/output"), &forced, NEW).unwrap();
    assert_eq!(published(&memory), as_map(NEW));
}

#[test]
fn with_a_damaged_manifest_all_files_are_strays() {
    let memory = site();
    build(&memory, OLD).unwrap();
    memory.write(Path::new("/site/output").join(MANIFEST_NAME).as_path(), b"../../etc/passwd").unwrap();
    assert!(matches!(refusal(build(&memory, NEW)), Refusal::Strays { count: 7, .. }));
}

#[test]
fn roots_and_source_folders_are_refused_as_output() {
    let cases: &[(&str, Refusal)] = &[
        ("/", Refusal::FileSystemRoot),
        ("/site", Refusal::SiteRoot),
        ("/site/output/..", Refusal::SiteRoot),
        ("/site/content", Refusal::InsideSources("/site/content".into())),
        ("/site/content/output", Refusal::InsideSources("/site/content".into())),
        ("/site/static", Refusal::InsideSources("/site/static".into())),
        ("/site/link", Refusal::NotAFolder(wellpress_io::fs::EntryKind::Symlink)),
        ("/site/link/", Refusal::NotAFolder(wellpress_io::fs::EntryKind::Symlink)),
        ("/site/linked-content/output", Refusal::InsideSources("/site/content".into())),
        ("/site/wellpress.yaml", Refusal::NotAFolder(wellpress_io::fs::EntryKind::File)),
        ("/site/wellpress.yaml/output", Refusal::NotAFolder(wellpress_io::fs::EntryKind::File)),
    ];
    for (output, expected) in cases {
        let memory = site().with_symlink("/site/link", "/elsewhere").with_symlink("/site/linked-content", "content");
        memory.create_dir_all(Path::new("/site/output")).unwrap();
        let old_entries = memory.walk(Path::new("/")).unwrap();
        assert_eq!(refusal(build_to(&memory, Path::new(output), &options(Path::new("/site")), OLD)), *expected);
        assert_eq!(memory.walk(Path::new("/")).unwrap(), old_entries, "{output}");
    }
    let memory = site();
    let reason = refusal(build_to(&memory, Path::new("/"), &options(Path::new("/site")), OLD));
    assert_eq!(reason, Refusal::FileSystemRoot);
    let nested = Memory::new().with("/home/site/content/a.md", "");
    let reason = refusal(build_to(&nested, Path::new("/home"), &options(Path::new("/home/site")), OLD));
    assert_eq!(reason, Refusal::HoldsSources("/home/site".into()));
}

#[test]
fn a_second_build_at_the_same_time_is_an_error() {
    let memory = site();
    let first = Emitter::begin(&memory, Path::new("/site/output"), &options(Path::new("/site"))).unwrap();
    let second = build(&memory, OLD).unwrap_err();
    assert!(matches!(second, EmitError::Busy { .. }) && !second.is_refusal(), "{second}");
    drop(first);
    build(&memory, OLD).unwrap();
}

#[test]
fn an_abandoned_build_leaves_the_output_as_it_was() {
    let memory = site();
    build(&memory, OLD).unwrap();
    let old_entries = memory.walk(Path::new("/")).unwrap();
    let emitter = Emitter::begin(&memory, Path::new("/site/output"), &options(Path::new("/site"))).unwrap();
    emitter.put(page("index.html", "half")).unwrap();
    drop(emitter);
    assert_eq!(memory.walk(Path::new("/")).unwrap(), old_entries);
}

#[test]
fn a_build_with_a_failed_artifact_cannot_be_finished() {
    let memory = site();
    build(&memory, OLD).unwrap();
    let old_entries = memory.walk(Path::new("/")).unwrap();
    let emitter = Emitter::begin(&memory, Path::new("/site/output"), &options(Path::new("/site"))).unwrap();
    let missing_file = ArtifactContent::CopyOf(PathBuf::from("/site/static/gone.pdf"));
    let error = emitter.put(Artifact { path: SitePath::new("gone.pdf").unwrap(), content: missing_file }).unwrap_err();
    assert_eq!(error.path, Path::new("/site/static/gone.pdf"));
    assert!(matches!(emitter.finish(), Err(EmitError::Incomplete { .. })));
    assert_eq!(memory.walk(Path::new("/")).unwrap(), old_entries);
}

#[test]
fn two_artifacts_on_one_path_and_reserved_names_are_internal_errors() {
    let twice: [Pages; 2] = [&[("x", "1"), ("x", "2")], &[("index.html", "home"), ("index.html", "home")]];
    for pages in twice {
        let memory = site();
        build(&memory, OLD).unwrap();
        assert!(build(&memory, pages).unwrap_err().to_string().contains("a bug in wellpress"));
        assert_eq!(published(&memory), as_map(OLD));
    }
    for reserved in [".gitignore", MANIFEST_NAME, ".wellpress-x/y"] {
        assert!(build(&site(), &[(reserved, "")]).is_err(), "{reserved}");
    }
}

#[test]
fn a_mount_point_is_left_alone_with_help() {
    let memory = site();
    build(&memory, OLD).unwrap();
    let error = build(&FailingDisk::never(Exchange::MountPoint, &memory), NEW).unwrap_err();
    assert!(matches!(error, EmitError::MountPoint { .. }), "{error}");
    assert_eq!(published(&memory), as_map(OLD));
}

/// The program is killed after each number of changes to the disk in turn.
#[test]
fn a_build_killed_at_any_change_leaves_the_old_site_or_the_new_one() {
    for exchange in [Exchange::Supported, Exchange::Unsupported] {
        fail_at_each_operation(DiskFailure::Killed, exchange);
    }
}

/// `faults.rs` fails whole builds on a disk with an atomic exchange.
#[test]
fn without_an_atomic_exchange_a_failing_disk_leaves_the_old_site_or_the_new_one() {
    for failure in [DiskFailure::Full, DiskFailure::IoError, DiskFailure::OutOfHandles] {
        fail_at_each_operation(failure, Exchange::Unsupported);
    }
}

fn fail_at_each_operation(failure: DiskFailure, exchange: Exchange) {
    for number in 0.. {
        let memory = site();
        build(&memory, OLD).unwrap();
        let failing_disk = FailingDisk::at(number, failure, exchange, &memory);
        let _ = build(&failing_disk, NEW);
        let has_failed = failing_disk.has_failed();
        // Without an atomic exchange the old output is moved away before the new one takes its place.
        let is_between_renames =
            exchange == Exchange::Unsupported && failure == DiskFailure::Killed && published(&memory).is_empty();
        let context = format!("{failure:?} at operation {number}");
        assert!(is_between_renames || is_complete(&memory), "{context}: {:?}", published(&memory));
        assert_recovers(&memory, &context);
        if !has_failed {
            assert!(number > 10, "{failure:?}: {number} operations are too few to be all");
            return;
        }
    }
}

/// Whether the output is the whole old site or the whole new one.
fn is_complete(memory: &Memory) -> bool {
    [as_map(OLD), as_map(NEW)].contains(&published(memory))
}

fn assert_recovers(memory: &Memory, context: &str) {
    let options = options(Path::new("/site"));
    drop(Emitter::begin(memory, Path::new("/site/output"), &options).unwrap());
    assert!(is_complete(memory), "recovered after {context}: {:?}", published(memory));
    build(memory, &[("z", "next")]).unwrap();
    assert_eq!(published(memory), as_map(&[("z", "next")]));
    assert_eq!(memory.list(Path::new("/site")).unwrap().len(), 3, "something was left behind");
}

#[test]
fn a_first_build_that_is_killed_leaves_no_half_site() {
    for changes in 0..12 {
        let memory = site();
        let _ = build(&FailingDisk::after(changes, Exchange::Supported, &memory), OLD);
        let files = published(&memory);
        assert!(files.is_empty() || files == as_map(OLD), "killed after {changes} changes: {files:?}");
        build(&memory, NEW).unwrap();
        assert_eq!(published(&memory), as_map(NEW));
    }
}

#[test]
fn the_folders_above_the_output_are_created() {
    let memory = site();
    build_to(&memory, Path::new("public/deep/out"), &options(Path::new("/site")), OLD).unwrap();
    assert_eq!(memory.read(Path::new("/public/deep/out/index.html")).unwrap(), b"home");
}

#[test]
fn many_threads_write_the_same_site_on_a_disk() {
    use rayon::prelude::*;
    let folder = tempfile::tempdir().unwrap();
    let (output, options) = (folder.path().join("output"), options(folder.path()));
    // Builds 500 pages, one in fifty of which has a text that depends on `shift`.
    let build = |shift: usize| {
        let emitter = Emitter::begin(&Disk, &output, &options).unwrap();
        (0..500usize).into_par_iter().for_each(|index| {
            let text = format!("page {}", if index % 50 == 0 { index + shift } else { index });
            emitter.put(page(&format!("a/{}/{index}/index.html", index % 7), &text)).unwrap();
        });
        emitter.finish().unwrap()
    };
    let first = build(0);
    assert_eq!((first.written, first.kept, first.replaced), (500, 0, true));
    assert!(!build(0).replaced);
    let edited = build(1);
    assert_eq!((edited.written, edited.kept, edited.replaced), (10, 490, true));
    assert_eq!(std::fs::read(output.join("a/1/50/index.html")).unwrap(), b"page 51");
    assert_eq!(Disk.list(folder.path()).unwrap().len(), 1, "something was left beside the output");
}

#[test]
fn a_file_name_too_long_for_the_disk_leaves_the_old_output() {
    let folder = tempfile::tempdir().unwrap();
    let (output, options) = (folder.path().join("output"), options(folder.path()));
    build_to(&Disk, &output, &options, OLD).unwrap();
    let old_entries = Disk.walk(folder.path()).unwrap();
    let long = "x".repeat(300);
    let error = build_to(&Disk, &output, &options, &[("index.html", "new"), (&long, "")]).unwrap_err();
    assert!(matches!(&error, EmitError::Sink(sink) if sink.source.kind() == ErrorKind::InvalidFilename), "{error}");
    assert_eq!(Disk.walk(folder.path()).unwrap(), old_entries);
}

#[test]
fn a_stale_staging_folder_is_removed() {
    let memory = site().with("/site/.wellpress-staging-output/half/written", "x");
    build(&memory, OLD).unwrap();
    assert_eq!(memory.list(Path::new("/site")).unwrap().len(), 3);
}

#[test]
fn a_memory_sink_keeps_every_artifact() {
    let memory = site();
    let sink = MemorySink::new(&memory);
    sink.put(page("b", "two")).unwrap();
    let copied = ArtifactContent::CopyOf("/site/wellpress.yaml".into());
    sink.put(Artifact { path: SitePath::new("a").unwrap(), content: copied }).unwrap();
    assert!(sink.put(page("b", "again")).is_err());
    let files: Vec<_> = sink.into_files().into_iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes)).collect();
    assert_eq!(files, [("a".to_owned(), b"title: T".to_vec()), ("b".to_owned(), b"two".to_vec())]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    use super::*;

    #[test]
    fn published_files_have_fixed_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("output");
        std::fs::write(folder.path().join("secret.sh"), "x").unwrap();
        std::fs::set_permissions(folder.path().join("secret.sh"), PermissionsExt::from_mode(0o700)).unwrap();
        let emitter = Emitter::begin(&Disk, &output, &options(folder.path())).unwrap();
        emitter.put(page("a/index.html", "x")).unwrap();
        let content = ArtifactContent::CopyOf(folder.path().join("secret.sh"));
        emitter.put(Artifact { path: SitePath::new("copy").unwrap(), content }).unwrap();
        emitter.finish().unwrap();
        let mode = |path: &str| std::fs::metadata(output.join(path)).unwrap().permissions().mode() & 0o7777;
        let modes = ["", "a", "a/index.html", "copy", ".gitignore", MANIFEST_NAME].map(mode);
        assert_eq!(modes, [0o755, 0o755, 0o644, 0o644, 0o644, 0o644]);
    }

    /// A umask belongs to the process, so this starts the test above again in processes of its own.
    #[test]
    fn the_umask_makes_no_difference() {
        for umask in ["000", "077", "027"] {
            let script =
                format!("umask {umask}; exec \"$0\" --exact emit::unix::published_files_have_fixed_permissions");
            let run = Command::new("sh").arg("-c").arg(script).arg(std::env::current_exe().unwrap()).output().unwrap();
            let output = String::from_utf8_lossy(&run.stdout);
            assert!(run.status.success() && output.contains("1 passed"), "umask {umask}: {output}");
        }
    }
}
