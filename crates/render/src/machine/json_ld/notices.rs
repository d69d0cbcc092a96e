//! The safety notices of a page's own text as sentences, for the description that stands before the steps: its care cards and
//! its disclaimers. The cautions and the signals to stop of a record are in `exercise`.

use wellpress_markdown::body::{Element, NodeKind};
use wellpress_markdown::directives::DirectiveKind;
use wellpress_site::model::Page;
use wellpress_site::model::disclaimer::DisclaimerId;

use crate::machine::json_ld::StructuredData;
use crate::machine::json_ld::exercise::full_stop;
use crate::machine::json_ld::text::{self, PageText, PlacedDirective, directives};

impl StructuredData<'_> {
    /// The care cards of a page, such as "Get help soon: Numb legs. Call us today."
    pub(crate) fn care_cards(self, page: &Page) -> Vec<String> {
        let body = &page.body;
        let cards = directives(body).into_iter().filter(|card| body.directives[card.id].kind == DirectiveKind::Care);
        cards.map(|card| self.care_card(page, card)).collect()
    }

    fn care_card(self, page: &Page, card: PlacedDirective) -> String {
        let body = &page.body;
        let text = PageText::new(page, &self.resolved.pages[page.id]);
        let content = card.start + 1;
        let has_label = matches!(body.nodes.at(content).kind, NodeKind::Start(Element::Label));
        let label_end = if has_label { body.end_of(content) } else { content };
        let parts = [text.plain(content..label_end), text.plain(label_end..body.end_of(card.start))];
        let level = body.directives[card.id].get("level").unwrap_or("non-urgent");
        sentences(&self.say(&format!("text-care-{level}")), &parts)
    }

    /// The disclaimers that a page shows, each once, with its title.
    pub(crate) fn disclaimers(self, page: &Page) -> Vec<String> {
        let placed = &self.resolved.pages[page.id].disclaimers;
        let lists = [&placed.top, &placed.with_exercise, &placed.with_video, &placed.bottom];
        let mut ids: Vec<DisclaimerId> = Vec::new();
        for id in lists.into_iter().flatten().filter(|_| !page.is_withdrawn()) {
            if !ids.contains(id) {
                ids.push(*id);
            }
        }
        let disclaimers = ids.into_iter().map(|id| {
            let disclaimer = &self.resolved.site.disclaimers[id];
            sentences(&disclaimer.title, &[text::plain(&disclaimer.body, &disclaimer.source)])
        });
        disclaimers.collect()
    }
}

/// A title, and behind a colon the texts that are not empty, each as a sentence.
fn sentences(title: &str, texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().filter(|text| !text.is_empty()).map(|text| full_stop(text)).collect();
    if texts.is_empty() { full_stop(title) } else { format!("{title}: {}", texts.join(" ")) }
}
