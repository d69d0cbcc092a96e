//! Which pages axe looks at: of each template those on which most can be wrong.

use std::collections::{BTreeMap, BTreeSet};

use super::tags::start_tags;
use crate::browser::folder_of;

/// The most pages of a run. One takes several seconds.
const MAX_PAGES: usize = 40;

/// A page of the site, as far as the choice depends on it.
#[derive(Debug)]
pub(super) struct Page<'s> {
    pub path: &'s str,
    pub template: String,
    /// How many different elements it has; those of one name and one class are the same.
    kinds: usize,
    length: usize,
    /// How many tables, pictures, players, frames, drawings and fields of forms.
    parts: usize,
}

/// Elements that need more than text to be accessible.
const PARTS: [&str; 11] =
    ["table", "img", "svg", "video", "audio", "iframe", "object", "input", "select", "textarea", "button"];

impl<'s> Page<'s> {
    /// `None` for a page that only leads to another one. `template` is the one that rendered it, if that is known.
    pub fn read(path: &'s str, html: &str, template: Option<&str>) -> Option<Self> {
        let mut kinds = BTreeSet::new();
        let (mut parts, mut kind_of_page) = (0, "page");
        for tag in start_tags(html) {
            if tag.value("http-equiv").is_some_and(|value| value.eq_ignore_ascii_case("refresh")) {
                return None;
            }
            if tag.name == "body" {
                kind_of_page = tag.value("data-kind").unwrap_or("page");
            }
            parts += usize::from(PARTS.contains(&tag.name));
            kinds.insert((tag.name, tag.value("class").unwrap_or_default()));
        }
        let template = template.map_or_else(|| format!("{kind_of_page}.html"), ToOwned::to_owned);
        Some(Self { path, template, kinds: kinds.len(), length: html.len(), parts })
    }

    /// Its address in the site, such as `/articles/neck-pain/`.
    pub fn address(&self) -> String {
        format!("/{}", folder_of(self.path))
    }
}

/// Of each template the page with the most kinds of elements, the longest page, and the one with the most parts. If these are too many, the
/// first ones of all templates come before the second ones. In order of templates and paths.
pub(super) fn chosen(mut pages: Vec<Page<'_>>) -> Vec<Page<'_>> {
    pages.sort_by(|one, other| one.path.cmp(other.path));
    let measures: [fn(&Page<'_>) -> usize; 3] = [|page| page.kinds, |page| page.length, |page| page.parts];
    let mut paths: Vec<&str> = Vec::new();
    for measure in measures {
        let mut most: BTreeMap<&str, &Page<'_>> = BTreeMap::new();
        for page in &pages {
            let best = most.entry(&page.template).or_insert(page);
            if measure(page) > measure(best) {
                *best = page;
            }
        }
        let new = most.into_values().map(|page| page.path).filter(|path| !paths.contains(path));
        let new: Vec<&str> = new.collect();
        paths.extend(new);
    }
    paths.truncate(MAX_PAGES);
    pages.retain(|page| paths.contains(&page.path));
    pages.sort_by(|one, other| one.template.cmp(&other.template).then_with(|| one.path.cmp(other.path)));
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_on_which_most_can_be_wrong() {
        let body = |inside: &str| format!("<body data-kind=\"article\">{inside}</body>");
        let htmls = [
            ("a/index.html", body("<p>One</p>")),
            ("b/index.html", body("<p>One</p><p class=\"a\">Two</p><p class=\"b\">Three</p>")),
            ("c/index.html", body(&"Long. ".repeat(50))),
            ("d/index.html", body("<img><img><img>")),
            ("e/index.html", "<meta http-equiv=\"Refresh\" content=\"0; url=/a/\">".to_owned()),
            ("f/index.html", body("<p>Two</p>")),
        ];
        let template = |path: &str| path.starts_with('f').then_some("own.html");
        let pages = htmls.iter().filter_map(|(path, html)| Page::read(path, html, template(path)));
        let chosen = chosen(pages.collect());
        let found: Vec<_> = chosen.iter().map(|page| (page.template.as_str(), page.path)).collect();
        let of_article = |path| ("article.html", path);
        let expected = ["b/index.html", "c/index.html", "d/index.html"].map(of_article);
        assert_eq!(found, [expected.as_slice(), &[("own.html", "f/index.html")]].concat());
    }
}
