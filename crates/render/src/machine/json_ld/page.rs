//! The nodes that every page has: the WebPage with its site and its breadcrumbs. Also the pages that have nothing else:
//! plain pages and the notice of a withdrawn page.

use serde_json::{Value, json};

use wellpress_site::model::{LookupResult, Page, license};
use wellpress_site::parse::front_matter::Audience;
use wellpress_site::resolve::bodies::language_url;
use wellpress_site::sections::ContentKind;

use crate::context::Link;
use crate::context::breadcrumbs::breadcrumbs;
use crate::machine::json_ld::{GraphNodes, StructuredData, node_ref, with};

impl StructuredData<'_> {
    pub(crate) fn plain(self, page: &Page) -> GraphNodes {
        let mut web_page = self.described_page(page, "WebPage");
        web_page["hasPart"] = self.questions(page).into();
        web_page["mainEntity"] = self.subject_of_section(page).into();
        self.with_media(page, web_page)
    }

    /// What a page is about by the schema.org type of its section, such as a MedicalCondition. A part of a guide is about what the
    /// guide is about.
    pub(crate) fn subject_of_section(self, page: &Page) -> Option<Value> {
        let is_part = self.resolved.site.guide_of(page.id).is_some_and(|guide| guide != page.id);
        let kind = self.config.sections[page.section].schema_org.as_ref();
        let kind = kind.filter(|_| !is_part && !page.is_section_text())?;
        Some(json!({
            "@type": kind.value,
            "@id": self.id(&page.url, "subject"),
            "name": page.title,
            "description": page.description,
            "url": self.absolute(&page.url),
        }))
    }

    /// A withdrawn page: its notice, and nothing of its former content.
    pub(crate) fn withdrawn(self, page: &Page) -> GraphNodes {
        let mut web_page = self.described_page(page, "WebPage");
        web_page["creativeWorkStatus"] = "Withdrawn".into();
        self.with_breadcrumbs(page, web_page)
    }

    /// A page of the content, with its dates, its licence and the description that its front matter gives.
    pub(crate) fn described_page(self, page: &Page, kind: &str) -> Value {
        let properties = json!({
            "description": page.description.as_deref().filter(|_| !page.is_withdrawn()),
            "datePublished": page.published.map(|day| day.to_string()),
            "dateModified": page.updated.map(|day| day.to_string()),
            "license": license(page),
        });
        with(self.titled_page(&page.url, &page.title, kind), properties)
    }

    /// A page with an address and a title, which is all that a generated page has.
    pub(crate) fn titled_page(self, url: &str, title: &str, kind: &str) -> Value {
        json!({
            "@type": kind,
            "@id": self.id(url, "page"),
            "url": self.absolute(url),
            "name": title,
            "inLanguage": self.tag(),
            "isPartOf": self.site(),
            "breadcrumb": node_ref(&self.id(url, "breadcrumbs")),
        })
    }

    /// A page of the content and the breadcrumbs to it.
    pub(crate) fn with_breadcrumbs(self, page: &Page, web_page: Value) -> GraphNodes {
        let parents = breadcrumbs(self.config, self.resolved, self.strings, page.id);
        self.below(parents, Link::new(page.short_title(), page.url.as_str()), web_page)
    }

    /// A page and its breadcrumbs: `parents` from the home page down, and `current` for the page itself.
    ///
    /// A [BreadcrumbList](https://schema.org/BreadcrumbList) ends with the current page, which the visible breadcrumbs leave
    /// out, and search engines read its positions from 1.
    pub(crate) fn below(self, parents: Vec<Link>, current: Link, web_page: Value) -> GraphNodes {
        let id = self.id(&current.url, "breadcrumbs");
        let crumbs = (1..).zip(parents.into_iter().chain([current])).map(|(position, crumb)| {
            json!({
                "@type": "ListItem",
                "position": position,
                "name": crumb.title,
                "item": {"@type": "WebPage", "@id": self.absolute(&crumb.url)},
            })
        });
        let items: Vec<Value> = crumbs.collect();
        vec![web_page, json!({"@type": "BreadcrumbList", "@id": id, "itemListElement": items})]
    }

    /// The site in this language, with its name and address only; its home page describes it in full.
    pub(crate) fn site(self) -> Value {
        let home = language_url(self.config, self.language);
        json!({
            "@type": "WebSite",
            "@id": self.id(&home, "website"),
            "url": self.absolute(&home),
            "name": self.config.languages[self.language].title,
        })
    }

    /// `publishingPrinciples`: the addresses of the policies by which this site is written, reviewed and corrected. A policy
    /// without a published page is left out.
    pub(crate) fn principles(self) -> Vec<String> {
        let policies = &self.config.settings.policies;
        let ids = [&policies.editorial, &policies.review, &policies.corrections, &policies.advertising, &policies.ai];
        let index = &self.resolved.site.index;
        let urls =
            ids.into_iter().flatten().filter_map(|id| match index.find(ContentKind::Page, &id.value, self.language) {
                LookupResult::Page(page) => Some(self.absolute(&self.resolved.site.page(page).url)),
                LookupResult::Hidden(_) | LookupResult::Several | LookupResult::Nothing => None,
            });
        urls.collect()
    }
}

/// The address of a page's licence. Authors may write a licence in words of their own, which have none: `license` takes a
/// URL or a CreativeWork, no text.
pub(crate) fn license(page: &Page) -> Option<&str> {
    license::address(page.front.license.as_deref()?)
}

/// For whom a page is written, as a [MedicalAudience](https://schema.org/MedicalAudience).
pub(crate) fn audience(audience: Audience) -> Value {
    let audience_type = match audience {
        Audience::Patient => "Patient",
        Audience::Clinician => "Clinician",
        Audience::Caregiver => "Caregiver",
    };
    json!({"@type": "MedicalAudience", "audienceType": audience_type})
}
