//! Fields of Word: links, citations, and what Word fills in by itself.
//!
//! A field is a beginning, an instruction, a separator, a result and an end, each in a run of its own. It can go over several
//! paragraphs, and have other fields in both its parts.

use roxmltree::Node;

use super::body::BodyReader;
use super::citations::{self, Citation};
use super::package::{attribute, child};
use super::spans::Content;

/// Fields whose result is left out: the theme or the build makes it, or it names a person or a file.
const DROPPED: [&str; 24] = [
    "TOC",
    "TOA",
    "INDEX",
    "TC",
    "XE",
    "TA",
    "RD",
    "PAGE",
    "NUMPAGES",
    "SECTION",
    "SECTIONPAGES",
    "DATE",
    "TIME",
    "CREATEDATE",
    "SAVEDATE",
    "PRINTDATE",
    "EDITTIME",
    "FILENAME",
    "FILESIZE",
    "AUTHOR",
    "LASTSAVEDBY",
    "USERNAME",
    "USERINITIALS",
    "USERADDRESS",
];
/// Fields nested deeper than this have no meaning, but their results are text.
const MAX_FIELDS: usize = 20;
/// Lists of sources, which the build makes.
const BIBLIOGRAPHIES: [&str; 3] = ["ZOTERO_BIBL", "Mendeley Bibliography", "EN.REFLIST"];
/// Headings of lists of sources that the build knows, in lower case.
const BIBLIOGRAPHY_HEADINGS: [&str; 12] = [
    "references",
    "reference list",
    "bibliography",
    "sources",
    "works cited",
    "literature cited",
    "referencias",
    "bibliografía",
    "fuentes",
    "literatur",
    "literaturverzeichnis",
    "quellen",
];
/// Further headings of such lists.
const OTHER_BIBLIOGRAPHY_HEADINGS: [&str; 8] = [
    "list of references",
    "literature",
    "quellenverzeichnis",
    "références",
    "bibliographie",
    "bibliografia",
    "riferimenti",
    "referenties",
];

/// A field that has begun.
#[derive(Debug, Default)]
pub(super) struct Field {
    instruction: String,
    /// What EndNote keeps beside the instruction, in Base64.
    data: String,
    /// None in the instruction.
    result: Option<Treatment>,
}

/// What becomes of the result of a field.
#[derive(Debug)]
enum Treatment {
    Keep,
    Drop,
    Link(String),
}

/// Whether these words are the heading of a list of sources.
pub(super) fn is_bibliography_heading(words: &str) -> bool {
    let words = words.trim_end_matches(':').to_lowercase();
    is_known_heading(&words) || OTHER_BIBLIOGRAPHY_HEADINGS.contains(&words.as_str())
}

/// Whether the build takes these words for such a heading.
pub(super) fn is_known_heading(words: &str) -> bool {
    BIBLIOGRAPHY_HEADINGS.contains(&words.to_lowercase().as_str())
}

impl BodyReader<'_> {
    pub fn field_character(&mut self, node: Node<'_, '_>) {
        match attribute(node, "fldCharType") {
            Some("begin") if self.fields.len() == MAX_FIELDS => self.ignored_fields += 1,
            Some("end") if self.ignored_fields > 0 => self.ignored_fields -= 1,
            _ if self.ignored_fields > 0 => {}
            Some("begin") => {
                let data = child(node, "fldData").and_then(|data| data.text()).unwrap_or_default().to_owned();
                self.fields.push(Field { data, ..Field::default() });
            }
            Some("separate") => self.begin_result(),
            Some("end") => self.end_field(),
            _ => {}
        }
    }

    pub fn field_instruction(&mut self, text: &str) {
        if let Some(field) = self.fields.last_mut().filter(|field| field.result.is_none()) {
            field.instruction.push_str(text);
        }
    }

    pub fn simple_field(&mut self, node: Node<'_, '_>) {
        let instruction = attribute(node, "instr").unwrap_or_default().to_owned();
        let data = child(node, "fldData").and_then(|data| data.text()).unwrap_or_default().to_owned();
        self.fields.push(Field { instruction, data, result: None });
        self.begin_result();
        self.walk(node);
        self.end_field();
    }

    pub fn hyperlink(&mut self, node: Node<'_, '_>) {
        let anchor = attribute(node, "anchor");
        let target = attribute(node, "id").and_then(|id| self.relationships.get(id)).filter(|found| found.is_external);
        let target = match (target, anchor) {
            (Some(target), Some(anchor)) => Some(format!("{}#{anchor}", target.target)),
            (Some(target), None) => Some(target.target.clone()),
            (None, anchor) => anchor.map(|anchor| format!("#{anchor}")),
        };
        let target = target.and_then(|target| self.link_to(&target));
        let outer = std::mem::replace(&mut self.link, target);
        self.walk(node);
        self.link = outer;
    }

    pub fn is_in_dropped_field(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.result, None | Some(Treatment::Drop)))
    }

    pub fn current_link(&self) -> Option<String> {
        let of_fields = self.fields.iter().rev().find_map(|field| match &field.result {
            Some(Treatment::Link(target)) => Some(target.clone()),
            _ => None,
        });
        of_fields.or_else(|| self.link.clone())
    }

    /// Whether this is the tag of a control of Mendeley, whose content is not to be read.
    pub fn mendeley_control(&mut self, tag: &str) -> bool {
        if let Some(data) = tag.strip_prefix("MENDELEY_CITATION_v3_") {
            return self.cite("Mendeley", citations::of_tag(data).as_ref());
        }
        let is_bibliography = tag.starts_with("MENDELEY_BIBLIOGRAPHY");
        if is_bibliography {
            self.drop_bibliography_heading();
        }
        is_bibliography
    }

    fn begin_result(&mut self) {
        let Some(mut field) = self.fields.pop() else { return };
        if field.result.is_none() {
            // A field in an instruction, or in a part that is left out, must not leave a mark.
            let treatment = if self.is_in_dropped_field() { Treatment::Drop } else { self.treatment(&field) };
            field.result = Some(treatment);
        }
        self.fields.push(field);
    }

    fn end_field(&mut self) {
        // A field without a separator has no result, but can be a citation.
        self.begin_result();
        let Some(field) = self.fields.pop() else { return };
        // EndNote puts long data into a field inside of the instruction.
        if let Some(outer) = self.fields.last_mut()
            && outer.result.is_none()
            && outer.data.is_empty()
        {
            outer.data = field.data;
        }
    }

    fn treatment(&mut self, field: &Field) -> Treatment {
        let instruction = field.instruction.trim();
        let (kind, rest) = instruction.split_once(char::is_whitespace).unwrap_or((instruction, ""));
        let kind = kind.to_uppercase();
        match kind.as_str() {
            "HYPERLINK" => {
                let target = link_target(rest).and_then(|target| self.link_to(&target));
                target.map_or(Treatment::Keep, Treatment::Link)
            }
            "ADDIN" if BIBLIOGRAPHIES.iter().any(|start| rest.trim_start().starts_with(start)) => {
                self.drop_bibliography_heading();
                Treatment::Drop
            }
            "ADDIN" => match citations::program_of(rest) {
                Some(program) if self.cite(program, citations::of_field(rest, &field.data).as_ref()) => Treatment::Drop,
                _ => Treatment::Keep,
            },
            "CITATION" => {
                self.log.left(
                    "citation of Word's own list",
                    self.file.path,
                    "write `[@key]`, with a source in the library",
                );
                Treatment::Keep
            }
            kind if DROPPED.contains(&kind) => Treatment::Drop,
            _ => Treatment::Keep,
        }
    }

    /// Writes the mark of a citation. False if there is none to write, so that its words are kept.
    fn cite(&mut self, program: &str, citation: Option<&Citation>) -> bool {
        let Some(citation) = citation else {
            let kind = format!("citation of {program} that cannot be read");
            self.log.left(&kind, self.file.path, "write `[@key]`, with a source in the library");
            return false;
        };
        if self.is_in_dropped_field() {
            return true;
        }
        self.has_citations = true;
        self.log.translated(&format!("citation of {program}"));
        let mark = citations::mark(citation, self.library);
        // Marks in superscript follow a word without a blank, marks of wellpress do not.
        let is_after_word = self.spans.last().is_some_and(|span| match &span.content {
            Content::Text(text) => !text.ends_with(|last: char| last.is_whitespace() || "([{–—/".contains(last)),
            Content::Markdown(_) | Content::Picture { .. } => true,
            Content::Break => false,
        });
        if is_after_word {
            self.push_text(" ");
        }
        self.push(Content::Markdown(mark));
        true
    }

    fn drop_bibliography_heading(&mut self) {
        self.has_citations = true;
        if self.blocks.last().is_some_and(|block| block.is_heading_of(is_bibliography_heading)) {
            self.blocks.pop();
        }
    }

    /// An address that a page can link to. A path on somebody's computer is none, and would tell their name.
    fn link_to(&mut self, target: &str) -> Option<String> {
        if let Some(bookmark) = target.strip_prefix('#') {
            self.linked.insert(bookmark.to_owned());
            return Some(target.to_owned());
        }
        let scheme = target
            .split_once(':')
            .map(|(scheme, _)| scheme.to_lowercase())
            .filter(|scheme| !scheme.contains(['/', '#', '?']));
        let is_local = scheme.as_deref().is_some_and(|scheme| !matches!(scheme, "http" | "https" | "mailto" | "tel"));
        if is_local || target.contains('\\') {
            self.log.left("link to a file of a computer", self.file.path, "link to an address");
            return None;
        }
        Some(target.to_owned()).filter(|target| !target.is_empty())
    }
}

/// The address of a link from the words `"https://example.org" \l "part" \o "tip"`.
fn link_target(words: &str) -> Option<String> {
    let mut parts = words.split('"');
    let (mut target, mut anchor) = (String::new(), None);
    while let (Some(before), Some(quoted)) = (parts.next(), parts.next()) {
        match before.trim() {
            "" => quoted.clone_into(&mut target),
            switches if switches.ends_with("\\l") => anchor = Some(quoted),
            _ => {}
        }
    }
    if target.is_empty() && anchor.is_none() {
        words.split_whitespace().next().filter(|word| !word.starts_with('\\')).map(str::to_owned)
    } else {
        Some(anchor.map_or(target.clone(), |anchor| format!("{target}#{anchor}")))
    }
}
