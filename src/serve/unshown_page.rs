//! [`UnshownPage`]: a page of the content that the preview does not show. The answer for its address says why, and what shows it,
//! where the 404 page of the site would say that there is no such page.

use std::fmt::Write as _;

use wellpress_diagnostics::Diagnostic;
use wellpress_render::html::escape::escaped;

/// Why the preview does not show a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WhyUnshown {
    /// It is a draft, and the preview leaves drafts out.
    Draft,
    /// Its day of publication is in the future.
    Future,
    /// It has expired.
    Expired,
    /// It or another page has mistakes, so the newest build is not shown, or the page is left out of it.
    Mistakes,
}

/// A page of the content that is at this address, and not in the site that is shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UnshownPage {
    pub title: String,
    /// The file, relative to the root.
    pub file: String,
    /// Whether it says `draft: true`.
    pub is_draft: bool,
    pub why: WhyUnshown,
}

impl UnshownPage {
    /// The page as HTML. `dashboard` is the address of the preview's own pages; `findings` are those of the build, of which
    /// those in the file are shown if mistakes are the reason.
    pub fn html(&self, dashboard: &str, findings: &[Diagnostic]) -> String {
        let (heading, what_to_do) = self.texts();
        let mut list = String::new();
        let is_of_page = |finding: &&Diagnostic| *finding.location.file == *self.file;
        let listed = if self.why == WhyUnshown::Mistakes { findings } else { &[] };
        for finding in listed.iter().filter(is_of_page) {
            let (place, message) = (finding.location.line, escaped(&finding.message));
            let help = finding.help.as_ref().map(|help| format!(" <em>{}</em>", escaped(help))).unwrap_or_default();
            let rule = finding.rule.id;
            let severity = finding.severity.as_str();
            let _ = writeln!(list, "<li><b>{severity}</b>, line {place}: {message} <code>{rule}</code>{help}</li>");
        }
        let list = if list.is_empty() { list } else { format!("<ul>\n{list}</ul>\n") };
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>{heading}</title>\
             <link rel=\"stylesheet\" href=\"{dashboard}app.css\"></head>\n<body><main>\n<h1>{heading}</h1>\n\
             <p>“{}”, <code>{}</code>. {what_to_do}</p>\n{list}<p><a href=\"{dashboard}drafts\">Drafts and scheduled pages</a> · \
             <a href=\"{dashboard}findings\">Findings</a></p>\n</main></body>\n</html>\n",
            escaped(&self.title),
            escaped(&self.file)
        )
    }

    fn texts(&self) -> (&'static str, &'static str) {
        match self.why {
            WhyUnshown::Draft => (
                "This page is a draft",
                "It says <code>draft: true</code>, and this preview was started with <code>--no-drafts</code>. Start \
                 <code>wellpress serve</code> without it to see the page; remove the line <code>draft: true</code> to publish it.",
            ),
            WhyUnshown::Future => (
                "This page is scheduled",
                "Its day, <code>published</code>, is in the future. <code>wellpress serve --future</code> shows it now.",
            ),
            WhyUnshown::Expired => (
                "This page has expired",
                "Its last day, <code>expires</code>, is over. <code>wellpress serve --expired</code> shows it.",
            ),
            WhyUnshown::Mistakes if self.is_draft => (
                "This draft has mistakes",
                "The preview shows the rest of the site, and the draft as soon as its mistakes are corrected.",
            ),
            WhyUnshown::Mistakes => (
                "This page is not shown yet",
                "The newest build stopped on mistakes. The page appears as soon as they are corrected.",
            ),
        }
    }
}
