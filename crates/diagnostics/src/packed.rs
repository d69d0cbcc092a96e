//! [`PackedFindings`]: findings in, a form for a cache file out that stores each quoted line once. Writing the cache is
//! left to the caller.

use std::borrow::Cow;
use std::collections::HashMap;
use std::iter::once;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Diagnostic, Location, SourceLine};

/// Findings as a cache stores them: the lines that they quote are in a list of their own, each once.
///
/// A page may be one long line with thousands of findings in it. Serialised as they are, the findings would repeat that
/// line thousands of times, so [`Location`] leaves its excerpt out and this type puts it back.
///
/// ```
/// use std::sync::Arc;
///
/// use wellpress_diagnostics::{Diagnostic, PackedFindings, Source, rules};
///
/// let source = Source::new("a.md", "a <b>line</b>");
/// let findings = [Arc::new(Diagnostic::new(&rules::RAW_HTML, source.locate_line(1, 3), "raw HTML"))];
/// let json = serde_json::to_string(&PackedFindings::new(&findings)).unwrap();
/// let read: PackedFindings<'_> = serde_json::from_str(&json).unwrap();
/// assert_eq!(read.unpack(), findings);
/// ```
#[derive(Debug, Serialize, Deserialize)]
pub struct PackedFindings<'a> {
    findings: Cow<'a, [Arc<Diagnostic>]>,
    lines: Vec<SourceLine>,
    /// For each place of each finding in order, the line that it quotes.
    line_of_place: Vec<Option<LineIndex>>,
}

/// The index of a line in [`PackedFindings`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct LineIndex(u32);

/// Collects lines and gives each an index. Lines are told apart by where they lie in memory: comparing their text would
/// read a long line once for each of its findings.
#[derive(Default)]
struct LineCollector {
    lines: Vec<SourceLine>,
    index_by_memory: HashMap<(*const u8, usize), LineIndex>,
}

impl LineCollector {
    fn index_of(&mut self, line: &SourceLine) -> LineIndex {
        *self.index_by_memory.entry((line.as_ptr(), line.len())).or_insert_with(|| {
            let index = u32::try_from(self.lines.len()).expect("four thousand million lines do not fit into memory");
            self.lines.push(line.clone());
            LineIndex(index)
        })
    }
}

impl<'a> PackedFindings<'a> {
    /// Packs findings that stay where they are.
    ///
    /// ```
    /// use wellpress_diagnostics::{Diagnostic, PackedFindings, Source, rules};
    ///
    /// let source = Source::new("a.md", "<b>one</b> <i>line</i>");
    /// let finding = |column| Diagnostic::new(&rules::RAW_HTML, source.locate_line(1, column), "raw HTML").into();
    /// let findings = [1, 12].map(finding);
    /// let json = serde_json::to_string(&PackedFindings::new(&findings)).unwrap();
    /// assert_eq!(json.matches("<i>line</i>").count(), 1);
    /// ```
    #[must_use]
    pub fn new(findings: &'a [Arc<Diagnostic>]) -> Self {
        let mut collector = LineCollector::default();
        let excerpts = findings.iter().flat_map(|finding| locations(finding)).map(|location| location.excerpt.as_ref());
        let line_of_place = excerpts.map(|excerpt| excerpt.map(|line| collector.index_of(line))).collect();
        Self { findings: Cow::Borrowed(findings), lines: collector.lines, line_of_place }
    }

    /// The findings as they were packed. A place whose line is missing from a damaged cache has no excerpt.
    ///
    /// ```
    /// use wellpress_diagnostics::{Diagnostic, Location, PackedFindings, rules};
    ///
    /// let findings = [Diagnostic::new(&rules::RAW_HTML, Location::file("a.md"), "raw HTML").into()];
    /// assert_eq!(PackedFindings::new(&findings).unpack(), findings);
    /// ```
    #[must_use]
    pub fn unpack(&self) -> Vec<Arc<Diagnostic>> {
        let mut findings: Vec<Diagnostic> = self.findings.iter().map(|finding| Diagnostic::clone(finding)).collect();
        for (location, index) in findings.iter_mut().flat_map(locations_mut).zip(&self.line_of_place) {
            location.excerpt = index.and_then(|LineIndex(index)| self.lines.get(index as usize)).cloned();
        }
        findings.into_iter().map(Arc::new).collect()
    }
}

fn locations(finding: &Diagnostic) -> impl Iterator<Item = &Location> {
    once(&finding.location).chain(finding.related.iter().map(|related| &related.location))
}

fn locations_mut(finding: &mut Diagnostic) -> impl Iterator<Item = &mut Location> {
    once(&mut finding.location).chain(finding.related.iter_mut().map(|related| &mut related.location))
}
