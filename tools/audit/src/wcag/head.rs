//! [`ReportHead`]: what a report says of the site as a whole, before its criteria.

use wellpress_build::pipeline::CheckedSite;
use wellpress_command::console::count;
use wellpress_foundation::Day;
use wellpress_site::config::MAIN_LANGUAGE;
use wellpress_site::sections::ContentKind;

use super::answers::{AnswerFile, Contact};
use super::browser_check::BrowserCheck;
use super::conformance::{Conformance, ConformanceLevel};

/// What a report says of the site as a whole.
#[derive(Debug)]
pub struct ReportHead {
    /// What the site is called.
    pub product: String,
    /// Its version, if it has one.
    pub version: Option<String>,
    /// Its absolute address.
    pub url: String,
    /// What the site is, in a sentence.
    pub description: Option<String>,
    /// Whose it is.
    pub publisher: Option<String>,
    /// The day of the report.
    pub day: Day,
    /// Whom readers can ask.
    pub contact: Contact,
    /// Why the report is a draft; `None` for one that is none.
    pub draft: Option<String>,
    /// What the publisher adds.
    pub notes: Option<String>,
    /// How the site was looked at, in sentences.
    pub methods: Vec<String>,
}

impl ReportHead {
    /// Gathers it. `browser` has why there is nothing, where axe did not look.
    #[must_use]
    pub fn of(
        checked: &CheckedSite<'_>,
        day: Day,
        answers: &AnswerFile,
        browser: &Result<BrowserCheck, String>,
        conformance: &Conformance,
    ) -> Self {
        let config = checked.config;
        let settings = &config.settings;
        Self {
            product: answers.product.clone().unwrap_or_else(|| settings.title.clone()),
            version: answers.version.clone(),
            url: config.base.absolute(&config.base.path),
            description: settings.description.clone(),
            publisher: settings.organization.as_ref().map(|organization| organization.name.clone()),
            day,
            contact: contact(checked, &answers.contact),
            draft: draft(conformance),
            notes: answers.notes.clone(),
            methods: methods(checked, answers, browser),
        }
    }

    /// The title of the report.
    #[must_use]
    pub fn title(&self) -> String {
        let draft = if self.draft.is_some() { " (draft)" } else { "" };
        format!("{} Accessibility Conformance Report{draft}", self.product)
    }
}

/// The contact of the answers, with what the settings know.
fn contact(checked: &CheckedSite<'_>, answered: &Contact) -> Contact {
    let settings = &checked.config.settings;
    let mail = settings.feedback.as_ref().and_then(|feedback| feedback.mail.as_ref()).map(|mail| mail.value.clone());
    let id = settings.policies.contact.as_ref();
    let page = id.and_then(|id| checked.site.index.find(ContentKind::Page, &id.value, MAIN_LANGUAGE).page());
    let page = page.map(|page| checked.config.base.absolute(&checked.site.page(page).url));
    let website = settings.organization.as_ref().and_then(|organization| organization.url.as_ref());
    Contact {
        email: answered.email.clone().or(mail),
        website: answered.website.clone().or(page).or_else(|| website.map(|url| url.value.clone())),
        ..answered.clone()
    }
}

fn draft(conformance: &Conformance) -> Option<String> {
    let open = conformance.count(ConformanceLevel::NotEvaluated);
    let total = conformance.judgements.len();
    (open > 0).then(|| {
        format!(
            "This report is a draft: nobody has judged {open} of {total} criteria. In a finished report none of levels A and AA is \"{}\".",
            ConformanceLevel::NotEvaluated.words()
        )
    })
}

fn methods(checked: &CheckedSite<'_>, answers: &AnswerFile, browser: &Result<BrowserCheck, String>) -> Vec<String> {
    let pages = checked.site.pages.iter().filter(|page| page.unpublished.is_none()).count();
    let mut methods = vec![format!(
        "wellpress {} looked at the texts, pictures and videos of {} by its rules.",
        env!("CARGO_PKG_VERSION"),
        count(pages, "page")
    )];
    methods.push(match browser {
        Ok(check) => format!(
            "axe {} looked at {} in a browser, with the theme `{}`, on {}. Views: {}.",
            check.axe,
            count(check.pages.len(), "page"),
            check.theme,
            check.day,
            check.views.join(", ")
        ),
        Err(reason) => reason.clone(),
    });
    methods.extend(answers.methods.iter().map(|method| method.trim().to_owned()));
    methods.push(match answers.answers.len() {
        0 => "No person has judged a criterion yet.".to_owned(),
        1 => "A person judged 1 criterion.".to_owned(),
        judged => format!("People judged {judged} criteria."),
    });
    methods
}
