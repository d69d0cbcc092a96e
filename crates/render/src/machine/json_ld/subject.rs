//! Topics: as the subjects that a page is `about` (conditions with their codes, parts of the body, others), and on their own
//! page with the pages that belong to them.

use serde_json::{Value, json};

use wellpress_site::model::topic::Topic;
use wellpress_site::model::{Page, PageId, PageRecord};
use wellpress_site::parse::front_matter::{Specialty, TopicKind, VocabularyCodes};

use crate::listing::members::Members;
use crate::machine::json_ld::{GraphNodes, StructuredData, with};

impl StructuredData<'_> {
    /// A topic's own page: its subject, and the first page of the list of pages that belong to it.
    pub(crate) fn topic(self, page: &Page, topic: &Topic) -> GraphNodes {
        let properties = json!({
            "about": self.subjects(&[page.id]),
            "hasPart": self.questions(page),
            "publishingPrinciples": self.principles(),
        });
        let mut web_page = with(self.described_page(page, "CollectionPage"), properties);
        if topic.kind == TopicKind::Condition {
            web_page["@type"] = json!(["CollectionPage", "MedicalWebPage"]);
        }
        web_page["citation"] = self.citations(page).into();
        let members = Members::of(self.config, self.resolved, page).map(|members| members.distinct_on_page(1));
        web_page["mainEntity"] = self.item_list(&page.url, &page.title, &members.unwrap_or_default(), 0).into();
        self.with_media(page, web_page)
    }

    pub(crate) fn subjects(self, topics: &[PageId]) -> Vec<Value> {
        topics.iter().filter_map(|topic| self.subject(self.resolved.site.page(*topic))).collect()
    }

    fn subject(self, page: &Page) -> Option<Value> {
        let PageRecord::Topic(topic) = &page.record else { return None };
        let (kind, codes) = match topic.kind {
            TopicKind::Condition => ("MedicalCondition", codes(&topic.codes)),
            TopicKind::Region => ("AnatomicalStructure", codes(&topic.codes)),
            // `code` is a property of MedicalEntity, which a Thing is not.
            TopicKind::Method | TopicKind::Population | TopicKind::Other => ("Thing", Vec::new()),
        };
        Some(json!({
            "@type": kind,
            "@id": self.id(&page.url, "topic"),
            "name": page.title,
            "url": self.absolute(&page.url),
            "code": codes,
        }))
    }

    /// Pages as an ItemList, or `None` for no pages. `preceding` entries are on earlier pages of the same list, and positions
    /// count on from them.
    pub(crate) fn item_list(self, url: &str, name: &str, pages: &[PageId], preceding: usize) -> Option<Value> {
        if pages.is_empty() {
            return None;
        }
        let items = (preceding + 1..).zip(pages).map(|(position, page)| {
            let page = self.resolved.site.page(*page);
            json!({"@type": "ListItem", "position": position, "name": page.title, "url": self.absolute(&page.url)})
        });
        Some(json!({
            "@type": "ItemList",
            "@id": self.id(url, "list"),
            "name": name,
            "numberOfItems": pages.len(),
            "itemListElement": items.collect::<Vec<Value>>(),
        }))
    }
}

fn codes(codes: &VocabularyCodes) -> Vec<Value> {
    let terminologies = [
        ("MeSH", codes.mesh.as_deref()),
        ("ICD-10", codes.icd10.as_deref()),
        ("SNOMED CT", codes.snomed.as_ref().map(|code| code.0.as_str())),
    ];
    let codes = terminologies.into_iter().filter(|(_, code)| code.is_some());
    codes.map(|(system, code)| json!({"@type": "MedicalCode", "codeValue": code, "codingSystem": system})).collect()
}

/// The address of a member of the enumeration [MedicalSpecialty](https://schema.org/MedicalSpecialty). Front matter accepts
/// only the members that schema.org has.
pub(crate) fn specialty(specialty: Specialty) -> String {
    format!("https://schema.org/{}", specialty.name())
}
