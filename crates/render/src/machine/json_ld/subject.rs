//! Topics: as the subjects that a page is `about` (conditions with their codes, parts of the body, others), and on their own
//! page with the pages that belong to them.

use wellpress_site::model::topic::Topic;
use wellpress_site::model::{Page, PageId, PageRecord};
use wellpress_site::parse::front_matter::{Specialty, TopicKind, VocabularyCodes};

use crate::listing::members::Members;
use crate::machine::json_ld::schema::{ItemList, ListItem, MainEntity, MedicalCode, SchemaType, Subject};
use crate::machine::json_ld::{GraphNodes, StructuredData};

impl<'a> StructuredData<'a> {
    /// A topic's own page: its subject, and the first page of the list of pages that belong to it.
    pub(crate) fn topic(self, page: &'a Page, topic: &'a Topic) -> GraphNodes<'a> {
        let kind = match topic.kind {
            TopicKind::Condition => SchemaType::Both(["CollectionPage", "MedicalWebPage"]),
            _ => SchemaType::One("CollectionPage"),
        };
        let mut web_page = self.described_page(page, kind);
        web_page.about = self.subjects(&[page.id]);
        web_page.has_part = self.questions(page);
        web_page.citation = self.citations(page);
        web_page.publishing_principles = self.principles();
        let members = Members::of(self.config, self.resolved, page).map(|members| members.distinct_on_page(1));
        web_page.main_entity = self.item_list(&page.url, &page.title, &members.unwrap_or_default(), 0);
        self.with_media(page, web_page)
    }

    pub(crate) fn subjects(self, topics: &[PageId]) -> Vec<Subject<'a>> {
        topics.iter().filter_map(|topic| self.subject(self.resolved.site.page(*topic))).collect()
    }

    fn subject(self, page: &'a Page) -> Option<Subject<'a>> {
        let PageRecord::Topic(topic) = &page.record else { return None };
        let (kind, code) = match topic.kind {
            TopicKind::Condition => ("MedicalCondition", codes(&topic.codes)),
            TopicKind::Region => ("AnatomicalStructure", codes(&topic.codes)),
            // `code` is a property of MedicalEntity, which a Thing is not.
            TopicKind::Method | TopicKind::Population | TopicKind::Other => ("Thing", Vec::new()),
        };
        Some(Subject {
            kind: SchemaType::One(kind),
            id: self.id(&page.url, "topic"),
            name: &page.title,
            url: self.absolute(&page.url),
            code,
        })
    }

    /// Pages as an ItemList, or `None` for no pages. `preceding` entries are on earlier pages of the same list, and positions
    /// count on from them.
    pub(crate) fn item_list(
        self,
        url: &str,
        name: &'a str,
        pages: &[PageId],
        preceding: usize,
    ) -> Option<MainEntity<'a>> {
        if pages.is_empty() {
            return None;
        }
        let items = (preceding + 1..).zip(pages).map(|(position, page)| {
            let page = self.resolved.site.page(*page);
            ListItem {
                kind: SchemaType::One("ListItem"),
                position: Some(position),
                name: page.title.as_str().into(),
                url: self.absolute(&page.url),
                ..ListItem::default()
            }
        });
        Some(MainEntity::List(Box::new(ItemList {
            kind: SchemaType::One("ItemList"),
            id: self.id(url, "list"),
            name,
            number_of_items: Some(pages.len()),
            item_list_element: items.collect(),
        })))
    }
}

fn codes(codes: &VocabularyCodes) -> Vec<MedicalCode<'_>> {
    let terminologies = [
        ("MeSH", codes.mesh.as_deref()),
        ("ICD-10", codes.icd10.as_deref()),
        ("SNOMED CT", codes.snomed.as_ref().map(|code| code.0.as_str())),
    ];
    let codes = terminologies.into_iter().filter_map(|(coding_system, code)| {
        Some(MedicalCode {
            kind: SchemaType::One("MedicalCode"),
            code_value: code?,
            coding_system,
            ..MedicalCode::default()
        })
    });
    codes.collect()
}

/// The address of a member of the enumeration [MedicalSpecialty](https://schema.org/MedicalSpecialty). Front matter accepts
/// only the members that schema.org has.
pub(crate) fn specialty(specialty: Specialty) -> String {
    format!("https://schema.org/{}", specialty.name())
}
