//! The fields that front matter of several kinds shares, as macros that add them to a struct.
//!
//! They are macros because a shared struct would need `#[serde(flatten)]`. That cannot be combined with
//! `deny_unknown_fields`, and it buffers the values, which then lose their places in the file.

/// Adds the fields of every kind with a page, between the fields in the first braces and those in the second. Messages and
/// schemas list the keys in this order.
macro_rules! with_page_fields {
    ($(#[$meta:meta])* pub struct $name:ident { { $($first:tt)* } { $($last:tt)* } }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($first)*
            /// The last part of the address, if it differs from the id.
            pub slug: Option<Located<String>>,
            /// The whole address from `/`, such as `/clinic/charts/`, in place of that from the folder and the file's name.
            pub permalink: Option<Located<String>>,
            /// Old paths, such as `/old/path/`, that redirect here.
            #[serde(default)]
            pub aliases: Vec<Located<String>>,
            /// Whether the page is left out of the site unless drafts are asked for.
            #[serde(default)]
            pub draft: bool,
            /// The order in lists; smaller numbers come first.
            pub weight: Option<i64>,
            /// An absolute address that search engines should keep instead of this one.
            pub canonical: Option<Located<String>>,
            /// The licence of the text: an address, an SPDX id such as `CC-BY-4.0`, or words.
            pub license: Option<String>,
            /// The content of the robots tag, such as `noindex`.
            pub robots: Option<String>,
            /// The theme's template that renders the page, such as `landing.html`, instead of the one for its kind.
            pub template: Option<Located<String>>,
            /// In a translation: the hash of the original's words when it was translated.
            pub translated_from: Option<Located<String>>,
            /// Whether the pages in the folder of this `index.md` are the parts of a guide, which lead from one to the next.
            pub guide: Option<Located<bool>>,
            /// The title in browsers and search engines, if it differs.
            pub seo_title: Option<String>,
            /// The title on cards and in breadcrumbs, if it differs.
            pub short_title: Option<String>,
            /// The picture for sharing.
            pub social_image: Option<Located<String>>,
            /// Any keys and values, for your own templates.
            #[serde(default)]
            pub extra: Extra,
            $($last)*
        }
    };
}

/// Adds the fields of kinds whose title is `title`, which are all but people.
macro_rules! with_titled_fields {
    ($(#[$meta:meta])* pub struct $name:ident { $($fields:tt)* }) => {
        with_page_fields! {
            $(#[$meta])*
            pub struct $name {
                {
                    /// The title of the page, in plain text.
                    pub title: Located<String>,
                    /// One sentence, shown below the title and on cards, and the meta description.
                    pub description: Option<Located<String>>,
                }
                { $($fields)* }
            }
        }
    };
}

/// Adds the fields of articles, exercises, programmes and plain pages.
macro_rules! with_dated_fields {
    ($(#[$meta:meta])* pub struct $name:ident { $($fields:tt)* }) => {
        with_titled_fields! {
            $(#[$meta])*
            pub struct $name {
                /// The day of publication. A page with a day in the future is left out.
                #[serde(alias = "date")]
                pub published: Option<Day>,
                /// The day of the last change.
                pub updated: Option<Day>,
                /// The last day on which the page is in the site.
                pub expires: Option<Day>,
                /// The picture at the top of the page.
                pub hero: Option<Picture>,
                $($fields)*
            }
        }
    };
}

/// Adds the fields of kinds that are reviewed: articles, exercises and programmes.
macro_rules! with_reviewed_fields {
    ($(#[$meta:meta])* pub struct $name:ident { $($fields:tt)* }) => {
        with_dated_fields! {
            $(#[$meta])*
            pub struct $name {
                /// Set if the page was taken back; a notice with the reason replaces the text.
                pub withdrawn: Option<Withdrawn>,
                /// Ids of the people who wrote the page.
                #[serde(default)]
                pub authors: Vec<Located<String>>,
                /// People who took part in another role.
                #[serde(default)]
                pub contributors: Vec<Contributor>,
                /// Reviews of the page. A sign-off counts without being repeated here.
                #[serde(default)]
                pub reviewers: Vec<Reviewer>,
                /// The day of the last medical or clinical review; by default that of the newest of `reviewers`.
                pub last_reviewed: Option<Located<Day>>,
                /// The day on which the next review is due; by default computed from the settings.
                pub next_review: Option<Located<Day>>,
                /// Ids of topics; the first is in the breadcrumbs.
                #[serde(default)]
                pub topics: Vec<Located<String>>,
                /// Ids of disclaimers, in addition to those that the settings always show.
                #[serde(default)]
                pub disclaimers: Vec<Located<String>>,
                /// Disclaimers of the settings that are not shown here, with the reason.
                pub omit_disclaimers: Option<Located<OmitDisclaimers>>,
                /// Keys of sources to list although no mark cites them.
                #[serde(default)]
                pub references: Vec<Located<String>>,
                $($fields)*
            }
        }
    };
}

/// Adds the fields of kinds with a list of sources and a record of changes: articles and exercises.
macro_rules! with_cited_fields {
    ($(#[$meta:meta])* pub struct $name:ident { $($fields:tt)* }) => {
        with_reviewed_fields! {
            $(#[$meta])*
            pub struct $name {
                /// Corrected mistakes, which the page and the list of corrections show.
                #[serde(default)]
                pub corrections: Vec<Correction>,
                /// Changes that correct no mistake.
                #[serde(default)]
                pub changes: Vec<PageChange>,
                /// How this page cites, as far as it differs from the settings.
                #[serde(default)]
                pub citations: CitationFields,
                /// The parts of the list of sources. Sources that are in none stand below them.
                #[serde(default)]
                pub source_groups: Vec<SourceGroup>,
                /// Sentences about sources, below their entries in the list.
                #[serde(default)]
                pub source_notes: Vec<SourceNote>,
                /// Retracted sources that the page cites on purpose.
                #[serde(default)]
                pub acknowledged_retractions: Vec<AcknowledgedRetraction>,
                /// Ids to show first among the related pages.
                #[serde(default)]
                pub related: RelatedPages,
                $($fields)*
            }
        }
    };
}

pub(super) use {with_cited_fields, with_dated_fields, with_page_fields, with_reviewed_fields, with_titled_fields};
