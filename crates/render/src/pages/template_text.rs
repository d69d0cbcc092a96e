//! HTML of a Markdown text that a template prints with the filter `markdown`.
//!
//! Input: the text, and a context in the language of the page. Output: its HTML with the links of the site, or a finding at the template.

use wellpress_diagnostics::{Diagnostic, Location, Source, quotable};
use wellpress_site::resolve::template_texts;

use crate::html::{TextContext, TextView, write_line};

/// The HTML; without the `<p>` around it if it is one paragraph. `template` is the file of the template, for the finding.
pub(super) fn html(text_cx: TextContext<'_>, template: &str, text: &str) -> Result<String, Box<Diagnostic>> {
    let source = Source::new(template, text);
    let (body, resolved) =
        template_texts::read(text_cx.config, text_cx.resolved, text_cx.language, &source).map_err(|finding| {
            let message = format!("{}, in the text `{}`", finding.message, quotable(text));
            Box::new(Diagnostic { location: Location::file(template), message, ..*finding })
        })?;
    let view = TextView {
        source: &source,
        body: &body,
        resolved: &resolved,
        instance: None,
        id_prefix: "",
        heading_shift: 0,
        dose: None,
    };
    Ok(write_line(text_cx, view))
}
