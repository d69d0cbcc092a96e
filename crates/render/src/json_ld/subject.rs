//! What a page is about: conditions with their codes, parts of the body, other topics; and a topic's own page.

use wellpress_site::model::topic::Topic;
use wellpress_site::model::{Page, PageId, Record};
use wellpress_site::parse::front_matter::{Codes, Specialty, TopicKind};

use crate::pages::members::Members;

use super::schema::{Code, Entity, Entry, List, Subject, Type};
use super::{About, Nodes};

impl<'a> About<'a> {
    /// A topic's own page: what it is about, and the pages that belong to it.
    pub(super) fn topic(self, page: &'a Page, topic: &'a Topic) -> Nodes<'a> {
        let is_condition = topic.kind == TopicKind::Condition;
        let kind =
            if is_condition { Type::Both(["CollectionPage", "MedicalWebPage"]) } else { Type::One("CollectionPage") };
        let mut shell = self.shell(page, kind);
        shell.about = self.subjects(&[page.id]);
        shell.has_part = self.questions(page);
        shell.citation = self.citations(page);
        shell.publishing_principles = self.principles();
        let members = Members::of(self.config, self.resolved, page).map(|members| members.on_part(1));
        shell.main_entity = self.entity_list(&page.url, &page.title, &members.unwrap_or_default(), 0);
        self.with_media(page, shell)
    }

    /// Topics as what a page is about.
    pub(super) fn subjects(self, topics: &[PageId]) -> Vec<Subject<'a>> {
        topics.iter().filter_map(|topic| self.subject(self.resolved.site.page(*topic))).collect()
    }

    fn subject(self, page: &'a Page) -> Option<Subject<'a>> {
        let Record::Topic(topic) = &page.record else { return None };
        let (kind, code) = match topic.kind {
            TopicKind::Condition => ("MedicalCondition", codes(&topic.codes)),
            TopicKind::Region => ("AnatomicalStructure", codes(&topic.codes)),
            TopicKind::Method | TopicKind::Population | TopicKind::Other => ("Thing", Vec::new()),
        };
        Some(Subject {
            kind: Type::One(kind),
            id: self.id(&page.url, "topic"),
            name: &page.title,
            url: self.absolute(&page.url),
            code,
        })
    }

    /// Pages as an ItemList; `before` entries stand on other parts of the same list.
    pub(super) fn entity_list(self, url: &str, name: &'a str, pages: &[PageId], before: usize) -> Option<Entity<'a>> {
        if pages.is_empty() {
            return None;
        }
        let entries = pages.iter().enumerate().map(|(number, page)| {
            let page = self.resolved.site.page(*page);
            Entry {
                kind: Type::One("ListItem"),
                position: Some(before + number + 1),
                name: page.title.as_str().into(),
                url: self.absolute(&page.url),
                ..Entry::default()
            }
        });
        let item_list_element = entries.collect();
        let id = self.id(url, "list");
        let number_of_items = Some(pages.len());
        Some(Entity::List(Box::new(List { kind: Type::One("ItemList"), id, name, number_of_items, item_list_element })))
    }
}

fn codes(codes: &Codes) -> Vec<Code<'_>> {
    let known = [
        ("MeSH", codes.mesh.as_deref()),
        ("ICD-10", codes.icd10.as_deref()),
        ("SNOMED CT", codes.snomed.as_ref().map(|code| code.0.as_str())),
    ];
    let each = known.into_iter().filter_map(|(coding_system, code)| {
        Some(Code { kind: Type::One("MedicalCode"), code_value: code?, coding_system, ..Code::default() })
    });
    each.collect()
}

/// The address of a MedicalSpecialty.
pub(super) fn specialty(specialty: Specialty) -> String {
    format!("https://schema.org/{}", specialty.name())
}
