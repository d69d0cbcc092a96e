//! Values, macros and comments of Jinja, as the plugin `macros` reads them. It runs no program.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::old_site::OldSite;
use crate::readers::page_keys::words;
use crate::readers::settings::{map_of_file, texts_of};
use crate::source_folder::SourceFolder;
use crate::text::has_word;
use crate::text::scan::{near, replaced};
use crate::text::tags::{self, Tag, TagTranslator};

/// The values of `extra`, also by their whole names, under those of the files that the plugin reads.
pub(super) fn variables(
    source: &SourceFolder<'_>,
    extra: &Map<String, Value>,
    options: &Map<String, Value>,
) -> BTreeMap<String, String> {
    let mut variables = texts_of(extra);
    variables.extend(texts_of(extra).into_iter().map(|(name, value)| (format!("extra.{name}"), value)));
    for path in options.get("include_yaml").map(words).unwrap_or_default() {
        let values = map_of_file(source, &path).unwrap_or_default();
        variables.retain(|name, _| !values.contains_key(name));
        variables.extend(texts_of(&values));
    }
    variables
}

/// Takes comments out, `{# .. #}`, also those in code, as Jinja does; those in `{% raw %}` stay.
pub(super) fn without_comments(text: &str) -> String {
    replaced(text, "{#", |before, behind| {
        let (comment, _) = near(behind).split_once("#}")?;
        let raw = ["raw %}", "raw -%}"].iter().filter_map(|sign| before.rfind(sign)).max();
        let is_raw = raw.is_some_and(|at| !before[..at].ends_with("end"));
        (!is_raw && !comment.contains("{#")).then(|| (String::new(), &behind[comment.len() + 2..]))
    })
}

/// A text in quotes or a number, as Python writes it; `None` for other expressions.
fn literal(value: &str) -> Option<&str> {
    let quoted =
        |quote: char| value.strip_prefix(quote)?.strip_suffix(quote).filter(|text| !text.contains([quote, '\\']));
    let is_number = value.parse::<i64>().is_ok_and(|number| number.to_string() == value)
        || value.parse::<f64>().is_ok_and(|number| format!("{number:?}") == value);
    let number = Some(value).filter(|value| is_number && value.ends_with(|sign: char| sign.is_ascii_digit()));
    quoted('"').or_else(|| quoted('\'')).or(number)
}

/// Replaces values and macros.
pub(super) struct Macros<'a> {
    pub variables: BTreeMap<String, String>,
    /// Without the plugin, braces are words.
    pub has_plugin: bool,
    pub file: &'a str,
    pub site: &'a mut OldSite,
}

impl TagTranslator for Macros<'_> {
    fn single(&mut self, tag: &Tag) -> Option<String> {
        match tag.name.as_str() {
            "set" if self.has_plugin => {
                let (names, value) = tag.rest.split_once('=')?;
                names.split(',').for_each(|name| _ = self.variables.remove(name.trim()));
                match literal(value.trim()) {
                    Some(value) => _ = self.variables.insert(names.trim().to_owned(), value.to_owned()),
                    None => self.unknown(tag),
                }
                Some(String::new())
            }
            "" => {
                let value = self.variables.get(tag.rest.trim()).cloned()?;
                self.site.log.translated("value of the settings");
                Some(value)
            }
            _ => None,
        }
    }

    fn block(&mut self, tag: &Tag, content: &str) -> Option<String> {
        match tag.name.as_str() {
            "raw" => Some(content.to_owned()),
            "set" if self.has_plugin && !tag.rest.contains(['=', '|']) => {
                self.variables.insert(tag.rest.trim().to_owned(), content.to_owned());
                Some(String::new())
            }
            _ => None,
        }
    }

    fn keeps_unknown(&self) -> bool {
        !self.has_plugin
    }

    fn unknown(&mut self, tag: &Tag) {
        if self.has_plugin {
            tags::note_hole(tag, self.file, &mut self.site.log);
            if has_word("if for macro call filter with", &tag.name) {
                let what = format!("`{{% {} {} %}}` decided which words readers see", tag.name, tag.rest);
                self.site.log.doubt(self.file, what);
            }
            if tag.name == "include" {
                let what = format!("`{}` shows the text of another file, which is not here", tag.written());
                self.site.log.doubt(self.file, what);
            }
        }
        let instead = "the words that it shows, or a variable of the settings";
        self.site.log.left(&tag.unknown_kind("macro"), self.file, instead);
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::site_of_files;

    #[test]
    fn without_the_plugin_braces_are_words() {
        let site = site_of_files(&[
            ("mkdocs.yml", "site_name: T\n"),
            ("docs/a.md", "---\ntitle: A\n---\n{{ title }} {# a #} {% set a = 5 %}\n"),
        ]);
        let expected = "{{ title }} {# a #} {% set a = 5 %}";
        assert_eq!((site.pages[0].text.trim(), site.log.is_doubtful("docs/a.md")), (expected, false));
    }

    #[test]
    fn a_value_is_that_of_the_page_or_a_hole() {
        let raw = "{# a #} {% raw %}{# b 9 mg #}{% endraw %} {# c";
        for (head, text, expected, is_hidden) in [
            (
                "dose: 250",
                "{{ dose }} mg, {{ extra.dose }} mg, {{ word }}, {{ read }} mg",
                "250 mg, 500 mg, w, 25 mg",
                false,
            ),
            ("dose: [1]", "Take {{ dose }} mg.", "Take  mg.", true),
            ("a: b", "{% set y = dose %}Take {{ y }} mg, {{ dose }} mg.", "Take  mg, 500 mg.", true),
            ("a: b", "{% set dose = 2 * 250 %}\n- {{ dose }} mg", "-  mg", true),
            ("a: b", "{% set a, dose = 1, 2 %}\n| {{ dose }} mg |", "|  mg |", true),
            (
                "a: b",
                "{% set x = 7 %}{% set y = '8' %}{% set z = 2.5 %}{{ x }} {{ y }} {{ z }} mg",
                "7 8 2.5 mg",
                false,
            ),
            ("a: b", "{% set x = 1.50 %}{{ x }} mg", "mg", true),
            ("a: b", "{% set x = \"1\" ~ \"2\" %}{{ x }} mg", "mg", true),
            ("a: b", "{% set x = inf %}A {{ x }} b", "A  b", true),
            ("a: b", "{% set x %}13 mg{% endset %}Take {{ x }}.", "Take 13 mg.", false),
            ("a: b", "{% if dose > 300 %}High{% endif %} x", "High x", true),
            ("render_macros: false", "{{ dose }} mg {# x #}", "{{ dose }} mg {# x #}", false),
            ("a: b", "A {# 99 mg #}b `{# 9 mg #}` {# 8 mg\n\n#}.", "A b `` .", false),
            ("dose: 250", "{% raw %}{{ dose }}{% endraw %} {{ dose }} mg", "{{ dose }} 250 mg", false),
            ("a: b", raw, " {# b 9 mg #} {# c", false),
        ] {
            let site = site_of_files(&[
                (
                    "mkdocs.yml",
                    "site_name: T\nextra: {dose: 500, word: w}\nplugins: [{macros: {include_yaml: [v.yml]}}]\n",
                ),
                ("v.yml", "read: 25\n"),
                ("docs/a.md", &format!("---\n{head}\n---\n{text}\n")),
            ]);
            assert_eq!(site.pages[0].text.trim(), expected.trim(), "{text}");
            assert_eq!(site.log.is_doubtful("docs/a.md"), is_hidden, "{text}");
        }
    }
}
