//! BibTeX and BibLaTeX. Takes one file, gives its references and what is wrong with it; a broken entry, a broken field and
//! a broken link between entries each cost no more than themselves. The grammar and TeX are biblatex's.

mod blocks;
mod convert;
mod entry;
mod inherit;
mod kinds;
mod latex;
mod text_styles;
mod names;

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Severity, Source, rules};

use crate::read::line_index::LineIndex;
use crate::{ParsedFile, Reference};
use blocks::Block;
pub use blocks::ends_within_entry;
use entry::{BibtexEntry, StringMacros};

/// Words of blocks that are no sources.
const NO_SOURCE: [&str; 4] = ["xdata", "set", "control", "comment"];

pub(super) fn parse(source: &Source) -> ParsedFile {
    let lines = LineIndex::new(source);
    let mut reader =
        BibtexReader { lines: &lines, strings: StringMacros::default(), entries: Vec::new(), diagnostics: Vec::new() };
    for block in blocks::split(&source.text) {
        reader.read(block, true);
    }
    let BibtexReader { mut entries, mut diagnostics, .. } = reader;
    diagnostics.extend(inherit::resolve(&mut entries).into_iter().map(|fault| crossref_fault(&lines, fault)));
    let mut references: Vec<Reference> = Vec::with_capacity(entries.len());
    for entry in entries.iter().filter(|entry| !NO_SOURCE.contains(&entry.kind.as_str())) {
        references.push(convert::reference(entry, &lines, &mut diagnostics));
    }
    ParsedFile { references, diagnostics }
}

struct BibtexReader<'a> {
    lines: &'a LineIndex<'a>,
    strings: StringMacros,
    entries: Vec<BibtexEntry>,
    diagnostics: Vec<Diagnostic>,
}

impl BibtexReader<'_> {
    /// Reads one block; where it does not parse and holds the start of another, what it swallowed is read again.
    fn read(&mut self, block: Block, whole: bool) {
        let text = self.lines.text();
        let fault = match block.word.as_str() {
            "comment" | "preamble" => None,
            "string" => self.strings.read(text, block.range.clone()).err(),
            _ => self.entry(&block).err(),
        };
        let Some((range, message)) = fault else { return };
        let again = if whole { blocks::split_again(text, block.range.clone()) } else { None };
        match again {
            Some(blocks) => blocks.into_iter().for_each(|block| self.read(block, false)),
            None => self.report(range, message, &block),
        }
    }

    fn entry(&mut self, block: &Block) -> Result<(), (Range<usize>, String)> {
        let head = block.range.start..block.range.start + 1 + block.word.len();
        match block.fault {
            Some(blocks::BlockFault::Unopened) => {
                return Err((head, format!("no `{{` follows `@{}`", block.word)));
            }
            Some(blocks::BlockFault::Unclosed) => {
                let message = format!("the entry{} is never closed", key_of(self.lines.text(), block));
                return Err((head, message));
            }
            Some(blocks::BlockFault::ClosedEarly(at)) => {
                let message = format!("the entry{} was closed before this", key_of(self.lines.text(), block));
                self.report(at..at + 1, message, block);
            }
            None => {}
        }
        let entry = BibtexEntry::read(self.lines.text(), block.range.clone(), &self.strings)?;
        for (range, message) in &entry.faults {
            let found = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, self.lines.locate(range.clone()), message);
            self.diagnostics.push(found);
        }
        self.entries.push(entry);
        Ok(())
    }

    fn report(&mut self, range: Range<usize>, message: String, block: &Block) {
        let range = range.start..range.end.max(range.start + 1);
        let found = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, self.lines.locate(range), message);
        let help = match block.fault {
            Some(blocks::BlockFault::Unclosed) => "give each `{` its `}`; the entry is left out until then",
            Some(blocks::BlockFault::ClosedEarly(_)) => "take one `}` away from the line before",
            _ => "the entry is left out until this is put right; the others are read",
        };
        self.diagnostics.push(found.help(help));
    }
}

/// " `key`" where a block visibly has one.
fn key_of(text: &str, block: &Block) -> String {
    let inner = text[block.range.clone()].split_once('{').map_or("", |(_, inner)| inner);
    let key: String = inner.trim_start().chars().take_while(|c| !c.is_whitespace() && *c != ',').take(80).collect();
    if key.is_empty() || key.contains(['{', '}', '=']) { String::new() } else { format!(" `{key}`") }
}

fn crossref_fault(lines: &LineIndex<'_>, fault: inherit::LinkFault) -> Diagnostic {
    match fault {
        inherit::LinkFault::Missing(range, key) => {
            let message = format!("no entry of this file is called `{key}`");
            let mut found = Diagnostic::new(&rules::SOURCE_CROSSREF, lines.locate(range), message);
            found.severity = Severity::Warning;
            found.help("a crossref takes fields from an entry of the same file")
        }
        inherit::LinkFault::Cycle(range, keys) => {
            let chain = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" -> ");
            let message = format!("the crossrefs lead in a circle: {chain}");
            Diagnostic::new(&rules::SOURCE_CROSSREF, lines.locate(range), message).help("take one of them out")
        }
    }
}

/// Whether a line starts an entry, so that a text can be recognised as BibTeX.
pub(super) fn starts_entry(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('@') && line.contains(['{', '('])
}
