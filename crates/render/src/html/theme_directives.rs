//! HTML of the directives that a theme declares.
//!
//! Input: a directive with the HTML of its label. Output: the HTML of its template, or, in a text outside of the site, of its label
//! and content alone. What the template may print is checked by the theme.

use wellpress_markdown::directives::{Directive, DirectiveForm};

use super::Writer;
use crate::theme::Theme;
use crate::theme::directives::{DirectiveHtml, remember};

/// What the directives of the theme are written with.
#[derive(Clone, Copy)]
pub struct DirectiveTemplates<'a> {
    /// The theme that has the templates.
    pub theme: &'a Theme,
    /// The variable `site` in the language of the text.
    pub site: &'a tera::Value,
}

impl Writer<'_, '_> {
    /// Writes the start of a directive of the theme, or the whole of one without content.
    pub(super) fn theme_directive(&mut self, directive: &Directive, form: DirectiveForm, label: &str) {
        let DirectiveHtml { before, after } = self.html_of_template(directive, form, label);
        self.html.push_str(&before);
        if form == DirectiveForm::Container {
            self.open(directive.kind, after + "\n");
        }
        if form != DirectiveForm::Inline {
            self.html.push('\n');
        }
    }

    fn html_of_template(&self, directive: &Directive, form: DirectiveForm, label: &str) -> DirectiveHtml {
        let declared = self.text_cx.config.settings.directives.get(&directive.name);
        let Some((templates, declared)) = self.text_cx.directives.zip(declared) else { return plain(form, label) };
        let place = self.view.source.locate(directive.span);
        let html = templates.theme.directive_html(directive, declared, label, &place, templates.site.clone());
        html.unwrap_or_else(|mistake| {
            remember(mistake);
            plain(form, label)
        })
    }
}

/// The label and the place of the content, in elements without a meaning.
fn plain(form: DirectiveForm, label: &str) -> DirectiveHtml {
    let (before, after) = match form {
        DirectiveForm::Inline => (format!("<span>{label}</span>"), ""),
        DirectiveForm::Leaf if label.is_empty() => (String::new(), ""),
        DirectiveForm::Leaf => (format!("<p>{label}</p>"), ""),
        DirectiveForm::Container if label.is_empty() => ("<div>".to_owned(), "</div>"),
        DirectiveForm::Container => (format!("<div>\n<p><strong>{label}</strong></p>"), "</div>"),
    };
    DirectiveHtml { before, after: after.to_owned() }
}
