//! HTML of the directives that a theme declares.
//!
//! Input: a directive with the HTML of its label. Output: the HTML of its template, or, in a text outside of the site, of its label,
//! the words in its attributes and its content alone. What the template may print is checked by the theme.

use wellpress_markdown::directives::{AttributeType, DeclaredDirective, Directive, DirectiveForm};

use super::Writer;
use crate::escape::escaped;
use crate::theme::directives::{DirectiveHtml, remember};

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
        let Some(declared) = declared else { return DirectiveHtml::default() };
        let Some(templates) = self.text_cx.directives else { return plain(directive, declared, form, label) };
        let location = self.view.source.locate(directive.span);
        let html = templates.theme.directive_html(directive, declared, label, &location, templates.site.clone());
        html.unwrap_or_else(|mistake| {
            remember(mistake);
            DirectiveHtml::default()
        })
    }
}

/// The label, the words in attributes and the place of the content, in elements without a meaning.
fn plain(directive: &Directive, declared: &DeclaredDirective, form: DirectiveForm, label: &str) -> DirectiveHtml {
    let texts = declared.attributes.iter().filter(|(_, attribute)| attribute.kind == AttributeType::Text);
    let texts: Vec<&str> = texts.filter_map(|(key, _)| directive.get(key)).filter(|text| !text.is_empty()).collect();
    let words = escaped(&texts.join(", "));
    if form == DirectiveForm::Inline {
        let words = if words.is_empty() { words } else { format!(" ({words})") };
        return DirectiveHtml { before: format!("<span>{label}{words}</span>"), after: String::new() };
    }
    let label = if label.is_empty() { String::new() } else { format!("\n<p><strong>{label}</strong></p>") };
    let words = if words.is_empty() { words } else { format!("\n<p>{words}</p>") };
    match form {
        DirectiveForm::Container => {
            DirectiveHtml { before: format!("<div>{label}{words}"), after: "</div>".to_owned() }
        }
        _ => DirectiveHtml { before: format!("<div>{label}{words}</div>"), after: String::new() },
    }
}
