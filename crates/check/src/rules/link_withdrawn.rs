//! `link-withdrawn`: a link to a page that was withdrawn, a withdrawn exercise or programme that is shown, or an id in the
//! front matter or the settings that leads to one.
//!
//! A reader who follows the link finds a notice instead of the advice that was promised. Withdrawn pages themselves show
//! nothing but that notice, so that only the successor that they name is judged.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, Span, rules};

use wellpress_site::config::Config;
use wellpress_site::model::{Page, PageId};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::{DirectiveTarget, Href};
use wellpress_site::resolve::videos::exercise_of_video;

/// One finding for each, at its place in the text. Most sites have withdrawn nothing and are done with at once.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let pages = &resolved.site.pages;
    if !pages.iter().any(|page| page.is_withdrawn()) {
        return Vec::new();
    }
    let in_pages = pages.iter().flat_map(|page| match page.is_withdrawn() {
        true => in_notice(resolved, page).into_iter().collect(),
        false => in_page(resolved, page),
    });
    let in_settings = resolved
        .pages_linked_from_settings
        .iter()
        .filter_map(|link| finding(resolved, &config.source, link.span, link.value, name_successor));
    in_pages.chain(in_settings).collect()
}

/// A notice may name a successor that was withdrawn as well. One that names the page itself is an error: the reader would be sent
/// in a circle.
fn in_notice(resolved: &ResolvedSite<'_>, page: &Page) -> Option<Diagnostic> {
    let withdrawn = page.editorial()?.withdrawn.as_ref()?;
    let (span, successor) = (withdrawn.successor_span?, withdrawn.successor?);
    if successor == page.id {
        let location = page.source.locate(span);
        let finding = Diagnostic::new(&rules::REFERENCE_UNKNOWN, location, "this page is named as its own successor");
        return Some(finding.help("name the page that replaces it, or take `replaced_by` out"));
    }
    finding(resolved, &page.source, span, successor, |further| match further.is_withdrawn() {
        true => "name a page that stands, or take `replaced_by` out".to_owned(),
        false => name_successor(further),
    })
}

fn in_page(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let in_text = targets_in_text(resolved, page)
        .into_iter()
        .filter_map(|link| finding(resolved, &page.source, link.span, link.value, link_successor));
    let in_front_matter = targets_in_front_matter(page)
        .filter_map(|link| finding(resolved, &page.source, link.span, link.value, name_successor));
    in_text.chain(in_front_matter).collect()
}

/// Pages that the text links to or shows, with the places of the links and directives.
fn targets_in_text(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Located<PageId>> {
    let resolved_page = &resolved.pages[page.id];
    let directives = &page.body.directives;
    let bodies = page.front_texts.iter().zip(&resolved_page.front_texts).chain([(&*page.body, &resolved_page.body)]);
    let links = bodies.flat_map(|(body, resolved)| body.links.iter().zip(&resolved.links));
    let links = links.filter_map(|(link, href)| match href {
        Href::Page { page, .. } => Some(Located { value: *page, span: link.span }),
        _ => None,
    });
    let embeds = resolved.outlines[page.id].embeds.iter();
    let embeds = embeds.map(|(directive, embed)| Located { value: embed.page, span: directives[directive].span });
    let programmes = resolved_page.body.directives.iter().filter_map(|(directive, target)| match target {
        DirectiveTarget::Programme(programme) => Some(Located { value: *programme, span: directives[directive].span }),
        _ => None,
    });
    let videos = directives.iter().filter_map(|directive| {
        let exercise = exercise_of_video(resolved.site, directive, page.language)?;
        Some(Located { value: exercise, span: directive.attribute_span("exercise") })
    });
    links.chain(embeds).chain(programmes).chain(videos).collect()
}

fn targets_in_front_matter(page: &Page) -> impl Iterator<Item = Located<PageId>> + '_ {
    let in_fields = page.editorial().into_iter().flat_map(|reviewed| reviewed.front_matter_links.iter().copied());
    let schedule = page.programme().into_iter().flat_map(|programme| &programme.schedule);
    in_fields.chain(schedule.map(|scheduled| Located { value: scheduled.exercise, span: scheduled.span }))
}

fn link_successor(successor: &Page) -> String {
    format!("lead to what replaces it: `[[{}]]`", successor.name)
}

fn name_successor(successor: &Page) -> String {
    format!("name what replaces it: `{}`", successor.name)
}

/// A finding where the target was withdrawn; `help_with` says what to do with its successor.
fn finding(
    resolved: &ResolvedSite<'_>,
    source: &Source,
    span: Span,
    target: PageId,
    help_with: impl Fn(&Page) -> String,
) -> Option<Diagnostic> {
    let target = resolved.site.page(target);
    let withdrawn = target.editorial()?.withdrawn.as_ref()?;
    let message = format!("the {} `{}` was withdrawn on {}", target.kind, target.name, withdrawn.date);
    let finding = Diagnostic::new(&rules::LINK_WITHDRAWN, source.locate(span), message);
    let help = match withdrawn.successor {
        Some(successor) => help_with(resolved.site.page(successor)),
        None => "take it out: readers would find a notice and no text".to_owned(),
    };
    Some(finding.help(help))
}
