//! An audit as blocks, which each notation writes in its way: an [`Audit`] in, [`Blocks`] out.

use wellpress_foundation::Day;
use wellpress_walk::{Block, Blocks, Element, ListKind, Run, Style};

use crate::audit::{Audit, AuditedStandard, CriterionState, FactResult, FactState, Sighting};
use crate::standard::Criterion;

/// What the report says of the site as a whole.
#[derive(Debug, Clone, Copy)]
pub struct AuditedTitle<'a> {
    /// The title of the site.
    pub site: &'a str,
    /// Its address.
    pub url: &'a str,
    /// The day of the audit.
    pub day: Day,
}

/// How much of an audit a report has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// The criteria, with the first pages of each fact: for a terminal.
    Criteria,
    /// Also every page of each fact: for a file.
    Pages,
}

/// The most pages below a fact of a criterion.
const MOST_PAGES: usize = 10;

const NO_CERTIFICATE: &str = "This report is no certificate, and no part of one. A program wrote it from the files of the site: it says what \
    the site shows, and what it lacks. Whoever sets a standard has not seen it. Whether a criterion is met, they or a person of yours decide.";

/// The blocks of a report.
#[must_use]
pub fn blocks(audit: &Audit, about: AuditedTitle<'_>, detail: Detail) -> Blocks {
    let mut report = Report { audit, detail, blocks: Blocks::default() };
    report.head(about);
    audit.standards.iter().for_each(|standard| report.standard(standard));
    if detail == Detail::Pages {
        report.pages();
    }
    report.blocks
}

/// The title of a report, for the properties of a file.
#[must_use]
pub fn title(about: AuditedTitle<'_>) -> String {
    format!("Audit of {}", about.site)
}

struct Report<'a> {
    audit: &'a Audit,
    detail: Detail,
    blocks: Blocks,
}

impl Report<'_> {
    fn head(&mut self, about: AuditedTitle<'_>) {
        let pages = count(self.audit.pages.len(), "page");
        self.blocks.text_block(Block::Heading(1), &title(about));
        self.blocks.block(Block::Lead, |blocks| {
            blocks.run(link(about.url, about.url));
            blocks.text(&format!(
                " on {}, by wellpress {}: {pages} with health information.",
                about.day,
                env!("CARGO_PKG_VERSION")
            ));
        });
        self.blocks.block(Block::Aside("note"), |blocks| blocks.text_block(Block::Paragraph, NO_CERTIFICATE));
    }

    fn standard(&mut self, audited: &AuditedStandard) {
        let content = &audited.standard.content;
        self.blocks.text_block(Block::Heading(2), &content.title);
        content.about.iter().for_each(|about| self.blocks.text_block(Block::Paragraph, about));
        self.origin(audited);
        self.overview(audited);
        for (index, criterion) in content.criteria.iter().enumerate() {
            self.criterion(audited, index, criterion);
        }
    }

    /// Where the criteria come from.
    fn origin(&mut self, audited: &AuditedStandard) {
        let written = match &audited.standard.file {
            Some(file) => format!("The criteria are those of `{file}` in the site."),
            None => "The criteria are written in the words of wellpress, not in those of the standard.".to_owned(),
        };
        self.blocks.block(Block::Paragraph, |blocks| {
            coded(blocks, &written);
            let sources = &audited.standard.content.sources;
            for (index, source) in sources.iter().enumerate() {
                blocks.text(if index == 0 { " Sources: " } else { "; " });
                match &source.url {
                    Some(url) => blocks.run(link(&source.title, &url.value)),
                    None => blocks.text(&source.title),
                }
                if let Some(day) = source.read {
                    blocks.text(&format!(" (read on {day})"));
                }
            }
            if !sources.is_empty() {
                blocks.text(".");
            }
        });
    }

    /// A table of the criteria with their states, below the number of each state.
    fn overview(&mut self, audited: &AuditedStandard) {
        let states: Vec<CriterionState> =
            (0..audited.facts.len()).map(|index| audited.state(self.audit, index)).collect();
        let numbers = CriterionState::ALL.iter().filter_map(|(state, words)| {
            let number = states.iter().filter(|other| *other == state).count();
            (number > 0).then(|| format!("{number} × {words}"))
        });
        let numbers: Vec<String> = numbers.collect();
        let total = count_of(states.len(), "criterion", "criteria");
        self.blocks.text_block(Block::Paragraph, &format!("{total}: {}.", numbers.join("; ")));
        let criteria = audited.standard.content.criteria.iter().zip(&states).enumerate();
        self.blocks.block(Block::Table, |blocks| {
            blocks.block(Block::Row { is_head: true }, |blocks| {
                ["Criterion", "What the site shows"]
                    .iter()
                    .for_each(|name| blocks.text_block(Block::Cell { is_head: true }, name));
            });
            for (index, (criterion, state)) in criteria {
                blocks.block(Block::Row { is_head: false }, |blocks| {
                    blocks.block(Block::Cell { is_head: true }, |blocks| {
                        let id = format!("#{}", criterion_id(audited, criterion));
                        blocks.run(link(&format!("{}. {}", index + 1, criterion.title), &id));
                    });
                    blocks.text_block(Block::Cell { is_head: false }, state.words());
                });
            }
        });
    }

    fn criterion(&mut self, audited: &AuditedStandard, index: usize, criterion: &Criterion) {
        let state = audited.state(self.audit, index);
        let heading = Element { id: Some(criterion_id(audited, criterion)), ..Element::from(Block::Heading(3)) };
        self.blocks.text_block(heading, &format!("{}. {}", index + 1, criterion.title));
        self.blocks.block(Block::Paragraph, |blocks| {
            blocks.strong(&format!("{}.", state.words()));
            blocks.text(&format!(" {}", criterion.asks));
        });
        if !audited.facts[index].is_empty() {
            self.blocks.start(Block::List(ListKind::Bullets));
            audited.facts[index].iter().for_each(|fact| self.fact_of_criterion(*fact));
            self.blocks.end();
        }
        if !criterion.judge.is_empty() {
            self.blocks.block(Block::Paragraph, |blocks| blocks.strong("A person has to judge:"));
            self.blocks.block(Block::List(ListKind::Boxes), |blocks| {
                criterion.judge.iter().for_each(|question| blocks.text_block(Block::Item(None), question));
            });
        }
    }

    fn fact_of_criterion(&mut self, place: usize) {
        let fact = &self.audit.facts[place];
        self.blocks.start(Block::Item(None));
        self.blocks.block(Block::Paragraph, |blocks| {
            blocks.strong(&summary(fact));
            blocks.text(" ");
            coded(blocks, &fact.says);
            if let [found] = fact.found.as_slice()
                && !fact.is_of_pages
                && !found.words.is_empty()
            {
                blocks.text(" ");
                coded(blocks, &found.words);
                blocks.text(".");
            }
            if self.detail == Detail::Pages && fact.is_of_pages {
                blocks.text(" ");
                blocks.run(link("All pages", &format!("#{}", fact_id(place))));
                blocks.text(".");
            }
        });
        if !fact.missing.is_empty() {
            self.sightings(&fact.missing, MOST_PAGES);
        }
        self.blocks.end();
    }

    /// What was seen, at most this many, as a list.
    fn sightings(&mut self, sightings: &[Sighting], most: usize) {
        self.blocks.start(Block::List(ListKind::Bullets));
        for sighting in sightings.iter().take(most) {
            self.blocks.start(Block::Item(None));
            self.sighting(sighting);
            self.blocks.end();
        }
        if sightings.len() > most {
            self.blocks.text_block(Block::Item(None), &format!("and {} more", sightings.len() - most));
        }
        self.blocks.end();
    }

    fn sighting(&mut self, Sighting { page, words }: &Sighting) {
        if let Some(page) = page.map(|page| &self.audit.pages[page]) {
            let language = (page.language != "en").then(|| page.language.clone());
            self.blocks.run(Run { language, ..link(&page.title, &page.url) });
            let language = language_note(&page.language);
            self.blocks.text(&format!(" ({}{language})", page.id));
            if !words.is_empty() {
                self.blocks.text(": ");
            }
        }
        coded(&mut self.blocks, words);
    }

    /// Each fact of pages with all of its pages.
    fn pages(&mut self) {
        let facts: Vec<(usize, &FactResult)> =
            self.audit.facts.iter().enumerate().filter(|(_, fact)| fact.is_of_pages).collect();
        if facts.is_empty() {
            return;
        }
        self.blocks.text_block(Block::Heading(2), "Facts, page by page");
        for (place, fact) in facts {
            let heading = Element { id: Some(fact_id(place)), ..Element::from(Block::Heading(3)) };
            self.blocks.block(heading, |blocks| coded(blocks, fact.says.trim_end_matches('.')));
            self.blocks.text_block(Block::Paragraph, &format!("{} Fact: {}.", summary(fact), fact.name));
            for (title, sightings) in [("Missing", &fact.missing), ("Found", &fact.found)] {
                if !sightings.is_empty() {
                    self.blocks.block(Block::Paragraph, |blocks| blocks.strong(title));
                    self.sightings(sightings, usize::MAX);
                }
            }
        }
    }
}

fn language_note(language: &str) -> String {
    if language == "en" { String::new() } else { format!(", {language}") }
}

/// How much of a fact was found, in a few words.
fn summary(fact: &FactResult) -> String {
    let state = match fact.state() {
        FactState::Found => "Found",
        FactState::Partly => "Partly",
        FactState::Missing => "Missing",
        FactState::DoesNotApply => return "Does not apply to any page.".to_owned(),
    };
    if !fact.is_of_pages {
        return format!("{state}.");
    }
    let total = fact.found.len() + fact.missing.len();
    let sections = if fact.sections.is_empty() { String::new() } else { format!(" in {}", fact.sections.join(", ")) };
    let inapplicable = match fact.inapplicable {
        0 => String::new(),
        number => format!("; does not apply to {}", count(number, "page")),
    };
    format!("{state}: {} of {}{sections}{inapplicable}.", fact.found.len(), count(total, "page"))
}

fn count(number: usize, noun: &str) -> String {
    wellpress_command::console::count(number, noun)
}

fn count_of(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn criterion_id(audited: &AuditedStandard, criterion: &Criterion) -> String {
    format!("{}-{}", audited.standard.name.replace(|c: char| !c.is_alphanumeric(), "-"), criterion.id.value)
}

fn fact_id(place: usize) -> String {
    format!("fact-{}", place + 1)
}

pub(crate) fn link(text: &str, address: &str) -> Run {
    Run { text: text.to_owned(), link: Some(address.to_owned()), ..Run::default() }
}

/// Words in which names of settings and files stand between backticks.
pub(crate) fn coded(blocks: &mut Blocks, words: &str) {
    let parts: Vec<&str> = words.split('`').collect();
    if parts.len().is_multiple_of(2) {
        blocks.text(words);
        return;
    }
    for (index, part) in parts.iter().enumerate() {
        let style = Style { code: index % 2 == 1, ..Style::default() };
        blocks.run(Run { text: (*part).to_owned(), style, ..Run::default() });
    }
}
