//! Lists in parts: what is longer than `pagination` goes on below the address where it begins.

use wellpress_io::artifact::Sink;

use super::super::RenderError;
use super::super::context;
use super::super::render_context::RenderContext;

/// The template of lists, and of all parts but those that begin on a page of their own.
const TEMPLATE: &str = "list.html";

/// Where a part stands among the others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// Address of the first part.
    pub first: &'a str,
    /// From 1.
    pub number: usize,
    /// How many there are.
    pub parts: usize,
}

impl Place<'_> {
    /// Address of this part.
    pub fn address(self) -> String {
        address(self.first, self.number)
    }

    /// The way to its neighbours.
    pub fn pager(self) -> context::Pager {
        let Self { first, number, parts } = self;
        context::Pager {
            number,
            parts,
            previous: (number > 1).then(|| address(first, number - 1)),
            following: (number < parts).then(|| address(first, number + 1)),
        }
    }

    /// For `<title>`, of a part that is not the first.
    pub fn head_title(self, title: &str, site_title: &str) -> String {
        format!("{title} ({}) | {site_title}", self.number)
    }
}

/// The address of a part of what begins at `first`.
#[must_use]
pub fn address(first: &str, number: usize) -> String {
    if number == 1 { first.to_owned() } else { format!("{first}page/{number}/") }
}

/// Renders a part and gives it to the sink, as the page of this folder.
pub(super) fn put(
    cx: &RenderContext<'_>,
    language: usize,
    (about, head): (&context::Page, &context::Head),
    list: &context::List,
    folder: &str,
    sink: &dyn Sink,
) -> Result<(), RenderError> {
    let html = cx.render(TEMPLATE, language, about, head, |context| context.insert("list", list));
    super::put(sink, &format!("{folder}index.html"), html.map_err(RenderError::Theme)?)
}
