//! Parts of articles that a template of the site's theme does not print, although articles of the site have them.
//!
//! Input: templates with all that they use, and the site. Output: findings [`rules::TEMPLATE_INCOMPLETE`]. Safety notices are left to
//! `safety`, which reads the finished pages.

use std::collections::BTreeSet;

use wellpress_diagnostics::{Diagnostic, Source, Span, rules};
use wellpress_site::model::article::Article;
use wellpress_site::model::{Page, Site};
use wellpress_site::parse::front_matter::TocPosition;

/// The template of articles that name no other.
pub(crate) const ARTICLE: &str = "article.html";

/// A field of an article that authors write for readers.
struct ArticlePart {
    /// How a template names it.
    field: &'static str,
    words: &'static str,
    is_in: fn(&Page, &Article) -> bool,
}

static PARTS: [ArticlePart; 3] = [
    ArticlePart { field: ".key_points", words: "key points", is_in: |_, article| article.key_point_count > 0 },
    ArticlePart {
        field: ".toc",
        words: "a table of contents",
        is_in: |page, article| article.toc != TocPosition::None && page.body.headings.len() > 1,
    },
    ArticlePart {
        field: ".call_to_action",
        words: "a call to action",
        is_in: |_, article| article.call_to_action.is_some(),
    },
];

/// The parts that a template does not print, for [`MissingParts::find_in`].
pub(crate) struct MissingParts {
    template: Source,
    name: String,
    parts: Vec<&'static ArticlePart>,
}

impl MissingParts {
    /// `texts` are those of the template and of all templates that it uses. Names are searched for, not parsed: a name in a comment
    /// counts as well, which only loses a note.
    pub fn of(name: &str, template: &Source, texts: &[&str]) -> Self {
        let missing = PARTS.iter().filter(|part| !texts.iter().any(|text| text.contains(part.field)));
        let (name, template) = (name.to_owned(), template.clone());
        Self { template, name, parts: missing.collect() }
    }

    /// Whether the template prints all parts, so that no article can lack one.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Findings about the parts that an article with this template has, each naming the first such article.
    pub fn find_in(&self, site: &Site) -> Vec<Diagnostic> {
        let findings = self.parts.iter().filter_map(|part| {
            let mut articles = site.pages.iter().filter_map(|page| Some((page, page.article()?)));
            let has_part = |page: &Page, article: &Article| !page.is_withdrawn() && (part.is_in)(page, article);
            let (page, _) = articles.find(|(page, article)| self.renders(site, page) && has_part(page, article))?;
            let message = format!("the template does not print `article{}`", part.field);
            let finding = Diagnostic::new(&rules::TEMPLATE_INCOMPLETE, self.template.locate(Span::default()), message);
            Some(finding.help(format!("`{}` has {}: print it, or take it out there", page.source.path, part.words)))
        });
        findings.collect()
    }

    /// Whether the template is one of these.
    pub fn is_of_one(&self, templates: &BTreeSet<&str>) -> bool {
        templates.contains(&*self.name)
    }

    fn renders(&self, site: &Site, article: &Page) -> bool {
        template_of(site, article) == self.name
    }
}

/// The names of the templates that render the articles of a site.
pub(crate) fn templates_of_articles(site: &Site) -> BTreeSet<&str> {
    site.pages.iter().filter(|page| page.article().is_some()).map(|page| template_of(site, page)).collect()
}

fn template_of<'a>(site: &'a Site, article: &'a Page) -> &'a str {
    site.own_template(article).map_or(ARTICLE, |template| &template.value)
}
