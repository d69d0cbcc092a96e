//! A link to a page that was withdrawn, an exercise that is shown though it was, or an id in the front matter that leads
//! there.

use crate::diagnostics::{Diagnostic, Span, rules};
use crate::model::{Page, PageId};
use crate::resolve::ResolvedSite;
use crate::resolve::bodies::Href;

/// One finding for each, at its place in the text. A site that withdrew nothing costs nothing.
pub(super) fn find(resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    if !resolved.site.pages.iter().any(|page| page.is_withdrawn()) {
        return Vec::new();
    }
    let pages = resolved.site.pages.iter().filter(|page| !page.is_withdrawn());
    pages.flat_map(|page| of_page(resolved, page)).collect()
}

fn of_page(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let own = &resolved.pages[page.id.index()];
    let points = page.article().map_or(&[][..], |article| &article.key_points);
    let texts = points.iter().zip(&own.key_points).chain([(&*page.body, &own.body)]);
    let links = texts.flat_map(|(body, resolved)| body.links.iter().zip(&resolved.links));
    let links = links.filter_map(|(link, href)| match href {
        Href::Page { page, .. } => Some((link.span, *page)),
        _ => None,
    });
    let embeds = resolved.outlines[page.id.index()].embeds.iter();
    let embeds = embeds.map(|(directive, embed)| (page.body.directives[directive as usize].span, embed.page));
    let in_text = links.chain(embeds).filter_map(|(span, target)| {
        let lead = |successor: &Page| format!("lead to what replaces it: `[[{}]]`", successor.name);
        finding(resolved, page, span, target, lead)
    });
    let named = named(page).filter_map(|(target, span)| {
        finding(resolved, page, span, target, |successor| format!("name what replaces it: `{}`", successor.name))
    });
    in_text.chain(named).collect()
}

/// What the front matter leads readers to.
fn named(page: &Page) -> impl Iterator<Item = (PageId, Span)> + '_ {
    let led_to = page.reviewed().into_iter().flat_map(|reviewed| reviewed.led_to.iter().copied());
    let schedule = page.programme().into_iter().flat_map(|programme| &programme.schedule);
    led_to.chain(schedule.map(|session| (session.exercise, session.span)))
}

fn finding(
    resolved: &ResolvedSite<'_>,
    page: &Page,
    span: Span,
    target: PageId,
    lead: impl Fn(&Page) -> String,
) -> Option<Diagnostic> {
    let target = resolved.site.page(target);
    let (withdrawn, successor) = target.reviewed()?.withdrawn.as_ref()?;
    let message = format!("the {} `{}` was withdrawn on {}", target.kind, target.name, withdrawn.date);
    let finding = Diagnostic::new(&rules::LINK_WITHDRAWN, page.source.locate(span), message);
    let help = match successor {
        Some(successor) => lead(resolved.site.page(*successor)),
        None => "take it out: readers would find a notice and no text".to_owned(),
    };
    Some(finding.help(help))
}
