//! [`CommonFields`]: the fields that front matter of several kinds shares, for code to which the kind does not matter.

use wellpress_diagnostics::Span;
use wellpress_diagnostics::yaml::Located;
use wellpress_foundation::Day;

use super::{FrontMatter, Withdrawn};

/// The fields that decide where a page is, whether it is published, and what its translations take over. A kind whose
/// front matter has no such key has the empty value here.
#[derive(Debug, Clone, Copy)]
pub struct CommonFields<'a> {
    /// The title of the page, for a person the name.
    pub title: &'a Located<String>,
    /// The last part of the address, if it is not the id.
    pub slug: Option<&'a Located<String>>,
    /// The whole address, if it is not the one from the folder and the file's name.
    pub permalink: Option<&'a Located<String>>,
    /// Old paths that redirect here.
    pub aliases: &'a [Located<String>],
    /// Whether the page is left out of the site unless drafts are asked for.
    pub draft: bool,
    /// Whether the pages below it are the parts of a guide.
    pub guide: Option<Located<bool>>,
    /// The first day on which the page is public.
    pub published: Option<Day>,
    /// The last day on which the page is public.
    pub expires: Option<Day>,
    /// The notice of a page that was taken back.
    pub withdrawn: Option<&'a Withdrawn>,
    /// The ids of the people who wrote the page.
    pub authors: &'a [Located<String>],
    /// Keys of sources to list although no mark cites them.
    pub references: &'a [Located<String>],
}

/// A snippet has no title.
static NO_TITLE: Located<String> = Located { value: String::new(), span: Span { start: 0, end: 0 } };

// Macros, because the structs of the kinds have the same fields and no common type.
macro_rules! page_fields {
    ($front:expr, $title:ident) => {
        CommonFields {
            slug: $front.slug.as_ref(),
            permalink: $front.permalink.as_ref(),
            aliases: &$front.aliases,
            draft: $front.draft,
            guide: $front.guide,
            ..CommonFields::titled(&$front.$title)
        }
    };
}

macro_rules! dated_fields {
    ($front:expr) => {
        CommonFields { published: $front.published, expires: $front.expires, ..page_fields!($front, title) }
    };
}

macro_rules! authored_fields {
    ($front:expr) => {
        CommonFields {
            withdrawn: $front.withdrawn.as_ref(),
            authors: &$front.authors,
            references: &$front.references,
            ..dated_fields!($front)
        }
    };
}

impl FrontMatter {
    /// The shared fields, whatever the kind.
    #[must_use]
    pub fn common(&self) -> CommonFields<'_> {
        match self {
            Self::Article(front) => authored_fields!(front),
            Self::Exercise(front) => authored_fields!(front),
            Self::Programme(front) => authored_fields!(front),
            Self::Page(front) => dated_fields!(front),
            Self::Topic(front) => CommonFields { references: &front.references, ..page_fields!(front, title) },
            Self::Person(front) => page_fields!(front, name),
            Self::Disclaimer(front) => CommonFields::titled(&front.title),
            Self::Snippet(_) => CommonFields::titled(&NO_TITLE),
        }
    }
}

impl<'a> CommonFields<'a> {
    fn titled(title: &'a Located<String>) -> Self {
        Self {
            title,
            slug: None,
            permalink: None,
            aliases: &[],
            draft: false,
            guide: None,
            published: None,
            expires: None,
            withdrawn: None,
            authors: &[],
            references: &[],
        }
    }
}
