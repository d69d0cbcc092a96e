//! [`Release`]: the list of objects that a deploy leaves at its target. Objects in, text out, and back. Where the text is
//! stored is left to the ledger.

use std::fmt::Write;

use blake3::Hash;
use rustc_hash::FxHashMap;

use wellpress_io::artifact::SitePath;

use super::DeployError;
use super::content_encoding::ContentEncoding;
use super::object::Object;

/// Everything that a deploy leaves at its target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Release {
    /// The objects, sorted by path.
    pub objects: Vec<Object>,
}

impl Release {
    /// The release as text, one line for each object: hash, size, encoding, stamp and path. The path comes last because it
    /// may contain blanks.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.objects.len() * 160);
        for Object { path, hash, size, encoding, stamp } in &self.objects {
            let _ = writeln!(text, "{} {size} {} {stamp} {}", hash.to_hex(), encoding.name(), path.as_str());
        }
        text
    }

    /// Reads a release from its text. The target is not trusted: a path that leads out of the site is damage.
    ///
    /// # Errors
    /// [`DeployError::Damaged`] with the first line that cannot be read.
    pub fn parse(path: &str, text: &str) -> Result<Self, DeployError> {
        let objects = text.lines().map(|line| {
            parse_line(line).ok_or_else(|| DeployError::Damaged {
                path: path.to_owned(),
                why: format!("`{}` is no line of it", wellpress_diagnostics::quotable(line)),
            })
        });
        Ok(Self { objects: objects.collect::<Result<_, _>>()? })
    }

    /// The name under which the list is stored: the start of the hash of its text.
    #[must_use]
    pub fn name(&self) -> String {
        blake3::hash(self.to_text().as_bytes()).to_hex()[..24].to_owned()
    }

    /// The objects by path.
    #[must_use]
    pub fn by_path(&self) -> FxHashMap<&str, &Object> {
        self.objects.iter().map(|object| (object.path.as_str(), object)).collect()
    }
}

fn parse_line(line: &str) -> Option<Object> {
    let mut columns = line.splitn(5, ' ');
    let hash = Hash::from_hex(columns.next()?).ok()?;
    let size = columns.next()?.parse().ok()?;
    let encoding = ContentEncoding::find(columns.next()?)?;
    let stamp = columns.next()?.to_owned();
    Some(Object { hash, size, encoding, stamp, path: SitePath::new(columns.next()?)? })
}
