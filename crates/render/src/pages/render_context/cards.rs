//! Cards: a page as lists and links to related pages show it.

use std::collections::BTreeMap;

use tera::Value as TemplateValue;

use wellpress_site::config::LanguageId;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::{Page, PageId};
use wellpress_site::sections::{ContentKind, Sections};

use crate::context;
use crate::html::blocks::pages_count;
use crate::listing::sort;
use crate::pages::lists::exercise_filters;
use crate::pages::records::exercise;
use crate::pages::render_context::RenderContext;
use crate::theme::strings::MessageValue;
use crate::theme::strings::text_direction::{direction, runs_against};

impl RenderContext<'_> {
    /// A page as a card: a [`context::Card`] as a template value, with the HTML that the theme's `cards/` make of it. The
    /// clone shares the value.
    #[must_use]
    pub fn card(&self, id: PageId) -> TemplateValue {
        self.cards[id].get_or_init(|| self.render_card(id)).clone()
    }

    /// Pages as cards, in the same order.
    #[must_use]
    pub fn cards(&self, pages: &[PageId]) -> Vec<TemplateValue> {
        pages.iter().map(|page| self.card(*page)).collect()
    }

    /// All pages of a language as cards, for templates that choose some of them: the pages of the lists in their order, then plain
    /// pages by title.
    #[must_use]
    pub fn all_pages(&self, language: LanguageId) -> TemplateValue {
        self.all_pages[language].get_or_init(|| TemplateValue::from(self.all_cards(language))).clone()
    }

    fn all_cards(&self, language: LanguageId) -> Vec<TemplateValue> {
        let home = self.home(language);
        // The pages without a list come last.
        let lists = self.config.sections.with_lists().map(|(section, _)| section);
        let without_list = self.config.sections.with_pages().filter(|(_, section)| !section.has_list());
        let sections = lists.chain(without_list.map(|(section, _)| section));
        let pages = sections.flat_map(|section| {
            let pages = self.listed_in(section, language).filter(|page| page.url != home);
            let mut pages: Vec<PageId> = pages.map(|page| page.id).collect();
            sort(self.resolved.site, &mut pages);
            pages
        });
        pages.map(|page| self.card(page)).collect()
    }

    fn render_card(&self, id: PageId) -> TemplateValue {
        let card = self.card_context(id);
        // Serialised twice: the templates in `cards/` see the card before it has the HTML that they make.
        let drawn = self.theme.card_html(&TemplateValue::from_serializable(&card));
        TemplateValue::from_serializable(&context::Card { drawn, ..card })
    }

    fn card_context(&self, id: PageId) -> context::Card {
        let page = self.resolved.site.page(id);
        let resolved = &self.resolved.pages[id];
        let title = match &page.record {
            PageRecord::Person(person) => person.signature(page),
            _ => page.title.clone(),
        };
        let picture = resolved.images.first().or(resolved.hero.as_deref());
        context::Card {
            kind: page.kind.name(),
            id: page.name.clone(),
            section: self.config.sections[page.section].folder.clone(),
            folder: folder(&self.config.sections, page).to_owned(),
            topics: self.topic_ids(page),
            extra: serde_json::to_value(&page.front.extra).unwrap_or_default(),
            language: self.config.languages[page.language].tag.clone(),
            isolated: runs_against(direction(&self.config.languages[page.language].tag), &title),
            label: self.card_label(page).unwrap_or_else(|| title.clone()),
            title,
            url: page.url.clone(),
            description: page.description.clone(),
            picture: picture.map(|picture| self.picture(page.language, picture)),
            facts: self.card_facts(page),
            filters: exercise_filters::values_of(self, page),
            drawn: BTreeMap::new(),
        }
    }

    fn topic_ids(&self, page: &Page) -> Vec<String> {
        let topics = page.editorial().map(|editorial| &editorial.topics[..]).unwrap_or_default();
        topics.iter().map(|topic| self.resolved.site.page(*topic).name.clone()).collect()
    }

    /// The text of the card's link, such as "Go to the exercise: Cat-cow"; `None` if the title alone is the text.
    fn card_label(&self, page: &Page) -> Option<String> {
        let key = match page.kind {
            ContentKind::Exercise => "text-view-exercise",
            ContentKind::Programme => "text-view-programme",
            ContentKind::Article => "text-read-article",
            _ => return None,
        };
        // The theme has no word for the pages of a section that the settings declare.
        if self.config.sections[page.section].is_declared() {
            return None;
        }
        Some(self.theme.strings.format(page.language, key, &[("title", MessageValue::Text(&page.title))]))
    }

    fn card_facts(&self, page: &Page) -> Vec<context::CardFact> {
        let unpublished =
            page.unpublished.map(|why| self.say(page.language, &format!("text-unpublished-{}", why.as_str())));
        let words = unpublished.into_iter().chain(self.card_words(page)).map(|text| card_fact(text, false));
        let caution = page
            .exercise()
            .and_then(|exercise| exercise::caution_label(self.resolved, &self.theme.strings, page.language, exercise));
        let caution = caution.map(|text| card_fact(text, true));
        self.topic_fact(page).into_iter().chain(words).chain(caution).collect()
    }

    /// The first topic of an article, with its language if that is not the article's.
    fn topic_fact(&self, page: &Page) -> Option<context::CardFact> {
        let topic = self.resolved.site.page(*page.article()?.editorial.topics.first()?);
        let is_foreign = topic.language != page.language;
        let language = is_foreign.then(|| self.config.languages[topic.language].tag.clone());
        Some(context::CardFact { text: topic.short_title().to_owned(), language, caution: false })
    }

    /// The facts on a page's card that are in its own language, without cautions.
    fn card_words(&self, page: &Page) -> Vec<String> {
        match &page.record {
            PageRecord::Article(_) => {
                page.published.map(|day| self.date(page.language, day).text).into_iter().collect()
            }
            PageRecord::Exercise(exercise) => {
                let level = exercise.level.map(|level| self.say(page.language, &format!("text-level-{level}")));
                exercise.position.clone().into_iter().chain(level).collect()
            }
            PageRecord::Programme(programme) => {
                let count = MessageValue::Count(programme.exercises().count());
                vec![self.theme.strings.format(page.language, "text-count-exercises", &[("count", count)])]
            }
            PageRecord::Topic(_) => {
                let count = self.resolved.backlinks.members.get(&page.id).map_or(0, Vec::len);
                vec![pages_count(self.text_context_without_page(page.language), count)]
            }
            PageRecord::Person(person) => person.job_title.clone().into_iter().collect(),
            PageRecord::Plain => Vec::new(),
        }
    }
}

/// A fact in the language of the card.
fn card_fact(text: String, caution: bool) -> context::CardFact {
    context::CardFact { text, language: None, caution }
}

/// The folder of a page's file below that of its kind, without the folder that the page has for its pictures.
fn folder<'p>(sections: &Sections, page: &'p Page) -> &'p str {
    let in_content = sections.content().below(&page.source.path);
    let below_kind = in_content.and_then(|path| sections.of_file(path)).map_or("", |(_, path)| path);
    let (folder, file) = below_kind.rsplit_once('/').unwrap_or(("", below_kind));
    if file.starts_with("index.") || file.starts_with("README.") {
        folder.rsplit_once('/').map_or("", |(above, _)| above)
    } else {
        folder
    }
}
