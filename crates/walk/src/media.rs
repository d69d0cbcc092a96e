//! Pictures, videos and numbers as blocks: figures with what they show in words, charts as the table of their data.

use wellpress_markdown::body::DirectiveId;
use wellpress_markdown::directives::IconArray;
use wellpress_site::resolve::ResolvedPicture;
use wellpress_site::resolve::bodies::DirectiveTarget;
use wellpress_site::resolve::data::DataBlock;
use wellpress_site::resolve::videos::{ResolvedVideo, VideoSource};

use crate::address::absolute;
use crate::blocks::{Block, Blocks, Element, Inline, ListKind, Picture, Run, Video};
use crate::text_walk::TextWalk;
use wellpress_render::html::data;
use wellpress_render::html::{TextContext, media};
use wellpress_render::theme::strings::MessageValue;

/// A picture with its own alternative text.
pub fn picture(text_cx: TextContext<'_>, picture: &ResolvedPicture) -> Picture {
    Picture {
        file: picture.file.clone(),
        url: absolute(text_cx.config, &picture.url),
        alt: picture.alt.clone(),
        width: Some(picture.pixels.width),
    }
}

/// A picture of an exercise or of a field with its credit. `language` is that of its words, if it is not that of the page.
pub(crate) fn figure(blocks: &mut Blocks, text_cx: TextContext<'_>, of: &ResolvedPicture, language: Option<&str>) {
    captioned_figure(blocks, text_cx, of, language, |_| {});
}

/// A picture with a caption, which may be empty, and its credit.
pub(crate) fn captioned_figure(
    blocks: &mut Blocks,
    text_cx: TextContext<'_>,
    of: &ResolvedPicture,
    language: Option<&str>,
    caption: impl FnOnce(&mut Blocks),
) {
    blocks.start(Element { block: Block::Figure, id: None, language: language.map(str::to_owned) });
    blocks.inline(Inline::Picture(picture(text_cx, of)));
    let mut words = Blocks::default();
    caption(&mut words);
    if let Some(credit) = media::credit(of, text_cx.strings, text_cx.language) {
        words.text(&format!(" {credit}"));
    }
    caption_block(blocks, words);
    blocks.end();
}

/// Adds a caption with this content, unless it is empty.
fn caption_block(blocks: &mut Blocks, words: Blocks) {
    if !words.is_empty() {
        blocks.block(Block::Caption, |blocks| blocks.append(words));
    }
}

/// A video, with its title, how long it is and where its words are.
pub(crate) fn video(blocks: &mut Blocks, text_cx: TextContext<'_>, video: &ResolvedVideo) {
    blocks.start(Block::Figure);
    let poster = video.poster.as_ref().map(|poster| picture(text_cx, poster));
    match &video.src {
        VideoSource::SiteFile(url) => {
            let label = text_cx.say_with("text-video", &[("title", MessageValue::Text(&video.title))]);
            let (url, files) = (absolute(text_cx.config, url), video.files.clone());
            blocks.inline(Inline::Video(Video { label, url, files, poster }));
        }
        VideoSource::External(url) => {
            // Decoration: the words behind it name the video.
            poster.into_iter().for_each(|poster| {
                blocks.inline(Inline::Picture(Picture { alt: String::new(), ..poster }));
            });
            let text = media::words_of_external(text_cx, video, url);
            blocks.run(Run { text, link: Some(url.clone()), ..Run::default() });
        }
    }
    blocks.start(Block::Caption);
    blocks.text(&video.title);
    video.duration.iter().for_each(|duration| blocks.text(&format!(" {duration}")));
    if let Some(transcript) = &video.transcript {
        blocks.text(" ");
        let (text, link) = (text_cx.say("text-transcript").into_owned(), Some(absolute(text_cx.config, transcript)));
        blocks.run(Run { text, link, ..Run::default() });
    }
    blocks.end();
    blocks.end();
    if let Some(paragraphs) = &video.spoken_words {
        blocks.block(Block::Group, |blocks| {
            blocks.text_block(Block::Paragraph, &text_cx.say("text-spoken-words"));
            paragraphs.iter().for_each(|paragraph| blocks.text_block(Block::Paragraph, paragraph));
        });
    }
}

impl TextWalk<'_, '_> {
    /// Reads the picture of `::figure`.
    pub(crate) fn figure(&mut self, index: DirectiveId, label: Blocks) {
        if let Some(DirectiveTarget::Picture(picture)) = self.target(index) {
            let number = self.view.caption_name(self.text_cx, index);
            captioned_figure(self.blocks, self.text_cx, picture, None, |blocks| numbered(blocks, number, label));
        }
    }

    /// Reads the caption of a figure or a table: its number and its label.
    pub(crate) fn caption(&mut self, index: DirectiveId, label: Blocks) {
        let mut words = Blocks::default();
        numbered(&mut words, self.view.caption_name(self.text_cx, index), label);
        caption_block(self.blocks, words);
    }

    /// Reads `::table` with a file of data.
    pub(crate) fn data_table(&mut self, index: DirectiveId, label: Blocks) {
        let Some(block) = self.target(index).and_then(DirectiveTarget::data) else { return };
        self.open(Block::Figure);
        self.caption(index, label);
        table(self.blocks, self.text_cx, block);
        file_link(self.blocks, self.text_cx, block);
        self.close();
    }

    /// Reads a chart: what it shows in words, and its numbers.
    pub(crate) fn chart(&mut self, index: DirectiveId, label: Blocks) {
        let Some(DirectiveTarget::Chart(chart)) = self.target(index) else { return };
        self.open(Block::Figure);
        self.caption(index, label);
        self.blocks.inline(Inline::Drawing(data::chart_description(self.text_cx, chart)));
        if chart.series > 1 {
            self.blocks.block(Block::List(ListKind::Bullets), |blocks| {
                for column in 1..=chart.series {
                    blocks.text_block(Block::Item(None), &chart.table.columns[column].label);
                }
            });
        }
        self.open(Block::Expander);
        self.blocks.text_block(Block::ExpanderTitle, &self.text_cx.say("text-chart-numbers"));
        table(self.blocks, self.text_cx, &chart.table);
        self.close();
        file_link(self.blocks, self.text_cx, &chart.table);
        self.close();
    }

    /// Reads numbers of people: the sentence, and what each form of the drawing means.
    pub(crate) fn icon_array(&mut self, index: DirectiveId, label: Blocks) {
        let Some(array) = IconArray::read(self.directive(index)) else { return };
        let words = data::people_in_words(self.text_cx, array);
        self.open(Block::Figure);
        self.caption(index, label);
        self.blocks.text_block(Block::Paragraph, &words);
        self.blocks.inline(Inline::Drawing(words));
        self.blocks.block(Block::List(ListKind::Bullets), |blocks| {
            for entry in data::people_key(self.text_cx, array) {
                blocks.text_block(Block::Item(None), &entry);
            }
        });
        self.close();
    }
}

/// Adds a label behind the number of its figure or table.
fn numbered(blocks: &mut Blocks, number: Option<String>, label: Blocks) {
    if let Some(number) = number {
        blocks.strong(&format!("{number}."));
        blocks.text(if label.is_empty() { "" } else { " " });
    }
    blocks.append(label);
}

/// The rows that a page shows of a file of data, with numbers as the language writes them.
fn table(blocks: &mut Blocks, text_cx: TextContext<'_>, block: &DataBlock) {
    let (head, rows) = data::shown_cells(text_cx, block);
    blocks.block(Block::Table, |blocks| {
        row(blocks, true, &head);
        rows.iter().for_each(|cells| row(blocks, false, cells));
    });
}

fn row(blocks: &mut Blocks, is_head: bool, cells: &[String]) {
    blocks.block(Block::Row { is_head }, |blocks| {
        cells.iter().for_each(|cell| blocks.text_block(Block::Cell { is_head }, cell));
    });
}

/// The link to a file of data, and before it how much of the file is shown, if that is not all.
fn file_link(blocks: &mut Blocks, text_cx: TextContext<'_>, block: &DataBlock) {
    let (part, name) = data::words_of_file(text_cx, block);
    blocks.block(Block::Paragraph, |blocks| {
        part.iter().for_each(|part| blocks.text(&format!("{part} ")));
        blocks.run(Run { text: name, link: Some(absolute(text_cx.config, &block.url)), ..Run::default() });
    });
}
