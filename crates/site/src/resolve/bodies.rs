//! Resolves one text: takes a parsed [`Body`], returns a [`ResolvedBody`] with the target of each link and directive.
//!
//! A target that does not exist is a finding, and the link or directive stays without a target. The targets of links are
//! found in `links`, pictures in `pictures`, videos in `videos`. Citations are left to `citations`, because their marks depend
//! on the whole page, and exercises to `outline`, because the levels of their headings depend on it too.

use std::collections::BTreeSet;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Missing, nearest, quotable, rules};
use wellpress_foundation::Day;
use wellpress_foundation::ids::IdVec;
use wellpress_markdown::body::{Body, Element, LinkId};
use wellpress_markdown::directives::{Directive, DirectiveKind};
use wellpress_markdown::inclusion::LANGUAGE;

use crate::model::PageId;
use crate::sections::ContentKind;

pub use super::context::{ResolveContext, TextOrigin, language_url};
use super::disclaimers::in_language;
use super::glossary_terms::{self, glossary_of, glossary_url};
pub use super::targets::{DirectiveTarget, Href, ResolvedBody};
use super::{charts, data, links, pictures, videos};

/// Resolves the links, then the directives of one text. Findings are in this order.
pub(super) fn resolve(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    body: &Body,
    findings: &mut Vec<Diagnostic>,
) -> ResolvedBody {
    let mut resolved = ResolvedBody { links: IdVec::with_capacity(body.links.len()), ..ResolvedBody::default() };
    let image_links = image_links(body);
    for (id, link) in body.links.entries() {
        let origin = origin.at(link.span);
        if image_links.contains(&id) {
            let picture = pictures::inline(context, origin, link, findings);
            // Keeps the list as long as that of the parsed text, whose ids index both.
            resolved.links.push(Href::Broken);
            if let Some(picture) = picture {
                resolved.pictures.insert(id, picture);
            }
        } else {
            let href = links::href(context, origin, link, &mut resolved.assets, findings);
            resolved.links.push(href);
        }
    }
    for (id, directive) in body.directives.entries() {
        let origin = origin.at(directive.span);
        if let Some(target) = directive_target(context, origin, directive, findings) {
            resolved.assets.extend(target.files().cloned());
            resolved.directives.insert(id, target);
        }
    }
    // A site keeps one of these per text for its whole run, so spare capacity would add up.
    resolved.directives.shrink_to_fit();
    resolved.pictures.shrink_to_fit();
    resolved.assets.shrink_to_fit();
    resolved
}

/// The parser stores the path of a picture as a link; only the nodes tell the two apart.
fn image_links(body: &Body) -> BTreeSet<LinkId> {
    // A text without links has no pictures either, and no node need be looked at.
    if body.links.is_empty() {
        return BTreeSet::new();
    }
    let images = body.nodes.starts().filter_map(|(_, element, _)| match element {
        Element::Image(link) => Some(link),
        _ => None,
    });
    images.collect()
}

fn directive_target(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<DirectiveTarget> {
    match directive.kind {
        DirectiveKind::Exercise => {
            // The outline looks the exercise up again; here only the finding matters.
            context.ids(origin, findings).page(ContentKind::Exercise, directive.id.as_ref()?);
            None
        }
        DirectiveKind::Programme => {
            let programme = context.ids(origin, findings).page(ContentKind::Programme, directive.id.as_ref()?);
            programme.map(DirectiveTarget::Programme)
        }
        DirectiveKind::Disclaimer => {
            let disclaimer = context.ids(origin, findings).disclaimer(directive.id.as_ref()?)?;
            Some(DirectiveTarget::Disclaimer(in_language(context.site, disclaimer, origin.language)))
        }
        DirectiveKind::CallToAction => {
            let call = context.ids(origin, findings).call_to_action(directive.id.as_ref()?);
            call.map(|id| DirectiveTarget::Call(id.to_owned()))
        }
        DirectiveKind::Figure => {
            pictures::figure(context, origin, directive, findings).map(Box::new).map(DirectiveTarget::Picture)
        }
        DirectiveKind::Video => {
            videos::of_directive(context, origin, directive, findings).map(Box::new).map(DirectiveTarget::Video)
        }
        DirectiveKind::DataTable => data::table(context, origin, directive, findings).map(DirectiveTarget::Table),
        DirectiveKind::Chart => charts::chart(context, origin, directive, findings).map(DirectiveTarget::Chart),
        DirectiveKind::Quote => person(context, origin, directive, "by", findings).map(DirectiveTarget::Person),
        DirectiveKind::Evidence => {
            refuse_date_of_judgement(context, origin, directive, findings);
            person(context, origin, directive, "by", findings).map(DirectiveTarget::Person)
        }
        DirectiveKind::By => person(context, origin, directive, "person", findings).map(DirectiveTarget::Person),
        DirectiveKind::Term => glossary_term(context, origin, directive, findings),
        // The model has put snippets in the place of those in texts. One that remains stands where no snippet is read.
        DirectiveKind::Snippet if directive.get(LANGUAGE).is_none() => {
            let message = "a snippet cannot be shown here";
            let help = "show it in the text of a page, on a line of its own";
            findings.push(origin.finding(&rules::DIRECTIVE_UNKNOWN, directive.span, message).help(help));
            None
        }
        _ => None,
    }
}

/// Reports a `date` on which nobody can have judged the evidence: one that is no day, or has not come.
fn refuse_date_of_judgement(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) {
    let Some(Located { value: date, span }) = directive.located("date") else { return };
    let (message, help) = match Day::parse(&date) {
        None => (format!("`{}` is not a date", quotable(&date)), "write it as 2026-11-01"),
        Some(day) if !context.config.options.clock.has_come(day) => {
            (format!("the evidence is judged on {day}, which is in the future"), "write the day of the judgement")
        }
        Some(_) => return,
    };
    findings.push(origin.finding(&rules::DATE_INVALID, span, message).help(help));
}

/// The person whose id is the value of the attribute `key`.
fn person(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    directive: &Directive,
    key: &str,
    findings: &mut Vec<Diagnostic>,
) -> Option<PageId> {
    context.ids(origin, findings).page(ContentKind::Person, &directive.located(key)?)
}

/// The term that `:term[words]` or `:term[words]{#term}` names.
fn glossary_term(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    directive: &Directive,
    findings: &mut Vec<Diagnostic>,
) -> Option<DirectiveTarget> {
    let label = directive.label.as_ref()?;
    let Located { value: term_name, span } = directive.id.as_ref().unwrap_or(label);
    // A label is Markdown source: `:term[*Vitamin* D]` means the term "Vitamin D".
    let term_name = term_name.replace(['*', '_', '`'], "");
    let glossary = glossary_of(context.site, origin.language);
    if let Some(glossary) = glossary
        && let Some(index) = glossary_terms::find_term(glossary, &term_name)
    {
        let term = &glossary.terms[index];
        let url = format!("{}#{}", glossary_url(context.config, glossary.language), term.anchor);
        return Some(DirectiveTarget::Term { url, definition: term.plain.clone(), name: term.name.clone() });
    }
    let terms = glossary.into_iter().flat_map(|glossary| &glossary.terms);
    let suggestion = if directive.id.is_some() {
        nearest(&term_name, terms.map(|term| term.anchor.as_str()))
    } else {
        let names = terms.flat_map(|term| std::iter::once(&term.name).chain(&term.also_called));
        nearest(&term_name, names.map(String::as_str))
    };
    let finding = origin.finding(&rules::REFERENCE_UNKNOWN, *span, format!("the glossary has no term `{term_name}`"));
    let finding = finding.about_missing(Missing::Term);
    let help = "add it to `content/glossary.yaml`, or name the term it belongs to: `:term[words]{#term}`";
    findings.push(finding.suggest_or(suggestion, help));
    None
}
