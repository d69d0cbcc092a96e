//! Fields of Word: links, citations, and what Word fills in by itself.
//!
//! A field is a beginning, an instruction, a separator, a result and an end, each in a run of its own. It can go over several
//! paragraphs, and have other fields in both its parts.

use std::mem::replace;
use std::rc::Rc;

use roxmltree::Node;
use serde_json::Value;

use wellpress_foundation::text::one_line;

use super::reader::Reader;
use super::{citations, inline};
use crate::text::has_word;
use crate::text::links::has_link_scheme;
use wellpress_docx::{attribute, child};

/// A field that has begun.
#[derive(Debug, Default)]
pub(super) struct Field {
    instruction: String,
    /// What EndNote keeps beside the instruction, in Base64.
    data: String,
    is_in_result: bool,
    /// Whether the result is left out, also because the field stands in such a result or in an instruction.
    is_dropped: bool,
    link: Option<Rc<str>>,
    /// What was read when the result began: whole blocks, and the length of the paragraph.
    result_start: (usize, usize),
}

/// Fields that show nothing by themselves, or that may have no result: entries of indexes, numbers of pages, places in the file,
/// forms to fill in, and what programs keep in a file.
const EMPTY: &str = "TC XE TA RD SET ASK PRIVATE ADDIN ADVANCE BOOKMARK PRINT BIBLIOGRAPHY CITATION HYPERLINK REF PAGEREF NOTEREF \
     STYLEREF SECTIONPAGES SECTION TOA FORMTEXT COMMENTS KEYWORDS SUBJECT TITLE LASTSAVEDBY CREATEDATE PRINTDATE EDITTIME \
     REVNUM NUMCHARS NUMWORDS FILESIZE TEMPLATE GOTOBUTTON EMBED SHAPE";

impl Reader<'_> {
    pub fn field_character(&mut self, node: Node<'_, '_>) {
        match attribute(node, "fldCharType") {
            Some("begin") => self.begin_field(String::new(), node),
            Some("separate") => self.begin_result(),
            Some("end") => self.end_field(),
            _ => {}
        }
    }

    pub fn field_instruction(&mut self, text: &str) {
        if let Some(field) = self.fields.last_mut().filter(|field| !field.is_in_result) {
            field.instruction.push_str(text);
        }
    }

    pub fn simple_field(&mut self, node: Node<'_, '_>) {
        self.begin_field(attribute(node, "instr").unwrap_or_default().to_owned(), node);
        self.begin_result();
        self.walk(node);
        self.end_field();
    }

    pub fn hyperlink(&mut self, node: Node<'_, '_>) {
        let anchor = attribute(node, "anchor").map(|anchor| format!("#{anchor}")).unwrap_or_default();
        let address = attribute(node, "id").and_then(|id| self.relationships.get(id)).map_or("", |to| &to.target);
        let link = self.link_to(&format!("{address}{anchor}"));
        let outer = replace(&mut self.link, link);
        self.walk(node);
        self.link = outer;
    }

    pub fn is_in_dropped_field(&self) -> bool {
        self.fields.last().is_some_and(|field| field.is_dropped || !field.is_in_result)
    }

    pub fn current_link(&self) -> Option<Rc<str>> {
        self.fields.last().and_then(|field| field.link.clone()).or_else(|| self.link.clone())
    }

    /// Whether this is the tag of a control of Mendeley, whose content is not to be read.
    pub fn mendeley_control(&mut self, tag: &str) -> bool {
        if tag.starts_with("MENDELEY_BIBLIOGRAPHY") {
            self.drop_bibliography_heading();
            return true;
        }
        let citation = tag.strip_prefix("MENDELEY_CITATION_v3_");
        citation.is_some_and(|data| self.cite("Mendeley", citations::of_tag(data)))
    }

    fn begin_field(&mut self, instruction: String, node: Node<'_, '_>) {
        let data = child(node, "fldData").and_then(|data| data.text()).unwrap_or_default().to_owned();
        let link = self.fields.last().and_then(|outer| outer.link.clone());
        let is_dropped = self.is_in_dropped_field();
        self.fields.push(Field { instruction, data, is_dropped, link, ..Field::default() });
    }

    fn begin_result(&mut self) {
        let Some(mut field) = self.fields.pop_if(|field| !field.is_in_result) else { return };
        field.is_in_result = true;
        if !field.is_dropped {
            self.read_instruction(&mut field);
        }
        field.result_start = self.extent();
        self.fields.push(field);
    }

    /// How much is read: whole blocks, and the length of the paragraph.
    fn extent(&self) -> (usize, usize) {
        (self.scope.blocks.len(), self.scope.paragraph.length())
    }

    fn end_field(&mut self) {
        // A field without a separator has no result, but can be a citation.
        self.begin_result();
        let Some(field) = self.fields.pop() else { return };
        // EndNote puts long data into a field inside of the instruction.
        if let Some(outer) = self.fields.last_mut().filter(|outer| !outer.is_in_result && outer.data.is_empty()) {
            outer.data = field.data;
            return;
        }
        if !field.is_dropped && field.result_start == self.extent() && !self.is_hidden() {
            self.field_without_result(&field);
        }
    }

    /// Shows what a field without a result says by its instruction, or tells that it is lost.
    fn field_without_result(&mut self, field: &Field) {
        let instruction = one_line(&field.instruction);
        let kind = instruction.split([' ', '\\']).next().unwrap_or_default().to_uppercase();
        if kind.is_empty() || has_word(EMPTY, &kind) {
            return;
        }
        if let Some(fraction) = fraction(&instruction) {
            self.log.translated("formula");
            // Behind a number it would be read as a part of it.
            if self.scope.paragraph.ends_with_word() {
                self.push_text(" ");
            }
            return self.push_text(&fraction);
        }
        self.log_left(&format!("field `{kind}` of Word without a result"), "the words that Word shows in its place");
        self.log.doubt(self.path, format!("the field `{instruction}` has no result, so what it shows is missing"));
    }

    /// Decides what becomes of the result of a field.
    fn read_instruction(&mut self, field: &mut Field) {
        let instruction = field.instruction.trim();
        let (kind, arguments) = instruction.split_once(char::is_whitespace).unwrap_or((instruction, ""));
        let arguments = arguments.trim_start();
        match kind.to_uppercase().as_str() {
            "HYPERLINK" => field.link = self.link_to(&link_target(arguments)).or(field.link.take()),
            // A list of sources, which the build makes.
            "ADDIN" if ["ZOTERO_BIBL", "Mendeley Bib", "EN.REFLIST"].iter().any(|list| arguments.starts_with(list)) => {
                self.drop_bibliography_heading();
                field.is_dropped = true;
            }
            "ADDIN" => {
                if let Some((program, citation)) = citations::of_field(arguments, &field.data) {
                    field.is_dropped = self.cite(program, citation);
                }
            }
            "CITATION" => self.log_left("citation of Word's own list", "write `[@key]`, with a source in the library"),
            // The theme or the build makes these, or they name a person or a file.
            "TOC" | "INDEX" | "PAGE" => field.is_dropped = true,
            "NUMPAGES" | "DATE" | "TIME" | "SAVEDATE" | "AUTHOR" | "FILENAME" | "USERNAME" => {
                field.is_dropped = true;
                self.scope.values.push(one_line(instruction));
            }
            _ => {}
        }
    }

    /// Writes the mark of a citation. False if there is none to write, so that its words are kept.
    fn cite(&mut self, program: &str, citation: Option<Value>) -> bool {
        if self.is_in_dropped_field() {
            return true;
        }
        let Some(mark) = citation.and_then(|citation| citations::mark(&citation, self.library)) else {
            let kind = format!("citation of {program} that cannot be read");
            self.log_left(&kind, "write `[@key]`, with a source in the library");
            return false;
        };
        self.summary.has_citations = true;
        self.log.translated(&format!("citation of {program}"));
        if self.scope.paragraph.ends_with_word() {
            self.push_text(" ");
        }
        self.scope.paragraph.push_markdown(&mark);
        true
    }

    fn drop_bibliography_heading(&mut self) {
        self.summary.has_citations = true;
        self.scope.blocks.pop_if(|block| block.is_bibliography_heading());
    }

    /// The element of a link. A path on somebody's computer is no address, and would tell their name.
    fn link_to(&mut self, target: &str) -> Option<Rc<str>> {
        if has_link_scheme(target) {
            return Some(inline::link(target));
        }
        if target.starts_with('#') {
            self.log_left("link within a Word file", "link to the heading, as `[words](#heading)`");
        } else if !target.is_empty() {
            self.log_left("link to a file of a computer", "link to an address");
        }
        None
    }
}

/// The fraction of an instruction such as `EQ \f(1,2)`, in one line. Where a comma begins decimals, `;` stands between its parts.
fn fraction(instruction: &str) -> Option<String> {
    let (kind, formula) = instruction.split_at_checked(2)?;
    let formula = formula.trim();
    let switch = formula.get(..2).filter(|_| kind.eq_ignore_ascii_case("EQ"))?;
    let parts = formula.get(2..)?.trim_start().strip_prefix('(')?.strip_suffix(')')?;
    let (top, bottom) = parts.split_once(';').or_else(|| parts.split_once(','))?;
    let signs = if parts.contains(';') { ".," } else { "." };
    let is_plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || signs.contains(c));
    let (top, bottom) = (top.trim(), bottom.trim());
    (switch.eq_ignore_ascii_case("\\f") && is_plain(top) && is_plain(bottom)).then(|| format!("{top}/{bottom}"))
}

/// The address of a link from the words `"https://example.org" \l "part" \o "tip"`.
fn link_target(words: &str) -> String {
    let (address, anchor) = words.split_once("\\l ").unwrap_or((words, ""));
    let address = quoted(address).unwrap_or_else(|| address.split('\\').next().unwrap_or_default().trim().to_owned());
    quoted(anchor).map_or(address.clone(), |anchor| format!("{address}#{anchor}"))
}

fn quoted(words: &str) -> Option<String> {
    words.split('"').nth(1).map(str::to_owned)
}
