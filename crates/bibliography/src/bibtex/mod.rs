//! BibTeX and BibLaTeX. Takes one file, gives its references and what is wrong with it; a broken entry, a broken field and
//! a broken link between entries each cost no more than themselves. The grammar and TeX are biblatex's.

mod blocks;
mod convert;
mod entry;
mod inherit;
mod kinds;
mod latex;
mod looks;
mod names;

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Severity, Source, rules};

use super::places::Places;
use super::{Parsed, Reference};
use blocks::Block;
pub use blocks::ends_within_entry;
use entry::{Entry, Strings};

/// Words of blocks that are no sources.
const NO_SOURCE: [&str; 4] = ["xdata", "set", "control", "comment"];

pub(super) fn parse(source: &Source) -> Parsed {
    let places = Places::new(source);
    let mut reader =
        Reader { places: &places, strings: Strings::default(), entries: Vec::new(), diagnostics: Vec::new() };
    for block in blocks::split(&source.text) {
        reader.read(block, true);
    }
    let Reader { mut entries, mut diagnostics, .. } = reader;
    diagnostics.extend(inherit::resolve(&mut entries).into_iter().map(|fault| crossref_fault(&places, fault)));
    let mut references: Vec<Reference> = Vec::with_capacity(entries.len());
    for entry in entries.iter().filter(|entry| !NO_SOURCE.contains(&entry.kind.as_str())) {
        references.push(convert::reference(entry, &places, &mut diagnostics));
    }
    Parsed { references, diagnostics }
}

struct Reader<'a> {
    places: &'a Places<'a>,
    strings: Strings,
    entries: Vec<Entry>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads one block; where it does not parse and holds the start of another, what it swallowed is read again.
    fn read(&mut self, block: Block, whole: bool) {
        let text = self.places.text();
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
            Some(blocks::Fault::Unopened) => {
                return Err((head, format!("no `{{` follows `@{}`", block.word)));
            }
            Some(blocks::Fault::Unclosed) => {
                let message = format!("the entry{} is never closed", key_of(self.places.text(), block));
                return Err((head, message));
            }
            Some(blocks::Fault::ClosedEarly(at)) => {
                let message = format!("the entry{} was closed before this", key_of(self.places.text(), block));
                self.report(at..at + 1, message, block);
            }
            None => {}
        }
        let entry = Entry::read(self.places.text(), block.range.clone(), &self.strings)?;
        for (range, message) in &entry.faults {
            let found = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, self.places.locate(range.clone()), message);
            self.diagnostics.push(found);
        }
        self.entries.push(entry);
        Ok(())
    }

    fn report(&mut self, range: Range<usize>, message: String, block: &Block) {
        let range = range.start..range.end.max(range.start + 1);
        let found = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, self.places.locate(range), message);
        let help = match block.fault {
            Some(blocks::Fault::Unclosed) => "give each `{` its `}`; the entry is left out until then",
            Some(blocks::Fault::ClosedEarly(_)) => "take one `}` away from the line before",
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

fn crossref_fault(places: &Places<'_>, fault: inherit::Fault) -> Diagnostic {
    match fault {
        inherit::Fault::Missing(range, key) => {
            let message = format!("no entry of this file is called `{key}`");
            let mut found = Diagnostic::new(&rules::SOURCE_CROSSREF, places.locate(range), message);
            found.severity = Severity::Warning;
            found.help("a crossref takes fields from an entry of the same file")
        }
        inherit::Fault::Cycle(range, keys) => {
            let chain = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" -> ");
            let message = format!("the crossrefs lead in a circle: {chain}");
            Diagnostic::new(&rules::SOURCE_CROSSREF, places.locate(range), message).help("take one of them out")
        }
    }
}
