//! Liquid in texts of Jekyll: links, citations and includes. Loops, conditions and values are run where all that they ask for is known;
//! of other loops nothing is shown, and of other conditions the words stay.

use std::collections::{BTreeMap, BTreeSet};

use liquid_core::model::{Value, ValueView};
use serde_json::{Map, Value as Json};

use crate::old_site::OldSite;
use crate::source_folder::{SourceFolder, base_name};
use crate::text::scan::{near_end, replaced};
use crate::text::tags::{self, Argument, Syntax, Tag, TagTranslator};
use crate::text::{self, block, callout, code};
use crate::writer::named_link;

use super::super::nesting::Nesting;
use super::super::page_keys::text_of;
use super::super::settings::value_of_file;
use super::data::is_rendered;
use super::names::{KEPT, Names};
use super::pieces::{self, Piece};
use super::{attribute_lists, html_blocks, tables, template};

/// In more blocks that nobody knows, no other is run.
const MOST_UNKNOWN: usize = 8;

/// The texts of one file.
pub(super) struct LiquidText<'a> {
    pub source: &'a SourceFolder<'a>,
    pub site: &'a mut OldSite,
    pub config: &'a Map<String, Json>,
    pub file: String,
    /// Files of posts by the name that `{% post_url %}` has for them.
    pub posts: &'a BTreeMap<String, String>,
    pub names: Names<'a>,
    pub nesting: Nesting,
    /// Whether loops over pages were left out.
    pub has_lists: bool,
}

impl LiquidText<'_> {
    pub fn translate(&mut self, text: &str) -> String {
        self.names.ask(text);
        // Records of the page are shown by its includes, too.
        let includes = pieces::of(text).into_iter().filter(|piece| piece.name == "include");
        let includes = includes.filter_map(|piece| piece.rest.split(' ').next());
        let includes = includes.filter_map(|name| self.source.text(&format!("_includes/{name}")).ok());
        includes.for_each(|text| self.names.ask(&text));
        let text = self.with_known(text);
        let text = if self.file.ends_with(".html") { text } else { html_blocks::together(&text) };
        // Without the signs that take blanks away. A bracket right behind a mark of sources would make a link of it.
        let text = code::outside(&text, |text| text.replace("{%-", "{%").replace("-%}", "%}").replace("%}(", "%} ("));
        let text = without_list_heading(&text);
        let text = without_comments(&text);
        let text = tags::expand(&text, Syntax::Liquid, self);
        let text = attribute_lists::with_callouts(&text, || self.site.log.translated("callout"));
        let lists = text.matches("{:").count();
        (0..lists).for_each(|_| {
            self.site.log.left("attribute list of kramdown", &self.file, "a callout, or `{#id}` behind a heading")
        });
        let text = code::outside(&text, |text| inline_formulas(&attribute_lists::taken_out(text)));
        let text = self.names.with_kept_values(&text);
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

    /// Runs the pieces of a text whose values are all known.
    fn with_known(&mut self, text: &str) -> String {
        let (code, pieces) = (code::ranges(text), pieces::of(text));
        let (mut output, mut at) = (String::with_capacity(text.len()), 0);
        // The ends of blocks that are not run, and those of loops among them, which are left out.
        let (mut unknown, mut dropped) = (BTreeSet::new(), BTreeSet::new());
        for (index, piece) in pieces.iter().enumerate() {
            let range = piece.range.clone();
            unknown.remove(&index);
            if range.start < at || code::contains(&code, range.start) {
                continue;
            }
            let whole = range.start..piece.closing.map_or(range.end, |closing| pieces[closing].range.end);
            let is_run = template::is_run(piece.name) && unknown.len() <= MOST_UNKNOWN;
            output.push_str(&text[at..range.start]);
            at = range.start;
            if dropped.contains(&index) {
                at = range.end;
            } else if matches!(piece.name, "raw" | "comment") {
                output.push_str(&text[whole.clone()]);
                at = whole.end;
            } else if let Some(words) =
                is_run.then(|| self.run(piece, &text[whole.clone()], !unknown.is_empty())).flatten()
            {
                let words = template::with_rows_together(&output, &words);
                output.push_str(&words);
                at = whole.end;
            } else if let Some(closing) = piece.closing.filter(|_| is_run) {
                unknown.insert(closing);
                if piece.name == "for" {
                    pieces[index..closing].iter().for_each(|piece| self.forget(piece));
                    dropped.insert(closing);
                    let body = &text[range.end..pieces[closing].range.start];
                    let stays = self.unknown_loop(piece.rest, body, &text[..range.start]);
                    at = if stays { range.end } else { whole.end };
                }
            }
        }
        output.push_str(&text[at..]);
        output
    }

    /// What a piece shows, if all is known that it asks for. In a condition that nobody knows, no name gets a value.
    fn run(&mut self, piece: &Piece<'_>, text: &str, is_in_condition: bool) -> Option<String> {
        let names_it = matches!(piece.name, "assign" | "capture" | "increment" | "decrement");
        // A number may have stood where a value shows nothing.
        let is_hole =
            |shown: &str| piece.name.is_empty() && shown.trim().is_empty() && !piece.rest.contains("| default:");
        let shown = template::run(text, piece.depth, &self.names);
        let shown = shown.filter(|shown| !(is_hole(shown) || names_it && is_in_condition));
        match piece.name {
            _ if shown.is_none() => self.forget(piece),
            "" => self.site.log.translated("value of the settings or the page"),
            "for" => self.site.log.translated("loop over data"),
            "if" | "unless" | "case" => self.site.log.translated("condition of a template"),
            _ => {}
        }
        shown
    }

    /// From a tag on that gives a name and is not run, nobody knows what the name stands for.
    fn forget(&self, piece: &Piece<'_>) {
        if matches!(piece.name, "assign" | "capture" | "increment" | "decrement") {
            self.names.assign(piece.rest.split(['=', ' ']).next().unwrap_or_default(), None);
        }
    }

    /// A tag with its values as people read them.
    fn readable(&self, tag: &Tag) -> Tag {
        let mut tag = tag.clone();
        tag.rest = self.names.with_kept_values(&tag.rest);
        tag
    }

    /// Notes a loop over what nobody knows. Returns whether its words stay: they do where it shows no values.
    fn unknown_loop(&mut self, head: &str, body: &str, above: &str) -> bool {
        let kind = format!("loop `for {head}`");
        self.site.log.left(&kind, &self.file, "its words; wellpress makes lists of pages");
        let path = head.split_whitespace().nth(2).unwrap_or_default();
        let shows_values = body.contains("{{");
        let is_list = self.is_list_of_pages(path, above);
        self.has_lists |= is_list;
        if shows_values && !is_list {
            self.site.log.doubt(&self.file, format!("the {kind} showed values, and nothing stands there now"));
        }
        !shows_values
    }

    /// Whether a loop is over pages or terms, which the new site lists itself, or over what GitHub knows of the repository. `above` is
    /// the text above the loop, which can give the list a name.
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
            Some(("site", name)) => text::has_word(LISTS, &head(name)) || is_rendered(self.config, &head(name)),
            Some(("page", name)) => text::has_word("tags categories", name),
            _ => path.starts_with("paginator."),
        }
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
        let text = |record: &Json, key: &str| record.get(key).and_then(text_of);
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

    /// The text that a name stands for.
    fn text_named(&self, name: &str) -> Option<String> {
        let is_name = name.starts_with(|sign: char| sign.is_alphabetic() || sign == '_') && !name.contains("}}");
        is_name.then(|| template::run(&format!("{{{{ {name} }}}}"), 0, &self.names))?
    }

    /// The values that a tag gives names. One that nobody knows has none.
    fn given(&self, tag: &Tag) -> BTreeMap<String, Option<Value>> {
        let written = tag.rest.split_whitespace().collect::<Vec<_>>().join(" ");
        let written = written.replace(" = ", "=").replace("= ", "=").replace(" =", "=");
        let named = tag.arguments.iter().filter_map(|argument| {
            let (name, value) = (argument.name.clone()?, &argument.value);
            let is_quoted = ['"', '\''].iter().any(|quote| written.contains(&format!(" {name}={quote}")));
            Some((name, if is_quoted { Some(Value::scalar(value.clone())) } else { self.names.kept_value(value) }))
        });
        named.collect()
    }

    fn include(&mut self, tag: &Tag) -> Option<String> {
        let name = tag.position(0)?.to_owned();
        let path = match tag.name.as_str() {
            "include_relative" => format!("{}{name}", &self.file[..self.file.len() - base_name(&self.file).len()]),
            _ => format!("_includes/{name}"),
        };
        let given = self.given(tag);
        let arguments = texts(&given);
        if base_name(&name) == "feature_row" {
            let id = arguments.get("id").map_or("feature_row", String::as_str);
            let boxes = self.names.take_list(id)?;
            self.site.log.translated("boxes of `feature_row`");
            return Some(format!("\n\n{}\n\n", boxes.iter().map(feature).collect::<Vec<_>>().join("\n\n")));
        }
        if let Some((kind, text)) = usual_include(&name, &arguments) {
            self.site.log.translated(kind);
            return Some(self.as_its_template_says(&path, text, &given));
        }
        if given.is_empty() && tag.is_alone {
            return self.shared_text(&name, &path);
        }
        if let Some(text) = self.included(&path, given.clone(), false) {
            let (text, is_line) = (text.trim(), !text.trim().contains('\n') && !tag.is_alone);
            if is_line || !given.is_empty() {
                self.site.log.translated("include with its parameters");
                // A line stays in its sentence, cell or item.
                return Some(if is_line { text.to_owned() } else { format!("\n\n{text}\n\n") });
            }
        }
        if given.is_empty() {
            return self.shared_text(&name, &path);
        }
        // The texts that the page gives to an include are words of the page.
        let named = tag.arguments.iter().map(|argument| &argument.value).filter(|value| value.starts_with(KEPT));
        let named = named.filter_map(|name| self.names.kept_value(name));
        let texts: Vec<String> = named.filter(ValueView::is_scalar).map(|text| text.to_kstr().into_string()).collect();
        if texts.is_empty() {
            return None;
        }
        self.unknown(tag);
        let rest = self.names.with_kept_values(&tag.rest).replace("--", "- -");
        Some(format!("\n<!-- {{% include {rest} %}} -->\n\n{}\n", texts.join("\n\n")))
    }

    /// The usual translation of an include, or the words of its template where these are known and more than it.
    fn as_its_template_says(&mut self, path: &str, usual: String, given: &BTreeMap<String, Option<Value>>) -> String {
        let template = self.source.text(path).unwrap_or_default();
        let has_more = tags::has_more(&template, &texts(given), &usual);
        let Some(text) = has_more.then(|| self.included(path, given.clone(), false)).flatten() else { return usual };
        let head = usual.trim_start().trim_start_matches(':').split(['[', '\n']).next().unwrap_or_default();
        let kind = callout(head).filter(|_| !text.trim_start().starts_with(":::"));
        kind.map_or_else(|| format!("\n\n{}\n\n", text.trim()), |kind| block(kind, "", text.trim()))
    }

    /// An included file whose text shows nothing of a template becomes a snippet.
    fn shared_text(&mut self, name: &str, path: &str) -> Option<String> {
        let id = match self.site.snippet_of(name, path) {
            Some(id) => id,
            None => {
                let text = self.included(path, BTreeMap::new(), true)?;
                self.site.add_snippet(name, path, text)
            }
        };
        self.site.log.translated("include as a snippet");
        Some(text::snippet(&id))
    }

    /// The text of an included file, if all that it shows is known.
    fn included(&mut self, path: &str, values: BTreeMap<String, Option<Value>>, is_shared: bool) -> Option<String> {
        let nesting = self.nesting.inner()?;
        let raw = self.source.text(path).ok()?;
        let log = self.site.log.clone();
        let (source, config, posts) = (self.source, self.config, self.posts);
        let names = self.names.of_include(values, is_shared);
        let (file, has_lists) = (path.to_owned(), false);
        let mut inner = LiquidText { source, site: &mut *self.site, config, file, posts, names, nesting, has_lists };
        let missing = inner.site.log.left_constructs().len();
        let text = inner.translate(crate::front_matter::included_text(&raw));
        let is_whole = inner.site.log.left_constructs().len() == missing;
        self.nesting.go_on(inner.nesting);
        let is_html = path.ends_with(".html") && text.trim_start().starts_with('<');
        let text = match is_html {
            true => super::markdown_folder::finish_page(&text, path, self.site),
            false => super::markdown_folder::finish_text(&text, path, self.site),
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
            // A name that a text got whose values are not all known.
            "" => self.text_named(&tag.rest),
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
                self.unknown(tag);
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
            "capture" => {
                self.names.assign(tag.rest.trim(), Some(content.trim().to_owned()));
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
        let given = self.given(tag);
        let path = format!("_includes/{}", tag.position(0).unwrap_or_default());
        let template = self.source.text(&path).ok().map(|text| (path, text));
        let mut tag = self.readable(tag);
        let given = texts(&given).into_iter().map(|(name, value)| Argument { name: Some(name), value });
        tag.arguments = tag.arguments.into_iter().filter(|argument| argument.name.is_none()).chain(given).collect();
        tags::note_lost(&tag, template, translated, &self.file, &mut self.site.log);
    }

    fn unknown(&mut self, tag: &Tag) {
        let tag = &self.readable(tag);
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

/// Those of some values that are texts.
fn texts(values: &BTreeMap<String, Option<Value>>) -> BTreeMap<String, String> {
    let texts = values.iter().filter_map(|(name, value)| match value {
        Some(Value::Scalar(text)) => Some((name.clone(), text.to_kstr().into_string())),
        _ => None,
    });
    texts.collect()
}

/// A box of the theme minimal-mistakes: its picture, its title, its words, and a link with the words of its button, else with its title.
fn feature(value: &Json) -> String {
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
