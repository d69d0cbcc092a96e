//! [`Book`]: which pages a book has, in their order, and what it says about itself.

use std::collections::BTreeSet;

use wellpress_copies::notices_first;
use wellpress_render::context::{Correction, Statement};
use wellpress_render::pages::records::provenance::{corrections, statements};
use wellpress_render::pages::render_context::RenderContext;
use wellpress_render::sheet::pages_of_book;
use wellpress_site::model::Page;
use wellpress_site::model::programme::Programme;
use wellpress_walk::{
    Block, Blocks, Element, ListKind, Run, absolute, facts, section_id, sources, titled_sources, write,
};

use crate::BookError;
use crate::package::{self, ChapterFile, Metadata};
use crate::xhtml::{Chapter, Pictures, Place, Places, ids_of};

/// A guide or a programme as a book, without its pictures.
pub struct Book {
    metadata: Metadata,
    chapters: Vec<ChapterText>,
}

struct ChapterText {
    /// The absolute address of its page; `None` for the sources behind a programme.
    address: Option<String>,
    /// What messages call it.
    source: String,
    blocks: Blocks,
    /// The absolute addresses of the exercises that it shows in full, each with the id of its title.
    exercises: Vec<(String, String)>,
}

impl ChapterText {
    /// The addresses of the pages that are in this chapter, each with its place.
    fn places(&self, file: &str) -> Vec<(String, Place)> {
        let ids = ids_of(&self.blocks);
        let exercises = self.exercises.iter().filter(|(_, start)| ids.contains(start)).map(|(address, start)| {
            let place = Place { file: file.to_owned(), ids: BTreeSet::new(), start: Some(start.clone()) };
            (address.clone(), place)
        });
        let exercises: Vec<_> = exercises.collect();
        let page = self.address.clone().map(|address| (address, Place { file: file.to_owned(), ids, start: None }));
        page.into_iter().chain(exercises).collect()
    }
}

impl Book {
    /// The book of a page that has one.
    #[must_use]
    pub fn of(cx: &RenderContext<'_>, page: &Page) -> Self {
        let site = cx.resolved.site;
        let pages: Vec<&Page> = pages_of_book(site, page).into_iter().map(|id| site.page(id)).collect();
        let mut chapters: Vec<ChapterText> = pages.iter().map(|page| chapter(cx, page)).collect();
        if let Some(first) = chapters.first_mut() {
            let text = std::mem::take(&mut first.blocks);
            first.blocks = imprint(cx, page);
            first.blocks.append(text);
        }
        chapters.extend(sources_of_exercises(cx, page));
        Self { metadata: metadata(cx, page, &pages), chapters }
    }

    /// The EPUB file. `picture` reads a published picture at its absolute address.
    ///
    /// # Errors
    /// When a notice got lost, or the archive would be too large.
    pub fn pack(&self, picture: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<Vec<u8>, BookError> {
        let names: Vec<String> = (1..=self.chapters.len()).map(|number| format!("chapter-{number}.xhtml")).collect();
        let chapters = || self.chapters.iter().zip(&names);
        let places = Places { pages: chapters().flat_map(|(chapter, name)| chapter.places(name)).collect() };
        let mut pictures = Pictures::new(picture);
        let mut files = Vec::new();
        for (text, name) in chapters() {
            let mut chapter = Chapter::new(&text.blocks, name, &places, &mut pictures);
            write(&text.source, &text.blocks, &mut chapter)?;
            let (content, headings) = chapter.finish();
            files.push(ChapterFile { name: name.clone(), content, headings });
        }
        Ok(package::package(&self.metadata, &files, &pictures.files)?)
    }
}

fn chapter(cx: &RenderContext<'_>, page: &Page) -> ChapterText {
    let exercises = page.programme().into_iter().flat_map(Programme::exercises);
    let exercises = exercises.map(|exercise| cx.resolved.site.page(exercise));
    ChapterText {
        address: Some(absolute(cx.config, &page.url)),
        source: page.source.path.to_string(),
        blocks: blocks(cx, page),
        exercises: exercises.map(|exercise| (absolute(cx.config, &exercise.url), section_id(exercise))).collect(),
    }
}

/// A page with its notices before its text, as its readers on the web have them, and its numbered sources.
fn blocks(cx: &RenderContext<'_>, page: &Page) -> Blocks {
    let mut blocks = Blocks::default();
    blocks.text_block(Block::Heading(1), &page.full_title());
    facts(&mut blocks, cx, page);
    blocks.append(notices_first(cx, page));
    blocks.append(provenance(cx, page));
    blocks.append(titled_sources(cx, page));
    blocks
}

/// What the page said wrongly and says now; who paid for it, and under which licence it is.
fn provenance(cx: &RenderContext<'_>, page: &Page) -> Blocks {
    let mut blocks = Blocks::default();
    let corrections = corrections(cx, page);
    if !corrections.is_empty() {
        blocks.text_block(Block::Heading(2), &cx.say(page.language, "text-corrections"));
        blocks.block(Block::List(ListKind::Bullets), |blocks| {
            for Correction { date, was, now, reason, .. } in &corrections {
                blocks.block(Block::Item(None), |blocks| {
                    blocks.strong(&date.text);
                    for (key, words) in [("correction-was", was), ("correction-now", now)] {
                        blocks.text(&format!(" {} {words}", cx.say(page.language, key)));
                    }
                    blocks.text(&reason.as_ref().map_or_else(String::new, |reason| format!(" {reason}")));
                });
            }
        });
    }
    let statements = statements(cx, page);
    if !statements.is_empty() {
        blocks.block(Block::Definitions, |blocks| {
            for Statement { title, text, url } in statements {
                blocks.text_block(Block::Term, &title);
                blocks.block(Block::Definition, |blocks| blocks.run(Run { text, link: url, ..Run::default() }));
            }
        });
    }
    blocks
}

/// Who publishes the book, and where its readers find what changed since.
fn imprint(cx: &RenderContext<'_>, page: &Page) -> Blocks {
    let mut blocks = Blocks::default();
    blocks.block(Block::Paragraph, |blocks| {
        blocks.text(&format!("{} · ", cx.config.languages[page.language].title));
        let (text, link) = (cx.config.base.shown(&page.url), Some(absolute(cx.config, &page.url)));
        blocks.run(Run { text, link, ..Run::default() });
    });
    blocks
}

/// The sources of the exercises of a programme, behind their titles. In its text they have no marks, since each exercise has numbers of
/// its own.
fn sources_of_exercises(cx: &RenderContext<'_>, page: &Page) -> Option<ChapterText> {
    let site = cx.resolved.site;
    let exercises = page.programme()?.exercises().map(|exercise| site.page(exercise));
    let mut lists = Blocks::default();
    for exercise in exercises.filter(|exercise| !exercise.is_withdrawn()) {
        let list = sources(cx.text_context(exercise), &cx.resolved.pages[exercise.id].citations);
        if !list.is_empty() {
            let language = &cx.config.languages[exercise.language].tag;
            let is_other = exercise.language != page.language;
            let heading = Element { language: is_other.then(|| language.clone()), ..Element::from(Block::Heading(2)) };
            lists.text_block(heading, &exercise.title);
            lists.append(list);
        }
    }
    let mut blocks = Blocks::default();
    blocks.text_block(Block::Heading(1), &cx.text_context(page).say("text-references-entry"));
    blocks.append(lists.clone());
    let source = page.source.path.to_string();
    (!lists.is_empty()).then_some(ChapterText { address: None, source, blocks, exercises: Vec::new() })
}

fn metadata(cx: &RenderContext<'_>, page: &Page, pages: &[&Page]) -> Metadata {
    let site = cx.resolved.site;
    let language = &cx.config.languages[page.language];
    let exercises = page.programme().into_iter().flat_map(Programme::exercises);
    let shown = pages.iter().copied().chain(exercises.map(|exercise| site.page(exercise)));
    let newest = shown.flat_map(|page| [page.updated, page.published]).flatten().max();
    let authors = pages.iter().filter_map(|page| page.editorial()).flat_map(|editorial| &editorial.authors);
    let mut seen = BTreeSet::new();
    Metadata {
        address: absolute(cx.config, &page.url),
        title: page.full_title(),
        language: language.tag.clone(),
        publisher: language.title.clone(),
        description: page.description.clone(),
        authors: authors.filter(|id| seen.insert(**id)).map(|id| site.page(*id).title.clone()).collect(),
        modified: newest.unwrap_or_else(|| cx.config.options.clock.today()).to_string(),
        contents: cx.say(page.language, "text-contents"),
        accessibility: cx.say(page.language, "text-book-accessibility"),
    }
}
