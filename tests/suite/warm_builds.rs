//! Edits of one file that change what another page or the search index shows: a warm build gives the bytes of a cold one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use wellpress_build::emit::Strays;
use wellpress_build::pipeline::{self, Outcome, Request};
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::{Files, Memory};
use wellpress_site::config::SearchIndex;

use crate::harness;

const SETTINGS: &str = "title: T\nbase_url: https://test.example/\nlanguages: {de: {title: T}}\n\
    variables: {helpline: 0800 111 111}\nsections: {clinics: {title: Clinics, singular: clinic, fields: {booking: {type: url}}}}\n";
const BEND: &str = "---\ntitle: Bend\ndescription: A bend.\n---\n1. Bend.\n";
const TURN: &str = "---\ntitle: Turn\ndescription: A turn.\nstop_if: [It hurts at once]\n---\n1. Turn.\n";
const GERMAN: &str = "---\ntitle: Nacken\ndescription: Ein Nacken.\n---\nDer Nacken.\n";

/// The files of the fixture, each with its text before and after an edit. Without a text there is no file.
const EDITS: [(&str, &str, &str); 4] = [
    ("wellpress.yaml", SETTINGS, "0999 222 222"),
    (
        "content/pages/about.md",
        "---\ntitle: About us\n---\nWho we are.\n",
        "---\ntitle: All about us\n---\nWho we are.\n",
    ),
    ("content/exercises/bend.md", BEND, "---\ntitle: Bend\ndescription: A bend.\n---\n1. Bend.\n\n::exercise{#turn}\n"),
    ("content/articles/neck.de.md", GERMAN, ""),
];

fn site() -> Memory {
    let site = Memory::new()
        .with("/site/content/pages/index.md", "---\ntitle: Home\n---\nWelcome.\n")
        .with("/site/content/articles/neck.md", "---\ntitle: Neck\n---\nCall {{ helpline }} for your neck.\n")
        .with("/site/content/clinics/south.md", "---\ntitle: South\nbooking: /about/\n---\nIn the south.\n")
        .with("/site/content/exercises/turn.md", TURN);
    EDITS.iter().fold(site, |site, (path, before, _)| site.with(Path::new("/site").join(path), *before))
}

fn built(memory: &Memory) -> BTreeMap<PathBuf, Vec<u8>> {
    let cache =
        CacheLocation { folder: "/site/.wellpress".into(), mode: CacheMode::ReadWrite, build: wellpress::BUILD };
    let request = Request { cache, ..harness::request(SearchIndex::Build) };
    match pipeline::build(memory, &request, Strays::Refuse).unwrap() {
        Outcome::Done(_) => {}
        Outcome::Stopped(report) => panic!("{report:?}"),
    }
    let files = memory.snapshot().into_iter().filter(|(path, _)| path.starts_with("/site/output"));
    files.map(|(path, bytes)| (path, bytes.to_vec())).collect()
}

#[test]
fn an_edit_that_another_page_or_the_search_shows_gives_the_same_as_a_cold_build() {
    for (path, before, after) in EDITS {
        let (warm, path) = (site(), Path::new("/site").join(path));
        let first = built(&warm);
        let edited = if before == SETTINGS { SETTINGS.replace("0800 111 111", after) } else { after.to_owned() };
        match edited.is_empty() {
            true => warm.remove_file(&path).unwrap(),
            false => warm.write(&path, edited.as_bytes()).unwrap(),
        }
        let warm_files = built(&warm);
        for folder in ["/site/output", "/site/.wellpress"] {
            warm.remove_dir_all(Path::new(folder)).unwrap();
        }
        let cold_files = built(&warm);
        let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&warm_files), names(&cold_files), "{}", path.display());
        let stale: Vec<_> = cold_files.iter().filter(|(name, bytes)| warm_files[*name] != **bytes).collect();
        assert!(stale.is_empty(), "{}: {:?}", path.display(), stale.iter().map(|(name, _)| name).collect::<Vec<_>>());
        assert_ne!(first, warm_files, "{}: the edit shows", path.display());
    }
}
