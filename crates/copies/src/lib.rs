//! Writes the copies of pages for programs: Markdown and JSON, with the notices before the text.
//!
//! Input: a page of a resolved site. Output: the text of its copy. The words and the notices come from [`wellpress_walk`], whose `write`
//! looks for each notice in what was written; `arrange` puts them in front. Which pages have copies, and where, is said by
//! [`wellpress_site::model::copies`]; the job of a page writes them ([`wellpress_render::pages::records::copies`]).

mod arrange;
mod front_matter;
mod identity;
mod inline;
mod json;
mod markdown;
mod records;
#[cfg(test)]
mod round_trip;

use wellpress_diagnostics::{Diagnostic, Location, rules};
use wellpress_render::pages::records::copies::{WriteCopy, copy_url};
use wellpress_render::pages::render_context::RenderContext;
use wellpress_site::config::MachineFormat;
use wellpress_site::model::Page;
use wellpress_site::model::copies::formats_of;
use wellpress_walk::{Block, Blocks, Event, LostNotice, titled_sources, write};

use arrange::{Arranged, FrontNotice, arrange, copy};
use front_matter::front_matter;
use identity::Identity;
use markdown::Markdown;

pub use json::schema;

/// Writes the copies of pages.
#[derive(Debug, Clone, Copy)]
pub struct Copies;

impl WriteCopy for Copies {
    fn write(&self, cx: &RenderContext<'_>, page: &Page, format: MachineFormat) -> Result<String, Box<Diagnostic>> {
        let arranged = arrange(&wellpress_walk::content(cx, page));
        let copy = match format {
            MachineFormat::Markdown => markdown(cx, page, &arranged),
            MachineFormat::Json => json::json(cx, page, &arranged),
        };
        copy.map_err(|lost| Box::new(finding(page, &lost)))
    }
}

/// A copy without one of its notices is not published.
fn finding(page: &Page, lost: &LostNotice) -> Diagnostic {
    Diagnostic::new(&rules::CAUTION_HIDDEN, Location::file(page.source.path.clone()), lost.to_string())
        .help("this is a bug in wellpress; until it is mended, take `machine_readable` out of the settings")
}

fn markdown(cx: &RenderContext<'_>, page: &Page, arranged: &Arranged) -> Result<String, LostNotice> {
    let has_json = formats_of(cx.config, page).any(|format| format == MachineFormat::Json);
    let json = has_json.then(|| copy_url(cx, page, MachineFormat::Json));
    let mut format = Markdown::behind(front_matter(&Identity::of(cx, page), json.as_deref()));
    let mut blocks = Blocks::default();
    blocks.text_block(Block::Heading(1), &page.full_title());
    blocks.append(in_order(cx, page, arranged));
    blocks.append(titled_sources(cx, page));
    write(&page.source.path, &blocks, &mut format)?;
    Ok(format.finish())
}

/// The notices of a page, and its text behind them. Those of single exercises stand at the exercises too.
#[must_use]
pub fn notices_first(cx: &RenderContext<'_>, page: &Page) -> Blocks {
    in_order(cx, page, &arrange(&wellpress_walk::content(cx, page)))
}

/// The notices that stand in front, and then the text.
fn in_order(cx: &RenderContext<'_>, page: &Page, arranged: &Arranged) -> Blocks {
    let separator = cx.theme.strings.separator(page.language);
    let mut blocks = Blocks::default();
    arranged
        .notices
        .iter()
        .filter(|notice| notice.is_in_front)
        .for_each(|notice| front(&mut blocks, notice, separator));
    blocks.append(arranged.text.clone());
    blocks
}

/// Adds a notice, behind the names of what it is about.
fn front(blocks: &mut Blocks, notice: &FrontNotice, separator: &str) {
    blocks.block(Block::Notice(notice.kind), |blocks| {
        if !notice.about.is_empty() {
            blocks.block(Block::Paragraph, |blocks| blocks.strong(&format!("{}:", notice.about.join(separator))));
        }
        copy(blocks, notice.content.events());
    });
}

/// These blocks of a page as Markdown without front matter.
fn fragment(page: &Page, events: &[Event]) -> Result<String, LostNotice> {
    let (mut blocks, mut format) = (Blocks::default(), Markdown::default());
    copy(&mut blocks, events);
    write(&page.source.path, &blocks, &mut format)?;
    Ok(format.finish().trim_end().to_owned())
}
