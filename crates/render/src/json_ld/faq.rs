//! `:::faq`: each heading within it is a Question, what follows up to the next its accepted Answer.

use std::ops::Range;

use wellpress_markdown::body::{Element, Heading, NodeKind};
use wellpress_markdown::directives::DirectiveKind;
use wellpress_site::model::Page;

use super::About;
use super::schema::{Answer, Question, Type};
use super::text::{Reading, directives};

impl<'a> About<'a> {
    /// The questions of a page's text; one without an answer in words is left out.
    pub(super) fn questions(self, page: &'a Page) -> Vec<Question<'a>> {
        let body = &page.body;
        let reading = Reading::new(page, &self.resolved.pages[page.id.index()]);
        let faqs = directives(body)
            .into_iter()
            .filter(|(_, directive)| body.directives[*directive as usize].kind == DirectiveKind::Faq)
            .map(|(start, _)| start..body.end_of(start));
        let parts = faqs.flat_map(|faq| parts(page, faq));
        let questions = parts.filter_map(|(heading, answer)| {
            let text = reading.plain(answer);
            (!text.is_empty()).then(|| self.question(page, heading, text))
        });
        questions.collect()
    }

    fn question(self, page: &Page, heading: &'a Heading, text: String) -> Question<'a> {
        let id = self.id(&page.url, &heading.id);
        let answer = Answer { kind: Type::One("Answer"), text, in_language: self.tag(), ..Answer::default() };
        Question {
            kind: Type::One("Question"),
            url: id.clone(),
            id,
            name: &heading.plain,
            accepted_answer: Some(answer),
        }
    }
}

/// The headings of a `:::faq`, each with the nodes up to the next; those of promotion within it are not its own.
fn parts(page: &Page, faq: Range<usize>) -> Vec<(&Heading, Range<usize>)> {
    let body = &page.body;
    let is_promo = |directive: u32| body.directives[directive as usize].kind == DirectiveKind::Promo;
    let mut headings: Vec<(usize, &Heading)> = Vec::new();
    let mut at = faq.start;
    while at < faq.end {
        match body.nodes.at(at).kind {
            NodeKind::Start(Element::Heading(index)) => headings.push((at, &body.headings[index as usize])),
            NodeKind::Start(Element::Directive(index)) if is_promo(index) => at = body.end_of(at),
            _ => {}
        }
        at += 1;
    }
    let ends = headings.iter().skip(1).map(|(start, _)| *start).chain([faq.end]);
    headings.iter().zip(ends).map(|((start, heading), end)| (*heading, body.end_of(*start)..end)).collect()
}
