//! `review-remark`: a comment or a suggestion of a reviewer with which nobody has dealt. A note at the words that it is about, so that
//! editors meet it where they work; the sign-offs decide whether a page is published.

use wellpress_diagnostics::{Diagnostic, Location, quotable, rules};
use wellpress_foundation::text::one_line;

use wellpress_site::config::Config;
use wellpress_site::model::{Page, Site};
use wellpress_site::parse::answers::{AnswerFile, RecordedAnswer, RecordedRemark};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::remark_places::RemarkPlaces;

/// The open remarks of all pages. A remark whose words are not found stands at the file of its page, one whose page is gone at the file
/// of answers.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let files = resolved.site.answers.iter();
    let answers = files.flat_map(|file| file.answers.iter().map(move |answer| (&**file, answer)));
    answers.flat_map(|(file, answer)| in_answer(config, resolved, file, answer)).collect()
}

fn in_answer(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    file: &AnswerFile,
    answer: &RecordedAnswer,
) -> Vec<Diagnostic> {
    let mut open = answer.open_remarks().peekable();
    if open.peek().is_none() {
        return Vec::new();
    }
    let page = page_of(config, resolved.site, answer);
    let places = page.map(|page| RemarkPlaces::of_page(resolved, page));
    let path = page.map_or(&file.source.path, |page| &page.source.path);
    let findings = open.map(|remark| {
        let location = places.as_ref().and_then(|places| places.find(&remark.words));
        let help = help(remark, location.is_some());
        let location = location.unwrap_or_else(|| Location::file(path.clone()));
        Diagnostic::new(&rules::REVIEW_REMARK, location, message(answer, remark)).help(help)
    });
    findings.collect()
}

/// The page that an answer is about; `None` if it is gone or hidden.
fn page_of<'s>(config: &Config, site: &'s Site, answer: &RecordedAnswer) -> Option<&'s Page> {
    let mut pages = site.pages.iter().map(|page| &**page);
    pages.find(|page| config.languages[page.language].tag == answer.language && site.full_id(page) == answer.page)
}

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
