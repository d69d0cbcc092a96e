//! The nodes that every page has: the WebPage with its site and its breadcrumbs. Also the pages that have nothing else:
//! plain pages and the notice of a withdrawn page.

use std::borrow::Cow;

use wellpress_site::discover::ContentKind;
use wellpress_site::model::{LookupResult, Page, license};
use wellpress_site::parse::front_matter::Audience;
use wellpress_site::resolve::bodies::language_url;

use crate::context::Link;
use crate::context::breadcrumbs::breadcrumbs;
use crate::machine::json_ld::schema::{
    GraphNode, ItemList, ListItem, ListTarget, MedicalAudience, NodeRef, SchemaType, WebPage, WebSite,
};
use crate::machine::json_ld::{GraphNodes, StructuredData};

impl<'a> StructuredData<'a> {
    pub(crate) fn plain(self, page: &'a Page) -> GraphNodes<'a> {
        let mut web_page = self.described_page(page, SchemaType::One("WebPage"));
        web_page.has_part = self.questions(page);
        self.with_media(page, web_page)
    }

    /// A withdrawn page: its notice, and nothing of its former content.
    pub(crate) fn withdrawn(self, page: &'a Page) -> GraphNodes<'a> {
        let mut web_page = self.described_page(page, SchemaType::One("WebPage"));
        web_page.creative_work_status = Some("Withdrawn");
        self.with_breadcrumbs(page, web_page)
    }

    /// A page of the content, with its dates, its licence and the description that its front matter gives.
    pub(crate) fn described_page(self, page: &'a Page, kind: SchemaType) -> WebPage<'a> {
        WebPage {
            description: page.description.as_deref().filter(|_| !page.is_withdrawn()).unwrap_or_default(),
            date_published: page.published.map(|day| day.to_string()),
            date_modified: page.updated.map(|day| day.to_string()),
            license: license(page),
            ..self.titled_page(&page.url, page.title.as_str(), kind)
        }
    }

    /// A page with an address and a title, which is all that a generated page has.
    pub(crate) fn titled_page(self, url: &str, title: impl Into<Cow<'a, str>>, kind: SchemaType) -> WebPage<'a> {
        WebPage {
            kind,
            id: self.id(url, "page"),
            url: self.absolute(url),
            name: title.into(),
            in_language: self.tag(),
            is_part_of: Some(self.site()),
            breadcrumb: Some(NodeRef { id: self.id(url, "breadcrumbs") }),
            ..WebPage::default()
        }
    }

    /// A page of the content and the breadcrumbs to it.
    pub(crate) fn with_breadcrumbs(self, page: &'a Page, web_page: WebPage<'a>) -> GraphNodes<'a> {
        let parents = breadcrumbs(self.config, self.resolved, page.id, &self.facts.sections);
        self.below(parents, Link::new(page.short_title(), page.url.as_str()), web_page)
    }

    /// A page and its breadcrumbs: `parents` from the home page down, and `current` for the page itself.
    ///
    /// A [BreadcrumbList](https://schema.org/BreadcrumbList) ends with the current page, which the visible breadcrumbs leave
    /// out, and search engines read its positions from 1.
    pub(crate) fn below(self, parents: Vec<Link>, current: Link, web_page: WebPage<'a>) -> GraphNodes<'a> {
        let id = self.id(&current.url, "breadcrumbs");
        let crumbs = (1..).zip(parents.into_iter().chain([current])).map(|(position, crumb)| ListItem {
            kind: SchemaType::One("ListItem"),
            position: Some(position),
            name: crumb.title.into(),
            item: Some(ListTarget { kind: SchemaType::One("WebPage"), id: self.absolute(&crumb.url) }),
            ..ListItem::default()
        });
        let item_list_element = crumbs.collect();
        let crumbs = ItemList { kind: SchemaType::One("BreadcrumbList"), id, item_list_element, ..ItemList::default() };
        vec![GraphNode::Page(Box::new(web_page)), GraphNode::List(Box::new(crumbs))]
    }

    /// The site in this language, with its name and address only; its home page describes it in full.
    pub(crate) fn site(self) -> WebSite<'a> {
        let home = language_url(self.config, self.language);
        WebSite {
            kind: SchemaType::One("WebSite"),
            id: self.id(&home, "website"),
            url: self.absolute(&home),
            name: &self.config.languages[self.language].title,
            ..WebSite::default()
        }
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
                LookupResult::Hidden(_) | LookupResult::Nothing => None,
            });
        urls.collect()
    }
}

/// The address of a page's licence. Authors may write a licence in words of their own, which have none: `license` takes a
/// URL or a CreativeWork, no text.
pub(crate) fn license(page: &Page) -> Option<&str> {
    license::address(page.settings.license.as_deref()?)
}

/// For whom a page is written, as a [MedicalAudience](https://schema.org/MedicalAudience).
pub(crate) fn audience<'a>(audience: Audience) -> MedicalAudience<'a> {
    let audience_type = match audience {
        Audience::Patient => "Patient",
        Audience::Clinician => "Clinician",
        Audience::Caregiver => "Caregiver",
    };
    MedicalAudience { kind: SchemaType::One("MedicalAudience"), audience_type, ..MedicalAudience::default() }
}
