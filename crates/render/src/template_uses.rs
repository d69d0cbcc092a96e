//! What a template is made of: its own text, and that of every template and component that it uses, directly or through
//! another. One fingerprint for each, so that a page is drawn again where one of its own templates was edited, and not
//! where another was.
//!
//! Names are looked for in the text, wherever one could be used: a use too many draws a page for nothing, one too few
//! would leave it stale.

use std::collections::{BTreeMap, BTreeSet};

use wellpress_diagnostics::Source;
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};

/// The fingerprint of each template, by its name.
pub(super) fn fingerprints(templates: &BTreeMap<String, Source>) -> BTreeMap<String, Fingerprint> {
    let uses = uses(templates);
    let whole = |name: &str| {
        let mut mixer = FingerprintBuilder::new("template").with(name);
        for used in closure(name, &uses) {
            mixer.add((used, &templates[used].text));
        }
        mixer.fingerprint()
    };
    templates.keys().map(|name| (name.clone(), whole(name))).collect()
}

/// The templates that each names, itself left out.
fn uses(templates: &BTreeMap<String, Source>) -> BTreeMap<&str, BTreeSet<&str>> {
    let defined =
        templates.iter().flat_map(|(name, source)| defined(&source.text).map(move |component| (component, name)));
    let mut components: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    for (component, name) in defined {
        components.entry(component).or_default().push(name);
    }
    let longest = templates.keys().map(String::len).max().unwrap_or_default();
    let of = |text| {
        let named = strings(text, longest).filter_map(|name| templates.get_key_value(&name)).map(|(name, _)| name);
        let called = called(text).filter_map(|component| components.get(component)).flatten().copied();
        named.chain(called).map(String::as_str).collect()
    };
    templates.iter().map(|(name, source)| (name.as_str(), of(&source.text))).collect()
}

/// A template with all that it uses.
fn closure<'a>(name: &'a str, uses: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let (mut reached, mut next) = (BTreeSet::new(), vec![name]);
    while let Some(name) = next.pop() {
        if reached.insert(name) {
            next.extend(uses.get(name).into_iter().flatten());
        }
    }
    reached
}

/// The strings of a text that have no more than so many bytes. Each quote may be the first of a string.
fn strings(text: &str, longest: usize) -> impl Iterator<Item = String> {
    text.match_indices(['"', '\'', '`']).filter_map(move |(at, _)| string_at(&text[at..], longest))
}

/// What the string says that begins with this quote.
fn string_at(text: &str, longest: usize) -> Option<String> {
    let mut chars = text.chars();
    let quote = chars.next()?;
    let mut said = String::new();
    loop {
        match chars.next().filter(|_| said.len() <= longest)? {
            '\\' => said.push(match chars.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                other => other,
            }),
            end if end == quote => return Some(said),
            other => said.push(other),
        }
    }
}

/// First names of the components that are called, such as `ui` of `<ui.card card={one} />`. A call may stand wherever a
/// value may, among strings and maps that look like the end of a tag; so whatever stands behind `<` is taken for one, and an
/// element of HTML for the component of its name.
fn called(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).map(first_name)
}

/// First names of the components that are defined: `{% component card(card) %}`.
fn defined(text: &str) -> impl Iterator<Item = &str> {
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

    use super::fingerprints;
    use wellpress_diagnostics::Source;

    /// Templates whose fingerprint is another once this one says something else.
    fn drawn_again(edited: &str) -> Vec<String> {
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
        let all = |texts: &BTreeMap<&str, &str>| {
            let sources = texts.iter().map(|(name, text)| ((*name).to_owned(), Source::new(*name, *text)));
            fingerprints(&sources.collect())
        };
        let before = all(&texts);
        let text = format!("{} ", texts[edited]);
        texts.insert(edited, &text);
        all(&texts).into_iter().filter(|(name, now)| before[name] != *now).map(|(name, _)| name).collect()
    }

    #[test]
    fn whoever_uses_a_template_is_another_with_it() {
        assert_eq!(drawn_again("home.html"), ["home.html"]);
        assert_eq!(drawn_again("it\"s"), ["home.html", "it\"s"]);
        assert_eq!(drawn_again("article.html"), ["article.html"]);
        assert_eq!(drawn_again("parts/menu.html"), ["article.html", "base.html", "parts/menu.html", "topic.html"]);
        assert_eq!(drawn_again("components/card.html"), ["article.html", "components/card.html"]);
        let all_with_boxes = ["article.html", "components/box.html", "components/card.html", "list.html", "topic.html"];
        assert_eq!(drawn_again("components/box.html"), all_with_boxes);
    }

    #[test]
    fn templates_that_use_each_other_come_to_an_end() {
        let sources = [("a", "{% include 'b' %}"), ("b", "{% include 'a' %}")];
        let sources = sources.map(|(name, text)| (name.to_owned(), Source::new(name, text)));
        assert_eq!(fingerprints(&sources.into()).len(), 2);
    }
}
