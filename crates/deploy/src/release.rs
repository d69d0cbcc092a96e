//! [`Release`]: the list of objects that a deploy leaves at its target, as text.

use std::fmt::Write;

use blake3::Hash;
use rustc_hash::FxHashMap;

use wellpress_io::artifact::SitePath;

use super::DeployError;
use super::compress::ContentEncoding;
use super::object::Object;

/// A list of objects, sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Release {
    /// The objects.
    pub objects: Vec<Object>,
}

impl Release {
    /// One line an object: hash, size, form, stamp and path.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.objects.len() * 160);
        for Object { path, hash, size, form, stamp } in &self.objects {
            let _ = writeln!(text, "{} {size} {} {stamp} {}", hash.to_hex(), form.name(), path.as_str());
        }
        text
    }

    /// From its text. What a target says is not trusted: a path that leads elsewhere is damage.
    ///
    /// # Errors
    /// [`DeployError::Damaged`] with the first line that is none.
    pub fn parse(path: &str, text: &str) -> Result<Self, DeployError> {
        let damaged = |line: &str| DeployError::Damaged {
            path: path.to_owned(),
            why: format!("`{}` is no line of it", wellpress_diagnostics::quotable(line)),
        };
        let objects = text.lines().map(|line| parse_line(line).ok_or_else(|| damaged(line)));
        Ok(Self { objects: objects.collect::<Result<_, _>>()? })
    }

    /// The name under which it is kept.
    #[must_use]
    pub fn name(&self) -> String {
        blake3::hash(self.to_text().as_bytes()).to_hex()[..24].to_owned()
    }

    /// The objects by their paths.
    #[must_use]
    pub fn by_path(&self) -> FxHashMap<&str, &Object> {
        self.objects.iter().map(|object| (object.path.as_str(), object)).collect()
    }
}

fn parse_line(line: &str) -> Option<Object> {
    let mut parts = line.splitn(5, ' ');
    let hash = Hash::from_hex(parts.next()?).ok()?;
    let size = parts.next()?.parse().ok()?;
    let form = ContentEncoding::find(parts.next()?)?;
    let stamp = parts.next()?.to_owned();
    Some(Object { hash, size, form, stamp, path: SitePath::new(parts.next()?)? })
}
