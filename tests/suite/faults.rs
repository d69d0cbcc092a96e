//! Fails a rebuild at each operation of the disk in turn, in each way that a disk can fail. The output has to be the whole old site
//! or the whole new one, and the next build has to give the new site. `emit.rs` does this without an atomic exchange of folders.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wellpress_build::emit::Strays;
use wellpress_build::pipeline::{self, Outcome};
use wellpress_io::fs::{Files, Memory};
use wellpress_site::config::SearchIndex;

use crate::failing_disk::{DiskFailure, Exchange, FailingDisk};
use crate::harness;

const ROOT: &str = "/site";

/// The old or the new version of a site, by a word in its texts. From one to the other two pages change, one file is added and one
/// is removed.
fn site(word: &str) -> Memory {
    Memory::new()
        .with(
            "/site/wellpress.yaml",
            "title: Site\nbase_url: https://a.example/\ncitations: {exports: []}\nsearch: none\n",
        )
        .with("/site/content/pages/index.md", "---\ntitle: Home\n---\nHome.\n")
        .with("/site/content/articles/a.md", format!("---\ntitle: A\n---\nThe {word} words.\n"))
        .with("/site/content/articles/b.md", "---\ntitle: B\n---\nThe same words.\n")
        .with(format!("/site/static/{word}.txt"), word)
}

/// Replaces the sources by those of another site; the output and the cache stay.
fn replace_sources(memory: &Memory, other: &Memory) {
    let new_sources = sources(other);
    for path in sources(memory).keys().filter(|path| !new_sources.contains_key(*path)) {
        memory.remove_file(path).unwrap();
    }
    new_sources.iter().for_each(|(path, bytes)| memory.write(path, bytes).unwrap());
}

fn sources(memory: &Memory) -> BTreeMap<PathBuf, Arc<[u8]>> {
    let is_source = |path: &Path| ["content", "static"].iter().any(|name| path.starts_with(Path::new(ROOT).join(name)));
    memory.snapshot().into_iter().filter(|(path, _)| is_source(path)).collect()
}

/// Builds the site; gives the error of the disk, or the findings, if it was not built.
fn build(files: &dyn Files) -> Result<(), String> {
    match pipeline::build(files, &harness::request(SearchIndex::Skip), Strays::Refuse) {
        Ok(Outcome::Done(_)) => Ok(()),
        Ok(Outcome::Stopped(report)) => Err(format!("{:?}", report.findings())),
        Err(error) => Err(error.to_string()),
    }
}

fn output(memory: &Memory) -> BTreeMap<PathBuf, Arc<[u8]>> {
    memory.snapshot().into_iter().filter(|(path, _)| path.starts_with("/site/output")).collect()
}

/// A disk with the old site's output and cache, and the sources of the new one.
fn edited_site() -> BTreeMap<PathBuf, Arc<[u8]>> {
    let memory = site("old");
    build(&memory).unwrap();
    replace_sources(&memory, &site("new"));
    memory.snapshot()
}

/// Fails a rebuild at each operation in turn, from the first one that the failure affects to the last, which has to be more than
/// `minimum`: a loop that ends too early has not met all of them.
fn fail_at_each_operation(failure: DiskFailure, minimum: usize) {
    let edited_site = edited_site();
    let disk = || edited_site.iter().fold(Memory::new(), |memory, (path, bytes)| memory.with(path, bytes));
    let old_output = output(&disk());
    let memory = site("new");
    build(&memory).unwrap();
    let new_output = output(&memory);
    assert_ne!(old_output, new_output);
    for number in 0.. {
        let memory = disk();
        let failing_disk = FailingDisk::at(number, failure, Exchange::Supported, &memory);
        let result = build(&failing_disk);
        let has_failed = failing_disk.has_failed();
        let context = format!("{failure:?} at operation {number}: {result:?}");
        let files = output(&memory);
        assert!(files == old_output || files == new_output, "a mixture; {context}");
        assert!(result.is_err() || files == new_output, "built, and it is not the new site; {context}");
        build(&memory).unwrap_or_else(|error| panic!("the next build fails: {error}; {context}"));
        assert!(output(&memory) == new_output, "the next build is wrong; {context}");
        assert_no_leftovers(&memory, &context);
        if !has_failed {
            assert!(result.is_ok() && number > minimum, "{context}");
            return;
        }
    }
}

fn assert_no_leftovers(memory: &Memory, context: &str) {
    let names = memory.list(Path::new(ROOT)).unwrap().into_iter().map(|entry| entry.path);
    let leftovers: Vec<_> = names.filter(|name| name.to_string_lossy().starts_with(".wellpress-")).collect();
    assert!(leftovers.is_empty(), "{leftovers:?} is left; {context}");
}

#[test]
fn the_program_is_killed_at_each_change() {
    fail_at_each_operation(DiskFailure::Killed, 20);
}

#[test]
fn the_disk_is_full_at_each_write() {
    fail_at_each_operation(DiskFailure::Full, 15);
}

#[test]
fn the_device_fails_at_each_operation() {
    fail_at_each_operation(DiskFailure::IoError, 50);
}

#[test]
fn there_are_no_file_handles_at_each_open() {
    fail_at_each_operation(DiskFailure::OutOfHandles, 30);
}
