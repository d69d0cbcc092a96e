//! The copies of a page for programs, beside its folder. Input: a page, and [`WriteCopy`], which knows the formats. Output: the files
//! in the sink, and the links to them in the head of the page.
//!
//! They are part of the page's job: whatever makes the page stale makes its copies stale too.

use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::Sink;
use wellpress_site::config::MachineFormat;
use wellpress_site::model::Page;
use wellpress_site::model::address::escape_path;
use wellpress_site::model::copies::{copy_path, formats_of};

use crate::pages::page_file::put;
use crate::pages::render_context::RenderContext;
use crate::{RenderError, context};

/// Writes the copy of a page in a format. The formats are in a crate above this one, because they are made of blocks.
pub trait WriteCopy: Sync {
    /// The text of the copy.
    ///
    /// # Errors
    /// When the copy would lack a safety notice.
    fn write(&self, cx: &RenderContext<'_>, page: &Page, format: MachineFormat) -> Result<String, Box<Diagnostic>>;
}

/// Gives the copies of a page to the sink; nothing unless the settings ask for them.
pub(crate) fn put_copies(cx: &RenderContext<'_>, page: &Page, sink: &dyn Sink) -> Result<(), RenderError> {
    let Some(writer) = cx.copies else { return Ok(()) };
    for format in formats_of(cx.config, page) {
        let copy = writer.write(cx, page, format).map_err(RenderError::Copy)?;
        put(sink, &copy_path(cx.config, page, format), copy.into_bytes())?;
    }
    Ok(())
}

/// The absolute address of a page's copy.
pub fn copy_url(cx: &RenderContext<'_>, page: &Page, format: MachineFormat) -> String {
    let path = escape_path(&copy_path(cx.config, page, format));
    cx.config.base.absolute(&format!("{}{path}", cx.config.base.path))
}

/// The copies of a page as its head links them.
pub(in crate::pages) fn links(cx: &RenderContext<'_>, page: &Page) -> Vec<context::Copy> {
    let copy =
        |format: MachineFormat| context::Copy { media_type: format.media_type(), url: copy_url(cx, page, format) };
    formats_of(cx.config, page).map(copy).collect()
}
