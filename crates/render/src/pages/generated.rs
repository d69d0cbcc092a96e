//! What pages have in common that no file of the content stands for: lists, glossary, index, 404.

use super::super::context;
use super::super::html::escape::escaped;
use super::super::languages;
use super::super::render_context::RenderContext;
use super::super::sharing;

/// A page that the build makes of itself.
pub struct Made {
    /// `list`, `glossary`, ...
    pub kind: &'static str,
    /// Index into the site's languages.
    pub language: usize,
    /// Address.
    pub url: String,
    /// Title.
    pub title: String,
    /// The dek.
    pub description: Option<String>,
    /// Content of the robots tag.
    pub robots: Option<&'static str>,
}

impl Made {
    /// What the template has as `page`.
    #[must_use]
    pub fn page(&self, cx: &RenderContext<'_>) -> context::Page {
        let home = cx.home(self.language);
        let is_home = self.url == home;
        let home = context::Link::new(cx.say(self.language, "text-home"), home);
        context::Page {
            kind: self.kind,
            id: String::new(),
            url: self.url.clone(),
            title_html: escaped(&self.title),
            title: self.title.clone(),
            description: self.description.clone(),
            breadcrumbs: if is_home { Vec::new() } else { vec![home] },
            languages: languages::of_path(cx, self.language, &[], ""),
            outdated: None,
            unpublished: None,
            has_form: false,
            extra: serde_json::Value::Object(serde_json::Map::new()),
        }
    }

    /// What the template has as `head`.
    #[must_use]
    pub fn head(&self, cx: &RenderContext<'_>, json_ld: String) -> context::Head {
        let site_title = &cx.config.languages[self.language].title;
        context::Head {
            title: if self.title == *site_title {
                self.title.clone()
            } else {
                format!("{} | {site_title}", self.title)
            },
            description: self.description.clone().or_else(|| cx.config.languages[self.language].description.clone()),
            canonical: cx.config.base.absolute(&self.url),
            alternates: Vec::new(),
            robots: self.robots.map(str::to_owned),
            og_type: "website",
            image: sharing::of_site(cx, self.language),
            scholar: Vec::new(),
            json_ld,
        }
    }
}
