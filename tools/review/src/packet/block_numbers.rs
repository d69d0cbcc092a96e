//! Numbers the paragraphs of a Word packet as those of the packet in HTML: the innermost block that has words of its own gets the
//! number.

use wellpress_walk::{Block, Blocks, Event, Inline, Origin, Run};

use super::paragraphs::{Paragraph, add_to};

/// Numbers paragraphs over several pieces.
#[derive(Debug, Default)]
pub(super) struct BlockNumbering {
    pub paragraphs: Vec<Paragraph>,
    /// The number of each block, in the order in which they start.
    pub numbers: Vec<Option<u32>>,
}

struct OpenBlock {
    /// Its index in the numbers.
    index: usize,
    can_be_paragraph: bool,
    is_figure: bool,
    /// Index of its paragraph, once it has words of its own.
    paragraph: Option<usize>,
}

impl BlockNumbering {
    /// Leaves the blocks of a piece without numbers.
    pub fn skip(&mut self, blocks: &Blocks) {
        let starts = blocks.events().iter().filter(|event| matches!(event, Event::Start(_)));
        self.numbers.extend(starts.map(|_| None));
    }

    /// Numbers the blocks of a piece, behind those of the pieces before it.
    pub fn number(&mut self, blocks: &Blocks) {
        let mut open: Vec<OpenBlock> = Vec::new();
        for event in blocks.events() {
            match event {
                Event::Start(element) => {
                    open.push(OpenBlock {
                        index: self.numbers.len(),
                        can_be_paragraph: can_be_paragraph(&element.block),
                        is_figure: element.block == Block::Figure,
                        paragraph: None,
                    });
                    self.numbers.push(None);
                }
                Event::End => {
                    open.pop();
                    // HTML has a line end behind each block.
                    self.text(" ", &mut open, false);
                }
                Event::Inline(inline) => self.inline(inline, &mut open),
            }
        }
    }

    fn inline(&mut self, inline: &Inline, open: &mut [OpenBlock]) {
        match inline {
            Inline::Text(run) if is_left_out(run) => {}
            Inline::Text(run) => {
                let origins = [Origin::CitationMark, Origin::FootnoteMark, Origin::ExerciseNumber];
                self.text(&run.text, open, origins.contains(&run.origin));
            }
            Inline::Break => self.text(" ", open, false),
            Inline::Picture(picture) => self.picture(&picture.alt, open),
            Inline::Drawing(words) => self.picture(words, open),
            Inline::Video(_) | Inline::Task(_) => {}
        }
    }

    /// A picture in a figure, by its alternative text. One within a line belongs to the words around it.
    fn picture(&mut self, alt: &str, open: &mut [OpenBlock]) {
        if open.iter().rfind(|block| block.can_be_paragraph).is_some_and(|block| block.is_figure) {
            self.text(if alt.is_empty() { "–" } else { alt }, open, false);
            self.paragraphs.iter_mut().next_back().into_iter().for_each(|picture| picture.is_picture = true);
        }
    }

    fn text(&mut self, text: &str, open: &mut [OpenBlock], is_generated: bool) {
        let Some(block) = open.iter_mut().rfind(|block| block.can_be_paragraph) else { return };
        let index = match block.paragraph {
            Some(index) => index,
            None if text.trim().is_empty() => return,
            None => self.add_paragraph(block),
        };
        self.paragraphs[index].append(text, is_generated);
    }

    fn add_paragraph(&mut self, block: &mut OpenBlock) -> usize {
        let (index, number) = add_to(&mut self.paragraphs);
        block.paragraph = Some(index);
        self.numbers[block.index] = Some(number);
        index
    }
}

/// Whether a run serves only on the page of the site, or repeats what the packet says before it.
pub(super) fn is_left_out(run: &Run) -> bool {
    matches!(run.origin, Origin::Navigation | Origin::SourceLink | Origin::DisclaimerTitle)
}

/// Whether a block can be a paragraph, as its element in HTML can.
fn can_be_paragraph(block: &Block) -> bool {
    match block {
        Block::Heading(_)
        | Block::Paragraph
        | Block::Lead
        | Block::Notice(_)
        | Block::Quote
        | Block::Item(_)
        | Block::Term
        | Block::Definition
        | Block::Cell { .. }
        | Block::Figure
        | Block::Caption
        | Block::Code(_)
        | Block::Group
        | Block::ExpanderTitle => true,
        Block::List(_)
        | Block::Definitions
        | Block::Dose
        | Block::Table
        | Block::Row { .. }
        | Block::Aside(_)
        | Block::Section(_)
        | Block::Expander
        | Block::Form
        | Block::Rule => false,
    }
}
