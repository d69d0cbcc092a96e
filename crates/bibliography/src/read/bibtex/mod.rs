//! Reads BibTeX and BibLaTeX: one file in, its references and findings out. A broken entry, field or link between
//! entries costs only itself.
//!
//! The steps: [`blocks`] finds the entries, [`entry`] reads each into fields with TeX, [`inherit`] fills in what entries
//! take from each other, and [`convert`] makes references of them, for which [`latex`] decodes the TeX.

mod blocks;
mod convert;
mod entry;
mod formula;
mod inherit;
mod kinds;
mod latex;
mod names;
mod string_macros;
mod tex_symbols;

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Source, rules};

use super::entry_fields::EntryFields;
use super::line_index::LineIndex;
use super::parsed_file::{EntryFault, KeyAlias, ParsedFile};
use super::read_context::ReadContext;
use super::{derived_key, normalise};
use crate::comparison::ComparedField;
use crate::{CiteKey, Reference};
pub use blocks::ends_within_entry;
use blocks::{Block, BlockFault};
pub(crate) use convert::is_name_of_author;
use entry::{BibtexEntry, SyntaxFault};
use inherit::LinkFault;
pub use string_macros::StringDefinitions;
use string_macros::StringMacros;

/// Types of entries that describe no source: they hold fields for other entries, or settings of BibLaTeX.
const AUXILIARY_KINDS: [&str; 3] = ["xdata", "set", "control"];

/// Blocks that are no entries.
const NO_ENTRIES: [&str; 3] = ["comment", "preamble", "string"];

pub(super) fn parse(source: &Source) -> ParsedFile {
    parse_with_macros(source, &StringDefinitions::default())
}

pub(super) fn parse_with_macros(source: &Source, shared: &StringDefinitions) -> ParsedFile {
    let mut reader =
        BibtexReader { context: ReadContext::new(source), macros: StringMacros::new(shared), entries: Vec::new() };
    for block in blocks::split(&source.text) {
        reader.read_block(&block);
    }
    let BibtexReader { mut context, macros, mut entries } = reader;
    for fault in inherit::resolve_links(&mut entries) {
        report_link(&mut context, fault);
    }
    context.parsed.aliases = entries.iter().filter_map(alias).collect();
    for entry in entries.iter().filter(|entry| !AUXILIARY_KINDS.contains(&entry.kind.as_str())) {
        push_entry(&mut context, entry);
    }
    let (definitions, has_undefined_macros) = macros.finish();
    ParsedFile { definitions, has_undefined_macros, ..context.parsed }
}

/// The bytes of the fields of each entry, without those that it inherits.
pub(super) fn field_ranges(source: &Source) -> Vec<EntryFields> {
    let (lines, shared) = (LineIndex::new(source), StringDefinitions::default());
    // Ranges do not depend on what macros stand for.
    let mut macros = StringMacros::new(&shared);
    let entries = blocks::split(&source.text).into_iter().filter(|block| is_readable(block) && is_entry(&block.word));
    let fields = entries.map(|block| {
        let entry = BibtexEntry::parse(&source.text, &block, &mut macros);
        let range = |names: &[&str]| entry.first(names).map(|value| value.range.clone());
        let location = lines.locate(entry.key_range.clone());
        let ranges = ComparedField::ALL.into_iter().filter_map(|field| Some((field, range(field_names(field))?)));
        let pmid = convert::pmid(&entry).map(|value| value.range.clone());
        EntryFields { location, ranges: ranges.collect(), doi: range(&["doi"]), pmid, note: entry.range("note") }
    });
    fields.collect()
}

fn is_readable(block: &Block) -> bool {
    matches!(block.fault, None | Some(BlockFault::ClosedEarly(_)))
}

fn is_entry(word: &str) -> bool {
    !NO_ENTRIES.contains(&word) && !AUXILIARY_KINDS.contains(&word)
}

/// The fields that can have a value, the one that is read first before the others.
fn field_names(field: ComparedField) -> &'static [&'static str] {
    match field {
        ComparedField::Title => &["title"],
        ComparedField::Authors => &["author"],
        ComparedField::Year => &["date", "year"],
        ComparedField::Container => &["journaltitle", "journal", "booktitle", "maintitle", "shortjournal"],
        ComparedField::Volume => &["volume"],
        ComparedField::Issue => &["number", "issue"],
        ComparedField::Pages => &["pages", "eid", "articleno", "articlenumber", "article-number"],
    }
}

/// The further key that a `@set` with one member gives that member.
fn alias(entry: &BibtexEntry) -> Option<KeyAlias> {
    let members = entry.get("entryset").filter(|_| entry.kind == "set" && !entry.key.is_empty())?;
    let key = members.tex.trim();
    (!key.contains(',')).then(|| KeyAlias { alias: CiteKey::new(entry.key.as_str()), key: CiteKey::new(key) })
}

/// Adds the reference of an entry. One without a key gets one from its other fields, as in the other formats.
fn push_entry(context: &mut ReadContext<'_>, entry: &BibtexEntry) {
    let mut reference = convert::reference(entry, context);
    if reference.key.as_str().is_empty() {
        let Some(key) = derived_key::derived_key(&reference) else {
            let message = "the entry has no key, and no DOI, author or title to be known by";
            return context.broken_entry(None, entry.key_range.clone(), message);
        };
        reference.key = CiteKey::new(key);
    }
    context.push(reference);
}

/// The reference that a reader makes of the text of an entry; `None` if it cannot be read. The writer compares it with the
/// reference that it wrote, and adds what the fields have lost.
#[must_use]
pub(crate) fn read_back(entry: &str) -> Option<Reference> {
    let mut reference = parse(&Source::new("", entry)).references.pop()?;
    normalise::normalise(&mut reference);
    Some(reference)
}

/// The results of one file while its blocks are read in order.
struct BibtexReader<'a> {
    context: ReadContext<'a>,
    macros: StringMacros<'a>,
    entries: Vec<BibtexEntry>,
}

impl BibtexReader<'_> {
    /// Reads one `@word{ .. }` into the entries or the macros.
    fn read_block(&mut self, block: &Block) {
        // A preamble is TeX for typesetting the bibliography and says nothing about a source.
        if matches!(block.word.as_str(), "comment" | "preamble") {
            return;
        }
        let text = self.context.lines.text();
        match block.fault {
            Some(BlockFault::Unopened) => {
                let message = format!("no `{{` follows `@{}`", block.word);
                return self.context.broken_entry(None, head(block), message);
            }
            Some(BlockFault::Unclosed) => return self.report_unclosed(block),
            Some(BlockFault::ClosedEarly(_)) | None => {}
        }
        if block.word == "string" {
            let faults = entry::define_macros(text, block, &mut self.macros);
            return self.report_all(faults);
        }
        let entry = BibtexEntry::parse(text, block, &mut self.macros);
        if let Some(BlockFault::ClosedEarly(offset)) = block.fault {
            // The entry itself is sound, so the mistake is reported and the entry is read.
            let message = format!("the entry{} was closed before this", quoted_key(text, block));
            self.context.report_invalid(offset..offset + 1, message, "take one `}` away from the line before");
        }
        self.keep_entry(entry);
    }

    /// Keeps an entry with its findings, unless mistakes left it without any field.
    fn keep_entry(&mut self, mut entry: BibtexEntry) {
        let faults = std::mem::take(&mut entry.faults);
        if entry.fields.is_empty() && !faults.is_empty() {
            let key = Some(&entry.key).filter(|key| !key.is_empty()).map(|key| CiteKey::new(key.as_str()));
            let message = faults.into_iter().next().map(|fault| fault.message).unwrap_or_default();
            return self.context.broken_entry(key, entry.key_range, message);
        }
        self.report_all(faults);
        self.entries.push(entry);
    }

    /// Unlike other mistakes, which are warnings, an entry that never closes is an error: where it ends, and so which other
    /// entries there are, is a guess.
    fn report_unclosed(&mut self, block: &Block) {
        let message = format!("the entry{} is never closed", quoted_key(self.context.lines.text(), block));
        let finding = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, self.context.lines.locate(head(block)), message);
        self.context.parsed.unreadable_entries += 1;
        self.context.parsed.diagnostics.push(finding.help("give each `{` its `}`; the entry is left out until then"));
    }

    fn report_all(&mut self, faults: Vec<SyntaxFault>) {
        for SyntaxFault { range, message } in faults {
            self.context.report(&rules::BIBLIOGRAPHY_INVALID, range, message);
        }
    }
}

/// The bytes of `@word`.
fn head(block: &Block) -> Range<usize> {
    block.range.start..block.word_range.end
}

/// The key of a block as " `key`" for a message; empty if the mistake may have hidden the key, which is then not
/// guessed.
fn quoted_key(text: &str, block: &Block) -> String {
    let content = &text[block.content.clone()];
    // A message stays short if no comma follows.
    let key: String = content.trim_start().chars().take_while(|c| !c.is_whitespace() && *c != ',').take(80).collect();
    if key.is_empty() || key.contains(['{', '}', '=']) { String::new() } else { format!(" `{key}`") }
}

fn report_link(context: &mut ReadContext<'_>, fault: LinkFault) {
    match fault {
        LinkFault::Missing { range, key } => {
            let message = format!("no entry of this file is called `{key}`");
            let finding = context.warning(&rules::SOURCE_CROSSREF, range, message);
            context.parsed.diagnostics.push(finding.help("a crossref takes fields from an entry of the same file"));
        }
        LinkFault::Cycle { range, keys } => {
            let chain = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" -> ");
            let message = format!("the crossrefs lead in a circle: {chain}");
            let finding = context.warning(&rules::SOURCE_CROSSREF, range, message).help("take one of them out");
            // The first key is also the last.
            let faults =
                keys.into_iter().skip(1).map(|key| EntryFault { key: CiteKey::new(key), finding: finding.clone() });
            context.parsed.faults.extend(faults);
            context.parsed.diagnostics.push(finding);
        }
    }
}
