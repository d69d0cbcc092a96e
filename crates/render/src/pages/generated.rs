//! Pages that no file of the content stands for: lists, the glossary, the citation index, 404 and others. Makes their `page`
//! and `head`, as `PageVariables::of_content` does for pages with a file.

use wellpress_site::config::LanguageId;

use super::super::context;
use crate::escape::escaped;
use crate::pages::page_variables::PageVariables;
use crate::pages::render_context::{RenderContext, languages, sharing};

/// A page that the build generates.
pub(crate) struct GeneratedPage {
    /// `page.kind` in templates, and the stem of the template's name: `list`, `glossary`, ...
    pub kind: &'static str,
    /// One of the site's languages.
    pub language: LanguageId,
    /// Root-relative address, with the base path.
    pub url: String,
    /// Plain text, for the heading and for the head.
    pub title: String,
    /// Shown below the title and in the head; without one the head has the site's.
    pub description: Option<String>,
    /// Content of the robots tag, for a page that is not for search engines.
    pub robots: Option<&'static str>,
    /// Root-relative address of its Atom feed, if it has one.
    pub feed: Option<String>,
}

impl GeneratedPage {
    /// A page for search engines, without a description.
    pub fn new(kind: &'static str, language: LanguageId, url: String, title: String) -> Self {
        Self { kind, language, url, title, description: None, robots: None, feed: None }
    }

    /// What the page's template gets as `page` and `head`, with `json_ld` as its structured data.
    pub fn variables(&self, cx: &RenderContext<'_>, json_ld: String) -> PageVariables {
        let (page, head) = (self.page(cx), self.head(cx, json_ld));
        PageVariables { language: self.language, own_template: None, page, head }
    }

    /// The same for a page that is not for search engines.
    pub fn variables_without_metadata(&self, cx: &RenderContext<'_>) -> PageVariables {
        self.variables(cx, String::new()).without_metadata()
    }

    fn page(&self, cx: &RenderContext<'_>) -> context::Page {
        let home_url = cx.home(self.language);
        let is_home = self.url == home_url;
        let home = context::Link::new(cx.say(self.language, "text-home"), home_url);
        context::Page {
            kind: self.kind,
            id: String::new(),
            url: self.url.clone(),
            title_html: escaped(&self.title),
            title: self.title.clone(),
            description: self.description.clone(),
            breadcrumbs: if is_home { Vec::new() } else { vec![home] },
            forms: Vec::new(),
            // The home pages, until the caller knows which languages have this page.
            languages: languages::of_path(cx, self.language, &[], ""),
            outdated: None,
            unpublished: None,
            has_form: false,
            feedback: None,
            has_extensions: false,
            feed: self.feed.clone(),
            fields: Vec::new(),
            named_by: Vec::new(),
            edit: None,
            guide: None,
            below: Vec::new(),
            ai: None,
            pdf: None,
            epub: None,
            extra: serde_json::Value::Object(serde_json::Map::new()),
        }
    }

    fn head(&self, cx: &RenderContext<'_>, json_ld: String) -> context::Head {
        let site_title = &cx.config.languages[self.language].title;
        let is_titled_as_site = self.title == *site_title;
        context::Head {
            title: if is_titled_as_site { self.title.clone() } else { format!("{} | {site_title}", self.title) },
            description: self.description.clone().or_else(|| cx.config.languages[self.language].description.clone()),
            // That of a redirect may be at another host.
            canonical: match self.url.starts_with('/') {
                true => cx.config.base.absolute(&self.url),
                false => self.url.clone(),
            },
            alternates: Vec::new(),
            copies: Vec::new(),
            robots: crate::pages::robots::robots_for_build(cx.config, self.robots),
            og_type: Some("website"),
            image: sharing::of_site(cx, self.language),
            scholar: Vec::new(),
            json_ld,
        }
    }
}
