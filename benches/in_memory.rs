//! Sites in memory for the benches of parts: written, read and built.

use std::path::Path;

use wellpress::pipeline::{self, CheckedSite, Outcome, Request, Strictness, Unobserved};
use wellpress_diagnostics::yaml::Day;
use wellpress_io::artifact::MemorySink;
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::{Files, Memory};
use wellpress_site::config::{BuildOptions, Clock, IncludeUnpublished, SearchIndex};

use crate::corpus::{Corpus, Dialect};

/// What wellpress allocates with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The site's folder.
pub const ROOT: &str = "/site";

/// A site of so many articles, each file as `change` leaves it: of a path and its text makes what is written, if anything.
pub fn site(articles: usize, change: &(dyn Fn(&str, &str) -> Option<String> + Sync)) -> Memory {
    let files = Memory::new();
    let put = |path: &str, text: &str| {
        let Some(text) = change(path, text) else { return Ok(()) };
        let path = Path::new(ROOT).join(path);
        files.create_dir_all(path.parent().unwrap())?;
        files.write(&path, text.as_bytes())
    };
    Corpus::new(articles).write(Dialect::Wellpress, &put).unwrap();
    files
}

/// Reads a site and shows it.
pub fn look(files: &Memory, look: impl FnOnce(CheckedSite<'_>)) {
    let looked = pipeline::inspect(files, &request(), |read| {
        assert!(!read.report.has_errors(), "the site of the bench has an error");
        look(read);
    });
    assert!(matches!(looked, Ok(Outcome::Done(()))), "the site of the bench cannot be read");
}

/// Builds a site; gives its files.
pub fn build(files: &Memory) -> MemorySink<'_> {
    let collected = MemorySink::new(files);
    let made = pipeline::build_into(files, &request(), &collected).unwrap();
    assert!(matches!(made, Outcome::Done(_)), "the site of the bench has an error");
    collected
}

fn request() -> Request<'static> {
    let output = Path::new(ROOT).join("output");
    let clock = Clock::at(Day::parse("2026-07-01").unwrap());
    Request {
        root: ROOT.into(),
        settings: Path::new(ROOT).join("wellpress.yaml"),
        options: BuildOptions {
            include: IncludeUnpublished::default(),
            base_url: None,
            output,
            clock,
            index: SearchIndex::Skip,
        },
        strictness: Strictness::Errors,
        cache: CacheLocation {
            folder: Path::new(ROOT).join(".wellpress"),
            mode: CacheMode::Off,
            build: wellpress::BUILD,
        },
        observer: &Unobserved,
    }
}
