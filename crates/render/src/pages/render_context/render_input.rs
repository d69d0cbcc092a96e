//! [`RenderInput`]: what a site is rendered with.

use wellpress_site::assets::AssetManifest;
use wellpress_site::config::Config;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::citations::Formatters;

use crate::pages::records::copies::WriteCopy;
use crate::pages::records::printed_sheets::PrintedSheets;
use crate::theme::Theme;

/// A checked site, and what it is rendered with.
///
/// Everything is borrowed and stays as it is while pages render. The site has to be checked before: rendering
/// reports nothing about links and directives that could not be resolved. Of a broken link it shows the words alone.
#[derive(Clone, Copy)]
pub struct RenderInput<'a> {
    /// Settings of the site, and options of the run.
    pub config: &'a Config,
    /// Its pages, with everything that they name resolved.
    pub resolved: &'a ResolvedSite<'a>,
    /// Pictures and other files of the content, with the addresses under which they are published.
    pub assets: &'a AssetManifest,
    /// Formatted citations of the whole library, in each style that the site uses.
    pub formatters: &'a Formatters<'a>,
    /// Templates, strings and assets.
    pub theme: &'a Theme,
    /// The PDF files that a browser printed before, for the pages to link; `None` for a site without.
    pub sheets: Option<&'a PrintedSheets<'a>>,
    /// Writes the copies of pages for programs; `None` where nobody asks for files other than HTML.
    pub copies: Option<&'a dyn WriteCopy>,
}
