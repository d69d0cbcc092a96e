//! [`UnshownPage`]: a page of the content that the preview does not show. The answer for its address says why, and what shows it,
//! where the 404 page of the site would say that there is no such page.

use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, Severity};
use wellpress_render::escape::escaped;

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
    /// The page as HTML. `dashboard` is the address of the preview's own pages; `findings` are those of the build. If mistakes are the
    /// reason, it lists the findings in the file; and without an error among them, the errors in other files, such as a draft that
    /// this one shows.
    pub fn html(&self, dashboard: &str, findings: &[Arc<Diagnostic>]) -> String {
        let (heading, what_to_do) = self.texts();
        let is_of_page = |finding: &&Arc<Diagnostic>| *finding.location.file == *self.file;
        let mistakes = if self.why == WhyUnshown::Mistakes { findings } else { &[] };
        let own_mistakes = || mistakes.iter().filter(is_of_page);
        let mut list: String = own_mistakes().map(|finding| item(finding, "")).collect();
        if !own_mistakes().any(|finding| is_error(finding)) {
            let others = mistakes.iter().filter(|finding| is_error(finding) && !is_of_page(finding));
            list.extend(others.map(|finding| item(finding, &finding.location.file)));
        }
        let list = if list.is_empty() { list } else { format!("<ul>\n{list}</ul>\n") };
        let (title, file) = (escaped(&self.title), escaped(&self.file));
        document(heading, dashboard, &format!("<p>“{title}”, <code>{file}</code>. {what_to_do}</p>\n{list}"))
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

fn is_error(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error
}

/// The answer for a page that cannot be rendered, as HTML: it lists the findings.
pub(super) fn unrendered(findings: &[Diagnostic], dashboard: &str) -> String {
    let list: String = findings.iter().map(|finding| item(finding, &finding.location.file)).collect();
    document("This page cannot be rendered", dashboard, &format!("<ul>\n{list}</ul>\n"))
}

/// A page of the server, with what stands below its heading.
fn document(heading: &str, dashboard: &str, content: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{heading}</title>\
         <link rel=\"stylesheet\" href=\"{dashboard}app.css\"></head>\n<body><main>\n<h1>{heading}</h1>\n\
         {content}<p><a href=\"{dashboard}drafts\">Drafts and scheduled pages</a> · \
         <a href=\"{dashboard}findings\">Findings</a></p>\n</main></body>\n</html>\n"
    )
}

/// A finding as an item of a list. `file` is empty for one in the page's own file.
fn item(finding: &Diagnostic, file: &str) -> String {
    let (place, message) = (finding.location.line, escaped(&finding.message));
    let help = finding.help.as_ref().map(|help| format!(" <em>{}</em>", escaped(help))).unwrap_or_default();
    let file = if file.is_empty() { String::new() } else { format!("<code>{}</code>, ", escaped(file)) };
    let (rule, severity) = (finding.rule.id, finding.severity.as_str());
    format!("<li><b>{severity}</b>, {file}line {place}: {message} <code>{rule}</code>{help}</li>\n")
}
