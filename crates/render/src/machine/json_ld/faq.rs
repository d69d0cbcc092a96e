//! The directive `:::faq`: each heading inside it is a [Question](https://schema.org/Question), and the text up to the next
//! heading is its accepted answer.

use std::ops::Range;

use serde_json::{Value, json};

use wellpress_markdown::body::{Element, Heading, NodeKind};
use wellpress_markdown::directives::DirectiveKind;
use wellpress_site::model::Page;

use crate::machine::json_ld::StructuredData;
use crate::machine::json_ld::text::{PageText, directives};

/// A heading inside a `:::faq` and the nodes of its answer.
struct FaqEntry<'a> {
    heading: &'a Heading,
    answer: Range<usize>,
}

impl StructuredData<'_> {
    /// The questions of a page's text. A question whose answer has no words, only a video for example, is left out: an
    /// `acceptedAnswer` needs a `text`.
    pub(crate) fn questions(self, page: &Page) -> Vec<Value> {
        let body = &page.body;
        let text = PageText::new(page, &self.resolved.pages[page.id]);
        let faqs = directives(body)
            .into_iter()
            .filter(|directive| body.directives[directive.id].kind == DirectiveKind::Faq)
            .map(|faq| faq.start..body.end_of(faq.start));
        let questions = faqs.flat_map(|faq| entries(page, faq)).filter_map(|FaqEntry { heading, answer }| {
            let answer = text.plain(answer);
            (!answer.is_empty()).then(|| self.question(page, heading, &answer))
        });
        questions.collect()
    }

    fn question(self, page: &Page, heading: &Heading, answer: &str) -> Value {
        let id = self.id(&page.url, &heading.id);
        json!({
            "@type": "Question",
            "@id": id,
            "url": id,
            "name": heading.plain,
            "acceptedAnswer": {"@type": "Answer", "text": answer, "inLanguage": self.tag()},
        })
    }
}

/// The headings of a `:::faq`, each with the nodes up to the next one. Headings inside a `:::promo` are advertising and no
/// questions of the page.
fn entries(page: &Page, faq: Range<usize>) -> Vec<FaqEntry<'_>> {
    let body = &page.body;
    let mut headings: Vec<(usize, &Heading)> = Vec::new();
    let mut at = faq.start;
    while at < faq.end {
        match body.nodes.at(at).kind {
            NodeKind::Start(Element::Heading(index)) => headings.push((at, &body.headings[index])),
            NodeKind::Start(Element::Directive(index)) if body.directives[index].kind == DirectiveKind::Promo => {
                at = body.end_of(at);
            }
            _ => {}
        }
        at += 1;
    }
    let ends = headings.iter().skip(1).map(|(start, _)| *start).chain([faq.end]);
    let entries = headings.iter().zip(ends);
    entries.map(|((start, heading), end)| FaqEntry { heading, answer: body.end_of(*start)..end }).collect()
}
