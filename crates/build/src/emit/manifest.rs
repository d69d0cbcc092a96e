//! [`Manifest`]: the path, size and BLAKE3 hash of each published file. The output contains it as a text file, from which the
//! next build learns which files are its own and unchanged, and a deploy what to upload. Also [`MARKER`], by which a build knows
//! that the output is its own.

use std::fmt::Write;
use std::io;
use std::path::Path;

use blake3::Hash;
use rayon::prelude::*;

use wellpress_io::artifact::{PublishedFile, SitePath};
use wellpress_io::fs::{Files, ListedFile};

use super::error::{EmitError, failed};

/// The manifest's name in the output. Like the marker, it is not part of the published site.
pub const MANIFEST_NAME: &str = ".wellpress-manifest";

/// The ownership marker: a file in the output with the same content in every build, so that it can be committed.
pub const MARKER_NAME: &str = ".gitignore";

/// The content of the marker. As a `.gitignore`, it also keeps the generated site out of the repository.
pub const MARKER: &str = "# Made by wellpress, which replaces this folder as a whole. This file is its mark of ownership.\n\
    *\n!.gitignore\n";

/// Every published file, sorted by path; each path occurs once. The text is the same for the same files, whatever order the render
/// threads put them in, so its hash stands for the whole output: two builds with the same hash published the same bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    files: Vec<PublishedFile>,
}

impl Manifest {
    /// Makes a manifest of these files, in any order.
    ///
    /// # Errors
    /// The path, if two files have the same.
    pub fn new(mut files: Vec<PublishedFile>) -> Result<Self, SitePath> {
        files.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        match files.windows(2).find(|pair| pair[0].path == pair[1].path) {
            Some(pair) => Err(pair[0].path.clone()),
            None => Ok(Self { files }),
        }
    }

    /// Reads the manifest of the site in the folder `output`. `None` if there is no manifest, or if it is damaged.
    ///
    /// # Errors
    /// When it exists and cannot be read.
    pub fn read(files: &dyn Files, output: &Path) -> Result<Option<Self>, EmitError> {
        let text = text(files, output).map_err(failed("read", &output.join(MANIFEST_NAME)))?;
        Ok(text.and_then(|text| Self::parse(&text)))
    }

    /// Parses the text of a manifest; `None` if that is damaged.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let files = text.par_lines().map(parse_line).collect::<Option<Vec<_>>>()?;
        Self::new(files).ok()
    }

    /// The text of the manifest: a line with hash, size and path for each file. The path is last, because it may contain spaces.
    #[must_use]
    pub fn to_text(&self) -> String {
        // Reserved at once, since the text of a large site has megabytes.
        let mut text =
            String::with_capacity(self.files.iter().map(|file| file.path.as_str().len() + MAX_BYTES_BESIDE_PATH).sum());
        for PublishedFile { path, hash, size } in &self.files {
            text.push_str(&hash.to_hex());
            let _ = write!(text, " {size} ");
            text.push_str(path.as_str());
            text.push('\n');
        }
        text
    }

    /// The files, sorted by path.
    #[must_use]
    pub fn files(&self) -> &[PublishedFile] {
        &self.files
    }

    /// The file with this path.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<&PublishedFile> {
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some(&self.files[index])
    }

    /// Whether a file is in this folder or below.
    pub(super) fn has_folder(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        let first = self.files.partition_point(|file| file.path.as_str() < folder.as_str());
        self.files.get(first).is_some_and(|file| file.path.as_str().starts_with(&folder))
    }
}

/// The most bytes of a line beside its path: a hash in hex, a `u64`, two spaces and a line end.
const MAX_BYTES_BESIDE_PATH: usize = 2 * blake3::OUT_LEN + 20 + 3;

/// Reads the manifest's text; `None` if there is no manifest, or if it is not UTF-8.
pub(super) fn text(files: &dyn Files, output: &Path) -> io::Result<Option<String>> {
    let path = output.join(MANIFEST_NAME);
    match files.exists(&path)? {
        true => Ok(String::from_utf8(files.read(&path)?).ok()),
        false => Ok(None),
    }
}

/// The files in a manifest's text without their hashes, which a caller that compares metadata does not need. `None` if the text is
/// damaged. Parsing the hashes as well would take most of the time of a build that has nothing to do.
pub(super) fn listed_files(text: &str) -> Option<Vec<ListedFile<'_>>> {
    let files = text.par_lines().map(|line| {
        let mut parts = line.splitn(3, ' ').skip(1);
        Some(ListedFile { size: parts.next()?.parse().ok()?, path: parts.next()? })
    });
    files.collect()
}

/// Whether the emitter uses this path itself, so that no artifact may have it.
pub(super) fn is_reserved(path: &SitePath) -> bool {
    path.as_str() == MARKER_NAME || path.as_str().starts_with(".wellpress-")
}

fn parse_line(line: &str) -> Option<PublishedFile> {
    // At most three parts: the spaces in the path are its own.
    let mut parts = line.splitn(3, ' ');
    let hash = Hash::from_hex(parts.next()?).ok()?;
    let size = parts.next()?.parse().ok()?;
    Some(PublishedFile { path: SitePath::new(parts.next()?)?, hash, size })
}
