//! Reads BibTeX and BibLaTeX: one file in, its references and findings out. A broken entry, field or link between
//! entries costs only itself.
//!
//! The syntax and TeX's accents are left to the `biblatex` crate. Its parser stops at the first mistake of a file, so
//! the file is divided into entries here first ([`blocks`]). Its interpretation of names, dates and types differs from
//! what reference managers write, so this module interprets them itself.

mod blocks;
mod convert;
mod entry;
mod inherit;
mod kinds;
mod latex;
mod names;
mod text_styles;

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Severity, Source, rules};

use super::line_index::LineIndex;
use super::read_context::ENTRY_LEFT_OUT;
use super::{ParsedFile, normalise};
use crate::Reference;
pub use blocks::ends_within_entry;
use blocks::{Block, BlockFault};
use entry::{BibtexEntry, StringMacros};
use inherit::LinkFault;

/// Types of entries that describe no source: they hold fields for other entries, or settings of BibLaTeX.
const AUXILIARY_KINDS: [&str; 4] = ["xdata", "set", "control", "comment"];

/// Whether a line starts an entry, so that a text can be recognised as BibTeX.
pub(super) fn starts_entry(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('@') && line.contains(['{', '('])
}

pub(super) fn parse(source: &Source) -> ParsedFile {
    let lines = LineIndex::new(source);
    let mut reader =
        BibtexReader { lines: &lines, macros: StringMacros::default(), entries: Vec::new(), diagnostics: Vec::new() };
    for block in blocks::split(&source.text) {
        reader.read_block(&block, OnFailure::SplitAgain);
    }
    let BibtexReader { mut entries, mut diagnostics, .. } = reader;
    let link_faults = inherit::resolve_links(&mut entries);
    diagnostics.extend(link_faults.into_iter().map(|fault| link_finding(&lines, fault)));
    let mut references: Vec<Reference> = Vec::with_capacity(entries.len());
    for entry in entries.iter().filter(|entry| !AUXILIARY_KINDS.contains(&entry.kind.as_str())) {
        references.push(convert::reference(entry, &lines, &mut diagnostics));
    }
    ParsedFile { references, diagnostics }
}

/// The record that a reader makes of the text of an entry; `None` if it cannot be read. The writer compares it with the
/// record that it wrote, and adds what the fields have lost.
#[must_use]
pub(crate) fn read_back(entry: &str) -> Option<Reference> {
    let mut reference = parse(&Source::new("", entry)).references.pop()?;
    normalise::normalise(&mut reference);
    Some(reference)
}

/// The results of one file while its blocks are read in order.
struct BibtexReader<'a> {
    lines: &'a LineIndex<'a>,
    macros: StringMacros,
    entries: Vec<BibtexEntry>,
    diagnostics: Vec<Diagnostic>,
}

/// What to do with a block that does not parse. An unclosed brace makes a block include the entries behind it, so it is
/// divided at the lines that start an entry. The parts are not divided again, which keeps the time linear.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OnFailure {
    SplitAgain,
    Report,
}

/// A mistake in a range of bytes of the file, before it becomes a finding.
struct SyntaxFault {
    range: Range<usize>,
    message: String,
}

impl BibtexReader<'_> {
    /// Reads one `@word{ .. }` into the entries or the macros. A block that does not parse is read once more in parts, or
    /// reported.
    fn read_block(&mut self, block: &Block, on_failure: OnFailure) {
        let text = self.lines.text();
        let fault = match block.word.as_str() {
            // A preamble is TeX for typesetting the bibliography and says nothing about a source.
            "comment" | "preamble" => None,
            "string" => self.macros.define(text, block.range.clone()).err(),
            _ => self.read_entry(block).err(),
        };
        let Some(fault) = fault else { return };
        let parts = match on_failure {
            OnFailure::SplitAgain => blocks::split_again(text, block.range.clone()),
            OnFailure::Report => None,
        };
        match parts {
            Some(parts) => parts.iter().for_each(|part| self.read_block(part, OnFailure::Report)),
            None => self.report(fault, block),
        }
    }

    fn read_entry(&mut self, block: &Block) -> Result<(), SyntaxFault> {
        let head = block.range.start..block.range.start + 1 + block.word.len();
        match block.fault {
            Some(BlockFault::Unopened) => {
                return Err(SyntaxFault { range: head, message: format!("no `{{` follows `@{}`", block.word) });
            }
            Some(BlockFault::Unclosed) => {
                let message = format!("the entry{} is never closed", quoted_key(self.lines.text(), block));
                return Err(SyntaxFault { range: head, message });
            }
            // The entry itself is sound, so the mistake is reported and the entry is read.
            Some(BlockFault::ClosedEarly(offset)) => {
                let message = format!("the entry{} was closed before this", quoted_key(self.lines.text(), block));
                self.report(SyntaxFault { range: offset..offset + 1, message }, block);
            }
            None => {}
        }
        let entry = BibtexEntry::parse(self.lines.text(), block.range.clone(), &self.macros)?;
        for SyntaxFault { range, message } in &entry.field_faults {
            let finding = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, self.lines.locate(range.clone()), message);
            self.diagnostics.push(finding);
        }
        self.entries.push(entry);
        Ok(())
    }

    fn report(&mut self, fault: SyntaxFault, block: &Block) {
        // Some mistakes have an empty range, such as a missing key. A finding marks one byte at least.
        let range = fault.range.start..fault.range.end.max(fault.range.start + 1);
        let finding = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, self.lines.locate(range), fault.message);
        let help = match block.fault {
            Some(BlockFault::Unclosed) => "give each `{` its `}`; the entry is left out until then",
            Some(BlockFault::ClosedEarly(_)) => "take one `}` away from the line before",
            _ => ENTRY_LEFT_OUT,
        };
        self.diagnostics.push(finding.help(help));
    }
}

/// The key of a block as " `key`" for a message; empty if the mistake may have hidden the key, which is then not
/// guessed.
fn quoted_key(text: &str, block: &Block) -> String {
    let content = text[block.range.clone()].split_once('{').map_or("", |(_, content)| content);
    let key: String = content.trim_start().chars().take_while(|c| !c.is_whitespace() && *c != ',').take(80).collect();
    if key.is_empty() || key.contains(['{', '}', '=']) { String::new() } else { format!(" `{key}`") }
}

fn link_finding(lines: &LineIndex<'_>, fault: LinkFault) -> Diagnostic {
    match fault {
        LinkFault::Missing { range, key } => {
            let message = format!("no entry of this file is called `{key}`");
            let finding = Diagnostic::new(&rules::SOURCE_CROSSREF, lines.locate(range), message);
            let finding = finding.help("a crossref takes fields from an entry of the same file");
            Diagnostic { severity: Severity::Warning, ..finding }
        }
        LinkFault::Cycle { range, keys } => {
            let chain = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" -> ");
            let message = format!("the crossrefs lead in a circle: {chain}");
            Diagnostic::new(&rules::SOURCE_CROSSREF, lines.locate(range), message).help("take one of them out")
        }
    }
}
