//! The pages of the site, one file for each kind. Input: the resolved site, by way of the [`RenderContext`]. Output: HTML,
//! given to the sink.
//!
//! A file of this folder builds the variables that its template sees and renders it. What the HTML of a text looks like is
//! left to `html`, what the page looks like to the theme.

mod body_html;
mod extensions;
pub mod generated;
pub mod home;
pub mod lists;
mod page_file;
mod page_variables;
pub mod records;
pub mod render_context;
mod robots;
pub mod search_document;
pub(crate) mod sheet_page;
pub mod sources;
pub mod standalone_text;
mod template_text;
pub mod thanks;

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::Page;
use wellpress_site::model::page::PageRecord;

use crate::context;
use crate::pages::records::record::EASY_READ_TEMPLATE;
use crate::pages::records::{article, easy_read, exercise, person, plain, programme, topic};
use crate::pages::render_context::RenderContext;

pub(crate) use body_html::MAX_OPEN_EXERCISES;
pub(crate) use page_file::put;
pub use page_variables::declared_fields;

/// Renders a page that has a file in the content. `printed` are the files that were made of it.
///
/// # Errors
/// If its template fails.
pub fn render(cx: &RenderContext<'_>, page: &Page, printed: context::PrintedFiles) -> Result<Vec<u8>, Box<Diagnostic>> {
    if let Some(full) = cx.resolved.site.full_page_of(page.id).filter(|_| cx.theme.has_template(EASY_READ_TEMPLATE)) {
        return easy_read::render(cx, page, full, printed);
    }
    match &page.record {
        PageRecord::Article(article) => article::render(cx, page, article, printed),
        PageRecord::Exercise(exercise) => exercise::render(cx, page, exercise, printed),
        PageRecord::Programme(programme) => programme::render(cx, page, programme, printed),
        PageRecord::Topic(topic) => topic::render(cx, page, topic),
        PageRecord::Person(person) => person::render(cx, page, person),
        PageRecord::Plain => plain::render(cx, page, printed),
    }
}
