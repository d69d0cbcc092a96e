//! Turns a page into a list of blocks with its notices, in reading order, and writes the list in any format but the HTML of the site. This
//! is "the walk" over a page.
//!
//! Input: a page of a resolved site. Output: [`Blocks`], and by [`write()`] a file in a [`Format`]. A format is one implementation of that
//! trait, and nothing else has to know it. [`write()`] is the one place that sees to it that a format writes each notice. The words are
//! those of the theme, as on the pages of the site.
//!
//! Which notices there are, and in which order, is decided in [`wellpress_render::notices`], for these blocks and for HTML alike. The HTML
//! of the site is written by [`wellpress_render::html`], because themes and scripts need more of it than blocks have. What both say in
//! words (labels, doses, numbers) is made there once.

mod address;
mod author_html;
mod blocks;
mod calls_to_action;
mod directives;
mod exercise;
mod fields;
mod format;
mod marks;
mod media;
mod notices;
mod page;
mod people;
mod programme;
mod sources;
mod text_walk;

pub use address::absolute;
pub use blocks::{Block, Blocks, Element, Event, Inline, ListKind, Origin, Picture, Run, Style, Video};
pub use format::{ExpectedNotice, Format, LostNotice, NoticeCounts, write};
pub use media::picture;
pub use page::{content, facts, front_text, lead, notice, page, text, titled_sources};
pub use programme::section_id;
pub use sources::{formatted_entry, sources};
