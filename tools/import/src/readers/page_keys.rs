//! The keys of front matter that the tools share. What no key of wellpress holds goes to `extra`, and is listed.

use serde_json::{Map, Value};

use wellpress_foundation::text::one_line;

use crate::dates;
use crate::log::ImportLog;
use crate::old_site::{OldPage, OldPicture};
use crate::text::{has_word, html};

/// Gives a page the values of its front matter. Keys that the reader has used are taken out before.
pub(crate) fn apply(page: &mut OldPage, values: Map<String, Value>, log: &mut ImportLog) {
    let file = page.source.clone();
    for (key, value) in values {
        if value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()) {
            continue;
        }
        let plain = key.to_lowercase().replace('-', "_");
        if hides(&plain, &value) {
            let value = text_of(&value).unwrap_or_else(|| value.to_string());
            page.hide(&format!("{key}: {value}"), log);
        } else if has_no_address(&plain, &value) {
            log.confirm(
                &file,
                format!("the old site shows this page in lists alone (`{key}: {value}`): its address is new"),
            );
        }
        if !apply_one(page, &plain, &value) {
            if is_review(&plain) {
                log.confirm(&file, format!("the old site says `{key}: {}`", words(&value).join(", ")));
                page.add_review(&key, value);
                continue;
            }
            log.left(
                &format!("front matter `{key}`"),
                &file,
                "nothing, or a field of the section; it is kept under `extra`",
            );
            page.extra.insert(key, value);
        }
    }
}

/// Keys that say whether the old site lists or renders a page, or tells search engines of it: see [`hides`].
const VISIBILITY: &str = "build _build render headless unlisted hidden noindex no_index robotsnoindex robots_noindex robots sitemap \
     sitemap_exclude exclude_from_sitemap";

/// Keys for the old theme alone.
const THEME: &str = "layout type template page_template toc math katex comments permalink url slug path hide \
     in_search_index sort_by paginate_by insert_anchor_links markup format editor execute jupyter engine css \
     parent grand_parent has_children permalinks hide_title hide_table_of_contents toc_min_heading_level \
     toc_max_heading_level custom_edit_url displayed_sidebar pagination_next pagination_prev";

/// Takes a value by its key, in lower case and with `_`, as any of the tools has it. Returns whether the key is known, and its value is
/// one that it can have.
fn apply_one(page: &mut OldPage, key: &str, value: &Value) -> bool {
    let text = text_of(value);
    let day = text.as_deref().and_then(dates::day);
    match key {
        "title" => page.title = text.or_else(|| page.title.take()),
        "linktitle" | "sidebar_label" | "short_title" => {
            page.fields.extend(text.map(|title| ("short_title".to_owned(), title.into())));
        }
        "description" | "summary" | "excerpt" | "abstract" | "subtitle" | "lead" | "meta_description" => {
            let is_first = page.description.is_none() && text.is_some();
            page.description = page.description.take().or(text);
            return is_first;
        }
        "date" | "published" | "publishdate" | "published_date" | "date_published" | "created" | "created_at"
        | "pubdate" => {
            page.is_draft |= *value == Value::Bool(false);
            page.published = day.or(page.published);
            return day.is_some() || value.is_boolean();
        }
        "lastmod" | "updated" | "modified" | "last_modified_at" | "last_modified" | "date_modified"
        | "last_updated" | "updated_at" => {
            page.updated = day.or(page.updated);
            return day.is_some();
        }
        "expirydate" | "expires" | "unpublishdate" => {
            page.expires = day.or(page.expires);
            return day.is_some();
        }
        "draft" => page.is_draft |= text.as_deref() == Some("true"),
        "weight" | "order" | "nav_order" | "sidebar_position" | "weighting" | "sort_order" => {
            #[expect(clippy::cast_possible_truncation, reason = "an order is a small number")]
            let number = number_of(value).map(|number| number as i64);
            page.weight = number.or(page.weight);
            return number.is_some();
        }
        "tags" | "categories" | "category" | "tag" | "topics" => page.topics.extend(words(value)),
        "taxonomies" => return add_taxonomies(page, value),
        "author" | "authors" | "by" | "byline" => {
            page.authors.extend(names(value).iter().filter_map(|name| author_name(name)));
        }
        "image" | "cover" | "featured_image" | "thumbnail" | "banner" | "hero" | "feature" | "images" | "featured"
        | "header" => {
            page.hero = page.hero.take().or_else(|| picture(value));
            return picture(value).is_some();
        }
        "image_alt" | "cover_alt" | "image_alt_text" | "thumbnail_alt" => {
            let Some(hero) = &mut page.hero else { return false };
            hero.alt = text;
        }
        "aliases" | "redirect_from" | "alias" => return add_aliases(page, value),
        "canonical" | "canonical_url" | "canonicalurl" => {
            let Some(url) = text.filter(|url| url.starts_with("http")) else { return false };
            page.fields.insert("canonical".to_owned(), url.into());
        }
        _ => return has_word(VISIBILITY, key) || has_word(THEME, key),
    }
    true
}

/// Whether a value of a key of [`VISIBILITY`] hides a page: the tool renders or lists it nowhere, or tells search engines to pass by.
fn hides(key: &str, value: &Value) -> bool {
    match key {
        // Lists show a page without an address if it says so.
        "build" | "_build" if has_no_address(key, value) => !says(value.get("list"), "always true local"),
        "build" | "_build" => says(value.get("list"), "never false"),
        "render" => says(Some(value), "never false"),
        "robots" => says(Some(value), "noindex none"),
        "sitemap" => {
            let switches = [(value.get("disable"), "true"), (value.get("exclude"), "true yes"), (Some(value), "false")];
            switches.into_iter().any(|(value, words)| says(value, words))
        }
        _ => has_word(VISIBILITY, key) && says(Some(value), "true yes on 1"),
    }
}

/// Whether a page of the old site had no address of its own.
fn has_no_address(key: &str, value: &Value) -> bool {
    matches!(key, "build" | "_build") && says(value.get("render"), "never false link")
}

/// Whether a value is one of these words, or has one between blanks or commas.
fn says(value: Option<&Value>, words: &str) -> bool {
    let has_one = |text: String| text.to_lowercase().split([',', ' ']).any(|word| has_word(words, word));
    value.and_then(text_of).is_some_and(has_one)
}

/// Adds old addresses of a page. Of a person, aliases may be names; then the key stays as well.
fn add_aliases(page: &mut OldPage, value: &Value) -> bool {
    let (addresses, names): (Vec<String>, Vec<String>) =
        words(value).into_iter().partition(|alias| !alias.contains(' ') || alias.contains('/'));
    page.aliases.extend(addresses.iter().map(|alias| from_root(alias)));
    names.is_empty()
}

/// The terms of all taxonomies of a page of Zola.
fn add_taxonomies(page: &mut OldPage, value: &Value) -> bool {
    let Value::Object(taxonomies) = value else { return false };
    for (taxonomy, value) in taxonomies {
        match taxonomy.as_str() {
            "authors" | "author" => page.authors.extend(words(value)),
            _ => page.topics.extend(words(value)),
        }
    }
    true
}

fn is_review(key: &str) -> bool {
    ["review", "fact_check", "factcheck", "verified_by", "checked_by"].iter().any(|word| key.contains(word))
}

/// A value as one text.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// A value as a number, also one that is kept as text for its spelling, such as `010`.
pub(crate) fn number_of(value: &Value) -> Option<f64> {
    text_of(value)?.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The text of the first of these keys that a map has.
pub(crate) fn first_text(map: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| map.get(*key)).and_then(text_of)
}

/// A value as a list of words: a list, words between commas, or a map with a name.
pub(crate) fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values
            .iter()
            .flat_map(|value| if value.is_string() { text_of(value).into_iter().collect() } else { words(value) })
            .collect(),
        Value::Object(map) => {
            let name = first_text(map, &["name", "title", "literal", "path", "id"]);
            name.or_else(|| given_and_family_name(map)).into_iter().collect()
        }
        Value::String(text) => {
            text.split([',', ';']).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
        }
        other => text_of(other).into_iter().collect(),
    }
}

/// The names in a value. One in HTML is a link, and has the signs at which others are parted.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(links) if links.contains("<a ") => {
            let names = links.split("</a>").map(|link| html::plain(link.trim_start_matches([',', ';', ' '])));
            names.filter(|name| !name.is_empty()).collect()
        }
        Value::Array(values) if values.iter().any(|value| value.as_str().is_some_and(|name| name.contains("<a "))) => {
            values.iter().flat_map(names).collect()
        }
        other => words(other),
    }
}

/// The texts of at least so many words in a value, at all depths.
pub(crate) fn phrases(value: &Value, least: usize) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(|value| phrases(value, least)).collect(),
        Value::Object(map) => map.values().flat_map(|value| phrases(value, least)).collect(),
        Value::String(text) if text.split_whitespace().count() >= least => vec![one_line(text)],
        _ => Vec::new(),
    }
}

fn given_and_family_name(map: &Map<String, Value>) -> Option<String> {
    let (given, family) = map.get("given").and_then(text_of).zip(map.get("family").and_then(text_of))?;
    Some(format!("{given} {family}"))
}

/// A name without the role before it, such as "Editor: ". `None` if it names nobody.
fn author_name(name: &str) -> Option<String> {
    const ROLES: [&str; 8] = ["author", "editor", "staff", "by", "written by", "reviewer", "edited by", "text"];
    let name = match name.split_once(':') {
        Some((role, name)) if ROLES.contains(&role.trim().to_lowercase().as_str()) => name,
        _ => name,
    };
    let name = name.trim().trim_start_matches('[').split("](").next().unwrap_or_default().trim();
    (!name.is_empty() && !["tbd", "tba", "n/a", "unknown", "admin"].contains(&name.to_lowercase().as_str()))
        .then(|| name.to_owned())
}

fn picture(value: &Value) -> Option<OldPicture> {
    match value {
        Value::String(src) => Some(OldPicture { src: src.trim().to_owned(), ..OldPicture::default() }),
        Value::Array(values) => picture(values.first()?),
        Value::Object(map) => {
            let src = first_text(
                map,
                &["src", "image", "url", "path", "file", "filename", "teaser", "overlay_image", "relative"],
            )?;
            Some(OldPicture {
                src,
                alt: first_text(map, &["alt", "alt_text", "image_description", "description"]),
                caption: first_text(map, &["caption", "title"]),
                credit: first_text(map, &["credit", "creator", "attribution", "photographer"]),
            })
        }
        _ => None,
    }
}

fn from_root(address: &str) -> String {
    format!("/{}", address.trim_start_matches("../").trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::apply;

    #[test]
    fn pages_that_the_old_site_hides_are_drafts() {
        let page_of = |values: serde_json::Value| {
            let (mut page, mut log) = (OldPage::default(), ImportLog::default());
            apply(&mut page, values.as_object().unwrap().clone(), &mut log);
            assert!(log.left_constructs().is_empty(), "{values}");
            assert!(!page.is_draft || !log.to_confirm.is_empty());
            page.is_draft
        };
        for hidden in [
            serde_json::json!({"build": {"render": "never"}}),
            serde_json::json!({"_build": {"render": "link", "list": "never"}}),
            serde_json::json!({"_build": {"list": false}}),
            serde_json::json!({"render": false}),
            serde_json::json!({"headless": true}),
            serde_json::json!({"unlisted": true}),
            serde_json::json!({"robots": "noindex, nofollow"}),
            serde_json::json!({"robotsNoIndex": true}),
            serde_json::json!({"sitemap": false}),
            serde_json::json!({"sitemap": {"disable": true}}),
        ] {
            assert!(page_of(hidden.clone()), "{hidden}");
        }
        for shown in [
            serde_json::json!({"build": {"render": "always", "list": "always", "publishResources": false}}),
            serde_json::json!({"build": {"render": "never", "list": "always"}}),
            serde_json::json!({"render": true, "headless": false, "unlisted": false, "noindex": false}),
            serde_json::json!({"robots": "index, follow", "sitemap": {"priority": 0.5}}),
        ] {
            assert!(!page_of(shown.clone()), "{shown}");
        }
    }
    use crate::log::ImportLog;
    use crate::old_site::OldPage;

    #[test]
    fn keys_of_several_tools_are_read() {
        let values = serde_json::json!({
            "title": "A", "date": "2024-03-05T10:00:00Z", "lastmod": "2024-04-01", "tags": ["b", "c, d"], "categories": "e, f",
            "author": {"name": "Ann Lee"}, "cover": {"image": "x.png", "alt": "X"}, "redirect_from": "old", "published": false,
            "reviewed_by": "Bo May", "audience": "all", "layout": "post", "nav_order": 3
        });
        let (mut page, mut log) = (OldPage::default(), ImportLog::default());
        apply(&mut page, values.as_object().unwrap().clone(), &mut log);
        assert_eq!(page.topics, ["e", "f", "b", "c, d"]);
        assert_eq!(
            (page.authors, page.aliases, page.weight, page.is_draft),
            (vec!["Ann Lee".to_owned()], vec!["/old".to_owned()], Some(3), true)
        );
        assert_eq!(page.published.unwrap().to_string(), "2024-03-05");
        assert_eq!(page.hero.unwrap().alt.as_deref(), Some("X"));
        assert_eq!(page.extra["imported_review"]["reviewed_by"], "Bo May");
        assert_eq!(page.extra["audience"], "all");
        assert_eq!(log.left_constructs()[0].kind, "front matter `audience`");
    }
}
