//! stub until merge
#![allow(missing_docs, dead_code)]
use crate::model::reference::ReferenceId;
use crate::parse::bibliography::Reference;
pub enum CslSource {
    Named(String),
    File { path: String, text: String },
}
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum MarksForm {
    AuthorDate,
    Number,
}
pub enum ListOrder {
    Cited,
    Alphabetical,
}
pub struct FormatSettings {
    pub list_style: CslSource,
    pub marks: MarksForm,
    pub marks_style: CslSource,
    pub order: ListOrder,
    pub language: String,
}
#[derive(Debug, thiserror::Error)]
pub enum StyleError {
    #[error("unknown style `{name}`")]
    Unknown { name: String, near: Option<String> },
}
impl StyleError {
    pub fn names(&self, n: &str) -> bool {
        let Self::Unknown { name, .. } = self;
        name == n
    }
}
pub fn style_names() -> impl Iterator<Item = &'static str> {
    ["apa"].into_iter()
}
pub struct Formatter<'a> {
    refs: &'a [Reference],
    entries: Vec<RichText>,
    shorts: Vec<String>,
    marks: MarksForm,
}
pub struct PageRequest<'a> {
    pub groups: &'a [Group],
    pub unmarked: &'a [ReferenceId],
}
pub struct Group {
    pub form: GroupForm,
    pub items: Vec<Item>,
}
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum GroupForm {
    Parenthetical,
    Narrative,
}
pub struct Item {
    pub reference: ReferenceId,
    pub prefix: String,
    pub locator: Option<Locator>,
    pub suffix: String,
    pub suppress_author: bool,
}
pub struct Locator {
    pub label: LocatorLabel,
    pub value: String,
}
pub struct LocatorLabel;
impl LocatorLabel {
    pub fn from_csl(_: &str) -> Self {
        Self
    }
}
pub struct FormattedPage {
    pub marks: Vec<Vec<MarkPart>>,
    pub list: Vec<ListEntry>,
}
pub enum MarkPart {
    Text(RichText),
    Source { item: usize, reference: ReferenceId, text: RichText },
}
pub struct ListEntry {
    pub reference: ReferenceId,
    pub number: u32,
    pub year_letter: Option<String>,
    pub accessed: Option<String>,
}
#[derive(Debug, Clone, Default)]
pub struct RichText {
    pub runs: Vec<Run>,
}
#[derive(Debug, Clone, Default)]
pub struct Run {
    pub text: String,
    pub italic: bool,
    pub bold: bool,
    pub small_caps: bool,
    pub superscript: bool,
    pub subscript: bool,
    pub underline: bool,
    pub link: Option<String>,
}
impl RichText {
    pub fn plain(&self) -> String {
        self.runs.iter().map(|r| r.text.as_str()).collect()
    }
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }
}
fn t(s: String) -> RichText {
    RichText { runs: vec![Run { text: s, ..Run::default() }] }
}
impl<'a> Formatter<'a> {
    pub fn new(refs: &'a [Reference], s: &FormatSettings) -> Result<Self, StyleError> {
        let entries =
            refs.iter().map(|r| t(format!("{:?}", r.title.as_ref().map(|t| t.as_str().to_owned())))).collect();
        let shorts = refs
            .iter()
            .map(|r| {
                format!(
                    "{} {}",
                    r.authors.first().map(|n| n.display_family()).unwrap_or_default(),
                    r.issued.as_ref().map_or("n.d.".into(), |d| d.year.to_string())
                )
            })
            .collect();
        Ok(Self { refs, entries, shorts, marks: s.marks })
    }
    pub fn marks(&self) -> MarksForm {
        self.marks
    }
    pub fn entry(&self, r: ReferenceId) -> &RichText {
        &self.entries[r.0 as usize]
    }
    pub fn short_name(&self, r: ReferenceId) -> &str {
        &self.shorts[r.0 as usize]
    }
    pub fn page(&self, q: &PageRequest<'_>) -> FormattedPage {
        let mut list: Vec<ListEntry> = vec![];
        let mut marks = vec![];
        for g in q.groups {
            let mut parts = vec![MarkPart::Text(t("(".into()))];
            for (i, it) in g.items.iter().enumerate() {
                if !list.iter().any(|e| e.reference == it.reference) {
                    let number = list.len() as u32 + 1;
                    list.push(ListEntry { reference: it.reference, number, year_letter: None, accessed: None });
                }
                if i > 0 {
                    parts.push(MarkPart::Text(t("; ".into())));
                }
                parts.push(MarkPart::Source {
                    item: i,
                    reference: it.reference,
                    text: t(self.short_name(it.reference).into()),
                });
            }
            parts.push(MarkPart::Text(t(")".into())));
            marks.push(parts);
        }
        for u in q.unmarked {
            if !list.iter().any(|e| e.reference == *u) {
                let number = list.len() as u32 + 1;
                list.push(ListEntry { reference: *u, number, year_letter: None, accessed: None });
            }
        }
        FormattedPage { marks, list }
    }
}
