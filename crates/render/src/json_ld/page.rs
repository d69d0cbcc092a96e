//! What every page has: WebPage with its site and breadcrumbs; and pages that are nothing more.

use std::borrow::Cow;

use wellpress_site::discover::Kind;
use wellpress_site::model::{Found, Page, license};
use wellpress_site::parse::front_matter::Audience;
use wellpress_site::resolve::bodies::language_url;

use crate::breadcrumbs::breadcrumbs;
use crate::context::Link;

use super::schema::{self, Entry, Item, List, Node, Ref, Site, Type};
use super::{About, Nodes};

impl<'a> About<'a> {
    /// A page with no more to it than its words.
    pub(super) fn plain(self, page: &'a Page) -> Nodes<'a> {
        let mut shell = self.shell(page, Type::One("WebPage"));
        shell.has_part = self.questions(page);
        self.with_media(page, shell)
    }

    /// A page that stands as a notice: nothing of what it said.
    pub(super) fn withdrawn(self, page: &'a Page) -> Nodes<'a> {
        let mut shell = self.shell(page, Type::One("WebPage"));
        shell.creative_work_status = Some("Withdrawn");
        self.with_breadcrumbs(page, shell)
    }

    /// The page with what front matter says of any page.
    pub(super) fn shell(self, page: &'a Page, kind: Type) -> schema::Page<'a> {
        schema::Page {
            description: page.description.as_deref().filter(|_| !page.is_withdrawn()).unwrap_or_default(),
            date_published: page.published.map(|day| day.to_string()),
            date_modified: page.updated.map(|day| day.to_string()),
            license: license(page),
            ..self.bare(&page.url, page.title.as_str(), kind)
        }
    }

    /// A page of which only the address and the title are known.
    pub(super) fn bare(self, url: &str, title: impl Into<Cow<'a, str>>, kind: Type) -> schema::Page<'a> {
        schema::Page {
            kind,
            id: self.id(url, "page"),
            url: self.absolute(url),
            name: title.into(),
            in_language: self.tag(),
            is_part_of: Some(self.site()),
            breadcrumb: Some(Ref { id: self.id(url, "breadcrumbs") }),
            ..schema::Page::default()
        }
    }

    /// The page and the way to it.
    pub(super) fn with_breadcrumbs(self, page: &'a Page, shell: schema::Page<'a>) -> Nodes<'a> {
        let way = breadcrumbs(self.config, self.resolved, page.id, &self.facts.sections);
        self.graph(way, Link::new(page.short_title(), page.url.as_str()), shell)
    }

    /// A page of the build's own and the way to it.
    pub(super) fn graph(self, way: Vec<Link>, own: Link, shell: schema::Page<'a>) -> Nodes<'a> {
        let id = self.id(&own.url, "breadcrumbs");
        let steps = way.into_iter().chain([own]).enumerate().map(|(number, step)| Entry {
            kind: Type::One("ListItem"),
            position: Some(number + 1),
            name: step.title.into(),
            item: Some(Item { kind: Type::One("WebPage"), id: self.absolute(&step.url) }),
            ..Entry::default()
        });
        let item_list_element = steps.collect();
        let steps = List { kind: Type::One("BreadcrumbList"), id, item_list_element, ..List::default() };
        vec![Node::Page(Box::new(shell)), Node::List(Box::new(steps))]
    }

    /// The site in this language, by name.
    pub(super) fn site(self) -> Site<'a> {
        let home = language_url(self.config, self.language);
        Site {
            kind: Type::One("WebSite"),
            id: self.id(&home, "website"),
            url: self.absolute(&home),
            name: &self.config.languages[self.language].title,
            ..Site::default()
        }
    }

    /// Pages that say by which rules this site is written and put right.
    pub(super) fn principles(self) -> Vec<String> {
        let policies = &self.config.settings.policies;
        let named = [&policies.editorial, &policies.review, &policies.corrections, &policies.advertising, &policies.ai];
        let index = &self.resolved.site.index;
        let urls =
            named.into_iter().flatten().filter_map(|id| match index.find(Kind::Page, &id.value, self.language) {
                Found::Page(page) => Some(self.absolute(&self.resolved.site.page(page).url)),
                Found::Hidden(_) | Found::Nothing => None,
            });
        urls.collect()
    }
}

/// The address of the licence, where it is known.
pub(super) fn license(page: &Page) -> Option<&str> {
    license::address(page.settings.license.as_deref()?)
}

/// For whom a page is, as a MedicalAudience.
pub(super) fn audience<'a>(audience: Audience) -> schema::Audience<'a> {
    let audience_type = match audience {
        Audience::Patient => "Patient",
        Audience::Clinician => "Clinician",
        Audience::Caregiver => "Caregiver",
    };
    schema::Audience { kind: Type::One("MedicalAudience"), audience_type, ..schema::Audience::default() }
}
