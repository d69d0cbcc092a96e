//! Liquid in texts of Jekyll: links, citations, includes, and values that are texts. Conditions and loops are programs, which are not
//! run: their words stay.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::old_site::OldSite;
use crate::source_folder::{SourceFolder, base_name};
use crate::text::scan::{near_end, replaced};
use crate::text::tags::{self, Argument, Syntax, Tag, TagTranslator};
use crate::text::{self, block, callout, code};
use crate::writer::named_link;

use super::super::nesting::Nesting;
use super::super::page_keys::text_of;
use super::super::settings::value_of_file;
use super::data::{body_of_items, chosen, rows, shown_of, value_at, written_day};
use super::tables;

/// The texts of one file.
pub(super) struct LiquidText<'a> {
    pub source: &'a SourceFolder<'a>,
    pub site: &'a mut OldSite,
    pub config: &'a Map<String, Value>,
    pub file: String,
    /// Files of posts by the name that `{% post_url %}` has for them.
    pub posts: &'a BTreeMap<String, String>,
    /// Texts that the file gives names.
    pub values: BTreeMap<String, String>,
    /// The front matter of the page, for loops over its lists, without what an include has shown.
    pub page: Map<String, Value>,
    pub nesting: Nesting,
}

impl LiquidText<'_> {
    pub fn translate(&mut self, text: &str) -> String {
        // Without the signs that take blanks away. A bracket right behind a mark of sources would make a link of it.
        let text = code::outside(text, |text| text.replace("{%-", "{%").replace("-%}", "%}").replace("%}(", "%} ("));
        let text = without_list_heading(&text);
        let text = self.with_loops(&text);
        let text = without_comments(&text);
        let text = tags::expand(&text, Syntax::Liquid, self);
        let lists = text.matches("{:").count();
        (0..lists).for_each(|_| {
            self.site.log.left("attribute list of kramdown", &self.file, "a callout, or `{#id}` behind a heading")
        });
        let text = code::outside(&text, |text| inline_formulas(&without_attribute_lists(text)));
        tables::plain(&self.with_cells_above(&text::with_bars(&text)))
    }

    /// Writes the words of the cell above in cells that are `^^`, as jekyll-spaceship joins them. Where these are not sure, the page is a
    /// draft.
    fn with_cells_above(&mut self, text: &str) -> String {
        let has_plugin = |file: &str| self.source.text(file).is_ok_and(|text| text.contains("jekyll-spaceship"));
        if !text.contains("^^") || !["_config.yml", "Gemfile"].into_iter().any(has_plugin) {
            return text.to_owned();
        }
        let (mut output, mut above) = (String::with_capacity(text.len()), Vec::new());
        for (_, line, is_code) in code::lines(text) {
            let mut cells: Vec<String> = line.trim_end().split('|').map(str::to_owned).collect();
            let is_sure = cells.len() == above.len() && !line.contains(['`', '\\']);
            if line.contains("^^") && cells.len() > 1 && !is_code {
                for (cell, above) in cells.iter_mut().zip(&above).filter(|(cell, _)| is_sure && cell.trim() == "^^") {
                    cell.clone_from(above);
                }
                if cells.iter().any(|cell| cell.trim() == "^^") {
                    self.site.log.doubt(&self.file, "a cell of a table is `^^`: write the words of the cell above");
                }
            }
            output.extend([cells.join("|").as_str(), &line[line.trim_end().len()..]]);
            let is_row = !line.contains(['`', '\\']) && line.contains(char::is_alphanumeric);
            above = if is_row { cells } else { Vec::new() };
        }
        output
    }

    /// Writes out loops over data of the site. Of others, whose values nobody knows, nothing is shown.
    fn with_loops(&mut self, text: &str) -> String {
        let code = code::ranges(text);
        replaced(text, "{% for ", |_, behind| {
            let start = text.len() - behind.len() - "{% for ".len();
            let is_shown = code::contains(&code, start)
                || text[..start].rfind("{% raw").is_some_and(|raw| !text[raw..start].contains("{% endraw"));
            let (head, behind) = behind.split_once("%}")?;
            let (body, behind) = behind.split_once("{% endfor %}")?;
            if is_shown || body.contains("{% for ") {
                return None;
            }
            let words: Vec<&str> = head.split_whitespace().collect();
            let path = words.get(2).copied().unwrap_or_default();
            let items = self.items(path).and_then(|items| {
                let chosen = chosen(items, words.get(3..).unwrap_or_default());
                if chosen.is_none() {
                    let head = head.trim_end();
                    self.site
                        .log
                        .doubt(&self.file, format!("`for {head}` shows items that are not known, and none are here"));
                }
                chosen
            });
            if let (Some(items), Some(name)) = (items, words.first()) {
                self.site.log.translated("loop over data");
                let body = body_of_items(body, &text[..start]);
                return Some((items.iter().map(|item| self.with_item(body, name, item)).collect(), behind));
            }
            let kind = format!("loop `for {}`", head.trim_end());
            self.site.log.left(&kind, &self.file, "its words; wellpress makes lists of pages");
            if !body.contains("{{") {
                return Some((body.to_owned(), behind));
            }
            if !self.is_list_of_pages(path, &text[..start]) {
                self.site.log.doubt(&self.file, format!("the {kind} showed values, and nothing stands there now"));
            }
            Some((String::new(), behind))
        })
    }

    /// The list that a loop is over: of the data, the front matter or the configuration.
    fn items(&self, path: &str) -> Option<Vec<Value>> {
        let value = match path.split_once('.')? {
            ("page", path) => value_at(&self.page, path)?,
            ("site", path) => {
                path.strip_prefix("data.").map_or_else(|| value_at(self.config, path), |path| self.data(path))?
            }
            _ => return None,
        };
        value.as_array().cloned()
    }

    /// Whether a loop is over pages or terms, which the new site lists itself, or over what GitHub knows of the repository. `above` is the text above the loop, which can give the
    /// list a name.
    fn is_list_of_pages(&self, path: &str, above: &str) -> bool {
        const LISTS: &str =
            "posts pages html_pages documents related_posts collections tags categories static_files github";
        const MOST_NAMES: usize = 5;
        let head = |path: &str| path.split(['.', '[', '|']).next().unwrap_or_default().to_owned();
        let above = near_end(above);
        let mut path = path;
        for _ in 0..MOST_NAMES {
            let signs = [("assign", "="), ("for", "in")].map(|(tag, sign)| format!("{{% {tag} {} {sign} ", head(path)));
            let named = signs.iter().filter_map(|sign| above.rfind(sign).map(|at| at + sign.len())).max();
            let Some(at) = named else { break };
            path = above[at..].split_whitespace().next().unwrap_or_default();
        }
        match path.split_once('.') {
            Some(("site", name)) => text::has_word(LISTS, &head(name)) || super::is_rendered(self.config, &head(name)),
            Some(("page", name)) => text::has_word("tags categories", name),
            _ => path.starts_with("paginator."),
        }
    }

    /// A value of a data file.
    fn data(&self, path: &str) -> Option<Value> {
        let (file, below) = path.split_once('.').unwrap_or((path, ""));
        let path = |ending: &str| format!("_data/{file}.{ending}");
        let value = ["yml", "yaml", "json"].iter().find_map(|ending| value_of_file(self.source, &path(ending)));
        let tables = [("csv", b','), ("tsv", b'\t')];
        let table = |(ending, sign): &(&str, u8)| rows(&self.source.text(&path(ending)).ok()?, *sign);
        let value = value.or_else(|| tables.iter().find_map(table))?;
        if below.is_empty() { Some(value) } else { value.pointer(&format!("/{}", below.replace('.', "/"))).cloned() }
    }

    /// The name of a record of the data, with its address, for a tag of a plugin such as `{% tool "scale" %}`.
    fn named_record(&mut self, tag: &Tag) -> Option<String> {
        /// Parts of the names of tags that show a term.
        const TERMS: &str = "glossary gloss term abbr tooltip";
        // Before a unit, the tag shows a number of the record.
        let (id, is_open) = (tag.rest.trim_matches(['"', '\'']), tag.unit.is_none());
        let is_quoted = tag.rest.len() == id.len() + 2;
        let is_of_terms = !tag.is_alone && tag.name.split(['_', '-']).any(|part| text::has_word(TERMS, part));
        let lists = self.source.below("_data/").filter(|path| path.ends_with(".yml"));
        let lists = lists.filter_map(|path| value_of_file(self.source, path));
        let mut records = lists.flat_map(|list| list.as_array().cloned().unwrap_or_default());
        let text = |record: &Value, key: &str| record.get(key).and_then(text_of);
        // A term is shown as the tag writes it.
        let is_word = |word: Option<String>| word.is_some_and(|word| word.to_lowercase() == id.to_lowercase());
        let (record, name) =
            records.find_map(|record| match text(&record, "id").as_deref() == Some(id) && is_quoted {
                true => text(&record, "name").or_else(|| text(&record, "title")).map(|name| (record, name)),
                false => {
                    let is_known = ["term", "name", "title"].iter().any(|key| is_word(text(&record, key)));
                    (is_known && is_of_terms && is_open).then(|| (record, id.to_owned()))
                }
            })?;
        self.site.log.translated("name of a record");
        Some(record.get("url").and_then(text_of).map_or_else(|| name.clone(), |url| format!("[{name}](<{url}>)")))
    }

    /// A text by its name: of the settings, of the page, of the file, or in quotes; as its filters write it.
    fn value(&self, expression: &str) -> Option<String> {
        let mut parts = expression.split('|').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let is_empty = || name.starts_with("page.") && expression.contains("| default:");
        let value = self.named(name).or_else(|| is_empty().then(String::new))?;
        parts.try_fold(value, |value, filter| self.filtered(&value, filter))
    }

    /// A text as a filter of Liquid writes it; `None` if nobody knows what it writes.
    fn filtered(&self, value: &str, filter: &str) -> Option<String> {
        let (name, argument) =
            filter.split_once(':').map_or((filter, ""), |(name, argument)| (name.trim(), argument.trim()));
        match name {
            "date_to_string" if argument.is_empty() => written_day(value, "%d %b %Y"),
            "date_to_long_string" if argument.is_empty() => written_day(value, "%d %B %Y"),
            "date" => written_day(value, &self.named(argument)?),
            "date_to_xmlschema" | "date_to_rfc822" => Some(crate::dates::day(value)?.to_string()),
            "upcase" => Some(value.to_uppercase()),
            "downcase" => Some(value.to_lowercase()),
            "capitalize" => Some(wellpress_foundation::text::upper_first(&value.to_lowercase())),
            "strip" | "lstrip" | "rstrip" => Some(value.trim().to_owned()),
            "prepend" => Some(self.named(argument)? + value),
            // Numbers of a build keep browsers from old files.
            "append" if argument.starts_with("site.github.") || argument == "site.time" => Some(value.to_owned()),
            "append" => Some(value.to_owned() + &self.named(argument)?),
            "remove" => Some(value.replace(&self.named(argument)?, "")),
            "replace" => {
                let (old, new) = argument.split_once(',')?;
                Some(value.replace(&self.named(old.trim())?, &self.named(new.trim())?))
            }
            "truncate" if value.chars().count() <= argument.parse().ok()? => Some(value.to_owned()),
            "escape_once" | "normalize_whitespace" | "encode_email" | "cgi_escape" | "uri_escape" => {
                Some(value.to_owned())
            }
            "default" if matches!(value, "" | "false") => self.named(argument),
            "slugify" => Some(slug::slugify(value)),
            "escape" | "xml_escape" => Some(value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")),
            "default" | "relative_url" | "absolute_url" | "markdownify" | "smartify" => Some(value.to_owned()),
            "strip_html" | "strip_newlines" | "newline_to_br" if !value.contains(['<', '\n']) => Some(value.to_owned()),
            _ => None,
        }
    }

    /// The text of a loop for one of its items. A value that nobody knows stays in its braces.
    fn with_item(&self, body: &str, name: &str, item: &Value) -> String {
        replaced(body, "{{", |_, behind| {
            let (expression, behind) = behind.split_once("}}")?;
            let mut parts = expression.split('|').map(str::trim);
            let path = parts.next().and_then(|path| path.strip_prefix(name));
            let path = path.filter(|rest| rest.is_empty() || rest.starts_with('.'));
            let value = path.and_then(|path| shown_of(item, path));
            let value = value.and_then(|value| parts.try_fold(value, |value, filter| self.filtered(&value, filter)));
            Some((value.unwrap_or_else(|| format!("{{{{{expression}}}}}")), behind))
        })
    }

    fn named(&self, name: &str) -> Option<String> {
        let quoted = ['"', '\''].iter().find_map(|quote| name.strip_prefix(*quote)?.strip_suffix(*quote));
        if let Some(text) = quoted.filter(|text| !text.contains(&name[..1])) {
            return Some(text.to_owned());
        }
        if let Some(path) = name.strip_prefix("site.data.") {
            return self.data(path).as_ref().and_then(text_of);
        }
        if let Some(path) = name.strip_prefix("site.") {
            if path == "baseurl" || path == "url" {
                return Some(String::new());
            }
            return value_at(self.config, path).as_ref().and_then(text_of);
        }
        self.values.get(name).cloned()
    }

    /// The values that a tag gives names: those in quotes, numbers and switches, and the texts that other words name.
    fn given(&self, tag: &Tag) -> BTreeMap<String, String> {
        let written = tag.rest.split_whitespace().collect::<Vec<_>>().join(" ");
        let written = written.replace(" = ", "=").replace("= ", "=").replace(" =", "=");
        let named = tag.arguments.iter().filter_map(|argument| {
            let (name, value) = (argument.name.clone()?, &argument.value);
            let is_quoted = ['"', '\''].iter().any(|quote| written.contains(&format!(" {name}={quote}")));
            let is_plain = is_quoted || value.parse::<f64>().is_ok() || matches!(value.as_str(), "true" | "false");
            Some((name, if is_plain { value.clone() } else { self.named(value)? }))
        });
        named.collect()
    }

    fn include(&mut self, tag: &Tag) -> Option<String> {
        let name = tag.position(0)?.to_owned();
        let arguments = self.given(tag);
        if base_name(&name) == "feature_row" {
            let id = arguments.get("id").map_or("feature_row", String::as_str);
            let boxes = self.page.remove(id)?.as_array().cloned()?;
            self.site.log.translated("boxes of `feature_row`");
            return Some(format!("\n\n{}\n\n", boxes.iter().map(feature).collect::<Vec<_>>().join("\n\n")));
        }
        if let Some((kind, text)) = usual_include(&name, &arguments) {
            self.site.log.translated(kind);
            return Some(self.as_its_template_says(&name, text, arguments));
        }
        if arguments.is_empty() && tag.is_alone {
            return self.shared_text(&name);
        }
        if let Some(text) = self.included(&name, arguments.clone()) {
            let (text, is_line) = (text.trim(), !text.trim().contains('\n') && !tag.is_alone);
            if is_line || !arguments.is_empty() {
                self.site.log.translated("include with its parameters");
                // A line stays in its sentence, cell or item.
                return Some(if is_line { text.to_owned() } else { format!("\n\n{text}\n\n") });
            }
        }
        if arguments.is_empty() {
            return self.shared_text(&name);
        }
        // The texts that the page gives to an include are words of the page.
        let page_texts = tag.arguments.iter().filter_map(|argument| self.values.get(&argument.value));
        let texts: Vec<String> = page_texts.cloned().collect();
        if texts.is_empty() {
            return None;
        }
        self.unknown(tag);
        Some(format!("\n<!-- {{% include {} %}} -->\n\n{}\n", tag.rest.replace("--", "- -"), texts.join("\n\n")))
    }

    /// The usual translation of an include, or the words of its template where these are known and more than it.
    fn as_its_template_says(&mut self, name: &str, usual: String, arguments: BTreeMap<String, String>) -> String {
        let template = self.source.text(&format!("_includes/{name}")).unwrap_or_default();
        let has_more = tags::has_more(&template, &arguments, &usual);
        let Some(text) = has_more.then(|| self.included(name, arguments)).flatten() else { return usual };
        let head = usual.trim_start().trim_start_matches(':').split(['[', '\n']).next().unwrap_or_default();
        let kind = callout(head).filter(|_| !text.trim_start().starts_with(":::"));
        kind.map_or_else(|| format!("\n\n{}\n\n", text.trim()), |kind| block(kind, "", text.trim()))
    }

    /// An included file whose text shows nothing of a template becomes a snippet.
    fn shared_text(&mut self, name: &str) -> Option<String> {
        let source = format!("_includes/{name}");
        let id = match self.site.snippet_of(name, &source) {
            Some(id) => id,
            None => {
                let text = self.included(name, BTreeMap::new())?;
                self.site.add_snippet(name, &source, text)
            }
        };
        self.site.log.translated("include as a snippet");
        Some(text::snippet(&id))
    }

    /// The text of an included file, if all that it shows is known.
    fn included(&mut self, name: &str, values: BTreeMap<String, String>) -> Option<String> {
        let path = format!("_includes/{name}");
        let nesting = self.nesting.inner()?;
        let raw = self.source.text(&path).ok()?;
        let log = self.site.log.clone();
        let (source, config, posts, page) = (self.source, self.config, self.posts, Map::new());
        let values = values.into_iter().map(|(name, value)| (format!("include.{name}"), value)).collect();
        let mut inner =
            LiquidText { source, site: &mut *self.site, config, file: path.clone(), posts, values, page, nesting };
        let missing = inner.site.log.left_constructs().len();
        let text = inner.translate(crate::front_matter::included_text(&raw));
        let is_whole = inner.site.log.left_constructs().len() == missing;
        self.nesting.go_on(inner.nesting);
        let is_html = path.ends_with(".html") && text.trim_start().starts_with('<');
        let text = match is_html {
            true => super::markdown_folder::finish_page(&text, &path, self.site),
            false => super::markdown_folder::finish_text(&text, &path, self.site),
        };
        if !is_whole || text.contains("{%") || text.contains("{{") || text.trim().is_empty() {
            // What was counted of a text that is not used.
            self.site.log = log;
            return None;
        }
        Some(text)
    }

    fn link(&mut self, path: &str) -> String {
        self.site.log.translated("link of a tag");
        named_link(path.trim().trim_start_matches('/'))
    }
}

impl TagTranslator for LiquidText<'_> {
    fn single(&mut self, tag: &Tag) -> Option<String> {
        match tag.name.as_str() {
            "" => {
                let value = self.value(&tag.rest)?;
                self.site.log.translated("value of the settings or the page");
                Some(value)
            }
            "link" => Some(self.link(&tag.rest.clone())),
            "post_url" => {
                let path = self.posts.get(base_name(tag.rest.trim()))?.clone();
                Some(self.link(&path))
            }
            "cite" | "citet" | "citep" | "cite_details" => {
                let mark = mark(tag)?;
                self.site.log.translated("citation of jekyll-scholar");
                Some(mark)
            }
            "bibliography" | "bibliography_count" | "seo" | "feed_meta" | "toc" => Some(String::new()),
            "assign" => {
                let (name, value) = tag.rest.split_once('=')?;
                match self.value(value.trim()) {
                    Some(value) => _ = self.values.insert(name.trim().to_owned(), value),
                    None => {
                        self.values.remove(name.trim());
                        self.unknown(tag);
                    }
                }
                Some(String::new())
            }
            "include" | "include_relative" | "include_cached" => self.include(tag),
            // They show nothing themselves.
            "else" | "elsif" | "when" | "if" | "endif" | "for" | "endfor" | "unless" | "endunless" => {
                self.unknown(tag);
                Some(tags::comment(&format!("{{% {} {} %}}", tag.name, tag.rest)))
            }
            "youtube" => Some(text::video(&format!("https://www.youtube.com/watch?v={}", tag.position(0)?), "")),
            "gist" => Some(format!("<https://gist.github.com/{}>", tag.position(0)?)),
            _ => self.named_record(tag),
        }
    }

    fn block(&mut self, tag: &Tag, content: &str) -> Option<String> {
        match tag.name.as_str() {
            "raw" => Some(content.to_owned()),
            "comment" => Some(String::new()),
            // A switch of the site whose value is known.
            "if" if tag.rest.starts_with("site.") && !tag.rest.contains(' ') && !content.contains("{% els") => {
                let is_shown = self.value(&tag.rest)? != "false";
                Some(if is_shown { content.to_owned() } else { String::new() })
            }
            "capture" => {
                self.values.insert(tag.rest.trim().to_owned(), content.trim().to_owned());
                Some(String::new())
            }
            "highlight" => {
                Some(format!("\n```{}\n{}\n```\n", tag.position(0).unwrap_or_default(), content.trim_matches('\n')))
            }
            "details" => Some(text::details(&tag.rest, content)),
            name => callout(name).map(|kind| block(kind, tag.argument(&["title"]).unwrap_or_default(), content)),
        }
    }

    fn lost(&mut self, tag: &Tag, translated: &str) {
        if !tag.name.starts_with("include") && callout(&tag.name).is_none() {
            return;
        }
        let path = format!("_includes/{}", tag.position(0).unwrap_or_default());
        let template = self.source.text(&path).ok().map(|text| (path, text));
        let mut tag = tag.clone();
        let given = self.given(&tag).into_iter().map(|(name, value)| Argument { name: Some(name), value });
        tag.arguments = tag.arguments.into_iter().filter(|argument| argument.name.is_none()).chain(given).collect();
        tags::note_lost(&tag, template, translated, &self.file, &mut self.site.log);
    }

    fn unknown(&mut self, tag: &Tag) {
        tags::note_hole(tag, &self.file, &mut self.site.log);
        if matches!(tag.name.as_str(), "if" | "unless" | "case") {
            self.site
                .log
                .doubt(&self.file, format!("`{{% {} {} %}}` hid words that readers see now", tag.name, tag.rest));
        }
        let path = tag.position(0).unwrap_or_default();
        let kind = if tag.name == "include" { format!("include of `{path}`") } else { tag.unknown_kind("tag") };
        self.site.log.left(&kind, &self.file, "the words that it shows, a snippet, or a variable of the settings");
    }
}

/// A box of the theme minimal-mistakes: its picture, its title, its words, and a link with the words of its button, else with its title.
fn feature(value: &Value) -> String {
    let text = |key: &str| value.get(key).and_then(text_of);
    let picture = text("image_path")
        .map(|src| text::figure(&src, &text("alt").unwrap_or_default(), &text("image_caption").unwrap_or_default()));
    let title = text("title").map(|title| format!("## {title}"));
    let link = text("url").map(|url| {
        format!("[{}](<{url}>)", text("btn_label").or_else(|| text("title")).unwrap_or_else(|| url.clone()))
    });
    [picture, title, text("excerpt"), link].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// An include that many themes have, by its name: what it is, and what stands in its place.
fn usual_include(name: &str, arguments: &BTreeMap<String, String>) -> Option<(&'static str, String)> {
    let name = base_name(name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let argument = |keys: &[&str]| keys.iter().find_map(|key| arguments.get(*key)).map(String::as_str);
    let title = argument(&["title", "summary", "heading"]).unwrap_or_default();
    if let Some(words) = argument(&["text", "content", "body", "message", stem]) {
        let kind = argument(&["type", "class", "color", "kind"]).and_then(callout);
        if let Some(kind) = kind.or_else(|| stem.split(['-', '_']).find_map(callout)) {
            return Some(("callout", block(kind, title, words)));
        }
        if ["details", "accordion", "collapse", "expand"].contains(&stem) {
            return Some(("details", text::details(title, words)));
        }
    }
    let is_picture = ["fig", "image", "img", "picture", "photo"].iter().any(|word| stem.contains(word));
    if let Some(src) = argument(&["src", "image", "image_path", "url", "file"]).filter(|_| is_picture) {
        let (alt, caption) = (argument(&["alt"]).unwrap_or_default(), argument(&["caption"]).unwrap_or_default());
        return Some(("figure", text::figure(src, alt, caption)));
    }
    let id = argument(&["id"]).filter(|_| ["youtube", "youtubePlayer", "video"].contains(&stem))?;
    let host = match argument(&["provider"]).filter(|_| stem == "video") {
        None | Some("youtube") => "https://www.youtube.com/watch?v=",
        Some("vimeo") => "https://vimeo.com/",
        Some(_) => return None,
    };
    Some(("video", text::video(&format!("{host}{id}"), title)))
}

/// `{% cite a b -l 15 -L chapter --suppress_author %}` as a mark of Pandoc.
fn mark(tag: &Tag) -> Option<String> {
    let (mut keys, mut locators, mut labels, mut is_suppressed) = (Vec::new(), Vec::new(), Vec::new(), false);
    let mut parts = tag.rest.split_whitespace();
    while let Some(part) = parts.next() {
        match part {
            "-l" | "--locator" => locators.extend(parts.next()),
            "-L" | "--label" => labels.extend(parts.next()),
            "-A" | "--suppress_author" => is_suppressed = true,
            "-f" | "--file" | "-t" | "--template" | "-s" | "--style" | "--prefix" => _ = parts.next(),
            _ if part.starts_with('-') => {}
            key => keys.push(key.trim_matches([',', ';', '"'])),
        }
    }
    let cite = |(index, key): (usize, &&str)| {
        let locator = locators.get(index).map(|locator| locator.trim_matches(['"', '\'']));
        let is_range = locator.is_some_and(|locator| locator.contains(['-', ',', '–']));
        let label = labels.get(index).copied().unwrap_or(if is_range { "pp." } else { "p." });
        let sign = if is_suppressed { "-@" } else { "@" };
        locator.map_or_else(|| format!("{sign}{key}"), |locator| format!("{sign}{key}, {label} {locator}"))
    };
    let cites: Vec<String> = keys.iter().enumerate().map(cite).collect();
    (!cites.is_empty()).then(|| format!("[{}]", cites.join("; ")))
}

/// Takes the heading of a list of sources out, since pages have one below their text.
fn without_list_heading(text: &str) -> String {
    let Some(at) = text.find("{% bibliography") else { return text.to_owned() };
    let text_before_list = text[..at].trim_end();
    let start = text_before_list.rfind('\n').map_or(0, |at| at + 1);
    let line = text_before_list[start..].trim();
    let is_heading = line.starts_with('#')
        && ["references", "bibliography", "sources", "further reading"]
            .contains(&line.trim_matches(['#', ' ', '*', ':']).to_lowercase().as_str());
    if is_heading { format!("{}\n\n{}", text_before_list[..start].trim_end(), &text[at..]) } else { text.to_owned() }
}

/// Takes the comments of kramdown out, `{::comment}..{:/comment}`.
fn without_comments(text: &str) -> String {
    replaced(text, "{::comment}", |_, behind| {
        let end = behind.split_once("{:/").and_then(|(_, end)| end.split_once('}'));
        Some((String::new(), end.map_or("", |(_, behind)| behind)))
    })
}

/// The formulas of kramdown, `$$x$$`, which stand in a line where other words do.
fn inline_formulas(text: &str) -> String {
    if !text.contains("$$") {
        return text.to_owned();
    }
    let line = |line: &str| {
        let parts: Vec<&str> = line.split("$$").collect();
        let is_alone = parts.iter().step_by(2).all(|words| words.trim().is_empty());
        if parts.len().is_multiple_of(2) {
            return line.to_owned();
        }
        let mark = if is_alone { "$$" } else { "$" };
        let parts = parts.iter().enumerate().map(|(index, part)| match index % 2 {
            0 => (*part).to_owned(),
            _ => format!("{mark}{}{mark}", text::plain_tex(part).trim()),
        });
        parts.collect()
    };
    text.split_inclusive('\n').map(line).collect()
}

/// Takes attribute lists of kramdown out, such as `{: .note}`, and the sign of its table of contents.
fn without_attribute_lists(text: &str) -> String {
    let marks = ["* ", "- ", "+ ", "1. "].map(|mark| format!("{mark}TOC\n{{:toc"));
    let mut output = marks.iter().fold(text.to_owned(), |text, mark| text.replace(mark, "{:toc"));
    while let Some(start) = output.find("{:") {
        let Some(length) =
            output[start..].find('}').filter(|length| *length < 200 && !output[start..start + length].contains('\n'))
        else {
            break;
        };
        output.replace_range(start..=start + length, "");
    }
    output
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::usual_include;

    #[test]
    fn a_video_is_at_its_provider() {
        let video = |name: &str, provider: &str| {
            let arguments = BTreeMap::from([("id", "7"), ("provider", provider)]);
            let arguments = arguments.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            usual_include(name, &arguments).map(|(_, text)| text.contains("youtube"))
        };
        assert_eq!([video("video", "youtube"), video("youtube.html", "x")], [Some(true); 2]);
        assert_eq!([video("video", "vimeo"), video("video", "google-drive")], [Some(false), None]);
    }
}
