//! Texts of Docusaurus in MDX: components, the texts that they take in, and values. Programs are not run: a component whose text stands in
//! a file of Markdown becomes a snippet, one that means what a directive means becomes that, and of others the words stay.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

use crate::front_matter::included_text;
use crate::old_site::OldSite;
use crate::readers::markdown_folder;
use crate::readers::nesting::Nesting;
use crate::readers::shortcodes::Shortcodes;
use crate::source_folder::{SourceFolder, beside};
use crate::text::scan::{last_line, near, next_of, pairs, replaced, spliced, split_at_closing};
use crate::text::tags::{self, Argument, Syntax, Tag, TagTranslator};
use crate::text::{
    block, callout, code, dedented, divs, escaped_label, excerpt, has_word, headings, html, quoted, snippet,
};

use super::config::{objects, string_in};

/// Components that mean the same as a shortcode that several tools have.
const COMPONENTS: [(&str, &str); 9] = [
    ("Tabs CodeGroup", "tabs"),
    ("Tab TabItem", "tab"),
    ("Details Accordion Collapse Collapsible Expandable Disclosure", "details"),
    ("Figure Image IdealImage ThemedImage Img Frame", "figure"),
    ("YouTube Youtube LiteYouTubeEmbed YoutubeEmbed", "youtube"),
    ("Video ReactPlayer", "video"),
    ("CodeBlock", "code"),
    ("Quote BlockQuote Blockquote", "quote"),
    ("Fragment React.Fragment BrowserOnly Columns Column Col Row Grid Translate Cards CardGroup Steps", "div"),
];

/// Stands in the label of a tab between its value and its name, until the component around it is read.
const VALUE_END: char = '\u{e000}';

/// Attributes whose words readers see.
const SHOWN: [&str; 9] = ["title", "heading", "label", "summary", "name", "caption", "description", "text", "message"];

/// A text that is being translated.
pub(super) struct MdxText<'a> {
    source: &'a SourceFolder<'a>,
    site: &'a mut OldSite,
    file: String,
    /// The files of Markdown by the names of the components that show them.
    imports: BTreeMap<String, String>,
    /// Texts that the file exports, or that another one gives it.
    values: BTreeMap<String, String>,
    nesting: Nesting,
}

impl<'a> MdxText<'a> {
    pub fn new(source: &'a SourceFolder<'a>, site: &'a mut OldSite, file: &str) -> Self {
        Self {
            source,
            site,
            file: file.to_owned(),
            imports: BTreeMap::new(),
            values: BTreeMap::new(),
            nesting: Nesting::PAGE,
        }
    }

    /// The text of a page as Markdown.
    pub fn translate(&mut self, text: &str) -> String {
        let text = self.components(text);
        let text = self.with_tab_names(&text, None);
        let site = &mut *self.site;
        let text = divs::replace(&text, &mut |div, inner| {
            let word = div.classes.first().map_or("note", String::as_str);
            if ["tabs", "tab", "details", "table", "figure"].contains(&word) {
                return block(word, div.title.as_deref().unwrap_or_default(), inner);
            }
            site.log.translated("admonition");
            block(callout(word).unwrap_or("note"), div.title.as_deref().unwrap_or_default(), inner)
        });
        let marks = ["<!-- truncate -->", "<!--truncate-->"];
        let text = marks.iter().fold(text, |text, mark| text.replace(mark, ""));
        markdown_folder::finish_text(&text, &self.file, self.site)
    }

    fn components(&mut self, text: &str) -> String {
        let text = self.without_programs(text);
        let fragments: &[&str] = if text.contains("</>") { &["<>", "</>"] } else { &[] };
        let text = code::outside(&text, |text| {
            let text = fragments.iter().fold(without_comments(text), |text, sign| text.replace(sign, ""));
            tags::with_plain_attributes(&text)
        });
        let text = tags::expand(&plain_elements(&text), Syntax::Mdx, self);
        let text = self.with_templates(&text);
        self.with_values(&text)
    }

    /// Takes statements that import and export out: they end at an empty line.
    fn without_programs(&mut self, text: &str) -> String {
        let (mut output, mut is_program) = (String::with_capacity(text.len()), false);
        for (_, line, is_code) in code::lines(text) {
            let is_statement = !is_code && is_statement(line);
            is_program = !line.trim().is_empty() && (is_program || is_statement) && !is_code;
            if is_statement {
                self.statement(line.trim());
            }
            if !is_program {
                output.push_str(line);
            }
        }
        output
    }

    fn statement(&mut self, statement: &str) {
        if let Some((name, from)) = statement.strip_prefix("import ").and_then(|rest| rest.split_once(" from "))
            && let Some(path) = from.split(['"', '\'', '`']).nth(1)
            && (path.ends_with(".md") || path.ends_with(".mdx"))
        {
            let path = path.strip_prefix("@site/").map(str::to_owned).or_else(|| beside(&self.file, path));
            self.imports.extend(path.map(|path| (name.split(',').next().unwrap_or(name).trim().to_owned(), path)));
            return;
        }
        if let Some((name, value)) = statement.strip_prefix("export const ").and_then(|rest| rest.split_once('='))
            && let Some(value) = literal(value.trim().trim_end_matches(';'))
        {
            self.values.insert(name.trim().to_owned(), shown(value));
            return;
        }
        self.site.log.left("import of MDX", &self.file, "nothing: pages run no programs of authors");
    }

    /// Puts the text of templates without values, such as {`5 mg`}, in their place. For Markdown they are code.
    fn with_templates(&mut self, text: &str) -> String {
        let shown = |range: Range<usize>| {
            let words = text[range.clone()].strip_prefix('`')?.strip_suffix('`')?;
            let before = text[..range.start].trim_end().strip_suffix('{')?;
            let behind = text[range.end..].trim_start().strip_prefix('}')?;
            if before.ends_with(['\\', '=', '$']) {
                return None;
            }
            if words.starts_with('`') || words.contains("${") || words.contains('\\') {
                self.not_computed(&excerpt(&words.replace('`', "")), "");
                return None;
            }
            self.site.log.translated("value of MDX");
            Some((before.len()..text.len() - behind.len(), shown(words)))
        };
        spliced(text, code::ranges(text).into_iter().filter_map(shown))
    }

    /// Puts values in the place of their names, such as `{dose}`. One that a program computes stays as it is written.
    fn with_values(&mut self, text: &str) -> String {
        // Found in the whole text: a part of it that begins with blanks would be code.
        let unread = [formulas(text), code::comments(text, &[]), code::ranges(text)];
        let (ends, mut next_end) = (pairs(text, ['{', '}']), next_of(&['}']));
        replaced(text, "{", |before, behind| {
            let at = text.len() - behind.len() - 1;
            if unread.iter().any(|ranges| code::contains(ranges, at)) || is_markup(before) {
                return None;
            }
            let name = next_end(behind).map(|end| &behind[..end]).filter(|name| is_expression(name));
            if let Some(name) = name {
                return Some((self.value(name.trim()), &behind[name.len() + 1..]));
            }
            let words = computed(behind, ends.get(&(at + 1)).and_then(|end| behind.get(..end - at - 1)))?;
            let behind = &behind[words.len() + 1..];
            let words = self.result(words);
            // Two blanks at the end of a line would break it.
            let is_needed = !before.ends_with(char::is_whitespace) && !behind.starts_with(char::is_whitespace);
            Some((if is_needed || !words.trim().is_empty() { words } else { String::new() }, behind))
        })
    }

    /// Puts the values that a translation names in the place of `{name}` in its text.
    fn with_placeholders(&mut self, text: &str, values: &str) -> String {
        let pairs = values.trim().trim_matches(['{', '}']).split(',').filter_map(|pair| pair.split_once(':'));
        let values: BTreeMap<&str, &str> = pairs.map(|(name, value)| (name.trim(), value.trim())).collect();
        replaced(text, "{", |_, behind| {
            let (name, behind) = behind.split_once('}').filter(|(name, _)| is_expression(name))?;
            let value = values.get(name.trim()).and_then(|value| literal(value));
            Some((value.map_or_else(|| self.not_computed(name, name), str::to_owned), behind))
        })
    }

    /// What an expression shows: a text or a number is shown as it is, and others are not computed.
    fn result(&mut self, expression: &str) -> String {
        let words = expression.trim();
        if let Some(literal) = literal(words) {
            self.site.log.translated("value of MDX");
            return shown(literal);
        }
        self.not_computed(&excerpt(words), expression)
    }

    fn value(&mut self, name: &str) -> String {
        if let Some(value) = self.values.get(name.trim_start_matches("props.")) {
            self.site.log.translated("value of MDX");
            return value.clone();
        }
        self.not_computed(name, name)
    }

    fn not_computed(&mut self, words: &str, expression: &str) -> String {
        self.site.log.left(&format!("expression of MDX `{words}`"), &self.file, "the words that it showed");
        self.site.log.doubt(&self.file, format!("the value of `{{{words}}}` is not computed"));
        format!("{{{expression}}}")
    }

    /// A component whose text stands in a file: a snippet, unless the text depends on where it is shown.
    fn partial(&mut self, tag: &Tag, content: Option<&str>) -> Option<String> {
        let path = self.imports.get(&tag.name)?.clone();
        let Some((text, nesting)) = self.source.text(&path).ok().zip(self.nesting.inner()) else {
            self.site.log.left("text of another file that is missing", &self.file, "`::snippet{#id}`");
            self.site.log.doubt(&self.file, format!("`<{}>` shows `{path}`, which cannot be read", tag.name));
            return Some(String::new());
        };
        let text = included_text(&text).to_owned();
        self.site.log.translated("text of another file");
        if !tag.is_alone || text.contains("{props.") || text.contains("{children}") || content.is_some() {
            let mut values = self.values.clone();
            let given =
                tag.arguments.iter().filter_map(|argument| Some((argument.name.clone()?, argument.value.clone())));
            values.extend(given.chain([("children".to_owned(), content.unwrap_or_default().to_owned())]));
            let mut inner = self.inner(&path, values, nesting);
            let text = inner.components(&text);
            let end = inner.nesting;
            self.nesting.go_on(end);
            return Some(if tag.is_alone { format!("\n\n{text}\n\n") } else { text.trim().to_owned() });
        }
        let name = path.trim_end_matches('x');
        let id = match self.site.snippet_of(name, &path) {
            Some(id) => id,
            None => {
                // Known before it is read, so that a text that shows itself ends.
                self.site.add_snippet(name, &path, String::new());
                let text = self.inner(&path, BTreeMap::new(), nesting).translate(&text);
                self.site.add_snippet(name, &path, text)
            }
        };
        Some(snippet(&id))
    }

    /// Gives tabs the names that the component around them has for their values, if it has any.
    fn with_tab_names(&mut self, content: &str, values: Option<&str>) -> String {
        let objects = values.map(objects).unwrap_or_default();
        let name_of = |value: &str| {
            let is_it = |written: String| escaped_label(&written) == value;
            let object = objects.iter().find(|object| string_in(&object.own, "value").is_some_and(is_it))?;
            string_in(&object.own, "label")
        };
        let (mut is_named, mut is_complete) = (false, true);
        let line = |line: &str| {
            let parts =
                line.split_once(":tab[").and_then(|(colons, label)| Some((colons, label.split_once(VALUE_END)?)));
            let Some((colons, (value, label))) = parts else { return line.to_owned() };
            let name = name_of(value).map(|name| format!("{colons}:tab[{}]\n", escaped_label(&name)));
            is_named |= name.is_some();
            is_complete &= name.is_some();
            name.unwrap_or_else(|| format!("{colons}:tab[{label}"))
        };
        let content = content.split_inclusive('\n').map(line).collect();
        if let Some(values) = values.filter(|_| !is_named || !is_complete) {
            let what = format!("names of tabs are in `{}`, which is not read", excerpt(values));
            self.site.log.doubt(&self.file, what);
        }
        content
    }

    fn inner(&mut self, path: &str, values: BTreeMap<String, String>, nesting: Nesting) -> MdxText<'_> {
        let file = path.to_owned();
        MdxText { source: self.source, site: self.site, file, imports: BTreeMap::new(), values, nesting }
    }

    /// A component that means what a shortcode of other tools means.
    fn like_shortcode(&mut self, tag: &Tag, content: Option<&str>) -> Option<String> {
        let known = COMPONENTS.iter().find(|(names, _)| has_word(names, &tag.name)).map(|(_, name)| (*name).to_owned());
        let lower = tag.name.to_lowercase();
        let name = known.or_else(|| Some(lower).filter(|name| name == "aside" || callout(name).is_some()))?;
        let (written, mut tag) = (tag, tag.clone());
        tag.name = name;
        tag.arguments.iter_mut().filter(|argument| argument.value.contains('<')).for_each(|argument| {
            argument.value = html::plain(&argument.value);
        });
        let renamed = |name: &str| match name {
            "value" => Some("term"),
            "img" | "lightImage" => Some("src"),
            "videoId" | "youTubeId" => Some("id"),
            _ => None,
        };
        let more = tag.arguments.iter().filter_map(|argument| {
            Some(Argument { name: Some(renamed(argument.name.as_deref()?)?.to_owned()), value: argument.value.clone() })
        });
        let more: Vec<Argument> = more.collect();
        tag.arguments.extend(more);
        tag.arguments.retain(|argument| argument.name.is_some());
        if let Some(value) = tag.argument(&["value"]).filter(|_| tag.name == "tab") {
            let name = tag.argument(&["title", "name", "summary", "header", "label"]).unwrap_or(value);
            let value = format!("{value}{VALUE_END}{name}");
            tag.arguments.insert(0, Argument { name: Some("title".to_owned()), value });
        }
        if tag.name == "aside" {
            "note".clone_into(&mut tag.name);
        }
        let mut shortcodes = Shortcodes::new(self.source, &self.file, &[], self.site);
        let translated = match content {
            Some(content) => shortcodes.block(&tag, content),
            None => shortcodes.single(&tag),
        }?;
        tags::note_lost(written, None, &translated, &self.file, &mut self.site.log);
        Some(translated)
    }
}

impl TagTranslator for MdxText<'_> {
    fn single(&mut self, tag: &Tag) -> Option<String> {
        if has_word("TOCInline DocCardList BlogPostList", &tag.name) {
            return Some(String::new());
        }
        let translated = self.partial(tag, None).or_else(|| self.like_shortcode(tag, None));
        if translated.is_some() {
            return translated;
        }
        let sign = tags::icon(tag);
        let words = if sign.is_empty() { words_of(tag, "") } else { sign.to_owned() };
        if words.trim().is_empty() {
            return None;
        }
        self.unknown(tag);
        Some(words)
    }

    fn block(&mut self, tag: &Tag, content: &str) -> Option<String> {
        let values = tag.argument(&["values"]).filter(|_| tag.name == "Tabs");
        let content = if tag.is_in_line { content.to_owned() } else { dedented(content) };
        let content = self.with_tab_names(&content, values);
        let values = tag.argument(&["values"]).filter(|_| tag.name == "Translate");
        let template = content.trim().strip_prefix("{`").and_then(|content| content.strip_suffix("`}"));
        let content = template.filter(|_| tag.name == "CodeBlock").unwrap_or(&content).to_owned();
        let content = values.map(|values| self.with_placeholders(&content, values)).unwrap_or(content);
        match tag.name.as_str() {
            "Head" => {
                if content.contains("noindex") {
                    self.site.log.doubt(&self.file, "the old site hides this page from search engines (`noindex`)");
                }
                return Some(String::new());
            }
            "Link" => {
                let address = tag.argument(&["to", "href"])?;
                return Some(format!("[{}](<{}>)", content.trim(), address.replace(['<', '>'], "")));
            }
            _ => {}
        }
        let translated = self.partial(tag, Some(&content)).or_else(|| self.like_shortcode(tag, Some(&content)));
        translated.or_else(|| {
            self.unknown(tag);
            Some(if tag.arguments.is_empty() { content.clone() } else { words_of(tag, &content) })
        })
    }

    fn unknown(&mut self, tag: &Tag) {
        tags::note_hole(tag, &self.file, &mut self.site.log);
        let kind = format!("component `{}`", tag.name);
        self.site.log.left(&kind, &self.file, "the words that it shows, or a directive of the manual");
        let lost = lost_values(tag);
        if !lost.is_empty() {
            let what = format!("component `{}` makes words of {}, which are not here", tag.name, lost.join(", "));
            self.site.log.doubt(&self.file, what);
        }
    }
}

/// The attributes of a component that may be words or numbers of the text, and are not shown.
fn lost_values(tag: &Tag) -> Vec<String> {
    let named = tag.arguments.iter().filter_map(|argument| Some((argument.name.as_deref()?, argument.value.trim())));
    let lost = named.filter(|(name, value)| {
        !has_word(tags::LOOK, name)
            && !has_word("id href to url src", name)
            && !SHOWN.contains(name)
            && !matches!(*value, "" | "true" | "false")
    });
    lost.map(|(name, value)| format!("`{name}={}`", quoted(&excerpt(value)))).collect()
}

/// The words of a component that has no translation: those of its attributes and its content.
fn words_of(tag: &Tag, content: &str) -> String {
    let shown = tag.arguments.iter().filter(|argument| {
        argument.name.as_deref().is_some_and(|name| SHOWN.contains(&name)) && !argument.value.trim().is_empty()
    });
    let attributes: Vec<String> = shown.map(|argument| html::plain(&argument.value)).collect();
    if tag.is_in_line {
        let words = attributes.join(", ");
        let is_addition = !content.trim().is_empty() && !words.is_empty();
        return if is_addition { format!("{content} ({words})") } else { format!("{content}{words}") };
    }
    let title = attributes.first().map(|title| format!("**{title}**\n\n")).unwrap_or_default();
    let others: String = attributes.iter().skip(1).map(|words| format!("\n\n{words}")).collect();
    format!("\n\n{title}{}{others}\n\n", content.trim_matches('\n'))
}

/// Whether a line begins a statement of a program.
fn is_statement(line: &str) -> bool {
    let is_import = line
        .strip_prefix("import ")
        .is_some_and(|rest| rest.contains(" from ") || rest.trim_start().starts_with(['{', '*', '"', '\'']));
    let exports = ["export const ", "export default ", "export function ", "export let ", "export {", "export * "];
    is_import || exports.iter().any(|start| line.starts_with(start))
}

/// Takes comments such as `{/* words */}` out.
fn without_comments(text: &str) -> String {
    replaced(text, "{/*", |_, behind| Some((String::new(), behind.split_once("*/}").map_or("", |(_, behind)| behind))))
}

/// Takes braces around one element, as in `{<b>5 mg</b>}`, away.
fn plain_elements(text: &str) -> String {
    let code = code::ranges(text);
    replaced(text, "{", |before, behind| {
        let name = behind.trim_start().strip_prefix('<')?;
        let name = name.split(|sign: char| !(sign.is_alphanumeric() || sign == '.')).next()?;
        let (words, _) = split_at_closing(near(behind), ['{', '}'])?;
        let element = words.trim();
        let end = format!("</{name}>");
        let is_pair = element.ends_with(&end) && element.matches(&end).count() == 1;
        let is_one = !name.is_empty() && (is_pair || element.ends_with("/>") && element.matches('<').count() == 1);
        let is_text = !before.ends_with(['=', '\\']) && !code::contains(&code, text.len() - behind.len() - 1);
        (is_one && is_text).then(|| (element.to_owned(), &behind[words.len() + 1..]))
    })
}

/// The places of formulas. Those between tags of HTML are some too.
fn formulas(text: &str) -> Vec<Range<usize>> {
    // Behind a blank, `$` begins no formula.
    let text = text.replace('<', ",");
    let events = Parser::new_ext(&text, headings::options() | Options::ENABLE_MATH).into_offset_iter();
    let formulas = events.filter(|(event, _)| matches!(event, Event::InlineMath(_) | Event::DisplayMath(_)));
    formulas.map(|(_, range)| range).collect()
}

/// Whether a brace behind a text is escaped, or begins the attributes of a directive, or stands in a tag of HTML.
fn is_markup(before: &str) -> bool {
    let is_escaped = (before.len() - before.trim_end_matches('\\').len()) % 2 == 1;
    let line = last_line(before).trim_start();
    let is_of_name = |sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '_');
    let label = line.strip_prefix("::").map(|name| name.trim_start_matches(':').trim_start_matches(is_of_name));
    let is_attribute = label.is_some_and(|label| label.is_empty() || label.starts_with('[') && label.ends_with(']'));
    let tag = line.rsplit('<').next().filter(|tag| tag.len() < line.len() && !tag.contains('>'));
    is_escaped || is_attribute || tag.is_some_and(|tag| tag.starts_with(|sign: char| sign.is_ascii_alphabetic()))
}

/// Words of a program as Markdown that shows the same.
fn shown(words: &str) -> String {
    let words = words.replace(['\n', '\t'], " ");
    let blanks = words.len() - words.trim_start().len();
    format!("{}{}", &words[..blanks], html::escape(&words).replace('|', "\\|"))
}

/// Whether the words between braces are a value: a name, such as `dose` or `props.dose`, or a call.
fn is_expression(words: &str) -> bool {
    let words = words.trim();
    let is_name = |sign: char| sign.is_ascii_alphanumeric() || "._$()".contains(sign);
    words.starts_with(|sign: char| sign.is_ascii_alphabetic()) && words.chars().all(is_name)
}

/// The words of an expression behind its opening brace, up to the brace that closes it: `words`, unless that is in quotes. Braces that
/// are no program, such as those of ids, of formulas in TeX and of plain words, are none.
fn computed<'t>(behind: &'t str, words: Option<&'t str>) -> Option<&'t str> {
    const LONGEST: usize = 1000;
    let first = behind.trim_start().chars().next()?;
    if !first.is_alphanumeric() && !"\"'(-![<".contains(first) {
        return None;
    }
    // Braces in quotes, such as `{'{'}`, are words.
    let quoted = near(behind).trim_start().strip_prefix(['"', '\'']).and_then(|rest| rest.split_once(first));
    let rest = quoted.filter(|(words, _)| !words.contains('\\')).map(|(_, rest)| rest.trim_start());
    if let Some(rest) = rest.filter(|rest| rest.starts_with('}')) {
        return behind.get(..near(behind).len() - rest.len());
    }
    let words = words.filter(|words| words.len() < LONGEST)?;
    let is_program =
        words.contains(|sign: char| "+-*/%?:()[]<>=&|!\"'".contains(sign)) || words.trim().parse::<f64>().is_ok();
    let is_tex = words.contains('\\') && !matches!(first, '"' | '\'');
    (is_program && !is_tex).then_some(words)
}

/// The text of an expression that is a text in quotes, or a number.
fn literal(words: &str) -> Option<&str> {
    let quote = words.chars().next()?;
    // Programs show `5.0` as `5`.
    if words.ends_with(|sign: char| sign.is_ascii_digit())
        && words.parse().is_ok_and(|number: f64| number.to_string() == words)
    {
        return Some(words);
    }
    let inner = words.strip_prefix(quote)?.strip_suffix(quote)?;
    (matches!(quote, '"' | '\'') && !inner.contains([quote, '\\'])).then_some(inner)
}

#[cfg(test)]
mod tests;
