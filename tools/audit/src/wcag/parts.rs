//! [`SiteParts`]: whether a site has videos, recordings and forms, without which some criteria say nothing about it.

use wellpress_build::pipeline::CheckedSite;
use wellpress_render::Theme;
use wellpress_site::config::CallToAction;
use wellpress_site::resolve::bodies::{DirectiveTarget, ResolvedBody};
use wellpress_site::resolve::forms::FormKind;

use super::criteria::Need;

/// What the pages of a site have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteParts {
    has_video: bool,
    has_recording: bool,
    has_form: bool,
    /// Whether all that pages have comes from content and settings: no HTML of authors, and no template but those that ship.
    is_all_known: bool,
}

impl SiteParts {
    /// Looks at the published pages and the settings.
    #[must_use]
    pub fn of(checked: &CheckedSite<'_>) -> Self {
        let resolved = checked.resolved;
        let pages = resolved.site.pages.iter().filter(|page| page.unpublished.is_none());
        let pages: Vec<_> = pages.map(|page| &resolved.pages[page.id]).collect();
        let texts = pages.iter().flat_map(|page| page.front_texts.iter().chain([&page.body]));
        let definitions = resolved.glossaries.iter().flat_map(|glossary| glossary.definitions.iter());
        let mut texts = texts.chain(definitions).chain(resolved.disclaimers.iter());
        let forms = || pages.iter().flat_map(|page| page.forms.iter().map(|form| form.kind));
        let settings = &checked.config.settings;
        Self {
            has_video: texts.any(plays_video)
                || pages.iter().any(|page| page.video.is_some())
                || forms().any(|kind| kind == FormKind::SignLanguage),
            has_recording: forms().any(|kind| kind == FormKind::Audio),
            has_form: checked.config.feedback_action().is_some()
                || settings.calls_to_action.values().any(CallToAction::is_form),
            is_all_known: !settings.raw_html && checked.theme.is_some_and(Theme::is_as_shipped),
        }
    }

    /// Why criteria with this need say nothing about the site; `None` if they do, or if that is not known.
    #[must_use]
    pub fn lack(self, need: Need) -> Option<&'static str> {
        let (is_lacking, words) = match need {
            Need::Nothing => return None,
            Need::Video => (!self.has_video, "No page plays or links a video."),
            Need::Media => (!self.has_video && !self.has_recording, "No page plays or links a video or a recording."),
            Need::Broadcast => (true, "Nothing on the site is broadcast while it happens: it plays files."),
            Need::Form => (!self.has_form, "No page has a form in which readers say something about themselves."),
        };
        (is_lacking && self.is_all_known).then_some(words)
    }
}

fn plays_video(text: &ResolvedBody) -> bool {
    text.directives.iter().any(|(_, target)| matches!(target, DirectiveTarget::Video(_)))
}
