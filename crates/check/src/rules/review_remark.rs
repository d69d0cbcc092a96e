//! `review-remark`: a comment or a suggestion of a reviewer with which nobody has dealt. A note at the words that it is about, so that
//! editors meet it where they work; the sign-offs decide whether a page is published.

use wellpress_diagnostics::{Diagnostic, Location, quotable, rules};
use wellpress_foundation::text::one_line;

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::parse::answers::{AnswerFile, RecordedAnswer, RecordedRemark};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::remark_places::RemarkPlaces;

/// A remark with which nobody has dealt.
pub(crate) struct OpenRemark<'a> {
    /// The page that it is about; `None` if that is gone or hidden.
    pub page: Option<&'a Page>,
    pub answer: &'a RecordedAnswer,
    pub remark: &'a RecordedRemark,
    /// The file of answers.
    file: &'a AnswerFile,
    /// Where its words are in today's text, if they are found.
    place: Option<Location>,
}

/// The findings about the open remarks of all pages.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let open = open_remarks(config, resolved);
    let findings = open
        .iter()
        .map(|open| Diagnostic::new(&rules::REVIEW_REMARK, open.location(), open.message()).help(open.help()));
    findings.collect()
}

/// The open remarks of all pages, in the order of the files of answers.
pub(crate) fn open_remarks<'a>(config: &Config, resolved: &'a ResolvedSite<'_>) -> Vec<OpenRemark<'a>> {
    let files = resolved.site.answers.iter();
    let answers = files.flat_map(|file| file.answers.iter().map(move |answer| (&**file, answer)));
    let open: Vec<_> = answers.filter(|(_, answer)| answer.open_remarks().next().is_some()).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let pages = resolved.site.pages_by_id(config);
    let in_answers = open.into_iter().flat_map(|(file, answer)| {
        let page = pages.get(&(answer.language.as_str(), answer.page.clone())).copied();
        in_answer(resolved, file, answer, page)
    });
    in_answers.collect()
}

fn in_answer<'a>(
    resolved: &'a ResolvedSite<'_>,
    file: &'a AnswerFile,
    answer: &'a RecordedAnswer,
    page: Option<&'a Page>,
) -> Vec<OpenRemark<'a>> {
    let places = page.map(|page| RemarkPlaces::of_page(resolved, page));
    let open = answer.open_remarks().map(|remark| {
        let place = places.as_ref().and_then(|places| places.find(&remark.words));
        OpenRemark { page, answer, remark, file, place }
    });
    open.collect()
}

impl OpenRemark<'_> {
    /// A remark whose words are not found stands at the file of its page, one whose page is gone at the file of answers.
    pub fn location(&self) -> Location {
        let path = self.page.map_or(&self.file.source.path, |page| &page.source.path);
        self.place.clone().unwrap_or_else(|| Location::file(path.clone()))
    }

    pub fn message(&self) -> String {
        message(self.answer, self.remark)
    }

    pub fn help(&self) -> String {
        help(self.remark, self.place.is_some())
    }
}

/// The page that an answer is about; `None` if it is gone or hidden.
fn message(answer: &RecordedAnswer, remark: &RecordedRemark) -> String {
    let name = remark.author.as_ref().or(answer.reviewer.as_ref()).map_or("a reviewer", String::as_str);
    let name = quotable(name);
    let comment = match &*remark.comment {
        "" => String::new(),
        comment => format!(" says: \"{}\"", quotable(&one_line(comment))),
    };
    let suggestion = remark.suggestion.as_ref().map(|made| match (&*made.old, &*made.new) {
        ("", new) => format!(" suggests to add \"{}\"", quotable(&one_line(new))),
        (old, "") => format!(" suggests to take out \"{}\"", quotable(&one_line(old))),
        (old, new) => {
            format!(" suggests \"{}\" in place of \"{}\"", quotable(&one_line(new)), quotable(&one_line(old)))
        }
    });
    let and = if comment.is_empty() || suggestion.is_none() { "" } else { ", and" };
    format!("{name}{comment}{and}{}", suggestion.unwrap_or_default())
}

fn help(remark: &RecordedRemark, has_place: bool) -> String {
    let id = &remark.id;
    match remark.suggestion {
        Some(_) if has_place => {
            format!("`wellpress review resolve {id} --accept` takes the words over, without the flag it is done")
        }
        _ => format!("once you have dealt with it: `wellpress review resolve {id}`"),
    }
}
