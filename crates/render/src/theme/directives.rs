//! The directives of a theme: the declarations in its `directives/NAME.yaml`, and the HTML of the templates beside them.
//!
//! Input: the layers of a theme; a directive of a text with the HTML of its label. Output: the declarations, which the parser needs;
//! the HTML before and behind the content. A template never sees the content, only a mark in its place, so that it cannot change a
//! word of it. How the parser reads a directive is left to the crate of Markdown.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde_json::json;
use tera::{Context, Value};

use wellpress_diagnostics::yaml::{self, Dialect};
use wellpress_diagnostics::{Diagnostic, Location, Severity, rules};
use wellpress_io::fs::Files;
use wellpress_markdown::directives::{
    AttributeType, DeclaredDirective, DeclaredDirectives, Directive, DirectiveForm, is_reserved,
};
use wellpress_site::config::Config;

use super::embedded::EmbeddedTheme;
use super::layers::{Layer, ThemeFile, layers, strongest, wrong};
use super::{Theme, return_buffer};
use crate::escape::without_tags;
use crate::safety::hiding_elements::hides;
use crate::safety::html_reader::{self, Event, OpenElement, has};

/// The folder of a theme with its directives. Their templates have its name in theirs.
pub(crate) const FOLDER: &str = "directives/";

static DIALECT: Dialect = Dialect::of_one_rule("directive", &rules::THEME_INVALID);

/// The directives that a theme of the site declares. What is wrong with a declaration is found when the theme is loaded.
#[must_use]
pub fn declared_directives(files: &dyn Files, config: &Config, embedded: &EmbeddedTheme) -> DeclaredDirectives {
    let layers = layers(files, config, embedded.files(), |path| path.starts_with(FOLDER));
    layers.map(|layers| read(&layers).0).unwrap_or_default()
}

/// The declarations of a theme's layers, and what is wrong with them.
fn read(layers: &[Layer]) -> (DeclaredDirectives, Vec<Diagnostic>) {
    let files = strongest(layers, FOLDER);
    let (mut declared, mut findings) = (BTreeMap::new(), Vec::new());
    for (path, file) in &files {
        let (name, ending) = path.rsplit_once('.').unwrap_or((path, ""));
        let counterpart = match ending {
            "html" => format!("{name}.yaml"),
            "yaml" => format!("{name}.html"),
            _ => {
                findings.push(refused(file, "this is no part of a directive", "take the file out of this folder"));
                continue;
            }
        };
        if !files.contains_key(&*counterpart) {
            let help = "a directive has a declaration in YAML and a template in HTML of one name";
            findings.push(refused(file, format!("there is no `{counterpart}` beside it"), help));
        } else if ending == "yaml" {
            match declaration(name, file) {
                Ok(declaration) => drop(declared.insert(name.to_owned(), declaration)),
                Err(finding) => findings.push(*finding),
            }
        }
    }
    (declared, findings)
}

fn refused(file: &ThemeFile, message: impl Into<String>, help: &'static str) -> Diagnostic {
    wrong(Location::file(file.shown_path.as_str()), message).help(help)
}

fn declaration(name: &str, file: &ThemeFile) -> Result<DeclaredDirective, Box<Diagnostic>> {
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !is_name {
        let help = "name the files with small letters, digits and `-`, beginning with a letter";
        return Err(Box::new(refused(file, format!("`{name}` cannot be the name of a directive"), help)));
    }
    if is_reserved(name) {
        let message = format!("every site has a directive `{name}`");
        return Err(Box::new(refused(file, message, "give this one another name")));
    }
    let source = file.source();
    let decoded = yaml::decode::<DeclaredDirective>(&source, source.text.len(), &DIALECT);
    if let Some(finding) = decoded.diagnostics.into_iter().find(|finding| finding.severity == Severity::Error) {
        return Err(Box::new(finding));
    }
    let declaration = decoded.value.unwrap_or_default();
    match declaration.mistake() {
        Some(mistake) => Err(Box::new(refused(file, mistake, "the manual's page on themes shows a declaration"))),
        None => Ok(declaration),
    }
}

/// What is wrong with the directives of a theme.
pub(super) fn find_invalid(layers: &[Layer], config: &Config) -> Vec<Diagnostic> {
    let (declared, mut findings) = read(layers);
    let clashes = declared.keys().filter(|name| config.settings.callouts.contains_key(*name));
    findings.extend(clashes.map(|name| {
        let message = format!("the theme has a directive `{name}`, and the settings have a callout of this name");
        wrong(config.key_location(name), message).help("give one of the two another name")
    }));
    findings
}

/// Stands for the content of a directive while its template is rendered. No text has these characters: Unicode keeps them free.
const CONTENT: &str = "\u{fdd0}content\u{fdd1}";
/// Stands for the label.
const LABEL: &str = "\u{fdd0}label\u{fdd1}";
/// Stands behind all that a template prints.
const END: &str = "\u{fdd0}end\u{fdd1}";

/// Elements in which no other link can stand.
const NO_LINK: &str = "a button";
/// Elements in which no blocks, or no links of them, can stand.
const NO_CONTENT: &str = "p a button h1 h2 h3 h4 h5 h6";

/// The HTML of a directive of the theme.
#[derive(Default)]
pub(crate) struct DirectiveHtml {
    /// The HTML before the content; of a directive without content, all of it.
    pub before: String,
    /// The HTML behind the content.
    pub after: String,
}

thread_local! {
    /// Why the HTML of a directive on the page that this thread renders cannot be written. Texts are written without a result,
    /// and a page has many, so the first mistake waits here until the page is complete.
    static MISTAKE: Cell<Option<Box<Diagnostic>>> = const { Cell::new(None) };
}

/// Remembers why a directive of the page that this thread renders cannot be written.
pub(crate) fn remember(mistake: Box<Diagnostic>) {
    MISTAKE.set(MISTAKE.take().or(Some(mistake)));
}

/// The first mistake since the last call on this thread.
pub(crate) fn take_mistake() -> Option<Box<Diagnostic>> {
    MISTAKE.take()
}

impl Theme {
    /// Renders the template of a directive, with `site` as other templates see it.
    ///
    /// # Errors
    /// When the template fails, or does not print content and label once each, as text in whole elements.
    pub(crate) fn directive_html(
        &self,
        directive: &Directive,
        declared: &DeclaredDirective,
        label: &str,
        place: &Location,
        site: Value,
    ) -> Result<DirectiveHtml, Box<Diagnostic>> {
        let template = format!("{FOLDER}{}.html", directive.name);
        let mut context = Context::new();
        context.insert_value("site", site);
        context.insert("name", &directive.name);
        context.insert_value("label", Value::safe_string(if label.is_empty() { "" } else { LABEL }));
        context.insert("label_text", &without_tags(label));
        if declared.form == DirectiveForm::Container {
            context.insert_value("content", Value::safe_string(CONTENT));
        }
        context.insert("attributes", &values(directive, declared));
        let page = self.render_piece(&template, &context)?;
        let html = String::from_utf8_lossy(&page).trim_start_matches('\u{feff}').trim().to_owned();
        return_buffer(page);
        let expected = Expected { form: declared.form, label: !label.is_empty(), link_in_label: label.contains("<a ") };
        if let Some(mistake) = mistake_in(&html, expected) {
            let message = format!("the directive `{}` {mistake}, in {}:{}", directive.name, place.file, place.line);
            let template_location = Location::file(self.path_of(&template));
            let help =
                "print `{{ content }}` and `{{ label }}` once each, inside elements that the template also closes";
            return Err(Box::new(wrong(template_location, message).help(help)));
        }
        // The label is inserted last, so that nothing in it is taken for the place of the content.
        let (before, after) = html.split_once(CONTENT).unwrap_or((&html, ""));
        Ok(DirectiveHtml { before: before.replacen(LABEL, label, 1), after: after.replacen(LABEL, label, 1) })
    }
}

/// The attributes as templates see them, each with a value: null for one that is not written.
fn values<'d>(directive: &Directive, declared: &'d DeclaredDirective) -> BTreeMap<&'d str, serde_json::Value> {
    let attributes = declared.attributes.iter();
    attributes.map(|(key, attribute)| (key.as_str(), attribute_value(attribute.kind, directive.get(key)))).collect()
}

fn attribute_value(kind: AttributeType, text: Option<&str>) -> serde_json::Value {
    match (kind, text) {
        (AttributeType::Boolean, text) => json!(text.is_some_and(|value| value != "false")),
        (_, None) => serde_json::Value::Null,
        (AttributeType::Number, Some(text)) => match text.parse::<i64>() {
            Ok(whole) => json!(whole),
            Err(_) => json!(text.parse::<f64>().ok()),
        },
        (_, Some(text)) => json!(text),
    }
}

/// What a template has to print.
#[derive(Clone, Copy)]
struct Expected {
    form: DirectiveForm,
    label: bool,
    /// Whether a link or a mark stands in the label.
    link_in_label: bool,
}

/// What is wrong with the HTML that a template printed, as the end of a sentence; `None` if it is sound.
fn mistake_in(html: &str, expected: Expected) -> Option<String> {
    if let Some(mistake) = mistake_in_first_tag(html) {
        return Some(mistake.to_owned());
    }
    let (mut contents, mut labels) = (0, 0);
    let mut mistake = None;
    html_reader::read(format!("<div>{html}{END}</div>").as_bytes(), |event, open| match event {
        Event::Start if expected.form == DirectiveForm::Inline && open.len() > 1 => {
            let block = open.last().filter(|element| has(html_reader::BLOCKS, &element.name));
            mistake = mistake.take().or(block.map(|element| format!("prints `<{}>` within a line", element.name)));
        }
        Event::Text(text) => {
            contents += text.matches(CONTENT).count();
            labels += text.matches(LABEL).count();
            mistake = mistake.take().or_else(|| mistake_around(text, open, expected));
        }
        Event::Start | Event::End => {}
    });
    let (all_contents, all_labels) = (html.matches(CONTENT).count(), html.matches(LABEL).count());
    let is_container = expected.form == DirectiveForm::Container;
    let content = if is_container { mistake_in_count("content", contents, all_contents) } else { None };
    mistake.or(content).or_else(|| if expected.label { mistake_in_count("label", labels, all_labels) } else { None })
}

/// What is wrong with the places of a part that has to stand once in the HTML, and there in text.
fn mistake_in_count(what: &str, in_text: usize, in_html: usize) -> Option<String> {
    match (in_text, in_html) {
        (1, 1) => None,
        (_, 0) => Some(format!("does not print its {what}")),
        (0, _) => Some(format!("prints its {what} in an attribute or a comment")),
        _ => Some(format!("prints its {what} more than once")),
    }
}

/// What keeps the author's id and classes from being added to the first element.
fn mistake_in_first_tag(html: &str) -> Option<&'static str> {
    if !html.starts_with('<') || !html[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Some("does not begin with an element");
    }
    let tag = html.split('>').next().unwrap_or_default();
    if tag.matches('"').count() % 2 == 1 || tag.contains('\'') {
        return Some("has `>` or `'` in the first tag, which can have neither: write values in double quotes");
    }
    if tag.contains(" id=") {
        return Some("gives its first element an id, which is the author's to give");
    }
    (tag.contains(" class=") && !tag.contains(" class=\""))
        .then_some("writes the class of its first element without double quotes")
}

/// What is wrong with the elements around a text that has one of the marks.
fn mistake_around(text: &str, open: &[OpenElement], expected: Expected) -> Option<String> {
    let (has_content, has_label) = (text.contains(CONTENT), text.contains(LABEL));
    if text.contains(END) && open.len() != 1 {
        return Some("opens an element that it does not close, or closes one that it did not open".to_owned());
    }
    if !has_content && !has_label {
        return None;
    }
    let has_no_place_in =
        |name: &str| has_content && has(NO_CONTENT, name) || has_label && expected.link_in_label && has(NO_LINK, name);
    let refused = open.iter().find(|element| has_no_place_in(&element.name));
    let refused = refused.map(|element| format!("prints in `<{}>` what cannot stand there", element.name));
    refused.or_else(|| open.iter().find_map(hides).map(|tag| format!("prints in `{tag}` what readers have to see")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_prints_content_and_label_once_as_text_in_whole_elements() {
        let sound = ["<div>#</div>", "<aside><p>@</p>#</aside>", "<ul><li>@<li>#</ul>", "<b>@</b><br><div>#</div>"];
        for html in sound {
            assert_eq!(mistake(html), None, "{html}");
        }
        let unsound = [
            ("", "begin"),
            ("#", "begin"),
            ("<!-- a --><div>#</div>", "begin"),
            ("<div></div>", "does not print its content"),
            ("<div>##</div>", "more than once"),
            ("<div title=\"#\"></div>", "attribute"),
            ("<div title=\"#\">#</div>", "more than once"),
            ("<div><!-- # -->#</div>", "more than once"),
            ("<div><!-- # --></div>", "comment"),
            ("<div><script>#</script></div>", "<script>"),
            ("<div><template>#</template></div>", "<template>"),
            ("<div hidden>#</div>", "<div hidden>"),
            ("<div><span hidden>@</span>#</div>", "<span hidden>"),
            ("<dialog>#</dialog>", "<dialog>"),
            ("<details>#</details>", "<details>"),
            ("<p>#</p>", "<p>"),
            ("<a href=\"/\">@</a><div>#</div>", "<a>"),
            ("<div>#", "does not close"),
            ("</div><div>#", "begin"),
            ("<div>#</div></div>", "did not open"),
            ("<div>@@#</div>", "label more than once"),
            ("<div title=\"a > b\">#</div>", "first tag"),
            ("<div class='a'>#</div>", "first tag"),
            ("<div class=a>#</div>", "double quotes"),
            ("<div id=\"a\">#</div>", "id"),
        ];
        for (html, words) in unsound {
            let mistake = mistake(html).unwrap_or_default();
            assert!(mistake.contains(words), "{html}: {mistake}");
        }
        let inline = Expected { form: DirectiveForm::Inline, label: true, link_in_label: false };
        let in_line = |html: &str| mistake_in(&html.replace('@', LABEL), inline);
        assert_eq!(in_line("<a href=\"/\">@</a>"), None);
        assert!(in_line("<h2>@</h2>").unwrap_or_default().contains("within a line"));
    }

    fn mistake(html: &str) -> Option<String> {
        let expected = Expected { form: DirectiveForm::Container, label: html.contains('@'), link_in_label: true };
        mistake_in(&html.replace('#', CONTENT).replace('@', LABEL), expected)
    }
}
