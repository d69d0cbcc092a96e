//! The fingerprint of each template with everything that it uses, so that an edit of a template renders again the pages whose
//! templates use it, and no others.
//!
//! Input: the texts of all templates. Output: one fingerprint per template. A template uses those that it extends or includes,
//! and the templates that define the components that it calls, directly or through others.
//!
//! Uses are not parsed but searched for: every string in the text that is the name of a template counts as a use, and every
//! `<name` as the call of a component. The template engine does not tell what a compiled template uses, and a second parser of
//! its syntax could miss a use, which would leave pages stale. A use too many only renders pages for nothing.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use memchr::memchr2;

use wellpress_diagnostics::Source;
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};

use crate::theme::data_files;

/// Which templates use which, to look up what belongs to one.
pub(crate) struct TemplateUses<'a> {
    templates: &'a BTreeMap<String, Source>,
    uses: Uses<'a>,
}

impl<'a> TemplateUses<'a> {
    pub fn of(templates: &'a BTreeMap<String, Source>) -> Self {
        Self { templates, uses: direct_uses(templates) }
    }

    /// All templates by their names.
    pub fn templates(&self) -> impl Iterator<Item = (&'a str, &'a Source)> + use<'a> {
        self.templates.iter().map(|(name, template)| (name.as_str(), template))
    }

    /// The texts of a template and of all that it uses, directly or through others.
    pub fn texts_of(&self, name: &'a str) -> Vec<&'a str> {
        all_used(name, &self.uses).into_iter().map(|used| &*self.templates[used].text).collect()
    }

    /// The fingerprint of each template, by its name.
    ///
    /// `data` is the fingerprint of the data files: a template that names them, itself or through others, changes with them.
    pub fn fingerprints(&self, data: Fingerprint) -> BTreeMap<String, Fingerprint> {
        // Each text is read once here, although many templates use it.
        let own = self.templates().map(|(name, template)| (name, own_fingerprint(name, &template.text, data)));
        let own: BTreeMap<&str, Fingerprint> = own.collect();
        let with_used = |name: &str| {
            let mut builder = FingerprintBuilder::new("template").with(name);
            builder.add_all(all_used(name, &self.uses).into_iter().map(|used| own[used]));
            builder.fingerprint()
        };
        self.templates.keys().map(|name| (name.clone(), with_used(name))).collect()
    }
}

/// The fingerprint of a template without what it uses.
fn own_fingerprint(name: &str, text: &str, data: Fingerprint) -> Fingerprint {
    let shown_data = data_files::is_named_in(text).then_some(data);
    FingerprintBuilder::new("template text").with((name, text, shown_data)).fingerprint()
}

/// The templates that each template uses directly, by name.
type Uses<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

fn direct_uses(templates: &BTreeMap<String, Source>) -> Uses<'_> {
    let mut definers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, source) in templates {
        for component in defined_components(&source.text) {
            definers.entry(component).or_default().push(name);
        }
    }
    let longest_name = templates.keys().map(String::len).max().unwrap_or_default();
    let uses = templates.iter().map(|(name, source)| {
        let strings = string_literals(&source.text, longest_name);
        let by_string = strings.filter_map(|string| Some(templates.get_key_value(&*string)?.0.as_str()));
        let by_call =
            called_components(&source.text).filter_map(|component| definers.get(component)).flatten().copied();
        (name.as_str(), by_string.chain(by_call).collect())
    });
    uses.collect()
}

/// A template with everything that it uses, directly or through others. Templates may use each other in a circle.
fn all_used<'a>(name: &'a str, uses: &Uses<'a>) -> BTreeSet<&'a str> {
    let (mut reached, mut pending) = (BTreeSet::new(), vec![name]);
    while let Some(name) = pending.pop() {
        if reached.insert(name) {
            pending.extend(uses.get(name).into_iter().flatten());
        }
    }
    reached
}

/// The string literals of a template that have at most `max_length` bytes. Every quote is taken for the start of a literal, as
/// only a parser could tell it from an apostrophe or from the end of another literal. The limit keeps this linear: without it,
/// each quote of a long text without closing quotes would be read to the end.
fn string_literals(text: &str, max_length: usize) -> impl Iterator<Item = Cow<'_, str>> {
    text.match_indices(['"', '\'', '`']).filter_map(move |(at, quote)| {
        let literal = &text[at + quote.len()..];
        let quote = quote.as_bytes()[0];
        let end = memchr2(quote, b'\\', literal.as_bytes().get(..=max_length).unwrap_or(literal.as_bytes()))?;
        let is_closed = literal.as_bytes()[end] == quote;
        if is_closed {
            Some(Cow::Borrowed(&literal[..end]))
        } else {
            unescaped(literal, quote, max_length).map(Cow::Owned)
        }
    })
}

/// The value of a literal behind its opening quote, with its escapes replaced; `None` if it is too long or not closed.
fn unescaped(literal: &str, quote: u8, max_length: usize) -> Option<String> {
    let mut chars = literal.chars();
    let mut value = String::new();
    loop {
        match chars.next().filter(|_| value.len() <= max_length)? {
            '\\' => value.push(match chars.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                literal => literal,
            }),
            c if c == char::from(quote) => return Some(value),
            c => value.push(c),
        }
    }
}

/// The first names of the components that a template calls, such as `ui` of `<ui.card card={item} />`. Calls occur inside
/// expressions too, so whatever follows a `<` counts, even an HTML element for a component of its name.
fn called_components(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).map(first_name)
}

/// The first names of the components that a template defines: `{% component card(card) %}`.
fn defined_components(text: &str) -> impl Iterator<Item = &str> {
    let tags = text.split("{%").skip(1).map(|tag| tag.trim_start_matches('-').trim_start());
    tags.filter_map(|tag| tag.strip_prefix("component")).map(first_name)
}

fn first_name(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::theme::templates::uses::{Fingerprint, TemplateUses};
    use wellpress_diagnostics::Source;

    /// The templates whose fingerprint changes when this one is edited.
    fn changed_by_edit_of(edited: &str) -> Vec<String> {
        let mut texts = BTreeMap::from([
            ("base.html", "<p>{% include 'parts\\/menu.html' %}</p>"),
            ("article.html", "{% extends \"base.html\" %}{{ one ~ <ui.card one={1} /> }}"),
            ("topic.html", "{%- extends\n`base.html` -%}{% < box > %}a{% </box> %}"),
            ("list.html", r#"{% set all = [<li m={{"a": 1}} />, "{{ %}", <box m={{"a": 1}} />] %}"#),
            ("home.html", r#"<p class="home">{% include "it\"s" %}</p>"#),
            ("parts/menu.html", "<menu>"),
            ("it\"s", "its"),
            ("components/card.html", "{%- component\nui.card(one) -%}{% set a = [<box/>] %}{% endcomponent %}"),
            ("components/box.html", "{% component list() %}{% endcomponent %}{%component box()%}{%endcomponent%}"),
        ]);
        let unedited = fingerprints_of(&texts);
        let text = format!("{} ", texts[edited]);
        texts.insert(edited, &text);
        let changed = fingerprints_of(&texts).into_iter().filter(|(name, fingerprint)| unedited[name] != *fingerprint);
        changed.map(|(name, _)| name).collect()
    }

    fn fingerprints_of(texts: &BTreeMap<&str, &str>) -> BTreeMap<String, Fingerprint> {
        let sources = texts.iter().map(|(name, text)| ((*name).to_owned(), Source::new(*name, *text)));
        TemplateUses::of(&sources.collect()).fingerprints(Fingerprint::default())
    }

    #[test]
    fn a_template_changes_with_those_that_it_uses() {
        assert_eq!(changed_by_edit_of("home.html"), ["home.html"]);
        assert_eq!(changed_by_edit_of("it\"s"), ["home.html", "it\"s"]);
        assert_eq!(changed_by_edit_of("article.html"), ["article.html"]);
        assert_eq!(
            changed_by_edit_of("parts/menu.html"),
            ["article.html", "base.html", "parts/menu.html", "topic.html"]
        );
        assert_eq!(changed_by_edit_of("components/card.html"), ["article.html", "components/card.html"]);
        let all_with_boxes = ["article.html", "components/box.html", "components/card.html", "list.html", "topic.html"];
        assert_eq!(changed_by_edit_of("components/box.html"), all_with_boxes);
    }

    #[test]
    fn templates_that_use_each_other_come_to_an_end() {
        let sources = [("a", "{% include 'b' %}"), ("b", "{% include 'a' %}")];
        let sources = sources.map(|(name, text)| (name.to_owned(), Source::new(name, text)));
        assert_eq!(TemplateUses::of(&sources.into()).fingerprints(Fingerprint::default()).len(), 2);
    }
}
