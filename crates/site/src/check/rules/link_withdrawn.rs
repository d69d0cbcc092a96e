//! A link to a page that was withdrawn, an exercise that is shown though it was, or an id in the front matter or the settings
//! that leads there, such as the successor of another that was withdrawn.

use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, Source, Span, rules};

use crate::config::Config;
use crate::model::{Page, PageId};
use crate::resolve::ResolvedSite;
use crate::resolve::bodies::{Href, Meaning, exercise_of_video};

/// One finding for each, at its place in the text. A site that withdrew nothing costs nothing.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    if !resolved.site.pages.iter().any(|page| page.is_withdrawn()) {
        return Vec::new();
    }
    let of_page = |page: &Arc<Page>| match page.is_withdrawn() {
        true => of_notice(resolved, page).into_iter().collect(),
        false => of_page(resolved, page),
    };
    let of_settings = resolved.led_to.iter().filter_map(|(target, span)| {
        finding(resolved, &config.source, *span, *target, |successor| {
            format!("name what replaces it: `{}`", successor.name)
        })
    });
    resolved.site.pages.iter().flat_map(of_page).chain(of_settings).collect()
}

/// Of a withdrawn page nothing is left to lead anywhere but the notice with its successor.
fn of_notice(resolved: &ResolvedSite<'_>, page: &Page) -> Option<Diagnostic> {
    let withdrawn = page.reviewed()?.withdrawn.as_ref()?;
    let (span, successor) = (withdrawn.named?, withdrawn.successor?);
    if successor == page.id {
        let place = page.source.locate(span);
        let finding = Diagnostic::new(&rules::LINK_WITHDRAWN, place, "this page is named as its own successor");
        return Some(finding.help("name the page that replaces it, or take `replaced_by` out"));
    }
    finding(resolved, &page.source, span, successor, |further| match further.is_withdrawn() {
        true => "name a page that stands, or take `replaced_by` out".to_owned(),
        false => format!("name what replaces it: `{}`", further.name),
    })
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
    let embeds = embeds.map(|(directive, embed)| (page.body.directives[directive].span, embed.page));
    let programmes = own.body.directives.iter().filter_map(|(directive, meaning)| match meaning {
        Meaning::Programme(programme) => Some((page.body.directives[directive].span, *programme)),
        _ => None,
    });
    let videos = page.body.directives.iter().filter_map(|directive| {
        Some((directive.place("exercise"), exercise_of_video(resolved.site, directive, page.language)?))
    });
    let in_text = links.chain(embeds).chain(programmes).chain(videos).filter_map(|(span, target)| {
        let lead = |successor: &Page| format!("lead to what replaces it: `[[{}]]`", successor.name);
        finding(resolved, &page.source, span, target, lead)
    });
    let named = named(page).filter_map(|(target, span)| {
        finding(resolved, &page.source, span, target, |successor| {
            format!("name what replaces it: `{}`", successor.name)
        })
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
    source: &Source,
    span: Span,
    target: PageId,
    lead: impl Fn(&Page) -> String,
) -> Option<Diagnostic> {
    let target = resolved.site.page(target);
    let withdrawn = target.reviewed()?.withdrawn.as_ref()?;
    let message = format!("the {} `{}` was withdrawn on {}", target.kind, target.name, withdrawn.date);
    let finding = Diagnostic::new(&rules::LINK_WITHDRAWN, source.locate(span), message);
    let help = match withdrawn.successor {
        Some(successor) => lead(resolved.site.page(successor)),
        None => "take it out: readers would find a notice and no text".to_owned(),
    };
    Some(finding.help(help))
}
