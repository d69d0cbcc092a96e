//! The packet as a Word file, for reviewers who work with comments and tracked changes. It has the sections of the packet in HTML but
//! for what works in a browser only, and its paragraphs have the same numbers.

use std::io;
use std::slice;

use wellpress_docx::write::{FormLine, WordFile, WordFileSettings};
use wellpress_io::fs::Files;
use wellpress_render::drawings::share_cards::rasteriser;
use wellpress_render::html::{media, references};
use wellpress_render::notices::{PlannedNotice, before_easy_read};
use wellpress_render::pages::render_context::RenderContext;
use wellpress_render::pages::standalone_text;
use wellpress_render::pictures::attached::attached_picture;
use wellpress_render::theme::strings::text_direction::direction;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::sign_offs::Decision;
use wellpress_site::resolve::ResolvedPicture;
use wellpress_walk::{self as walk, Block, Blocks, Element, Event, Format, Inline, ListKind, Picture, Run, Style};

use super::block_numbers::{BlockNumbering, is_left_out};
use super::bundle_words::language_of;
use super::paragraphs::Paragraph;
use super::{Bundle, BundleWords, PacketContents, ReviewPacket, changes, decision_key, packet, videos, with_packet};

/// The words for the decisions, which are the same in every language. The second is offered where only changes can be approved of.
const DECISIONS: [&str; 3] = ["Approved", "Changes approved", "Changes requested"];

/// How the line begins behind which a page of several begins.
pub(crate) const PAGE_LINE: &str = "PAGE";

/// The packet of a page as a Word file.
///
/// # Errors
/// When the file would be too large for its format, or would not have each notice and each paragraph of the packet in HTML.
pub fn word_packet(
    cx: &RenderContext<'_>,
    files: &dyn Files,
    page: &Page,
    contents: &PacketContents<'_>,
) -> io::Result<Vec<u8>> {
    let page_blocks = vec![blocks_of_page(cx, files, page, contents)?];
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the path of the method has one lifetime")]
    let title = with_packet(cx, page, |packet| packet.title());
    written(cx, files, &[page], &title, &Blocks::default(), page_blocks)
}

/// The packet of several pages as one Word file. Behind its first words, each page begins with a line `PAGE 1/3 article:neck-pain en`, by
/// which the reader of answers tells the pages apart, and has its own numbers and its own lines to answer.
///
/// # Errors
/// Those of [`word_packet`].
pub fn word_bundle(
    cx: &RenderContext<'_>,
    files: &dyn Files,
    pages: &[&Page],
    bundle: &Bundle<'_>,
) -> io::Result<Vec<u8>> {
    let words = BundleWords { cx, bundle, pages };
    let mut top = Blocks::default();
    top.text_block(Block::Heading(1), &words.title());
    top.text_block(Block::Paragraph, &cx.say(words.language(), "text-packet-answer-word"));
    top.block(Block::List(ListKind::Numbers(1)), |blocks| {
        pages.iter().for_each(|page| blocks.text_block(Block::Item(None), &page.title));
    });
    let blocks = pages.iter().enumerate().map(|(index, page)| {
        let of_page = blocks_of_page(cx, files, page, &bundle.contents)?;
        let id = cx.resolved.site.full_id(page);
        let tag = &cx.config.languages[page.language].tag;
        let line = format!("{PAGE_LINE} {}/{} {id} {tag}", index + 1, pages.len());
        Ok(of_page.into_part(&line, tag, &format!("page-{}-", index + 1)))
    });
    let blocks = blocks.collect::<io::Result<Vec<PageBlocks>>>()?;
    written(cx, files, pages, &words.title(), &top, blocks)
}

/// A page as blocks with the numbers of its paragraphs.
struct PageBlocks {
    blocks: Blocks,
    numbers: Vec<Option<u32>>,
}

fn blocks_of_page(
    cx: &RenderContext<'_>,
    files: &dyn Files,
    page: &Page,
    contents: &PacketContents<'_>,
) -> io::Result<PageBlocks> {
    let (blocks, numbering) = with_packet(cx, page, |packet| {
        let mut word = WordSections { packet, blocks: Blocks::default(), numbering: BlockNumbering::default() };
        word.add_all(files, contents);
        (word.blocks, word.numbering)
    });
    check_paragraphs(&packet(cx, files, page, contents).paragraphs, &numbering.paragraphs)?;
    Ok(PageBlocks { blocks, numbers: numbering.numbers })
}

impl PageBlocks {
    /// The page as a part of a file with several: behind its line, with ids that no other page has.
    fn into_part(self, line: &str, language: &str, prefix: &str) -> Self {
        let mut blocks = Blocks::default();
        blocks.start(Element { language: Some(language.to_owned()), ..Element::from(Block::Section("page")) });
        blocks.text_block(Block::Paragraph, line);
        for event in self.blocks.events() {
            match event.clone() {
                Event::Start(element) => {
                    blocks.start(Element { id: element.id.map(|id| format!("{prefix}{id}")), ..element });
                }
                Event::End => blocks.end(),
                Event::Inline(Inline::Text(run)) => {
                    let place = run.link.as_ref().and_then(|link| link.strip_prefix('#'));
                    let link = place.map(|place| format!("#{prefix}{place}"));
                    blocks.run(Run { link: link.or(run.link), ..run });
                }
                Event::Inline(inline) => blocks.inline(inline),
            }
        }
        blocks.end();
        let numbers = [None, None].into_iter().chain(self.numbers).collect();
        Self { blocks, numbers }
    }
}

/// The file with these pages behind `top`.
fn written(
    cx: &RenderContext<'_>,
    files: &dyn Files,
    pages: &[&Page],
    title: &str,
    top: &Blocks,
    page_blocks: Vec<PageBlocks>,
) -> io::Result<Vec<u8>> {
    let language = cx.config.languages[language_of(pages.iter().copied())].tag.clone();
    let settings = WordFileSettings {
        title: title.to_owned(),
        is_right_to_left: direction(&language) == "rtl",
        language,
        picture: &|picture: &Picture| attached_picture(cx.config, cx.assets, files, &picture.file),
        rasterise: &rasteriser(cx.theme),
    };
    let mut all = top.clone();
    page_blocks.iter().for_each(|of_page| all.append(of_page.blocks.clone()));
    let mut file = WordFile::new(settings, &all);
    walk::write("packet", top, &mut file).map_err(io::Error::other)?;
    for (page, of_page) in pages.iter().zip(&page_blocks) {
        let decisions = with_packet(cx, page, |packet| {
            let numbers = of_page.numbers.iter();
            let mut numbered = NumberedFile { packet, files, numbers, file: &mut file };
            walk::write(&page.source.path, &of_page.blocks, &mut numbered).map_err(io::Error::other)?;
            io::Result::Ok(decisions(packet))
        })?;
        // The reader of answers finds these lines by their names, which are not translated: the text above says in the reviewer's
        // language what they mean.
        let choices: Vec<&str> = decisions.iter().map(|(word, _)| *word).collect();
        file.form_line("Decision", FormLine::Choice(&choices));
        file.form_line("Name", FormLine::Text);
        file.form_line("Date", FormLine::Date);
        file.form_line("Remark", FormLine::Text);
    }
    Ok(file.finish()?)
}

/// The decisions that a reviewer can take, each with what it means.
fn decisions(packet: &ReviewPacket<'_>) -> Vec<(&'static str, String)> {
    let [approved, of_changes, requested] = DECISIONS;
    let of_changes = packet.approved_changes().map(|words| (of_changes, words));
    let approved = (approved, packet.say(decision_key(Decision::Approved)));
    let requested = (requested, packet.say(decision_key(Decision::ChangesRequested)));
    std::iter::once(approved).chain(of_changes).chain([requested]).collect()
}

/// Refuses a Word file whose paragraphs have other numbers than those of the packet in HTML: an answer would be about other words.
fn check_paragraphs(of_html: &[Paragraph], of_word: &[Paragraph]) -> io::Result<()> {
    let pairs = of_html.iter().zip(of_word);
    let differing = pairs.clone().find(|(html, word)| html.words.trim() != word.words.trim());
    let number = match differing {
        Some((html, _)) => html.number,
        None if of_html.len() == of_word.len() => return Ok(()),
        None => u32::try_from(pairs.count() + 1).unwrap_or(u32::MAX),
    };
    let message =
        format!("paragraph {number} of the packet would be another one in Word: send the packet as an HTML file");
    Err(io::Error::other(message))
}

/// The sections of the packet as blocks.
struct WordSections<'a> {
    packet: &'a ReviewPacket<'a>,
    blocks: Blocks,
    numbering: BlockNumbering,
}

impl WordSections<'_> {
    /// All sections, in the order of the packet in HTML.
    fn add_all(&mut self, files: &dyn Files, contents: &PacketContents<'_>) {
        let packet = self.packet;
        let text_cx = packet.cx.text_context(packet.page);
        let mut top = Blocks::default();
        top.text_block(Block::Heading(1), &packet.title());
        request(&mut top, packet, contents);
        rows(&mut top, &packet.about_rows(contents));
        top.append(changes::blocks(packet.cx, packet.page));
        self.add(top);
        self.numbered("text-packet-details", rows_of(&packet.detail_rows()));
        self.numbered("text-packet-disclaimers", disclaimers(packet));
        self.numbered("text-packet-text", text(packet));
        self.numbered("text-packet-captions", captions(packet, files));
        self.numbered("text-packet-terms", rows_of(&packet.term_rows()));
        self.section("text-packet-claims", claims(packet));
        self.section("text-packet-uncited", uncited(packet, contents));
        self.numbered("text-references-entry", walk::sources(text_cx, &packet.resolved().citations));
        self.section("text-packet-answer", answer(packet));
    }

    fn add(&mut self, blocks: Blocks) {
        self.numbering.skip(&blocks);
        self.blocks.append(blocks);
    }

    fn heading(&mut self, key: &str) {
        let mut heading = Blocks::default();
        heading.text_block(Block::Heading(2), &self.packet.say(key));
        self.add(heading);
    }

    /// A section with its heading; one without words is left out.
    fn section(&mut self, key: &str, blocks: Blocks) {
        if has_words(&blocks) {
            self.heading(key);
            self.add(blocks);
        }
    }

    /// A section whose paragraphs have numbers.
    fn numbered(&mut self, key: &str, blocks: Blocks) {
        if has_words(&blocks) {
            self.heading(key);
            self.numbering.number(&blocks);
            self.blocks.append(blocks);
        }
    }
}

/// Whether there is anything to read or to look at.
fn has_words(blocks: &Blocks) -> bool {
    blocks.events().iter().any(|event| matches!(event, Event::Inline(_)))
}

fn request(blocks: &mut Blocks, packet: &ReviewPacket<'_>, contents: &PacketContents<'_>) {
    let by = contents.asked_by.unwrap_or(&packet.cx.config.languages[packet.page.language].title);
    blocks.block(Block::Paragraph, |blocks| {
        blocks.text(&packet.say_with("text-packet-ask", "by", by));
        if let Some(day) = contents.until {
            let date = packet.cx.date(packet.page.language, day).text;
            blocks.text(" ");
            blocks.strong(&packet.say_with("text-packet-until", "date", &date));
        }
    });
}

fn rows(blocks: &mut Blocks, rows: &[(impl AsRef<str>, impl AsRef<str>)]) {
    blocks.block(Block::Definitions, |blocks| {
        for (name, value) in rows {
            blocks.text_block(Block::Term, name.as_ref());
            blocks.text_block(Block::Definition, value.as_ref());
        }
    });
}

/// A list of terms; nothing without any.
fn rows_of(of: &[(&str, &str)]) -> Blocks {
    let mut blocks = Blocks::default();
    if !of.is_empty() {
        rows(&mut blocks, of);
    }
    blocks
}

fn disclaimers(packet: &ReviewPacket<'_>) -> Blocks {
    let mut blocks = Blocks::default();
    for id in packet.disclaimer_ids() {
        blocks.text_block(Block::Heading(3), &packet.cx.resolved.site.disclaimers[id].title);
        packet.version_of(id).iter().for_each(|version| blocks.text_block(Block::Paragraph, version));
        let notice = PlannedNotice::Disclaimer(id, packet.spot(id));
        blocks.append(walk::notice(packet.cx.text_context(packet.page), &notice));
    }
    blocks
}

fn text(packet: &ReviewPacket<'_>) -> Blocks {
    let mut blocks = Blocks::default();
    standalone_text::pictures(packet.cx, packet.page.id).for_each(|picture| figure(&mut blocks, packet, picture));
    blocks.append(walk::lead(packet.cx, packet.page));
    if let Some(full) = packet.cx.resolved.site.full_page_of(packet.page.id) {
        let text_cx = packet.cx.text_context(packet.page);
        let notices = before_easy_read(packet.cx.resolved, full, packet.page);
        notices.iter().for_each(|notice| blocks.append(walk::notice(text_cx, notice)));
    }
    blocks.append(walk::text(packet.cx, packet.page));
    blocks
}

/// A picture with all that is said about it.
fn figure(blocks: &mut Blocks, packet: &ReviewPacket<'_>, picture: &ResolvedPicture) {
    let text_cx = packet.cx.text_context(packet.page);
    let credit = media::credit(picture, text_cx.strings, text_cx.language);
    let words = [picture.caption.as_deref(), Some(&*picture.alt), credit.as_deref()];
    let shown = walk::picture(text_cx, picture);
    blocks.block(Block::Figure, |blocks| {
        blocks.inline(Inline::Picture(Picture { width: None, ..shown }));
        blocks.block(Block::Caption, |blocks| {
            let words = words.into_iter().flatten().filter(|words| !words.is_empty());
            words.for_each(|words| blocks.text_block(Block::Paragraph, words));
        });
    });
}

fn captions(packet: &ReviewPacket<'_>, files: &dyn Files) -> Blocks {
    let mut blocks = Blocks::default();
    for (path, words) in packet.spoken_captions(files) {
        blocks.text_block(Block::Heading(3), path);
        blocks.text_block(Block::Paragraph, &words);
    }
    blocks
}

/// A table of every sentence with a citation mark beside its source.
fn claims(packet: &ReviewPacket<'_>) -> Blocks {
    let mut blocks = Blocks::default();
    let texts = packet.texts();
    let sources = packet.sources(&texts);
    if sources.is_empty() {
        return blocks;
    }
    blocks.block(Block::Table, |blocks| {
        blocks.block(Block::Row { is_head: true }, |blocks| {
            for key in ["text-packet-claim", "text-packet-source"] {
                blocks.text_block(Block::Cell { is_head: true }, &packet.say(key));
            }
        });
        for source in sources {
            blocks.block(Block::Row { is_head: false }, |blocks| claims_row(blocks, packet, &texts, source));
        }
    });
    blocks
}

fn claims_row(blocks: &mut Blocks, packet: &ReviewPacket<'_>, texts: &[PageId], source: ReferenceId) {
    blocks.start(Block::Cell { is_head: false });
    let mut is_marked = false;
    for page in texts {
        for passage in packet.cx.resolved.passages(*page, source) {
            is_marked = true;
            blocks.start(Block::Paragraph);
            let place = packet.place_of_claim(*page, passage);
            if !place.is_empty() {
                blocks.strong(&place);
                blocks.inline(Inline::Break);
            }
            blocks.text(passage.before());
            blocks.strong(passage.mark());
            blocks.text(passage.after());
            blocks.end();
        }
    }
    if !is_marked {
        blocks.text_block(Block::Paragraph, &packet.say("text-packet-unmarked"));
    }
    blocks.end();
    let text_cx = packet.cx.text_context(packet.page);
    blocks.block(Block::Cell { is_head: false }, |blocks| {
        blocks.block(Block::Paragraph, |blocks| walk::formatted_entry(blocks, text_cx, source));
        for link in references::links(packet.cx.resolved.site.library.get(source)) {
            let text = format!("{}: {}", packet.say(link.name_key), link.url);
            let run = Run { text, link: Some(link.url), ..Run::default() };
            blocks.block(Block::Paragraph, |blocks| blocks.run(run));
        }
    });
}

/// Key points and sentences that state something and name no source, each with a box to tick.
fn uncited(packet: &ReviewPacket<'_>, contents: &PacketContents<'_>) -> Blocks {
    let mut blocks = Blocks::default();
    let text_cx = packet.cx.text_context(packet.page);
    let mut points = packet.page.key_points().filter(|(_, body)| body.citations.is_empty()).peekable();
    if points.peek().is_some() {
        blocks.text_block(Block::Heading(3), &packet.say("text-packet-points"));
        blocks.block(Block::List(ListKind::Boxes), |blocks| {
            for (id, _) in points {
                blocks.block(Block::Item(None), |blocks| blocks.append(walk::front_text(text_cx, packet.page, id)));
            }
        });
    }
    for (title, sentences) in packet.uncited_sentences(&contents.uncited) {
        blocks.text_block(Block::Heading(3), title);
        blocks.block(Block::List(ListKind::Boxes), |blocks| {
            sentences.iter().for_each(|words| blocks.text_block(Block::Item(None), words));
        });
    }
    blocks
}

/// How to answer, and what each decision means.
fn answer(packet: &ReviewPacket<'_>) -> Blocks {
    let mut blocks = Blocks::default();
    blocks.text_block(Block::Paragraph, &packet.say("text-packet-answer-word"));
    for (word, meaning) in decisions(packet) {
        blocks.block(Block::Paragraph, |blocks| {
            let style = Style { code: true, ..Style::default() };
            blocks.run(Run { text: word.to_owned(), style, ..Run::default() });
            blocks.text(&format!(" = {meaning}"));
        });
    }
    blocks
}

/// A Word file whose blocks get their numbers, and which says of videos that are too large how they are sent.
struct NumberedFile<'a, 'p> {
    packet: &'p ReviewPacket<'p>,
    files: &'p dyn Files,
    numbers: slice::Iter<'p, Option<u32>>,
    file: &'p mut WordFile<'a>,
}

impl Format for NumberedFile<'_, '_> {
    fn name(&self) -> &str {
        "Word"
    }

    fn start(&mut self, element: &Element) {
        let number = self.numbers.next().copied().flatten();
        self.file.start_numbered(element, number);
    }

    fn end(&mut self, element: &Element) {
        self.file.end(element);
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(run) if is_left_out(run) => {}
            Inline::Video(video) => match videos::too_large(self.packet.cx, self.files, &video.files) {
                Some(path) => {
                    let paragraph = Element::from(Block::Paragraph);
                    let text = self.packet.say_with("text-packet-video", "file", path);
                    self.file.start_numbered(&paragraph, None);
                    self.file.inline(&Inline::Text(Run { text, ..Run::default() }));
                    self.file.end(&paragraph);
                }
                None => self.file.inline(inline),
            },
            _ => self.file.inline(inline),
        }
    }

    fn written(&self) -> &str {
        self.file.written()
    }
}
