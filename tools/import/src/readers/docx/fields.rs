//! Fields of Word: links, citations, and what Word fills in by itself.
//!
//! A field is a beginning, an instruction, a separator, a result and an end, each in a run of its own. It can go over several
//! paragraphs, and have other fields in both its parts.

use std::mem::replace;
use std::rc::Rc;

use roxmltree::Node;
use serde_json::Value;

use super::reader::Reader;
use super::{citations, inline};
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
}

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
        self.fields.push(Field { instruction, data, is_in_result: false, is_dropped, link });
    }

    fn begin_result(&mut self) {
        let Some(mut field) = self.fields.pop_if(|field| !field.is_in_result) else { return };
        field.is_in_result = true;
        if !field.is_dropped {
            self.read_instruction(&mut field);
        }
        self.fields.push(field);
    }

    fn end_field(&mut self) {
        // A field without a separator has no result, but can be a citation.
        self.begin_result();
        let Some(field) = self.fields.pop() else { return };
        // EndNote puts long data into a field inside of the instruction.
        if let Some(outer) = self.fields.last_mut().filter(|outer| !outer.is_in_result && outer.data.is_empty()) {
            outer.data = field.data;
        }
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
            "TOC" | "INDEX" | "PAGE" | "NUMPAGES" | "DATE" | "TIME" | "SAVEDATE" | "AUTHOR" | "FILENAME"
            | "USERNAME" => {
                field.is_dropped = true;
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
        if ["http://", "https://", "mailto:", "sms:", "tel:"]
            .iter()
            .any(|scheme| target.to_lowercase().starts_with(scheme))
        {
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

/// The address of a link from the words `"https://example.org" \l "part" \o "tip"`.
fn link_target(words: &str) -> String {
    let (address, anchor) = words.split_once("\\l ").unwrap_or((words, ""));
    let address = quoted(address).unwrap_or_else(|| address.split('\\').next().unwrap_or_default().trim().to_owned());
    quoted(anchor).map_or(address.clone(), |anchor| format!("{address}#{anchor}"))
}

fn quoted(words: &str) -> Option<String> {
    words.split('"').nth(1).map(str::to_owned)
}
