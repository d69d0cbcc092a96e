//! The closed list of facts that a criterion can name, and how each is looked up in a checked site. A row says everything about one fact.
//!
//! A fact is what a program can know: that a page names an author, not that the author is the right one.

mod of_pages;
mod of_site;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use wellpress_diagnostics::Report;
use wellpress_site::config::Config;
use wellpress_site::model::{Page, PageId};
use wellpress_site::resolve::ResolvedSite;

/// A fact.
#[derive(Debug)]
pub struct Fact {
    /// Its name in files of criteria.
    pub name: &'static str,
    /// What is so, in a sentence.
    pub says: &'static str,
    /// How it is looked up.
    pub lookup: Lookup,
}

/// How a fact is looked up.
#[derive(Debug, Clone, Copy)]
pub enum Lookup {
    /// Once for the whole site.
    Site(fn(&AuditedSite<'_>) -> Observation),
    /// For each page of a kind with reviews.
    Page(fn(&AuditedSite<'_>, &Page) -> Observation),
    /// For each page, also one of a kind without reviews that AI was used for or somebody has signed.
    AnyPage(fn(&AuditedSite<'_>, &Page) -> Observation),
}

/// What was seen of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Observation {
    /// It is so; the words say what was found, and can be empty.
    Found(String),
    /// It is not so; the words say what is missing.
    Missing(String),
    /// The question does not arise, such as for the translation of a page that is none.
    DoesNotApply,
}

/// A checked site, with what several facts ask for.
pub struct AuditedSite<'a> {
    config: &'a Config,
    resolved: &'a ResolvedSite<'a>,
    report: &'a Report,
    /// Whether an earlier run asked other sites whether links lead somewhere.
    has_checked_links: bool,
    grades: OnceCell<BTreeMap<PageId, Option<f64>>>,
}

impl<'a> AuditedSite<'a> {
    /// A site with its report.
    #[must_use]
    pub fn new(
        config: &'a Config,
        resolved: &'a ResolvedSite<'a>,
        report: &'a Report,
        has_checked_links: bool,
    ) -> Self {
        Self { config, resolved, report, has_checked_links, grades: OnceCell::new() }
    }

    /// The settings.
    #[must_use]
    pub fn config(&self) -> &'a Config {
        self.config
    }

    /// The pages and the library.
    #[must_use]
    pub fn resolved(&self) -> &'a ResolvedSite<'a> {
        self.resolved
    }

    /// What the rules found.
    #[must_use]
    pub fn report(&self) -> &'a Report {
        self.report
    }

    /// The pages that are looked at, in all languages: published pages with health information that are not withdrawn, and pages of
    /// other kinds that AI was used for or somebody has signed. Easy Read versions are in the table of forms instead.
    pub fn pages(&self) -> impl Iterator<Item = &'a Page> {
        let pages = self.resolved.site.pages.iter().map(|page| &**page);
        pages.filter(|page| {
            let is_audited = match page.editorial() {
                Some(_) => page.is_health,
                None => page.sign_offs.is_some() || page.front.ai.as_ref().is_some_and(|ai| ai.value.is_used()),
            };
            is_audited && !page.is_easy_read() && !page.is_withdrawn() && page.unpublished.is_none()
        })
    }

    /// The reading grade of an article; `None` if it has none.
    fn grade(&self, page: &Page) -> Option<f64> {
        let grades = self.grades.get_or_init(|| {
            let articles = self.resolved.site.pages.iter();
            let articles = articles.filter(|page| page.article().is_some() && !page.is_withdrawn());
            let grades = wellpress_check::reading_grades(self.config, self.resolved);
            articles.map(|page| page.id).zip(grades).collect()
        });
        grades.get(&page.id).copied().flatten()
    }
}

/// The fact with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Fact> {
    FACTS.iter().find(|fact| fact.name == name)
}

const fn of_site(name: &'static str, says: &'static str, look: fn(&AuditedSite<'_>) -> Observation) -> Fact {
    Fact { name, says, lookup: Lookup::Site(look) }
}

const fn of_page(name: &'static str, says: &'static str, look: fn(&AuditedSite<'_>, &Page) -> Observation) -> Fact {
    Fact { name, says, lookup: Lookup::Page(look) }
}

const fn of_any_page(name: &'static str, says: &'static str, look: fn(&AuditedSite<'_>, &Page) -> Observation) -> Fact {
    Fact { name, says, lookup: Lookup::AnyPage(look) }
}

/// All facts, in the order of the manual.
pub static FACTS: &[Fact] = &[
    of_site("publisher", "The settings name the publisher (`organization`).", of_site::publisher),
    of_site(
        "policy-editorial",
        "The settings name a page about how content is made (`policies.editorial`).",
        of_site::policy_editorial,
    ),
    of_site(
        "policy-review",
        "The settings name a page about how content is reviewed (`policies.review`).",
        of_site::policy_review,
    ),
    of_site(
        "policy-corrections",
        "The settings name a page about how mistakes are corrected (`policies.corrections`).",
        of_site::policy_corrections,
    ),
    of_site(
        "policy-advertising",
        "The settings name a page about advertising and sponsors (`policies.advertising`).",
        of_site::policy_advertising,
    ),
    of_site("policy-ai", "The settings name a page about the use of AI (`policies.ai`).", of_site::policy_ai),
    of_site("policy-privacy", "The settings name a page about privacy (`policies.privacy`).", of_site::policy_privacy),
    of_site(
        "policy-accessibility",
        "The settings name a page about accessibility (`policies.accessibility`).",
        of_site::policy_accessibility,
    ),
    of_site(
        "policy-contact",
        "The settings name a page with ways to reach the publisher (`policies.contact`).",
        of_site::policy_contact,
    ),
    of_site(
        "feedback",
        "Pages ask whether they were helpful, and let readers report a problem (`feedback`).",
        of_site::feedback,
    ),
    of_site(
        "review-period",
        "The settings say after what time a page is reviewed again (`review.every`).",
        of_site::review_period,
    ),
    of_site(
        "sign-off-required",
        "A page whose words nobody has signed stops the build (`review.sign_off`).",
        of_site::sign_off_required,
    ),
    of_site("retraction-data", "The site has data on retractions, and they are not too old.", of_site::retraction_data),
    of_site("links", "The last `check --external` found no dead link.", of_site::links),
    of_site("site-search", "Readers can search the site.", of_site::site_search),
    of_site("search-engines", "`robots.txt` lets search engines read the site.", of_site::search_engines),
    of_site("glossary", "The site has a glossary.", of_site::glossary),
    of_page("authors", "The page names its authors.", of_pages::authors),
    of_page(
        "author-credentials",
        "Each author has credentials on record, or is an organisation.",
        of_pages::author_credentials,
    ),
    of_page(
        "author-affiliation",
        "Each author's page says where they work, or is that of an organisation.",
        of_pages::author_affiliation,
    ),
    of_page(
        "medical-review",
        "A medical or clinical review by somebody with credentials is on record, of the words that the page has now.",
        of_pages::medical_review,
    ),
    of_page(
        "lay-review",
        "A review by a lay reader is on record, of the words that the page has now.",
        of_pages::lay_review,
    ),
    of_page(
        "review-current",
        "The page was reviewed, the next review is not overdue, and nothing substantive changed since.",
        of_pages::review_current,
    ),
    of_page("review-dates", "The page says when it was reviewed and when it will be again.", of_pages::review_dates),
    of_any_page("signed-off", "Somebody signed the words that the page has now.", of_pages::signed_off),
    of_page("published", "The page says when it was published.", of_pages::published),
    of_page("last-change", "The page says when it was last updated or reviewed.", of_pages::last_change),
    of_page("sources", "The page cites or lists at least one source.", of_pages::sources),
    of_page("licence", "The page states the licence of its text.", of_pages::licence),
    of_page(
        "conflicts",
        "The article states the conflicts of interest of its authors, or that there are none.",
        of_pages::conflicts,
    ),
    of_page("funding", "The article says who paid for it.", of_pages::funding),
    of_any_page("ai-statement", "The page says whether AI was used, and who signed it off.", of_pages::ai_statement),
    of_page("audience", "The article names the readers for whom it is written.", of_pages::audience),
    of_page("description", "The page has a sentence that sums it up.", of_pages::description),
    of_page("key-points", "The article has its key points above the text.", of_pages::key_points),
    of_page(
        "reading-grade",
        "The article, if it is in English and long enough to measure, reads at a grade that its readers should need.",
        of_pages::reading_grade,
    ),
    of_page("care-advice", "The page says when to get help, or when to stop.", of_pages::care_advice),
    of_page("disclaimer", "The page shows a disclaimer.", of_pages::disclaimer),
    of_page("topics", "The page is listed under a topic.", of_pages::topics),
    of_page("handout", "An exercise or a programme has a version for paper.", of_pages::handout),
    of_page(
        "translation-current",
        "The original of a translation has not changed since it was translated.",
        of_pages::translation_current,
    ),
];
