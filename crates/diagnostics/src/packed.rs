//! [`PackedFindings`]: findings in, a form for a cache file out that stores each text and each quoted line once. Writing the
//! cache is left to the caller.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::diagnostic::{Missing, RelatedPlace};
use super::{Diagnostic, Location, Rule, Severity, SourceLine, rules};

/// Findings as a cache stores them. Rules, paths, messages and help are in lists, and so are the lines that the findings quote; each
/// is stored once.
///
/// Most findings of a rule have the same help, and a page may be one long line with thousands of findings in it.
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
    rules: Vec<PackedRule>,
    files: Vec<Arc<str>>,
    /// Messages and help.
    texts: Vec<Cow<'a, str>>,
    lines: Vec<SourceLine>,
    findings: Vec<PackedFinding>,
}

/// Stored as its id.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct PackedRule(#[serde(with = "rules::by_id")] &'static Rule);

/// An index in one of the lists of [`PackedFindings`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Index(u32);

#[derive(Debug, Serialize, Deserialize)]
struct PackedFinding {
    rule: Index,
    severity: Severity,
    place: PackedPlace,
    message: Index,
    help: Option<Index>,
    fix: Option<Index>,
    /// Further places, each with its message.
    related: Vec<(PackedPlace, Index)>,
    missing: Option<Missing>,
}

#[derive(Debug, Serialize, Deserialize)]
struct PackedPlace {
    file: Index,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    /// The line that it quotes.
    excerpt: Option<Index>,
}

/// A list in which each value stands once.
struct UniqueList<K, V> {
    values: Vec<V>,
    indices: HashMap<K, Index>,
}

impl<K: Hash + Eq, V> UniqueList<K, V> {
    fn index_of(&mut self, key: K, value: impl FnOnce() -> V) -> Index {
        *self.indices.entry(key).or_insert_with(|| {
            let index = u32::try_from(self.values.len()).expect("four thousand million values do not fit into memory");
            self.values.push(value());
            Index(index)
        })
    }
}

impl<K, V> Default for UniqueList<K, V> {
    fn default() -> Self {
        Self { values: Vec::new(), indices: HashMap::new() }
    }
}

/// Packs findings one after the other.
#[derive(Default)]
struct Packer<'a> {
    rules: UniqueList<&'static str, PackedRule>,
    files: UniqueList<&'a str, Arc<str>>,
    texts: UniqueList<&'a str, Cow<'a, str>>,
    /// Lines are told apart by where they lie in memory: comparing their text would read a long line once for each of its findings.
    lines: UniqueList<(*const u8, usize), SourceLine>,
}

impl<'a> Packer<'a> {
    fn finding(&mut self, finding: &'a Diagnostic) -> PackedFinding {
        let related = finding.related.iter().map(|RelatedPlace { location, message }| {
            let packed_place = self.place(location);
            (packed_place, self.text(message))
        });
        PackedFinding {
            related: related.collect(),
            rule: self.rules.index_of(finding.rule.id, || PackedRule(finding.rule)),
            severity: finding.severity,
            place: self.place(&finding.location),
            message: self.text(&finding.message),
            help: finding.help.as_deref().map(|help| self.text(help)),
            fix: finding.fix.as_deref().map(|fix| self.text(fix)),
            missing: finding.missing.clone(),
        }
    }

    fn place(&mut self, location: &'a Location) -> PackedPlace {
        let Location { file, line, column, end_line, end_column, excerpt } = location;
        let index_of = |line: &SourceLine| self.lines.index_of((line.as_ptr(), line.len()), || line.clone());
        let excerpt = excerpt.as_ref().map(index_of);
        let file = self.files.index_of(file, || file.clone());
        PackedPlace { file, line: *line, column: *column, end_line: *end_line, end_column: *end_column, excerpt }
    }

    fn text(&mut self, text: &'a str) -> Index {
        self.texts.index_of(text, || Cow::Borrowed(text))
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
    /// assert_eq!((json.matches("<i>line</i>").count(), json.matches("raw HTML").count()), (1, 1));
    /// ```
    #[must_use]
    pub fn new(findings: &'a [Arc<Diagnostic>]) -> Self {
        let mut packer = Packer::default();
        let findings = findings.iter().map(|finding| packer.finding(finding)).collect();
        let Packer { rules, files, texts, lines } = packer;
        let (rules, files, texts, lines) = (rules.values, files.values, texts.values, lines.values);
        Self { rules, files, texts, lines, findings }
    }

    /// The findings as they were packed. A finding with an index beyond the lists, which the checksum of a cache file rules out, is left
    /// out.
    ///
    /// ```
    /// use wellpress_diagnostics::{Diagnostic, Location, PackedFindings, rules};
    ///
    /// let findings = [Diagnostic::new(&rules::RAW_HTML, Location::file("a.md"), "raw HTML").into()];
    /// assert_eq!(PackedFindings::new(&findings).unpack(), findings);
    /// ```
    #[must_use]
    pub fn unpack(&self) -> Vec<Arc<Diagnostic>> {
        self.findings.iter().filter_map(|packed| self.finding(packed).map(Arc::new)).collect()
    }

    fn finding(&self, packed: &PackedFinding) -> Option<Diagnostic> {
        let related = packed.related.iter().map(|(place, message)| {
            Some(RelatedPlace { location: self.location(place)?, message: self.text(*message)? })
        });
        let PackedRule(rule) = at(&self.rules, packed.rule)?;
        Some(Diagnostic {
            rule,
            severity: packed.severity,
            location: self.location(&packed.place)?,
            message: self.text(packed.message)?,
            help: packed.help.and_then(|help| self.text(help)).map(Cow::Owned),
            fix: packed.fix.and_then(|fix| self.text(fix)),
            related: related.collect::<Option<_>>()?,
            missing: packed.missing.clone(),
        })
    }

    fn location(&self, packed: &PackedPlace) -> Option<Location> {
        let PackedPlace { file, line, column, end_line, end_column, excerpt } = *packed;
        let file = at(&self.files, file)?.clone();
        let excerpt = excerpt.and_then(|excerpt| at(&self.lines, excerpt)).cloned();
        Some(Location { file, line, column, end_line, end_column, excerpt })
    }

    fn text(&self, index: Index) -> Option<String> {
        at(&self.texts, index).map(|text| text.clone().into_owned())
    }
}

fn at<T>(list: &[T], Index(index): Index) -> Option<&T> {
    list.get(index as usize)
}
