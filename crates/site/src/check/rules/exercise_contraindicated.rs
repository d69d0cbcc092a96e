//! An exercise that a page shows though one of its cautions says not to do it with what the page is about.

use wellpress_diagnostics::{Diagnostic, Span, rules};
use wellpress_markdown::directives::Directive;

use crate::model::programme::Session;
use crate::model::{Page, PageId};
use crate::parse::front_matter::CautionSeverity;
use crate::resolve::ResolvedSite;
use crate::resolve::bodies::{Meaning, exercise_of_video};
use crate::resolve::cautions::{ShownCaution, is_same_or_narrower, of_exercise, subjects};

/// One finding for each embed, each session of a programme, each programme and each exercise's video in the text that is not
/// acknowledged with a reason.
pub(super) fn find(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    if page.is_withdrawn() {
        return Vec::new();
    }
    let shown = Shown { resolved, page };
    let embeds = resolved.outlines[page.id.index()].embeds.iter().filter_map(|(index, embed)| {
        let directive = &page.body.directives[index];
        let span = place_of(directive);
        let help = "show another exercise, or say why it is here: `acknowledged=\"..\"`";
        shown.wrong(embed.page, directive.get("acknowledged"), span, help)
    });
    let sessions = page.programme().into_iter().flat_map(|programme| &programme.schedule).filter_map(|session| {
        let help = "choose another exercise, or say why it is here: `acknowledged: \"..\"`";
        shown.wrong(session.exercise, session.acknowledged.as_deref(), session.span, help)
    });
    let directives = resolved.pages[page.id.index()].body.directives.iter();
    let shown_records = directives.filter_map(|(index, meaning)| {
        let directive = &page.body.directives[index];
        match meaning {
            Meaning::Programme(programme) => shown.wrong_programme(*programme, directive),
            Meaning::Video(_) => shown.wrong_video(directive),
            _ => None,
        }
    });
    embeds.chain(sessions).chain(shown_records).collect()
}

struct Shown<'a> {
    resolved: &'a ResolvedSite<'a>,
    page: &'a Page,
}

impl Shown<'_> {
    /// What is wrong with showing an exercise here, itself or one that it shows.
    fn wrong(
        &self,
        exercise: PageId,
        acknowledged: Option<&str>,
        span: Span,
        help: &'static str,
    ) -> Option<Diagnostic> {
        if is_reason(acknowledged) {
            return None;
        }
        let (exercise, condition) = self.against(self.page, exercise)?;
        let site = self.resolved.site;
        let (name, condition) = (&site.page(exercise).name, &site.page(condition).name);
        let message = format!("`{name}` is not to be done with `{condition}`, which this page is about");
        let place = self.page.source.locate(span);
        Some(Diagnostic::new(&rules::EXERCISE_CONTRAINDICATED, place, message).help(help))
    }

    /// What is wrong with showing a programme here. A reason in its schedule is one for what the programme is about itself.
    fn wrong_programme(&self, programme: PageId, directive: &Directive) -> Option<Diagnostic> {
        let programme = self.resolved.site.page(programme);
        let (acknowledged, span) = (directive.get("acknowledged"), place_of(directive));
        let help = "show another programme, or say why it is here: `acknowledged=\"..\"`";
        let is_meant = |session: &&Session| {
            let known = || self.against(programme, session.exercise);
            let own = is_reason(session.acknowledged.as_deref()).then(known).flatten();
            own.is_none_or(|own| Some(own) != self.against(self.page, session.exercise))
        };
        let mut sessions = programme.programme()?.schedule.iter().filter(is_meant);
        sessions.find_map(|session| self.wrong(session.exercise, acknowledged, span, help))
    }

    /// What is wrong with showing how an exercise is done.
    fn wrong_video(&self, directive: &Directive) -> Option<Diagnostic> {
        let exercise = exercise_of_video(self.resolved.site, directive, self.page.language)?;
        let help = "show another video, or say why it is here: `acknowledged=\"..\"`";
        self.wrong(exercise, directive.get("acknowledged"), directive.span, help)
    }

    /// The first exercise among one and those that it shows that is not to be done with what a page is about, and with what.
    fn against(&self, page: &Page, exercise: PageId) -> Option<(PageId, PageId)> {
        let site = self.resolved.site;
        let topics = subjects(page);
        // Whoever has what a page is about has all that it is a kind of.
        let is_for_wider = |shown: &&ShownCaution<'_>| {
            let condition = shown.condition;
            condition.is_some_and(|condition| topics.iter().any(|topic| is_same_or_narrower(site, *topic, condition)))
        };
        let mut shown = std::iter::once(exercise).chain(self.resolved.texts_of(site.page(exercise)));
        shown.find_map(|id| {
            let other = site.page(id);
            let cautions = of_exercise(site, Some(page), other.exercise().filter(|_| !other.is_withdrawn())?);
            let avoid = cautions.iter().filter(|shown| shown.caution.severity == CautionSeverity::Avoid);
            let against = avoid.clone().find(|shown| shown.applies).or_else(|| avoid.clone().find(is_for_wider));
            Some((id, against?.condition?))
        })
    }
}

fn place_of(directive: &Directive) -> Span {
    directive.id.as_ref().map_or(directive.span, |(_, span)| *span)
}

fn is_reason(acknowledged: Option<&str>) -> bool {
    acknowledged.is_some_and(|reason| !reason.trim().is_empty())
}
