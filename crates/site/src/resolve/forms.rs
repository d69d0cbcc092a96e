//! The other forms of a page: its Easy Read version, a recording to listen to, one in sign language, a file in large print.
//!
//! Input: a resolved site. Output: all forms of a page with their states, for whoever shows or counts them.

use wellpress_foundation::Day;

use crate::config::BaseUrl;
use crate::model::Page;

pub use super::form_files::{FormKind, Maker, ResolvedForm};
use super::resolved_site::ResolvedSite;
use super::reviewed_text;
use super::videos::VideoSource;

/// Whether a form says what its page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormState {
    /// It was made from the words that the page has.
    Current,
    /// The words of the page have changed since.
    Behind,
    /// It does not say from which words it was made.
    Unrecorded,
}

/// A form of a page with its state.
#[derive(Debug, Clone, Copy)]
pub struct PageForm<'a> {
    /// Which form it is.
    pub kind: FormKind,
    /// Where it is.
    pub place: FormPlace<'a>,
    /// Whether it says what the page says.
    pub state: FormState,
    /// The day on which it was made or last changed.
    pub date: Option<Day>,
    /// Whether somebody has approved of it.
    pub is_approved: bool,
    /// The day of the last approval.
    pub approved: Option<Day>,
}

/// Where a form of a page is.
#[derive(Debug, Clone, Copy)]
pub enum FormPlace<'a> {
    /// It is a page.
    Page(&'a Page),
    /// It is a file.
    File(&'a ResolvedForm),
}

impl FormPlace<'_> {
    /// The absolute address.
    #[must_use]
    pub fn address(self, base: &BaseUrl) -> String {
        match self {
            Self::Page(page) => base.absolute(&page.url),
            Self::File(ResolvedForm { src: VideoSource::SiteFile(url), .. }) => base.absolute(url),
            Self::File(ResolvedForm { src: VideoSource::External(url), .. }) => url.clone(),
        }
    }
}

/// The forms of a page in the order in which it offers them. A page that was withdrawn has none.
#[must_use]
pub fn of_page<'a>(resolved: &'a ResolvedSite<'_>, page: &'a Page) -> Vec<PageForm<'a>> {
    if page.is_withdrawn() {
        return Vec::new();
    }
    let easy_read = resolved.site.easy_read_of(page.id).filter(|easy| !easy.is_withdrawn());
    let files = &resolved.pages[page.id].forms;
    // The words of other pages are asked for by the few that have such files.
    let words = if files.is_empty() { String::new() } else { reviewed_text::shown_words(resolved.texts(), page) };
    let file_state = |file: &ResolvedForm| match &file.made_from {
        _ if resolved.is_outdated(page.id) => FormState::Behind,
        None => FormState::Unrecorded,
        Some(hash) if hash.value != words => FormState::Behind,
        Some(_) => FormState::Current,
    };
    let easy_read = easy_read.map(|easy| easy_read_form(resolved, easy));
    easy_read.into_iter().chain(files.iter().map(|file| file_form(file, file_state(file)))).collect()
}

/// Whether a page has forms, without asking for their states.
#[must_use]
pub fn has_forms(resolved: &ResolvedSite<'_>, page: &Page) -> bool {
    !resolved.pages[page.id].forms.is_empty() || resolved.site.easy_read_of(page.id).is_some()
}

fn easy_read_form<'a>(resolved: &ResolvedSite<'_>, easy: &'a Page) -> PageForm<'a> {
    // An approval is of the words that were read. Of others it says nothing.
    let editorial = easy.editorial().filter(|_| !resolved.is_changed_since_sign_off(easy));
    let reviews = editorial.map_or(&[][..], |editorial| &editorial.reviews);
    let state = match &easy.front.translated_from {
        _ if resolved.is_outdated(easy.id) => FormState::Behind,
        None => FormState::Unrecorded,
        Some(_) => FormState::Current,
    };
    PageForm {
        kind: FormKind::EasyRead,
        place: FormPlace::Page(easy),
        state,
        date: easy.updated.or(easy.published),
        is_approved: !reviews.is_empty(),
        approved: reviews.iter().filter_map(|review| review.date).max(),
    }
}

fn file_form(file: &ResolvedForm, state: FormState) -> PageForm<'_> {
    PageForm {
        kind: file.kind,
        place: FormPlace::File(file),
        state,
        date: file.date,
        is_approved: file.approved.is_some(),
        approved: file.approved,
    }
}
