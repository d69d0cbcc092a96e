//! [`Article`].

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, nearest, quotable, rules};
use wellpress_markdown::body::Body;

use crate::discover::Kind;
use crate::parse::front_matter::{self, AiUse, Audience, Specialty, Sponsor, TocPlace};

use super::lookup::Lookup;
use super::page::{Page, PageId};
use super::review::Reviewed;

/// An article.
#[derive(Debug)]
pub struct Article {
    /// What it shares with exercises.
    pub reviewed: Reviewed,
    /// Exercises that it is about but does not embed.
    pub exercises: Vec<PageId>,
    /// An id in the settings.
    pub call_to_action: Option<String>,
    /// Key points.
    pub key_points: Vec<Body>,
    /// Where the contents stand.
    pub toc: TocPlace,
    /// For whom.
    pub audience: Option<Audience>,
    /// A schema.org MedicalSpecialty.
    pub specialty: Option<Specialty>,
    /// Who paid.
    pub funding: Option<Located<String>>,
    /// Conflicts of interest.
    pub conflicts: Option<Located<String>>,
    /// Sponsor.
    pub sponsor: Option<Sponsor>,
    /// Use of AI, and who checked.
    pub ai: Option<(AiUse, Option<PageId>)>,
}

pub(super) fn read(
    lookup: Lookup<'_>,
    page: &Page,
    front: front_matter::Article,
    key_points: Vec<Body>,
    mut reviewed: Reviewed,
    findings: &mut Vec<Diagnostic>,
) -> Article {
    let calls = &lookup.config.settings.calls_to_action;
    let call_to_action = front.call_to_action.filter(|call| {
        let known = calls.contains_key(&call.value);
        if !known {
            let message = format!("the settings have no call to action `{}`", call.value);
            let finding = Diagnostic::new(&rules::REFERENCE_UNKNOWN, page.source.locate(call.span), message);
            findings.push(finding.suggest_or(
                nearest(&call.value, calls.keys().map(String::as_str)),
                "add it under `calls_to_action` in the settings",
            ));
        }
        known
    });
    let specialty = front.specialty.and_then(|written| specialty(page, &written, findings));
    let mut ids = lookup.of(page, findings);
    let ai = front.ai.map(|ai| {
        let checker = ai.checked_by.as_ref().and_then(|person| ids.page(Kind::Person, person));
        (ai, checker)
    });
    Article {
        exercises: ids.led_to(Kind::Exercise, &front.exercises, &mut reviewed.led_to),
        reviewed,
        call_to_action: call_to_action.map(|call| call.value),
        key_points,
        toc: front.toc,
        audience: front.audience,
        specialty,
        funding: front.funding,
        conflicts: front.conflicts,
        sponsor: front.sponsor,
        ai,
    }
}

fn specialty(page: &Page, written: &Located<String>, findings: &mut Vec<Diagnostic>) -> Option<Specialty> {
    let found = Specialty::parse(&written.value);
    if found.is_none() {
        let message = format!("`{}` is not a specialty of schema.org", quotable(&written.value));
        let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, page.source.locate(written.span), message);
        let near = nearest(&written.value, Specialty::names().iter().copied());
        let names = Specialty::names().iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        findings.push(finding.suggest_or(near, format!("write one of {names}")));
    }
    found
}
