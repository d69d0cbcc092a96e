//! [`ResolvedBody`]: where the links and directives of one text lead. `bodies` finds the targets; all later stages read them.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use wellpress_foundation::ids::{IdMap, IdVec};
use wellpress_markdown::body::{Link, WikiLabel};
use wellpress_markdown::directives::Directive;

use crate::model::PageId;
use crate::model::disclaimer::DisclaimerId;

use super::charts::Chart;
use super::data::DataBlock;
use super::pictures::ResolvedPicture;
use super::videos::ResolvedVideo;

/// The targets of a text's links and directives.
///
/// Stored beside the parsed [`Body`](wellpress_markdown::body::Body) instead of in it, so that parsing a file needs no other file. Most texts have few
/// directives and pictures, which are therefore in sparse maps; links have a dense list.
#[derive(Debug, Default)]
pub struct ResolvedBody {
    /// The target of each link. For the link of a picture, which is in `pictures`, it is [`Href::Broken`].
    pub links: IdVec<Link, Href>,
    /// The targets of the directives that have one.
    pub directives: IdMap<Directive, DirectiveTarget>,
    /// The Markdown pictures (`![alt](path)`) whose file can be shown.
    pub pictures: IdMap<Link, ResolvedPicture>,
    /// The files other than pictures that the text publishes, relative to the site's root: targets of links, videos, and the data of
    /// tables and charts.
    pub assets: Vec<String>,
}

impl ResolvedBody {
    /// The files that the text shows or links to, relative to the site's root.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        let pictures = self.pictures_and_posters().map(|picture| picture.file.as_str());
        pictures.chain(self.assets.iter().map(String::as_str))
    }

    /// The pictures that the text shows, with the posters of its videos.
    pub fn pictures_and_posters(&self) -> impl Iterator<Item = &ResolvedPicture> {
        self.pictures.values().chain(self.directives.values().filter_map(|target| match target {
            DirectiveTarget::Picture(picture) => Some(&**picture),
            DirectiveTarget::Video(video) => video.poster.as_ref(),
            _ => None,
        }))
    }
}

/// The target of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Href {
    /// A page of this site. The renderer takes address and title from the page, so that a new title needs no new resolution.
    Page {
        /// The page that the link leads to.
        page: PageId,
        /// An id on that page, without `#`.
        anchor: Option<Box<str>>,
        /// Whether the link shows the author's words or the page's title.
        text: WikiLabel,
    },
    /// Another address of this site, from the root of the host or `#anchor`: a generated page, a file, the same page.
    SiteUrl(Box<str>),
    /// Another site. The address is the one in the parsed link.
    External,
    /// A citation: the link's words become the mark.
    Citation,
    /// No target. Unless the link is that of a picture, there is a finding about it.
    Broken,
}

/// The target of a directive that names a record, a file or a setting. Directives without a target, such as `:::tip`, have
/// none, and embedded exercises are in the page's [`Outline`](super::outline::Outline).
#[derive(Debug, Clone)]
pub enum DirectiveTarget {
    /// A disclaimer in the text's language.
    Disclaimer(DisclaimerId),
    /// The id of a call to action in the settings.
    Call(String),
    /// The table of a `::table` with a file of data.
    Table(Arc<DataBlock>),
    /// A chart.
    Chart(Arc<Chart>),
    /// The picture of a `::figure`.
    Picture(Box<ResolvedPicture>),
    /// A file, an address, or the video of an exercise.
    Video(Box<ResolvedVideo>),
    /// An embedded programme.
    Programme(PageId),
    /// The speaker of a quote, the expert who wrote a section, or who judged the evidence.
    Person(PageId),
    /// A glossary term.
    Term {
        /// Address of the term on the glossary's page, from the root of the host.
        url: String,
        /// The definition as plain text.
        definition: String,
        /// The term as the glossary spells it.
        name: String,
    },
}

/// Leaves out page ids, see [`page_fingerprints`](super::page_fingerprints).
impl Hash for DirectiveTarget {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Disclaimer(disclaimer) => disclaimer.hash(state),
            Self::Call(call) => call.hash(state),
            Self::Picture(picture) => picture.hash(state),
            Self::Video(video) => video.hash(state),
            Self::Table(table) => table.hash(state),
            Self::Chart(chart) => chart.hash(state),
            Self::Person(_) | Self::Programme(_) => {}
            Self::Term { url, definition, name } => (url, definition, name).hash(state),
        }
    }
}

impl DirectiveTarget {
    /// The files other than pictures that this target publishes, relative to the site's root.
    pub(super) fn files(&self) -> impl Iterator<Item = &String> {
        let (of_video, of_data) = match self {
            Self::Video(video) => (&video.files[..], None),
            Self::Table(table) => (&[][..], Some(&table.file)),
            Self::Chart(chart) => (&[][..], Some(&chart.table.file)),
            _ => (&[][..], None),
        };
        of_video.iter().chain(of_data)
    }

    /// The data behind a `::table` or a chart.
    #[must_use]
    pub fn data(&self) -> Option<&DataBlock> {
        match self {
            Self::Table(table) => Some(table),
            Self::Chart(chart) => Some(&chart.table),
            _ => None,
        }
    }
}
