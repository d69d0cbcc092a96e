//! An exercise that a page shows though one of its cautions says not to do it with what the page is about.

use crate::diagnostics::{Diagnostic, Span, rules};
use crate::model::{Page, PageId};
use crate::parse::front_matter::CautionSeverity;
use crate::resolve::ResolvedSite;
use crate::resolve::bodies::Meaning;
use crate::resolve::cautions::of_exercise;

/// One finding for each embed, each session of a programme and each programme in the text that is not acknowledged with a
/// reason.
pub(super) fn find(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    if page.is_withdrawn() {
        return Vec::new();
    }
    let shown = Shown { resolved, page };
    let embeds = resolved.outlines[page.id.index()].embeds.iter().filter_map(|(index, embed)| {
        let directive = &page.body.directives[index as usize];
        let span = directive.id.as_ref().map_or(directive.span, |(_, span)| *span);
        let help = "show another exercise, or say why it is here: `acknowledged=\"..\"`";
        shown.wrong(embed.page, directive.get("acknowledged"), span, help)
    });
    let sessions = page.programme().into_iter().flat_map(|programme| &programme.schedule).filter_map(|session| {
        let help = "choose another exercise, or say why it is here: `acknowledged: \"..\"`";
        shown.wrong(session.exercise, session.acknowledged.as_deref(), session.span, help)
    });
    let programmes = resolved.pages[page.id.index()].body.directives.iter().filter_map(|(index, meaning)| {
        let Meaning::Programme(programme) = meaning else { return None };
        let directive = &page.body.directives[index as usize];
        let span = directive.id.as_ref().map_or(directive.span, |(_, span)| *span);
        let schedule = &resolved.site.page(*programme).programme()?.schedule;
        let help = "show another programme, or say in its schedule why the exercise is there: `acknowledged: \"..\"`";
        schedule.iter().find_map(|session| shown.wrong(session.exercise, session.acknowledged.as_deref(), span, help))
    });
    embeds.chain(sessions).chain(programmes).collect()
}

struct Shown<'a> {
    resolved: &'a ResolvedSite<'a>,
    page: &'a Page,
}

impl Shown<'_> {
    /// What is wrong with showing an exercise here, itself or one that it shows.
    fn wrong(&self, exercise: PageId, acknowledged: Option<&str>, span: Span, help: &str) -> Option<Diagnostic> {
        if acknowledged.is_some_and(|reason| !reason.trim().is_empty()) {
            return None;
        }
        let site = self.resolved.site;
        let shown = std::iter::once(exercise).chain(self.resolved.texts_of(site.page(exercise)));
        let (name, condition) = shown.into_iter().find_map(|id| {
            let other = site.page(id);
            let cautions = of_exercise(site, Some(self.page), other.exercise().filter(|_| !other.is_withdrawn())?);
            let against =
                cautions.iter().find(|shown| shown.applies && shown.caution.severity == CautionSeverity::Avoid);
            Some((&other.name, &site.page(against?.condition?).name))
        })?;
        let message = format!("`{name}` is not to be done with `{condition}`, which this page is about");
        let place = self.page.source.locate(span);
        Some(Diagnostic::new(&rules::EXERCISE_CONTRAINDICATED, place, message).help(help))
    }
}
