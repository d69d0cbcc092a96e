//! `exercise-contraindicated`: an exercise that a page shows although one of its cautions says not to do it with the
//! condition that the page is about.
//!
//! Somebody with that condition comes for help and finds steps that are not for them. Narrower and wider topics count as
//! well. A reason under `acknowledged` lets the exercise stand: a page may show what to leave out. Cautions that only ask
//! to change the exercise are shown with it and need no reason.

use wellpress_diagnostics::{Diagnostic, Span, rules};
use wellpress_markdown::directives::Directive;

use wellpress_site::model::programme::ScheduledExercise;
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::front_matter::CautionSeverity;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::DirectiveTarget;
use wellpress_site::resolve::cautions::{ShownCaution, is_same_or_narrower, of_exercise, subjects};
use wellpress_site::resolve::videos::exercise_of_video;

/// One finding for each embed, each scheduled exercise of a programme, each programme and each exercise's video in the text that is not
/// acknowledged with a reason.
pub(super) fn find(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    if page.is_withdrawn() {
        return Vec::new();
    }
    let judge = ContraindicationJudge { resolved, page };
    let embeds = resolved.outlines[page.id].embeds.iter().filter_map(|(index, embed)| {
        let directive = &page.body.directives[index];
        let help = "show another exercise, or say why it is here: `acknowledged=\"..\"`";
        judge.exercise(embed.page, directive.get("acknowledged"), id_span(directive), help)
    });
    let scheduled_exercises =
        page.programme().into_iter().flat_map(|programme| &programme.schedule).filter_map(|scheduled| {
            let help = "choose another exercise, or say why it is here: `acknowledged: \"..\"`";
            judge.exercise(scheduled.exercise, scheduled.acknowledged.as_deref(), scheduled.span, help)
        });
    let directives = resolved.pages[page.id].body.directives.iter();
    let programmes_and_videos = directives.filter_map(|(index, target)| {
        let directive = &page.body.directives[index];
        match target {
            DirectiveTarget::Programme(programme) => judge.programme(*programme, directive),
            DirectiveTarget::Video(_) => judge.video(directive),
            _ => None,
        }
    });
    embeds.chain(scheduled_exercises).chain(programmes_and_videos).collect()
}

/// Judges what one page shows.
struct ContraindicationJudge<'a> {
    resolved: &'a ResolvedSite<'a>,
    page: &'a Page,
}

/// An exercise that is not to be done with a condition.
#[derive(PartialEq, Eq)]
struct Contraindication {
    exercise: PageId,
    condition: PageId,
}

impl ContraindicationJudge<'_> {
    /// The finding of an exercise, which may show further ones.
    fn exercise(
        &self,
        exercise: PageId,
        acknowledged: Option<&str>,
        span: Span,
        help: &'static str,
    ) -> Option<Diagnostic> {
        if is_reason(acknowledged) {
            return None;
        }
        let Contraindication { exercise, condition } = self.contraindication(self.page, exercise)?;
        let site = self.resolved.site;
        let (name, condition) = (&site.page(exercise).name, &site.page(condition).name);
        let message = format!("`{name}` is not to be done with `{condition}`, which this page is about");
        let location = self.page.source.locate(span);
        Some(Diagnostic::new(&rules::EXERCISE_CONTRAINDICATED, location, message).help(help))
    }

    /// The finding of a programme. A reason in its schedule is one for the topics of the programme, and covers this page
    /// only if the same condition is meant.
    fn programme(&self, programme: PageId, directive: &Directive) -> Option<Diagnostic> {
        let programme = self.resolved.site.page(programme);
        let (acknowledged, span) = (directive.get("acknowledged"), id_span(directive));
        let help = "show another programme, or say why it is here: `acknowledged=\"..\"`";
        let scheduled_exercises = programme.programme()?.schedule.iter();
        let mut unacknowledged = scheduled_exercises.filter(|scheduled| !self.is_acknowledged_in(programme, scheduled));
        unacknowledged.find_map(|scheduled| self.exercise(scheduled.exercise, acknowledged, span, help))
    }

    /// Whether the schedule of a programme gives a reason for the same contraindication that this page would have.
    fn is_acknowledged_in(&self, programme: &Page, scheduled: &ScheduledExercise) -> bool {
        is_reason(scheduled.acknowledged.as_deref())
            && self
                .contraindication(programme, scheduled.exercise)
                .is_some_and(|in_programme| Some(in_programme) == self.contraindication(self.page, scheduled.exercise))
    }

    /// The finding of a video that shows how an exercise is done.
    fn video(&self, directive: &Directive) -> Option<Diagnostic> {
        let exercise = exercise_of_video(self.resolved.site, directive, self.page.language)?;
        let help = "show another video, or say why it is here: `acknowledged=\"..\"`";
        self.exercise(exercise, directive.get("acknowledged"), directive.span, help)
    }

    /// The first exercise, among one and those that it shows, that is not to be done with a topic of `page`.
    fn contraindication(&self, page: &Page, exercise: PageId) -> Option<Contraindication> {
        let site = self.resolved.site;
        let mut exercises = std::iter::once(exercise).chain(self.resolved.exercise_texts_of(site.page(exercise)));
        exercises.find_map(|id| {
            let record = site.page(id);
            let cautions = of_exercise(site, Some(page), record.exercise().filter(|_| !record.is_withdrawn())?);
            let to_avoid: Vec<&ShownCaution<'_>> =
                cautions.iter().filter(|shown| shown.caution.severity == CautionSeverity::Avoid).collect();
            // The page's own condition, or a narrower one, goes before a wider one: the message names it.
            let applying = to_avoid.iter().find(|shown| shown.applies);
            let caution =
                applying.or_else(|| to_avoid.iter().find(|shown| self.is_for_wider_condition(page, shown)))?;
            Some(Contraindication { exercise: id, condition: caution.condition? })
        })
    }

    /// Whether a caution is for the condition that a page is about or a wider one: whoever has the condition has every wider
    /// one too.
    fn is_for_wider_condition(&self, page: &Page, caution: &ShownCaution<'_>) -> bool {
        let mut topics = subjects(page).iter();
        caution
            .condition
            .is_some_and(|condition| topics.any(|topic| is_same_or_narrower(self.resolved.site, *topic, condition)))
    }
}

/// The id of an embed, which an author would change; otherwise the whole directive.
fn id_span(directive: &Directive) -> Span {
    directive.id.as_ref().map_or(directive.span, |id| id.span)
}

fn is_reason(acknowledged: Option<&str>) -> bool {
    acknowledged.is_some_and(|reason| reason.contains(char::is_alphabetic))
}
