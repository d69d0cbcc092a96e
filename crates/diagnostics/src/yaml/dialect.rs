//! The kinds of YAML documents: what messages call each, to which rules its mistakes belong, and what authors write in place of its keys.

use crate::{Rule, rules};

/// A kind of YAML document: what messages call it, and to which rule each kind of mistake in it belongs.
#[derive(Debug, Clone, Copy)]
pub struct Dialect<'a> {
    /// What messages call the document, such as "front matter".
    pub name: &'static str,
    /// The rule for broken YAML, exceeded limits and duplicate keys.
    pub syntax: &'static Rule,
    /// The rule for a key that the document does not have.
    pub unknown_key: &'static Rule,
    /// The rule for a value that is not of its key's type.
    pub wrong_type: &'static Rule,
    /// The rule for a missing key that the document must have.
    pub required: &'static Rule,
    /// The rule for a date that is not a day of the calendar.
    pub date: &'static Rule,
    /// Keys whose value authors often write as one word, each with the form that its value has; `VALUE` stands for the word.
    pub value_forms: &'static [(&'static str, &'static str)],
    /// Keys of other programs, each with the key that means the same here.
    pub foreign_keys: &'static [(&'static [&'static str], &'static str)],
    /// Keys that authors write one level too deep.
    pub too_deep_keys: &'static [TooDeepKey],
    /// Keys of other programs that no key here replaces, each with what to do instead.
    pub keys_without_counterpart: &'static [(&'static [&'static str], &'static str)],
    /// Keys at the top of the document that its type does not know, because the settings declare them.
    pub declared_keys: &'a [&'a str],
    /// Keys with an alias: `[key, alias]`.
    pub key_aliases: &'a [[&'static str; 2]],
}

/// A key that is known above the level at which an author wrote it.
#[derive(Debug, Clone, Copy)]
pub struct TooDeepKey {
    /// The name of the key.
    pub key: &'static str,
    /// The keys of the level below its own, by which that level is recognised.
    pub keys_below: &'static [&'static str],
    /// What to do instead.
    pub help: &'static str,
}

impl Dialect<'static> {
    /// A document in which all mistakes belong to one rule.
    ///
    /// ```
    /// use wellpress_diagnostics::{rules, yaml::Dialect};
    ///
    /// static RECIPES: Dialect = Dialect::of_one_rule("recipes", &rules::SETTINGS_INVALID);
    /// assert_eq!(RECIPES.date, RECIPES.syntax);
    /// ```
    #[must_use]
    pub const fn of_one_rule(name: &'static str, rule: &'static Rule) -> Self {
        Self {
            name,
            syntax: rule,
            unknown_key: rule,
            wrong_type: rule,
            required: rule,
            date: rule,
            value_forms: &[],
            foreign_keys: &[],
            too_deep_keys: &[],
            keys_without_counterpart: &[],
            declared_keys: &[],
            key_aliases: &[],
        }
    }
}

/// Front matter, the YAML at the start of a page.
pub static FRONT_MATTER: Dialect = Dialect {
    declared_keys: &[],
    key_aliases: &[],
    name: "front matter",
    syntax: &rules::FRONT_MATTER_INVALID,
    unknown_key: &rules::FRONT_MATTER_UNKNOWN_KEY,
    wrong_type: &rules::FRONT_MATTER_TYPE,
    required: &rules::FRONT_MATTER_REQUIRED,
    date: &rules::DATE_INVALID,
    value_forms: &[
        ("ai", "{used: VALUE}"),
        ("cautions", "[{condition: VALUE, advice: \"..\"}]"),
        ("contributors", "[{person: VALUE, role: illustrator}]"),
        ("dose", "{reps: NUMBER}"),
        ("hero", "{src: VALUE, alt: \"..\"}"),
        ("images", "[{src: VALUE, alt: \"..\"}]"),
        ("reviewers", "[{person: VALUE, role: medical, date: YYYY-MM-DD}]"),
        ("schedule", "[{exercise: VALUE}]"),
        ("sponsor", "{name: VALUE}"),
        ("video", "{src: VALUE, title: \"..\"}"),
        ("withdrawn", "{date: YYYY-MM-DD, reason: VALUE}"),
    ],
    foreign_keys: &[
        (&["tags", "tag", "categories", "category", "keywords", "subjects", "taxonomies"], "topics"),
        (
            &[
                "image",
                "cover",
                "thumbnail",
                "banner",
                "featured_image",
                "feature_image",
                "featuredImage",
                "photo",
                "heroImage",
                "hero_image",
                "cover_image",
                "coverImage",
            ],
            "hero",
        ),
        (&["og_image", "ogImage", "share_image", "shareImage", "twitter_image", "socialImage"], "social_image"),
        (
            &[
                "lastmod",
                "last_modified",
                "last_modified_at",
                "last_updated",
                "modified",
                "date-modified",
                "updated_at",
                "lastUpdated",
                "lastModified",
                "dateModified",
                "date_modified",
                "updatedDate",
            ],
            "updated",
        ),
        (
            &[
                "pubDate",
                "publishDate",
                "publish_date",
                "datePublished",
                "date_published",
                "created",
                "created_at",
                "posted",
            ],
            "published",
        ),
        (&["expiryDate", "expiry_date", "expire_date"], "expires"),
        (
            &[
                "summary",
                "excerpt",
                "abstract",
                "subtitle",
                "intro",
                "lead",
                "teaser",
                "meta_description",
                "metaDescription",
                "seo_description",
                "og_description",
            ],
            "description",
        ),
        (&["author", "by", "writer"], "authors"),
        (&["reviewer", "reviewed_by", "medically_reviewed_by", "checked_by"], "reviewers"),
        (&["url", "path"], "permalink"),
        (&["redirect_from", "redirects", "old_urls", "alias"], "aliases"),
        (&["layout"], "template"),
        (&["linkTitle", "link_title", "nav_title", "menu_title", "sidebar_label", "navtitle"], "short_title"),
        (&["metaTitle", "meta_title", "og_title", "pagetitle"], "seo_title"),
        (&["order", "nav_order", "sidebar_position", "position", "sort"], "weight"),
        (&["cites", "nocite", "sources"], "references"),
        (&["params", "custom", "meta", "data"], "extra"),
    ],
    too_deep_keys: &[],
    keys_without_counterpart: &[
        (
            &["bibliography", "bibliographies"],
            "take it out, and put the file into `content/references`: each file there is read, and all pages cite from it",
        ),
        (
            &["csl", "citation-style", "citation_style"],
            "take it out, and name the style in the settings: `citations: {style: apa}`",
        ),
        (
            &["review_date", "reviewDate", "date_reviewed", "dateReviewed", "reviewed", "reviewed_at", "reviewed_on"],
            "write who reviewed the page and when, `reviewers: [{person: .., role: medical, date: YYYY-MM-DD}]`; the day of the next review is `next_review`",
        ),
        (
            &["translationKey", "translation_key", "translationId", "translation_of"],
            "take it out: a translation is the same path with its language before `.md`, such as `neck-pain.es.md`",
        ),
        (
            &["lang", "language", "locale"],
            "take it out: the settings have the language of the site, and a translation has its own before `.md`, such as `neck-pain.es.md`",
        ),
        (&["noindex", "no_index"], "write `robots: noindex`"),
    ],
};

/// Settings, the file `wellpress.yaml`.
pub static SETTINGS: Dialect = Dialect {
    declared_keys: &[],
    key_aliases: &[],
    value_forms: &[("organization", "{name: VALUE}")],
    too_deep_keys: &[TooDeepKey {
        key: "children",
        keys_below: &["title", "link"],
        help: "a menu has two levels: list this link beside the one above it, or on the page to which that leads",
    }],
    keys_without_counterpart: &[(
        &["style", "csl", "citation_style", "citationStyle"],
        "write it below `citations`: `citations: {style: apa}`",
    )],
    ..Dialect::of_one_rule("settings", &rules::SETTINGS_INVALID)
};

/// The glossary, the file `glossary.yaml`.
pub static GLOSSARY: Dialect = Dialect::of_one_rule("glossary", &rules::GLOSSARY_INVALID);
