//! The keys of front matter that the tools share. What no key of wellpress holds goes to `extra`, and is listed.

use serde_json::{Map, Value};

use crate::dates;
use crate::log::ImportLog;
use crate::old_site::{OldPage, OldPicture};

/// Gives a page the values of its front matter. Keys that the reader has used are taken out before.
pub(crate) fn apply(page: &mut OldPage, values: Map<String, Value>, log: &mut ImportLog) {
    let file = page.source.clone();
    for (key, value) in values {
        if value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()) {
            continue;
        }
        let plain = key.to_lowercase().replace('-', "_");
        if !apply_one(page, &plain, &value) {
            if is_review(&plain) {
                log.confirm(&file, format!("the old site says `{key}: {}`", words(&value).join(", ")));
                let reviews = page.extra.entry("imported_review").or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(reviews) = reviews {
                    reviews.insert(key, value);
                }
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

/// Returns whether the key is one of those that are known here.
fn apply_one(page: &mut OldPage, key: &str, value: &Value) -> bool {
    let text = || text_of(value);
    let day = || text().as_deref().and_then(dates::day);
    match key {
        "title" => page.title = text().or_else(|| page.title.take()),
        "linktitle" | "sidebar_label" | "short_title" => {
            page.fields.extend(text().map(|title| ("short_title".to_owned(), title.into())));
        }
        "description" | "summary" | "excerpt" | "abstract" | "subtitle" | "lead" => {
            let Some(text) = text() else { return false };
            if page.description.is_some() {
                return false;
            }
            page.description = Some(text);
        }
        "date" | "published" | "publishdate" | "published_date" | "date_published" | "created" | "created_at"
        | "pubdate" => match (value, day()) {
            (Value::Bool(is_published), _) => page.is_draft = page.is_draft || !is_published,
            (_, Some(day)) => page.published = Some(day),
            (_, None) => return false,
        },
        "lastmod" | "updated" | "modified" | "last_modified_at" | "last_modified" | "date_modified"
        | "last_updated" | "updated_at" => match day() {
            Some(day) => page.updated = Some(day),
            None => return false,
        },
        "expirydate" | "expires" | "unpublishdate" => match day() {
            Some(day) => page.expires = Some(day),
            None => return false,
        },
        "draft" => page.is_draft = page.is_draft || *value == Value::Bool(true) || text().as_deref() == Some("true"),
        "weight" | "order" | "nav_order" | "sidebar_position" | "weighting" | "sort_order" => {
            let number =
                value.as_i64().or_else(|| value.as_f64().map(|number| number as i64)).or_else(|| text()?.parse().ok());
            match number {
                Some(number) => page.weight = Some(number),
                None => return false,
            }
        }
        "tags" | "categories" | "category" | "tag" | "topics" => page.topics.extend(words(value)),
        "taxonomies" => {
            let Value::Object(taxonomies) = value else { return false };
            for (taxonomy, value) in taxonomies {
                match taxonomy.as_str() {
                    "authors" | "author" => page.authors.extend(words(value)),
                    _ => page.topics.extend(words(value)),
                }
            }
        }
        "author" | "authors" | "by" | "byline" => {
            page.authors.extend(words(value).iter().filter_map(|name| author_name(name)))
        }
        "image" | "cover" | "featured_image" | "thumbnail" | "banner" | "hero" | "feature" | "images" | "featured"
        | "header" => {
            let Some(picture) = picture(value) else { return false };
            page.hero.get_or_insert(picture);
        }
        "image_alt" | "cover_alt" | "image_alt_text" | "thumbnail_alt" => {
            let Some(hero) = &mut page.hero else { return false };
            hero.alt = text();
        }
        "aliases" | "redirect_from" | "alias" => {
            page.aliases.extend(words(value).into_iter().map(|alias| from_root(&alias)))
        }
        "canonical" | "canonical_url" | "canonicalurl" if text().is_some_and(|url| url.starts_with("http")) => {
            page.fields.extend(text().map(|url| ("canonical".to_owned(), url.into())));
        }
        // The old theme alone needs these.
        "layout"
        | "type"
        | "template"
        | "page_template"
        | "toc"
        | "math"
        | "katex"
        | "comments"
        | "sitemap"
        | "permalink"
        | "url"
        | "slug"
        | "path"
        | "hide"
        | "render"
        | "in_search_index"
        | "sort_by"
        | "paginate_by"
        | "insert_anchor_links"
        | "markup"
        | "format"
        | "editor"
        | "execute"
        | "jupyter"
        | "engine"
        | "css"
        | "parent"
        | "grand_parent"
        | "has_children"
        | "permalinks" => {}
        _ => return false,
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

/// A value as a list of words: a list, words between commas, or a map with a name.
pub(crate) fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values
            .iter()
            .flat_map(|value| if value.is_string() { text_of(value).into_iter().collect() } else { words(value) })
            .collect(),
        Value::Object(map) => {
            let name =
                ["name", "title", "literal", "path", "id"].iter().find_map(|key| map.get(*key)).and_then(text_of);
            let parts = || map.get("given").and_then(text_of).zip(map.get("family").and_then(text_of));
            name.or_else(|| parts().map(|(given, family)| format!("{given} {family}"))).into_iter().collect()
        }
        Value::String(text) => {
            text.split([',', ';']).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
        }
        other => text_of(other).into_iter().collect(),
    }
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
            let text = |keys: &[&str]| keys.iter().find_map(|key| map.get(*key)).and_then(text_of);
            let src = text(&["src", "image", "url", "path", "file", "teaser", "overlay_image", "relative"])?;
            Some(OldPicture {
                src,
                alt: text(&["alt", "alt_text", "image_description", "description"]),
                caption: text(&["caption", "title"]),
                credit: text(&["credit", "creator", "attribution", "photographer"]),
            })
        }
        _ => None,
    }
}

fn from_root(address: &str) -> String {
    if address.starts_with('/') { address.to_owned() } else { format!("/{address}") }
}

#[cfg(test)]
mod tests {
    use super::apply;
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
