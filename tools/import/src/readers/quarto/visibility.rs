//! What of a text Quarto shows on the web: blocks and words for one format or profile, raw text of one format, results of code, and pages
//! that the project hides. The web site is what the new site has; what only a profile decides makes a draft.

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::{Map, Value};

use crate::log::ImportLog;
use crate::readers::page_keys::{text_of, words};
use crate::readers::path_names::fits;
use crate::text::divs::Div;
use crate::text::scan::spliced;
use crate::text::{code, excerpt, html, icons};

/// The formats by which Quarto names the web.
const WEB: [&str; 4] = ["html", "html4", "html5", "html:js"];

/// Attributes with which a span can be hidden.
const SPANS: [&str; 4] = ["{.content-visible", "{.content-hidden", "{.hidden}", "{.hidden "];

/// Which profiles the old site is made with.
#[derive(Debug, Default)]
pub(super) struct Visibility {
    /// Those of the settings.
    profiles: BTreeSet<String>,
}

impl Visibility {
    pub fn of(config: &Map<String, Value>) -> Self {
        let default = config.get("profile").and_then(|profile| profile.get("default"));
        Self { profiles: default.map(words).into_iter().flatten().collect() }
    }

    /// Whether the web site has a block. What is left out, and what a profile decides, is told.
    pub fn shows(&self, div: &Div, inner: &str, file: &str, log: &mut ImportLog) -> bool {
        if ["hidden", "d-none"].iter().any(|class| div.has_class(class))
            || div.attribute("style").is_some_and(html::hides)
        {
            log.left("hidden words", file, "nothing: readers of the old page do not see them");
            log.confirm(file, format!("the old web site hides \"{}\", which was left out", excerpt(inner)));
            return false;
        }
        let shown_if = match (div.has_class("content-visible"), div.has_class("content-hidden")) {
            (false, false) => return true,
            (is_visible, _) => is_visible,
        };
        let conditions = div.attributes.iter().filter_map(|(key, value)| self.condition(key, value));
        let conditions: Vec<Option<bool>> = conditions.collect();
        // One that does not hold decides alone.
        let holds =
            if conditions.contains(&Some(false)) { Some(false) } else { (!conditions.contains(&None)).then_some(true) };
        let words = excerpt(inner);
        match holds {
            None => {
                log.left("text for one profile or value of Quarto", file, "the text of the site that you publish");
                log.doubt(file, format!("`{}` decides whether readers see \"{words}\"", div.raw));
                true
            }
            Some(holds) if holds == shown_if => {
                log.translated("text for the web");
                true
            }
            Some(_) => {
                log.left("text for another format than the web", file, "nothing: the old web site does not show it");
                log.confirm(file, format!("the old web site does not show \"{words}\", which was left out"));
                false
            }
        }
    }

    /// Whether a condition such as `when-format="pdf"` holds on the web, unless the environment of the build decides it; `None` for another
    /// attribute.
    fn condition(&self, key: &str, value: &str) -> Option<Option<bool>> {
        let (is_when, kind) = key
            .strip_prefix("when-")
            .map(|kind| (true, kind))
            .or_else(|| Some((false, key.strip_prefix("unless-")?)))?;
        let holds = match kind {
            "format" => WEB.contains(&value),
            "profile" if self.profiles.contains(value) => true,
            _ => return Some(None),
        };
        Some(Some(holds == is_when))
    }

    /// Replaces spans such as `[words]{.content-visible when-format="pdf"}` by what the web site shows of them.
    pub fn spans(&self, text: &str, file: &str, log: &mut ImportLog) -> String {
        if !SPANS.iter().any(|sign| text.contains(sign)) {
            return text.to_owned();
        }
        code::outside(text, |part| {
            let (mut output, mut rest) = (String::with_capacity(part.len()), part);
            while let Some(at) = rest.find("]{.") {
                if !SPANS.iter().any(|sign| rest[at + 1..].starts_with(sign)) {
                    output.push_str(&rest[..=at]);
                    rest = &rest[at + 1..];
                    continue;
                }
                let end = rest[at..].find('}').map_or(rest.len(), |length| at + length + 1);
                output.push_str(&rest[..at]);
                let div = Div::parse(&rest[at + 1..end]);
                rest = &rest[end..];
                let Some(start) = opening_bracket(&output) else { continue };
                let words = output.split_off(start);
                if self.shows(&div, &words[1..], file, log) {
                    output.push_str(&words[1..]);
                }
            }
            output + rest
        })
    }
}

/// The bracket that the end of a text closes.
fn opening_bracket(text: &str) -> Option<usize> {
    let mut depth = 1;
    text.char_indices().rev().take(10_000).find_map(|(at, sign)| {
        depth += i32::from(sign == ']') - i32::from(sign == '[');
        (depth == 0).then_some(at)
    })
}

/// A raw block such as ```` ```{=html} ````: that of the web stays, and others are left out.
pub(super) fn raw_block(format: &str, inner: &str, file: &str, log: &mut ImportLog) -> String {
    if WEB.contains(&format) {
        return format!("\n{inner}\n");
    }
    log.left(&format!("raw text for `{format}`"), file, "nothing: the old web site does not show it");
    String::new()
}

/// Translates code in sentences. Raw text of the web, `` `<b>x</b>`{=html} ``, is HTML; parameters of the page have their values; icons
/// go. Other code whose result readers saw, `` `r x` `` of knitr and `` `{python} x` ``, makes a draft.
pub(super) fn inline_code(text: &str, file: &str, metadata: &[Value], log: &mut ImportLog) -> String {
    let translated = |range: Range<usize>| {
        let code = text[range.clone()].strip_prefix('`').and_then(|code| code.strip_suffix('`'))?;
        if let Some((format, _)) = text[range.end..].strip_prefix("{=").and_then(|behind| behind.split_once('}')) {
            let end = range.end + "{=}".len() + format.len();
            let inner = raw_block(format, code.trim_matches('`'), file, log);
            return Some((range.start..end, inner.trim_matches('\n').to_owned()));
        }
        let of_knitr = code.strip_prefix("r ").map(str::trim).filter(|code| !code.is_empty());
        let braces = code.strip_prefix('{').and_then(|code| code.split_once("} "));
        let is_of_language =
            braces.is_some_and(|(language, _)| !language.is_empty() && language.chars().all(char::is_alphanumeric));
        if code.contains('`') || of_knitr.is_none() && !is_of_language {
            return None;
        }
        if let Some(words) = of_knitr.and_then(|code| known_result(code, metadata)) {
            log.translated("code in a sentence");
            return Some((range, words));
        }
        log.left(&format!("result of code `{code}`"), file, "the number or the words that it showed");
        log.doubt(file, format!("the result of `{code}` is not computed, and readers would see the code"));
        None
    };
    spliced(text, code::ranges(text).into_iter().filter_map(translated))
}

/// What code of knitr shows that only names a parameter, `params$file`, or draws an icon.
fn known_result(code: &str, metadata: &[Value]) -> Option<String> {
    const ICONS: [&str; 3] = ["fontawesome::fa(\"", "fa(\"", "bsicons::bs_icon(\""];
    if let Some(call) = ICONS.iter().find_map(|start| code.strip_prefix(start)) {
        let (name, look) = call.split_once('"')?;
        let is_one_call = look.ends_with(')') && !look[..look.len() - 1].contains([')', ';']);
        return is_one_call.then(|| icons::sign_of(name).to_owned());
    }
    let name = code.strip_prefix("params$")?;
    metadata.iter().find_map(|map| map.get("params")?.get(name)).and_then(text_of)
}

/// Pages that the settings of the project hide: `website.drafts`, and `project.render`.
#[derive(Debug, Default)]
pub(super) struct HiddenFiles {
    drafts: Vec<String>,
    render: Vec<String>,
}

impl HiddenFiles {
    pub fn of(config: &Map<String, Value>) -> Self {
        let list =
            |part: &str, key: &str| config.get(part).and_then(|part| part.get(key)).map(words).unwrap_or_default();
        Self { drafts: list("website", "drafts"), render: list("project", "render") }
    }

    /// The setting that hides a file.
    pub fn setting_of(&self, path: &str) -> Option<&'static str> {
        if self.drafts.iter().any(|pattern| fits(pattern, path)) {
            return Some("website: drafts");
        }
        let (excluded, included): (Vec<&String>, Vec<&String>) =
            self.render.iter().partition(|pattern| pattern.starts_with('!'));
        let is_included = included.is_empty() || included.iter().any(|pattern| fits(pattern, path));
        let is_excluded = excluded.iter().any(|pattern| fits(pattern.trim_start_matches('!'), path));
        (!is_included || is_excluded).then_some("project: render")
    }
}

#[cfg(test)]
mod tests {
    use super::{Visibility, fits, inline_code, raw_block};
    use crate::log::ImportLog;
    use crate::text::divs;

    fn shown(text: &str, log: &mut ImportLog) -> String {
        let config = serde_json::json!({"profile": {"default": "patients"}});
        let visibility = Visibility::of(config.as_object().unwrap());
        let text = visibility.spans(text, "a.qmd", log);
        divs::replace(&text, &mut |div, inner| {
            if visibility.shows(div, inner, "a.qmd", log) { inner.trim().to_owned() + "\n" } else { String::new() }
        })
    }

    #[test]
    fn text_of_the_web_stays() {
        let cases = [
            (".content-visible when-format=\"html\"", true),
            (".content-visible when-format=\"pdf\"", false),
            (".content-visible unless-format=\"pdf\"", true),
            (".content-hidden when-format=\"pdf\"", true),
            (".content-hidden when-format=\"html\"", false),
            (".content-hidden unless-format=\"html\"", true),
            (".content-hidden", false),
            (".content-visible when-profile=\"patients\"", true),
            (".content-hidden when-profile=\"patients\"", false),
        ];
        for (head, is_shown) in cases {
            let mut log = ImportLog::default();
            let block = shown(&format!("::: {{{head}}}\nWords.\n:::\n"), &mut log);
            let span = shown(&format!("a [b [c](d)]{{{head}}} e"), &mut log);
            assert_eq!((block.contains("Words"), span.contains("b [c](d)")), (is_shown, is_shown), "{head}");
            assert_eq!(log.to_confirm.is_empty(), is_shown, "what is left out is told: {head}");
            assert!(!log.is_doubtful("a.qmd"), "{head}");
        }
        let mut log = ImportLog::default();
        assert!(shown("::: {.content-visible when-profile=\"staff\"}\nWords.\n:::\n", &mut log).contains("Words"));
        assert!(log.is_doubtful("a.qmd"), "the environment decides");
    }

    #[test]
    fn hidden_words_are_left_out_and_told() {
        for text in
            ["::: {.hidden}\nold dose\n:::\n", "[old dose]{.hidden}", "::: {style=\"display: none\"}\nold dose\n:::\n"]
        {
            let mut log = ImportLog::default();
            assert_eq!(shown(text, &mut log).trim(), "", "{text}");
            assert!(log.to_confirm.iter().any(|(_, what)| what.contains("old dose")), "{text}");
        }
        let mut log = ImportLog::default();
        assert_eq!(shown("[a]{.b} [c]{.hidden-x}", &mut log), "[a]{.b} [c]{.hidden-x}");
        assert!(log.to_confirm.is_empty());
    }

    #[test]
    fn results_of_code_make_drafts() {
        for (text, is_result) in [
            ("Take `r 5*2` mg.", true),
            ("Top is `{python} top`.", true),
            ("Type `r` or `rest` or `{x}`.", false),
            ("```r\nr 5\n```\n", false),
        ] {
            let mut log = ImportLog::default();
            assert_eq!(inline_code(text, "a.qmd", &[], &mut log), text);
            assert_eq!(
                (log.is_doubtful("a.qmd"), log.left_constructs().len()),
                (is_result, is_result.into()),
                "{text}"
            );
        }
    }

    #[test]
    fn raw_text_parameters_and_icons_in_sentences() {
        let metadata = [serde_json::json!({"params": {"dose": "5 mg"}})];
        let mut log = ImportLog::default();
        let text = "A `<b>1</b>`{=html} `\\x`{=latex}`r params$dose` `r fontawesome::fa(\"pills\", fill = \"red\")`b `c` `r fa(\"check\")`";
        assert_eq!(inline_code(text, "a.qmd", &metadata, &mut log), "A <b>1</b> 5 mg b `c` ✓");
        let program = "`r fa(\"pills\") ; paste(5, \"mg\")`";
        assert_eq!(inline_code(program, "b.qmd", &metadata, &mut log), program);
        assert!(log.is_doubtful("b.qmd"));
        assert!(!log.is_doubtful("a.qmd"));
    }

    #[test]
    fn raw_text_and_hidden_files() {
        let mut log = ImportLog::default();
        assert_eq!(
            raw_block("latex", "x", "a.qmd", &mut log) + raw_block("html", "<b>y</b>", "a.qmd", &mut log).trim(),
            "<b>y</b>"
        );
        assert_eq!(log.left_constructs()[0].kind, "raw text for `latex`");
        assert!(
            fits("*.qmd", "a/b.qmd") && fits("old/", "old/a.qmd") && fits("a.qmd", "a.qmd") && fits("x/**", "x/y.md")
        );
        assert!(!fits("a.qmd", "b/a.qmd") && !fits("x/*.md", "y/x.md") && !fits("*.md", "a.qmd"));
    }
}
