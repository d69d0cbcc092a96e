//! Shortcodes that several tools and their themes have in common: figures, videos, callouts, details, tabs, columns, references.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use wellpress_foundation::text::one_line;

use crate::front_matter::{divide, in_order, included_text, yaml_value};
use crate::old_site::OldSite;
use crate::source_folder::{SourceFolder, base_name, beside, folder_of, joined};
use crate::text::scan::is_of_id;
use crate::text::tags::{self, Argument, Tag, TagTranslator};
use crate::text::{self, block, callout, column_of_item, has_word, html, html_callouts, strongest, table};
use crate::writer::{is_picture_address, named_link};

use super::markdown_folder;
use super::page_keys::text_of;

/// Translates the shortcodes of one page.
pub(crate) struct Shortcodes<'a> {
    source: &'a SourceFolder<'a>,
    file: &'a str,
    /// Folders with the templates of the site's own shortcodes.
    templates: &'a [&'a str],
    site: &'a mut OldSite,
    /// Texts of the front matter, which `param` shows before those of the settings.
    page_values: Option<&'a BTreeMap<String, String>>,
    /// Texts of the settings.
    site_values: Option<&'a BTreeMap<String, String>>,
}

impl<'a> Shortcodes<'a> {
    pub fn new(source: &'a SourceFolder<'a>, file: &'a str, templates: &'a [&'a str], site: &'a mut OldSite) -> Self {
        Self { source, file, templates, site, page_values: None, site_values: None }
    }

    pub fn with_values(self, page: &'a BTreeMap<String, String>, site: &'a BTreeMap<String, String>) -> Self {
        Self { page_values: Some(page), site_values: Some(site), ..self }
    }

    fn translated(&mut self, kind: &str, text: String) -> Option<String> {
        self.site.log.translated(kind);
        Some(text)
    }

    /// The path and the text of the template of a shortcode of the site.
    fn template_file(&self, name: &str) -> Option<(String, String)> {
        let mut paths =
            self.templates.iter().flat_map(|folder| ["html", "md"].map(|ending| format!("{folder}{name}.{ending}")));
        let path = paths.find(|path| self.source.has(path))?;
        let text = self.source.text(&path).ok()?;
        Some((path, text))
    }

    /// Whether the site has a template of its own for a shortcode that shows code, and this one shows words.
    fn has_own_look(&self, name: &str) -> bool {
        let has_code = |text: &str| ["ighlight .", "<pre", "<code"].iter().any(|sign| text.contains(sign));
        self.template_file(name).is_some_and(|(_, text)| text.contains(".Inner") && !has_code(&text))
    }

    /// Notes what the template of an unknown shortcode showed besides its values: data, without which the page is a draft, and words.
    fn note_template(&mut self, tag: &Tag) {
        const DATA: [&str; 7] =
            ["load_data", "ite.Data", "hugo.Data", "getJSON", "getCSV", "transform.Unmarshal", "readFile"];
        let Some((path, text)) = self.template_file(&tag.name) else { return };
        if DATA.iter().any(|name| text.contains(name)) {
            let what = format!("`{}` showed data by `{path}`, and they are not here", tag.written());
            self.site.log.doubt(self.file, what);
            return;
        }
        if let Some(words) = tags::template_words(&text) {
            let kind = format!("words of `{}`: \"{}\"", tag.written(), text::excerpt(&words));
            self.site.log.left(&kind, self.file, "these words, if readers need them");
            if tag.has_content() {
                // They may say what the text between the tags is: what to do, or what not to do.
                let what = format!("`{}` has words around its text, and they are not here", tag.written());
                self.site.log.doubt(self.file, what);
            }
        }
    }

    /// A shortcode of the site whose template is plain text becomes a snippet. In a line, one line of text stands there itself.
    fn template(&mut self, tag: &Tag) -> Option<String> {
        let name = &tag.name;
        let (path, text) = self.template_file(name)?;
        if text.contains("{{") || text.contains("{%") || text.contains("<script") {
            return None;
        }
        let text = if path.ends_with(".html") { html::to_markdown(&text, &path, &mut self.site.log) } else { text };
        let is_line = !text.trim().is_empty() && !text.trim().contains(['\n', '|']);
        if !tag.is_alone && is_line {
            return self.translated("shortcode of the site as text", text.trim().to_owned());
        }
        let id = self.site.add_snippet(name, &path, text);
        self.translated("shortcode of the site as a snippet", text::snippet(&id))
    }

    /// A text without shortcodes that a tag alone on its line includes becomes a snippet.
    fn included(&mut self, tag: &Tag) -> Option<String> {
        let [argument] = tag.arguments.as_slice() else { return None };
        let is_include = tag.is_alone && ["include", "readfile"].contains(&&*tag.name);
        let name = Some(&argument.value).filter(|name| is_include && name.ends_with(".md"))?;
        let folders = ["", "content", "static"].map(|folder| joined(folder, name));
        let mut paths = [beside(self.file, name)].into_iter().chain(folders).flatten();
        let path = paths.find(|path| self.source.has(path))?;
        let text = self.source.text(&path).ok().filter(|text| !text.contains("{{"))?;
        let text = markdown_folder::finish_text(included_text(&text), &path, self.site);
        let id = self.site.add_snippet(base_name(&path), &path, text);
        self.translated("include as a snippet", text::snippet(&id))
    }

    /// Tabs with the names that the shortcode around them lists. Unless it has one for each, the page is a draft.
    fn with_tab_names(&mut self, content: &str, items: &str) -> String {
        let mut names = items.split(',').map(|name| name.trim_matches(['[', ']', '"', '\'', ' ']));
        let is_tab = |line: &str| line.starts_with(":::") && line.trim_start_matches(':').starts_with("tab[");
        if content.lines().filter(|line| is_tab(line)).count() != names.clone().count() {
            self.site.log.doubt(self.file, format!("the names of tabs are in `{items}`, and not one for each"));
            return content.to_owned();
        }
        let line = |line: &str| {
            let name = if is_tab(line) { names.next() } else { None };
            let label = name.map(|name| format!("tab[{}]", text::escaped_label(name)));
            label.map_or_else(|| line.to_owned(), |label| line.replace("tab[Tab]", &label))
        };
        content.split_inclusive('\n').map(line).collect()
    }

    /// What stands in the place of data that a program showed. A list of rows becomes a table. Other data become a comment, and the report
    /// quotes their first words; the page is then a draft, unless the data are those of a chart.
    fn data(&mut self, tag: &Tag, content: &str) -> Option<String> {
        /// Tags that show what stands in them as it is.
        const CODE: &str = "highlight code katex math latex mermaid comment raw";
        let name = tag.name.to_lowercase();
        let is_chart = is_of_chart(&name);
        let is_code = has_word(CODE, &name) || name == "tab" && tag.argument(&["lang"]).is_some();
        if is_code || !is_data(content, is_chart) {
            return None;
        }
        if let Some(table) = table_of(content).filter(|_| !is_chart && tag.is_alone) {
            let kind = format!("shortcode `{}`", tag.name);
            self.site.log.left(&kind, self.file, "nothing, or another form than the table that is there now");
            return self.translated("data as a table", table);
        }
        let kind = format!("words of `{}`: \"{}\"", tag.name, text::excerpt(content));
        self.site.log.left(&kind, self.file, "a table or a picture of these data, with their words");
        if !is_chart {
            self.site.log.doubt(self.file, format!("`{}` showed its data, and they are not here", tag.written()));
        }
        let comment = tags::comment(&format!("{}\n{}\n", tag.written(), content.trim()));
        Some(if tag.is_in_line { comment } else { format!("\n{comment}\n") })
    }

    /// The picture beside the page with these words in its name, by which `imgproc` of Docsy finds one.
    fn file_of_page(&self, words: &str) -> Option<&'a str> {
        let files = self.source.below(folder_of(self.file)).filter_map(|path| path.rsplit_once('/'));
        let mut own = files.filter(|(folder, _)| *folder == folder_of(self.file)).map(|(_, name)| name);
        own.find(|name| name.contains(words) && is_picture_address(name))
    }

    fn figure(&mut self, tag: &Tag) -> Option<String> {
        let src = tag.argument(&["src", "path", "url", "image", "file"]).or_else(|| tag.position(0))?;
        let alt = tag.argument(&["alt", "alt_text"]).unwrap_or_default();
        // Hugo shows all of them below the picture.
        let captions = ["title", "caption", "desc", "attr"].iter().filter_map(|name| tag.argument(&[name]));
        let captions: Vec<String> = captions.map(html::plain).filter(|words| !words.is_empty()).collect();
        let file = self.file_of_page(src).filter(|_| tag.name == "imgproc");
        let mut figure = text::figure(file.unwrap_or(src), alt, &captions.join(" "));
        if let Some(id) = tag.argument(&["id"]).filter(|id| !id.is_empty() && id.chars().all(is_of_id)) {
            figure = figure.replacen("]{src=", &format!("]{{#{id} src="), 1);
        }
        self.translated("figure", figure)
    }
}

/// A list of maps of texts as a table, if each has a value for each column.
fn table_of(content: &str) -> Option<String> {
    let rows: Vec<BTreeMap<String, &RawValue>> = serde_json::from_str(content).ok()?;
    let columns: Vec<&String> = in_order(rows.first()?, content).into_iter().map(|(key, ..)| key).collect();
    if !rows.iter().all(|row| row.keys().eq(rows[0].keys())) {
        return None;
    }
    let in_bars = |text: &str| one_line(&text::items_in_line(text)).replace('|', "\\|");
    let cell = |json: &RawValue| match exact_text(json)? {
        address if is_picture_address(&address) => Some(format!("![](<{address}>)")),
        text => Some(in_bars(&text)),
    };
    let head = Some(columns.iter().map(|column| in_bars(column)).collect());
    let rows = rows.iter().map(|row| columns.iter().map(|column| cell(row[*column])).collect());
    let lines: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect::<Option<_>>()?;
    Some(format!("\n\n{}\n", table::of_bars(&lines, &vec![table::rule(false, false); columns.len()])))
}

/// The text of a value that fits into a cell. A number is as it is written: read as a number, `2.50` would become `2.5`.
fn exact_text(json: &RawValue) -> Option<String> {
    match serde_json::from_str(json.get()).ok()? {
        Value::Array(_) | Value::Object(_) => None,
        Value::Number(_) => Some(json.get().to_owned()),
        value => Some(text_of(&value).unwrap_or_default()),
    }
}

/// Whether a tag of this name draws a chart.
fn is_of_chart(name: &str) -> bool {
    const CHARTS: &str = "chart charts chartjs echarts apexchart apexcharts plotly vega highcharts";
    name.split(['-', '_']).any(|part| has_word(CHARTS, part))
}

/// Whether what stands in a tag is for a program and no text: JSON with a map, and in a chart also maps in YAML and rows of CSV.
fn is_data(content: &str, is_chart: bool) -> bool {
    let content = content.trim();
    let is_in_braces =
        [('{', '}'), ('[', ']')].iter().any(|(open, close)| content.starts_with(*open) && content.ends_with(*close));
    if is_in_braces {
        return is_chart || content.contains('{') && serde_json::from_str::<Value>(content).is_ok();
    }
    // Rows have numbers behind the first of them, and keys of a chart are no sentences.
    let commas = |line: &str| line.matches(',').count();
    let is_number = |cell: &str| {
        cell.trim().starts_with(|sign: char| sign.is_ascii_digit() || "-.".contains(sign))
            && cell.split_whitespace().count() < 3
    };
    let has_number = |line: &str| line.split(',').any(is_number);
    let count = content.lines().next().map_or(0, commas);
    let is_table = count > 0
        && content.contains('\n')
        && content.lines().enumerate().all(|(row, line)| commas(line) == count && (row == 0 || has_number(line)));
    let is_sentence = |(key, value): (&String, &Value)| {
        key.contains(' ') || value.as_str().is_some_and(|text| text.trim().contains(' ')) || value.is_null()
    };
    let is_map = || matches!(yaml_value(content), Ok(Value::Object(map)) if !map.iter().all(is_sentence));
    is_chart && (is_table || is_map())
}

/// The lines of a quote, and who said it.
fn quotation(tag: &Tag, content: &str) -> String {
    let mut lines: Vec<String> = content.trim().lines().map(|line| format!("> {line}")).collect();
    let origin = ["author", "cite", "attribution", "source", "title"].map(|name| tag.argument(&[name]));
    let origin: Vec<&str> = origin.into_iter().flatten().filter(|words| !words.is_empty()).collect();
    if !origin.is_empty() {
        lines.extend([">".to_owned(), format!("> — {}", origin.join(", "))]);
    }
    format!("\n{}\n", lines.join("\n"))
}

/// Whether the name of a tag is one of a callout or of a box.
fn is_box(name: &str) -> bool {
    html_callouts::has_box(name) || html_callouts::parts(name).any(|part| callout(part).is_some())
}

/// The callout that a tag is by its name and its values. Of several words, the one that warns the most counts. In tags of other names, such
/// as that of a theme, only a value with a name that is sure makes one.
fn kind_of(tag: &Tag, name: &str) -> Option<&'static str> {
    const SURE: &str = "type kind color style class level variant";
    const OF_BOXES: &str = "className colour severity intent context theme status icon";
    let is_box = is_box(name);
    let kinds = tag.arguments.iter().flat_map(|Argument { name, value }| {
        let is_sure = name.as_deref().is_some_and(|name| has_word(SURE, name));
        let is_of_box = name.as_deref().map_or(!value.contains(' '), |name| has_word(OF_BOXES, name));
        let parts = html_callouts::parts(value).filter(move |_| is_box && (is_sure || is_of_box));
        parts.filter_map(callout).chain(callout(value).filter(|_| is_sure))
    });
    strongest(kinds.chain(html_callouts::parts(name).filter_map(callout)))
}

/// The title behind the kind of a callout: `warning "Not with alcohol"`. The word of a switch is none.
fn second_title(tag: &Tag) -> Option<&str> {
    tag.position(1).filter(|title| !matches!(*title, "true" | "false"))
}

/// The address of a video by the shortcode of its host.
fn video_address(name: &str, id: &str) -> Option<String> {
    let id = id.trim();
    if id.starts_with("http") {
        return Some(id.to_owned());
    }
    match name {
        "youtube" | "youtubelite" | "youtube-lite" | "yt" => Some(format!("https://www.youtube.com/watch?v={id}")),
        "vimeo" => Some(format!("https://vimeo.com/{id}")),
        _ => None,
    }
}

impl TagTranslator for Shortcodes<'_> {
    fn single(&mut self, tag: &Tag) -> Option<String> {
        let name = tag.name.to_lowercase();
        let first = tag.argument(&["id", "src", "url"]).or_else(|| tag.position(0)).map(str::to_owned);
        match name.as_str() {
            "figure" | "img" | "image" | "picture" | "imgproc" | "resize_image" => self.figure(tag),
            "ref" | "relref" => {
                let path = tag.argument(&["path"]).map(str::to_owned).or(first)?;
                let (path, fragment) =
                    path.split_once('#').map_or((path.as_str(), None), |(path, fragment)| (path, Some(fragment)));
                let from_top = path.strip_prefix('/').map(|path| format!("content/{path}"));
                let path = from_top.unwrap_or_else(|| format!("{}/{path}", folder_of(self.file)));
                let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
                self.translated("link of a shortcode", named_link(&path) + &fragment)
            }
            "youtube" | "youtubelite" | "youtube-lite" | "yt" | "vimeo" | "video" => {
                let address = video_address(&name, &first?)?;
                let title = tag.argument(&["title"]).unwrap_or_default();
                self.translated("video", text::video(&address, title))
            }
            "toc" | "tableofcontents" | "table_of_contents" | "pagebreak" | "clear" | "newpage" => {
                self.translated("sign of the old theme", String::new())
            }
            "param" | "siteparam" => {
                let key = tag.argument(&["name"]).or_else(|| tag.position(0))?.to_lowercase();
                // `siteparam` shows the value of the site alone.
                let of_page = self.page_values.filter(|_| name == "param").and_then(|values| values.get(&key));
                let value = of_page.or_else(|| self.site_values?.get(&key))?.clone();
                self.translated("value of the settings", value)
            }
            // The list of sources is made by the build.
            "references" | "bibliography" | "refs" => self.translated("list of sources", String::new()),
            "br" => self.translated("line break", "<br>".to_owned()),
            // Of HugoBlox: a person by the folder of their page, and a button.
            "mention" => {
                let page = format!("content/authors/{}/_index.md", first?);
                let text = self.source.text(&page).ok()?;
                let name = divide(&text).values.get("title").and_then(text_of)?;
                self.translated("link of a shortcode", format!("[{name}]({})", named_link(&page)))
            }
            "cta" => {
                let (address, words) = (tag.argument(&["cta_link"])?, tag.argument(&["cta_text"])?);
                self.translated("link of a shortcode", format!("[{words}](<{address}>)"))
            }
            // A callout whose words are an attribute.
            _ => match (kind_of(tag, &name), tag.argument(&["text", "content", "body", "message"])) {
                (Some(kind), Some(words)) if is_box(&name) => {
                    let title = tag.argument(&["title"]).unwrap_or_default();
                    self.translated("callout", block(kind, title, words))
                }
                _ => self.template(tag).or_else(|| self.included(tag)),
            },
        }
    }

    fn block(&mut self, tag: &Tag, content: &str) -> Option<String> {
        let name = tag.name.to_lowercase();
        let data = self.data(tag, content);
        let content = data.as_deref().unwrap_or(content);
        let title = tag
            .argument(&["title", "name", "summary", "header", "label", "term"])
            .or_else(|| tag.argument(&["text"]).filter(|_| name == "spoiler"))
            .or_else(|| tag.position(0))
            .unwrap_or_default();
        match name.as_str() {
            "details" | "expand" | "dropdown" | "accordion" | "collapse" | "spoiler" | "popup" | "accordion-item"
            | "question" => self.translated("details", text::details(title, content)),
            "tabs" | "tabpane" | "tabset" => {
                let named = tag.argument(&["items"]).map(|items| self.with_tab_names(content, items));
                let title = tag.argument(&["title"]).map(text_line).unwrap_or_default();
                let tabs = block("tabs", "", named.as_deref().unwrap_or(content));
                self.translated("tabs", title + &tabs)
            }
            "tab" => self.translated("tab", block("tab", if title.is_empty() { "Tab" } else { title }, content)),
            "figure" | "text_image" | "imgproc" => {
                let figure = self.figure(tag)?;
                Some(format!("{figure}\n\n{content}\n"))
            }
            // The site's own one may be a look of words.
            "highlight" | "code" if !self.has_own_look(&name) => {
                let language = tag.position(0).unwrap_or_default();
                self.translated("code", format!("\n```{language}\n{}\n```\n", content.trim_matches('\n')))
            }
            "katex" | "math" | "latex" => {
                let is_display = tag.argument(&["block", "display"]) == Some("true") || content.contains('\n');
                let sign = if is_display { "$$" } else { "$" };
                self.translated("formula", format!("{sign}{}{sign}", content.trim().trim_matches('$')))
            }
            "mermaid" => {
                self.site.log.left("diagram of Mermaid", self.file, "a picture of it with an alternative text");
                Some(format!("\n```{name}\n{}\n```\n", content.trim_matches('\n')))
            }
            "comment" => Some(String::new()),
            "raw" | "markdown" | "column" | "columns" | "two_columns" | "two_columns_fancy" | "row" | "col"
            | "center" | "div" | "container" | "lead" | "wrapper" | "section" | "grid" => {
                // The sign between two columns.
                let content = content.replace("\n<--->\n", "\n\n");
                // Boxes beside each other are parted.
                let line = match name.as_str() {
                    "raw" | "markdown" | "div" if tag.is_in_line => "",
                    "center" | "lead" | "wrapper" if tag.is_in_line => " ",
                    _ => "\n",
                };
                self.translated("layout of the old theme", format!("{line}{content}{line}"))
            }
            "quote" | "blockquote" => self.translated("quote", quotation(tag, content)),
            // The style of a button is none of a callout.
            name if is_of_chart(name) || name.split(['_', '-']).any(|part| has_word("button btn", part)) => data,
            _ => {
                let Some(kind) = kind_of(tag, &name) else { return data };
                let title = tag.argument(&["title", "header"]).or_else(|| second_title(tag)).unwrap_or_default();
                self.translated("callout", block(kind, title, content))
            }
        }
    }

    fn lost(&mut self, tag: &Tag, translated: &str) {
        let template = self.template_file(&tag.name);
        tags::note_lost(tag, template, translated, self.file, &mut self.site.log);
    }

    fn unknown(&mut self, tag: &Tag) {
        tags::note_hole(tag, self.file, &mut self.site.log);
        self.note_template(tag);
        let path = tag.rest.split_whitespace().next().unwrap_or_default();
        let kind = if tag.name == "include" { format!("include of `{path}`") } else { tag.unknown_kind("shortcode") };
        self.site.log.left(&kind, self.file, "the words that it shows, a snippet, or a variable of the settings");
    }
}

/// A text as a line of words, whatever signs it begins with.
fn text_line(text: &str) -> String {
    let text = text.trim();
    let number = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_mark = column_of_item(text).is_some() || text.starts_with(['#', '>', '+', '-', '=', '~', '|', ':']);
    format!("\n{}{}{}\n", &text[..number], if is_mark { "\\" } else { "" }, &text[number..])
}
