//! Made-up sites in memory, and the calls that read and build them.
//!
//! Shared by `stages` and `citations`, the benches that measure a part of a build on a site in memory; `sites` measures
//! whole builds as processes. A bench that includes this module also includes `corpus`, and gets the program's allocator.

use std::path::Path;

use wellpress::default_theme::DEFAULT_THEME;
use wellpress_build::pipeline::{self, CheckedSite, Outcome, Request, Unobserved};
use wellpress_diagnostics::Severity;
use wellpress_foundation::Day;
use wellpress_io::artifact::MemorySink;
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::{Files, Memory};
use wellpress_site::config::{BuildOptions, Clock, IncludeUnpublished, SearchIndex};

use crate::corpus::{Corpus, Dialect};

// The same allocator as in the program, so that the times are comparable.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The root of each site in memory.
pub const ROOT: &str = "/site";

/// A site with this number of articles. `change` gets the path and text of each file and returns the text to write, or
/// `None` to leave the file out. It is `Sync` because the corpus writes files from many threads.
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

/// Runs the stages up to the checks and lends the site to the closure. Panics if the site has an error.
pub fn inspect(files: &Memory, use_site: impl FnOnce(CheckedSite<'_>)) {
    let outcome = pipeline::inspect(files, &request(), |checked| {
        assert!(!checked.report.has_errors(), "the site of the bench has an error");
        use_site(checked);
    });
    assert!(matches!(outcome, Ok(Outcome::Done(()))), "the site of the bench cannot be read");
}

/// Renders a site into memory; `into_files` of the sink has the result. Panics if the site has an error.
pub fn build(files: &Memory) -> MemorySink<'_> {
    let sink = MemorySink::new(files);
    let outcome = pipeline::render_into(files, &request(), &sink, |_| {}).unwrap();
    assert!(matches!(outcome, Outcome::Done(_)), "the site of the bench has an error");
    sink
}

/// A plain build: published pages only, a fixed day so that the same pages are published every day, no search index, no
/// cache.
fn request() -> Request<'static> {
    let output = Path::new(ROOT).join("output");
    let clock = Clock::at(Day::parse("2026-07-01").unwrap());
    Request {
        root: ROOT.into(),
        settings: Path::new(ROOT).join("wellpress.yaml"),
        options: BuildOptions {
            include: IncludeUnpublished::default(),
            left_out_drafts: Default::default(),
            base_url: None,
            output,
            clock,
            index: SearchIndex::Skip,
        },
        default_theme: &DEFAULT_THEME,
        signature_verifier: wellpress::PROGRAM.signature_verifier,
        failing_severity: Severity::Error,
        cache: CacheLocation {
            folder: Path::new(ROOT).join(".wellpress"),
            mode: CacheMode::Off,
            build: wellpress::BUILD,
        },
        observer: &Unobserved,
    }
}
