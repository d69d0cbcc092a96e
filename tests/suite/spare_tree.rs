//! The spare tree: the output that the last build replaced, which the next build changes into the new one. Whatever became of it
//! in between, the output is the same as without it.

use std::path::{Path, PathBuf};

use wellpress_build::emit::{EmitError, EmitOptions, Emitted, Emitter, MANIFEST_NAME, Strays};
use wellpress_io::artifact::{Artifact, ArtifactContent, Sink, SitePath};
use wellpress_io::fs::{Disk, Files, Memory};

use crate::failing_disk::{DiskFailure, Exchange, FailingDisk};

type Pages<'a> = &'a [(&'a str, &'a str)];

/// What somebody does to the spare tree.
type Touch = fn(&Memory);

const FIRST: Pages =
    &[("index.html", "home"), ("a/index.html", "first"), ("b/c/d.txt", "deep"), ("same", "same"), ("x", "file")];
const SECOND: Pages =
    &[("index.html", "changed"), ("a/index.html", "first"), ("b", "a file"), ("same", "same"), ("y/z", "new")];
const THIRD: Pages =
    &[("index.html", "home"), ("a/index.html", "third"), ("b/c/d.txt", "back"), ("same", "same"), ("x/y", "folder")];

const ROOT: &str = "/site";
const SPARE: &str = "/site/.wellpress/spare";

fn build_in(files: &dyn Files, root: &Path, pages: Pages) -> Result<Emitted, EmitError> {
    let options = EmitOptions {
        root: root.to_path_buf(),
        sources: vec![root.join("content")],
        strays: Strays::Refuse,
        spare: Some(root.join(".wellpress/spare")),
    };
    let emitter = Emitter::begin(files, &root.join("output"), &options)?;
    for (path, text) in pages {
        let content = ArtifactContent::Bytes(text.as_bytes().into());
        emitter.put(Artifact { path: SitePath::new(*path).unwrap(), content })?;
    }
    emitter.finish()
}

fn build(files: &dyn Files, pages: Pages) -> Result<Emitted, EmitError> {
    build_in(files, Path::new(ROOT), pages)
}

fn site() -> Memory {
    Memory::new().with("/site/content/articles/a.md", "text").with("/site/.wellpress/.gitignore", "*")
}

/// The folders and files of a tree, and the bytes of the files.
fn contents(files: &dyn Files, tree: &Path) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    let entries = files.walk(tree).unwrap().into_iter();
    entries.map(|entry| (entry.path.clone(), files.read(&tree.join(&entry.path)).ok())).collect()
}

fn output(files: &dyn Files) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    contents(files, Path::new("/site/output"))
}

/// The output of a first build.
fn cold(pages: Pages) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    let memory = site();
    build(&memory, pages).unwrap();
    output(&memory)
}

#[test]
fn a_spare_tree_becomes_the_new_site() {
    for exchange in [Exchange::Supported, Exchange::Unsupported] {
        let memory = site();
        let disk = FailingDisk::never(exchange, &memory);
        build(&disk, FIRST).unwrap();
        assert!(!memory.exists(Path::new(SPARE)).unwrap(), "a first build replaces no tree");
        build(&disk, SECOND).unwrap();
        let mut before = SECOND;
        for pages in [THIRD, FIRST, SECOND, FIRST, THIRD] {
            assert!(build(&disk, pages).unwrap().replaced);
            assert_eq!(output(&memory), cold(pages));
            let entries = memory.list(Path::new(ROOT)).unwrap();
            let names: Vec<_> = entries.iter().map(|entry| entry.path.to_str().unwrap()).collect();
            assert_eq!(names, [".wellpress", "content", "output"]);
            assert_eq!(contents(&memory, Path::new(SPARE)), cold(before), "it is the tree that was replaced");
            before = pages;
        }
    }
}

/// The first edit links every file into a new tree; from the second on, the number of files does not matter.
#[test]
fn an_edit_takes_few_steps_whatever_the_number_of_files() {
    let steps_of_an_edit = |page_count: usize| {
        let memory = site();
        let paths: Vec<String> = (0..page_count).map(|page| format!("{page}/index.html")).collect();
        let mut pages: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "text")).collect();
        build(&memory, &pages).unwrap();
        pages[0].1 = "edited";
        build(&memory, &pages).unwrap();
        pages[1].1 = "edited";
        let disk = FailingDisk::never(Exchange::Supported, &memory);
        build(&disk, &pages).unwrap();
        disk.operations()
    };
    assert_eq!(steps_of_an_edit(400), steps_of_an_edit(20));
}

#[test]
fn a_spare_tree_that_somebody_touched_is_not_used() {
    let touches: [(&str, Touch); 7] = [
        ("a file more", |memory| memory.write(Path::new(SPARE).join("more").as_path(), b"mine").unwrap()),
        ("a file of another text", |memory| memory.write(Path::new(SPARE).join("same").as_path(), b"SAME").unwrap()),
        ("a file less", |memory| memory.remove_file(Path::new(SPARE).join("same").as_path()).unwrap()),
        ("no manifest", |memory| memory.remove_file(Path::new(SPARE).join(MANIFEST_NAME).as_path()).unwrap()),
        ("a damaged manifest", |memory| {
            memory.write(Path::new(SPARE).join(MANIFEST_NAME).as_path(), b"../../etc/passwd").unwrap();
        }),
        ("a file in its place", |memory| {
            memory.remove_dir_all(Path::new(SPARE)).unwrap();
            memory.write(Path::new(SPARE), b"a file").unwrap();
        }),
        ("no tree", |memory| memory.remove_dir_all(Path::new(SPARE)).unwrap()),
    ];
    for (name, touch) in touches {
        let memory = site();
        build(&memory, FIRST).unwrap();
        build(&memory, SECOND).unwrap();
        touch(&memory);
        for pages in [THIRD, FIRST, SECOND] {
            build(&memory, pages).unwrap();
            assert_eq!(output(&memory), cold(pages), "{name}");
            assert_eq!(memory.list(Path::new(ROOT)).unwrap().len(), 3, "{name}: something was left beside the output");
        }
    }
}

#[test]
fn a_build_that_fails_at_any_operation_leaves_the_old_site_or_the_new_one() {
    for exchange in [Exchange::Supported, Exchange::Unsupported] {
        for failure in [DiskFailure::Killed, DiskFailure::Full, DiskFailure::IoError, DiskFailure::OutOfHandles] {
            for number in 0.. {
                let memory = site();
                build(&memory, FIRST).unwrap();
                build(&memory, SECOND).unwrap();
                let disk = FailingDisk::at(number, failure, exchange, &memory);
                let _ = build(&disk, THIRD);
                let context = format!("{failure:?} at operation {number}, {exchange:?}");
                // Without an atomic exchange the old output is moved away before the new one takes its place.
                if memory.exists(Path::new("/site/output")).unwrap() || exchange == Exchange::Supported {
                    assert!([cold(SECOND), cold(THIRD)].contains(&output(&memory)), "{context}");
                }
                build(&memory, FIRST).unwrap();
                assert_eq!(output(&memory), cold(FIRST), "{context}");
                build(&memory, SECOND).unwrap();
                assert_eq!(output(&memory), cold(SECOND), "{context}");
                assert_eq!(memory.list(Path::new(ROOT)).unwrap().len(), 3, "{context}: something was left behind");
                if !disk.has_failed() {
                    break;
                }
            }
        }
    }
}

#[test]
fn a_tree_with_files_that_no_build_wrote_is_deleted() {
    let memory = site();
    build(&memory, FIRST).unwrap();
    memory.write(Path::new("/site/output/mine.txt"), b"mine").unwrap();
    let options =
        EmitOptions { root: ROOT.into(), sources: Vec::new(), strays: Strays::Remove, spare: Some(SPARE.into()) };
    Emitter::begin(&memory, Path::new("/site/output"), &options).unwrap().finish().unwrap();
    assert!(!memory.exists(Path::new(SPARE)).unwrap());
}

/// A file of the spare tree is a link to one of the output, so that none may be written to.
#[test]
fn on_a_disk_no_file_changes_while_it_is_published() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".wellpress")).unwrap();
    let published = folder.path().join("output/index.html");
    build_in(&Disk, folder.path(), FIRST).unwrap();
    build_in(&Disk, folder.path(), SECOND).unwrap();
    for (pages, old_text) in [(THIRD, "changed"), (SECOND, "home"), (FIRST, "changed"), (SECOND, "home")] {
        let mut reader = std::fs::File::open(&published).unwrap();
        build_in(&Disk, folder.path(), pages).unwrap();
        assert_eq!(std::io::read_to_string(&mut reader).unwrap(), old_text);
        assert_eq!(contents(&Disk, &folder.path().join("output")), cold(pages));
    }
}

/// An archive that is unpacked over a tree leaves newer files there, and gives the folders their old dates.
#[test]
fn a_file_with_old_dates_in_the_spare_tree_is_not_published() {
    let folder = tempfile::tempdir().unwrap();
    let spare = folder.path().join(".wellpress/spare");
    std::fs::create_dir(folder.path().join(".wellpress")).unwrap();
    build_in(&Disk, folder.path(), FIRST).unwrap();
    build_in(&Disk, folder.path(), SECOND).unwrap();
    std::fs::write(spare.join("a/withdrawn.html"), "old").unwrap();
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    for path in ["a/withdrawn.html", "a", ""] {
        std::fs::File::open(spare.join(path)).unwrap().set_modified(long_ago).unwrap();
    }
    for pages in [THIRD, SECOND, FIRST] {
        build_in(&Disk, folder.path(), pages).unwrap();
        assert_eq!(contents(&Disk, &folder.path().join("output")), cold(pages));
    }
}

#[test]
fn a_folder_of_a_person_with_the_name_of_the_spare_tree_is_left_alone() {
    let memory = site().with("/site/.wellpress/spare/thesis.txt", "precious");
    for pages in [FIRST, SECOND, THIRD] {
        build(&memory, pages).unwrap();
        assert_eq!(output(&memory), cold(pages));
        assert_eq!(memory.read(Path::new("/site/.wellpress/spare/thesis.txt")).unwrap(), b"precious");
        assert_eq!(memory.list(Path::new(ROOT)).unwrap().len(), 3);
    }
}
