//! The machine fails in the middle of a build: at every single step in turn, in every way, the output is wholly the site
//! of before or wholly the new one, and the next build is right.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wellpress::emit::Strays;
use wellpress::pipeline::{self, Outcome};
use wellpress_io::fs::{Files, Memory};
use wellpress_site::config::SearchIndex;

use crate::failing_disk::{Exchange, FailingDisk, Trouble};
use crate::harness;

const ROOT: &str = "/site";

/// A site of the old words or the new ones: two pages change, a file comes and one goes.
fn site(words: &str) -> Memory {
    let path = |path: &str| Path::new(ROOT).join(path);
    let page = |title: &str, text: &str| format!("---\ntitle: {title}\n---\n{text}\n");
    Memory::new()
        .with(
            path("wellpress.yaml"),
            "title: Site\nbase_url: https://a.example/\ncitations: {exports: []}\nsearch: none\n",
        )
        .with(path("content/pages/index.md"), page("Home", "Home."))
        .with(path("content/articles/a.md"), page("A", &format!("The {words} words.")))
        .with(path("content/articles/b.md"), page("B", "The same words."))
        .with(path(&format!("static/{words}.txt")), words)
}

/// Gives the sources of a site the form of another; the output and the cache stay.
fn edit(memory: &Memory, wanted: &Memory) {
    let sources = |memory: &Memory| -> BTreeMap<PathBuf, Arc<[u8]>> {
        let is_source =
            |path: &Path| ["content", "static"].iter().any(|name| path.starts_with(Path::new(ROOT).join(name)));
        memory.snapshot().into_iter().filter(|(path, _)| is_source(path)).collect()
    };
    let wanted = sources(wanted);
    for path in sources(memory).keys().filter(|path| !wanted.contains_key(*path)) {
        memory.remove_file(path).unwrap();
    }
    wanted.iter().for_each(|(path, bytes)| memory.write(path, bytes).unwrap());
}

/// Whether it was built; the machine may have been in its way.
fn build(files: &dyn Files) -> Result<(), String> {
    match pipeline::build(files, &harness::request(SearchIndex::Skip), Strays::Refuse) {
        Ok(Outcome::Done(_)) => Ok(()),
        Ok(Outcome::Stopped(report)) => Err(format!("{:?}", report.findings())),
        Err(error) => Err(error.to_string()),
    }
}

fn output(memory: &Memory) -> BTreeMap<PathBuf, Arc<[u8]>> {
    let below = |path: &Path| path.strip_prefix(ROOT).is_ok_and(|path| path.starts_with("output"));
    memory.snapshot().into_iter().filter(|(path, _)| below(path)).collect()
}

/// Plays one trouble through from the first step that can meet it to the last; how many there were.
fn play(trouble: Trouble, exchange: Exchange) -> usize {
    let whole = ["old", "new"].map(|words| {
        let memory = site(words);
        build(&memory).unwrap();
        output(&memory)
    });
    assert_ne!(whole[0], whole[1]);
    for step in 0.. {
        let memory = site("old");
        build(&memory).unwrap();
        edit(&memory, &site("new"));
        let faulty = FailingDisk::at(step, trouble, exchange, &memory);
        let ended = build(&faulty);
        let has_failed = faulty.has_failed();
        let about = format!("{trouble:?} at step {step}, {exchange:?}: {ended:?}");
        let found = output(&memory);
        // Between two renames there is no site at all where two folders cannot be exchanged in one step.
        let is_between = exchange == Exchange::Unsupported && trouble == Trouble::Killed && found.is_empty();
        assert!(is_between || whole.contains(&found), "a mixture; {about}");
        assert!(ended.is_err() || found == whole[1], "built, and it is not the new site; {about}");
        build(&memory).unwrap_or_else(|error| panic!("the next build fails: {error}; {about}"));
        assert!(output(&memory) == whole[1], "the next build is wrong; {about}");
        let left: Vec<_> = memory.list(Path::new(ROOT)).unwrap().into_iter().map(|entry| entry.path).collect();
        let left: Vec<_> = left.iter().filter(|name| name.to_string_lossy().starts_with(".wellpress-")).collect();
        assert!(left.is_empty(), "{left:?} is left; {about}");
        if !has_failed {
            assert!(ended.is_ok(), "{about}");
            return step;
        }
    }
    unreachable!("the steps end")
}

/// Plays the trouble at each step of a build, with and without folders that change places; there are more than so many.
fn play_all(trouble: Trouble, fewest: usize) {
    let steps = [Exchange::Supported, Exchange::Unsupported].map(|exchange| play(trouble, exchange));
    assert!(steps.iter().all(|steps| *steps > fewest), "{trouble:?} at {steps:?} steps, which are too few to be all");
}

#[test]
fn killed_at_every_change() {
    play_all(Trouble::Killed, 20);
}

#[test]
fn the_disk_is_full_at_every_write() {
    play_all(Trouble::Full, 15);
}

#[test]
fn the_medium_fails_at_every_step() {
    play_all(Trouble::Failing, 50);
}

#[test]
fn there_are_no_file_handles_at_every_opening() {
    play_all(Trouble::OutOfHandles, 30);
}
