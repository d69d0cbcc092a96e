//! What a template is made of: its own text, and that of every template and component that it uses, directly or through
//! another. One fingerprint for each, so that a page is drawn again where one of its own templates was edited, and not
//! where another was.
//!
//! Names are looked for in the text, wherever one could be used: a use too many draws a page for nothing, one too few
//! would leave it stale.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::cache::{Fingerprint, Mixer};
use crate::diagnostics::Source;

/// The fingerprint of each template, by its name.
pub(super) fn fingerprints(templates: &BTreeMap<String, Source>) -> BTreeMap<String, Fingerprint> {
    let uses = uses(templates);
    let whole = |name: &str| {
        let mut mixer = Mixer::new("template").with(name);
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
    let of = |text| {
        let named = quoted(text).filter_map(|name| templates.get_key_value(&*name)).map(|(name, _)| name);
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

/// What stands between two quotes, without the backslashes that a string may have before a `/`. Each quote may be the first
/// of a pair.
fn quoted(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let inside =
        text.match_indices(['"', '\'', '`']).filter_map(|(at, quote)| Some(text[at + 1..].split_once(quote)?.0));
    inside.map(|name| if name.contains('\\') { name.replace('\\', "").into() } else { name.into() })
}

/// First names of the components that are called, such as `ui` of `{{ <ui.card card={one} /> }}`. A call may stand wherever
/// a value may, so all between the first mark of a tag and the last is looked through.
fn called(text: &str) -> impl Iterator<Item = &str> {
    tags(text).flat_map(|tag| tag.split('<').skip(1)).map(first_name)
}

/// First names of the components that are defined: `{% component card(card) %}`.
fn defined(text: &str) -> impl Iterator<Item = &str> {
    let inside = tags(text).map(|tag| tag.trim_start_matches('-').trim_start());
    inside.filter_map(|tag| tag.strip_prefix("component")).map(first_name)
}

/// What stands in tags, each with what follows up to the last mark that may end it.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    let ends = |tag: &str| ["}}", "%}"].iter().filter_map(|end| tag.rfind(end)).max();
    let first = text.find('{').unwrap_or(text.len());
    let opened = text[first..].split("{{").flat_map(|piece| piece.split("{%"));
    opened.map(move |tag| &tag[..ends(tag).unwrap_or(tag.len())])
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
    use crate::diagnostics::Source;

    /// Templates whose fingerprint is another once this one says something else.
    fn drawn_again(edited: &str) -> Vec<String> {
        let mut texts = BTreeMap::from([
            ("base.html", "<body>{% include 'parts\\/menu.html' %}</body>"),
            ("article.html", "{% extends \"base.html\" %}{{ one ~ <ui.card one={1} /> }}"),
            ("topic.html", "{%- extends\n`base.html` -%}{% < box > %}a{% </box> %}"),
            ("home.html", "<p>{{ \"}}\" }}<body></p>"),
            ("parts/menu.html", "<menu>"),
            ("components/card.html", "{%- component\nui.card(one) -%}{% set a = [<box/>] %}{% endcomponent %}"),
            ("components/box.html", "{% component box() %}{% endcomponent %}{%component body()%}{%endcomponent%}"),
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
        assert_eq!(drawn_again("article.html"), ["article.html"]);
        assert_eq!(drawn_again("parts/menu.html"), ["article.html", "base.html", "parts/menu.html", "topic.html"]);
        assert_eq!(drawn_again("components/card.html"), ["article.html", "components/card.html"]);
        let all_with_boxes = ["article.html", "components/box.html", "components/card.html", "topic.html"];
        assert_eq!(drawn_again("components/box.html"), all_with_boxes, "an element of HTML is no component");
    }

    #[test]
    fn templates_that_use_each_other_come_to_an_end() {
        let sources = [("a", "{% include 'b' %}"), ("b", "{% include 'a' %}")];
        let sources = sources.map(|(name, text)| (name.to_owned(), Source::new(name, text)));
        assert_eq!(fingerprints(&sources.into()).len(), 2);
    }
}
