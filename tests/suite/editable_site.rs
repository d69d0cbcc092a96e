//! A site in memory that is edited and built again, to compare a warm build with a cold one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use wellpress_build::emit::Strays;
use wellpress_build::pipeline::{self, Outcome, Request};
use wellpress_io::cache::{CacheLocation, CacheMode};
use wellpress_io::fs::{Files, Memory};
use wellpress_site::config::SearchIndex;

use crate::harness::{self, TestSite};

/// A site in memory that is edited and built again.
pub struct EditableSite(pub Memory);

impl EditableSite {
    pub fn new(site: &TestSite) -> Self {
        let folder = tempfile::tempdir().unwrap();
        site.write_to(folder.path());
        let files = harness::files_below(folder.path()).into_iter().map(|(path, bytes)| {
            let path = Path::new("/site").join(path.strip_prefix(folder.path()).unwrap());
            (path, bytes)
        });
        Self(files.fold(Memory::new(), |memory, (path, bytes)| memory.with(path, bytes)))
    }

    /// The same site before its first build.
    pub fn without_output(&self) -> Self {
        let made = ["/site/output", "/site/.wellpress"];
        let sources =
            self.0.snapshot().into_iter().filter(|(path, _)| !made.iter().any(|folder| path.starts_with(folder)));
        Self(sources.fold(Memory::new(), |memory, (path, bytes)| memory.with(path, &*bytes)))
    }

    /// Builds the site. Gives how many pages were rendered, how many there are, and the output.
    pub fn build(&self, mode: CacheMode) -> (usize, usize, BTreeMap<PathBuf, Vec<u8>>) {
        // The clock of the disk counts writes. After these the edited files are old enough for the build to trust their dates.
        (0..4).for_each(|_| self.0.write(Path::new("/clock"), b"tick").unwrap());
        let request = harness::request(SearchIndex::Skip);
        let request = Request { cache: CacheLocation { mode, ..request.cache }, ..request };
        let Outcome::Done(built) = pipeline::build(&self.0, &request, Strays::Refuse).unwrap() else {
            panic!("the site was not built");
        };
        let files = self.0.snapshot().into_iter().filter(|(path, _)| path.starts_with("/site/output"));
        let rendered = built.site.rendered;
        (rendered.pages_rendered, rendered.pages, files.map(|(path, bytes)| (path, bytes.to_vec())).collect())
    }
}
