//! Makes the Word packet of a page again as it was sent: a page as it is now and an answer in, the answer of a reviewer who did nothing out.
//!
//! A packet names the reviews of the page and says what changed since the last of them. So it is made with the sign-offs of its day: those
//! that were added since are left out in memory.

use wellpress_build::pipeline::{CheckedSite, Request};
use wellpress_command::Failure;
use wellpress_foundation::Day;
use wellpress_io::fs::{Edited, Files};
use wellpress_render::pages::render_context::RenderContext;
use wellpress_site::model::Page;

use crate::answer::{Answer, docx};
use crate::answers::{EditedTexts, foreign_paragraphs};
use crate::import::inspect;
use crate::packet::{self, PacketContents};

/// More sign-offs than one page gets between a packet and its answer. For each of them the site is read again.
const MAX_LATER_SIGN_OFFS: usize = 8;

/// What packets are rendered with.
pub(crate) fn render_context<'a>(checked: &CheckedSite<'a>) -> Result<RenderContext<'a>, Failure> {
    let cx = checked.theme.and_then(|theme| RenderContext::new(checked.render_input(theme)).ok());
    cx.ok_or_else(|| {
        Failure::content("the theme has mistakes, so that no packet can be made").help("`wellpress check` shows them")
    })
}

/// The Word packet of a page as it was sent, as it would come back from a reviewer who did nothing: with as many of the sign-offs as
/// leave the least in the answer that the packet did not have.
pub(crate) fn as_sent(
    files: &dyn Files,
    request: &Request<'_>,
    checked: &CheckedSite<'_>,
    page: &Page,
    answer: &Answer,
    today: Day,
) -> Result<Answer, Failure> {
    let mut best = word_packet_of(checked, files, page, answer, today)?;
    let Some(sign_offs) = &page.sign_offs else { return Ok(best) };
    let (id, language) = (checked.resolved.site.full_id(page), &checked.config.languages[page.language].tag);
    let source = &sign_offs.file.source;
    let path = checked.config.root.join(&*source.path);
    let starts: Vec<usize> =
        sign_offs.all().map(|entry| start_of_item(&source.text, entry.person.span.start as usize)).collect();
    for start in starts.into_iter().rev().take(MAX_LATER_SIGN_OFFS) {
        let count = foreign_paragraphs(answer, &best).len();
        if count == 0 {
            break;
        }
        let earlier = EditedTexts::from([(path.clone(), source.text.as_bytes()[..start].to_vec())]);
        let earlier = Edited::new(files, earlier);
        let made = inspect(&earlier, request, |checked| {
            let page = crate::find(checked.config, checked.resolved.site, &id, Some(language))?;
            word_packet_of(&checked, &earlier, page, answer, today)
        })?;
        if foreign_paragraphs(answer, &made).len() < count {
            best = made;
        }
    }
    Ok(best)
}

/// Where the item of a YAML list begins that has the byte at this place: at its `-`.
fn start_of_item(text: &str, place: usize) -> usize {
    text[..place].rfind("\n- ").map_or(0, |at| at + 1)
}

/// The Word packet of a page, read again. `answer` says what the packet that was sent has besides the page.
fn word_packet_of(
    checked: &CheckedSite<'_>,
    files: &dyn Files,
    page: &Page,
    answer: &Answer,
    today: Day,
) -> Result<Answer, Failure> {
    let request = answer.request.as_ref();
    let contents = PacketContents {
        today: request.map_or(today, |request| request.made),
        asked_of: request.and_then(|request| request.of.as_deref()),
        asked_by: request.and_then(|request| request.by.as_deref()),
        until: request.and_then(|request| request.until),
        uncited: crate::uncited(&checked.report),
    };
    let bytes = packet::word_packet(&render_context(checked)?, files, page, &contents).ok();
    let answer = bytes.and_then(|bytes| docx::read(&bytes).ok());
    answer.ok_or_else(|| Failure::machine("the packet cannot be made again to compare the answer with it"))
}
