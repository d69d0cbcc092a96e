//! The stream of a WXR file as an [`Export`]. Only what a page can need is kept: comments, accounts besides display names, revisions
//! and the records of plugins are read past.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Read};

use percent_encoding::percent_decode_str;
use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::log::ImportLog;
use crate::old_site::numbered;
use crate::source_folder::MAX_TEXT;
use crate::text::{excerpt, html};

/// How much of one text the parser holds in memory.
const MAX_EVENT: u64 = 64_000_000;

/// WXR nests at most six levels. The limit stops files that are something else.
const MOST_LEVELS: usize = 64;

/// Elements that are kept. An export has many thousands of each, so records have these names and no copies of them.
const KEPT: &str = "title link description language guid category content:encoded excerpt:encoded dc:creator \
    wp:wxr_version wp:base_blog_url wp:author_login wp:author_display_name wp:meta_key wp:meta_value \
    wp:term_id wp:category_parent wp:post_id wp:post_type wp:post_name wp:post_parent wp:post_date \
    wp:post_modified wp:post_password wp:status wp:menu_order wp:attachment_url";

/// The name under which an element is kept. Categories and tags share names.
fn kept(name: &str) -> Option<&'static str> {
    match name {
        "wp:category_nicename" | "wp:tag_slug" => Some("slug"),
        "wp:cat_name" | "wp:tag_name" => Some("title"),
        "wp:category_description" | "wp:tag_description" => Some("description"),
        _ => KEPT.split(' ').find(|kept| *kept == name),
    }
}

/// Items by their number.
#[derive(Debug)]
pub(super) struct Items<'e> {
    by_id: BTreeMap<&'e str, &'e Record>,
    attachments: BTreeMap<&'e str, Vec<&'e Record>>,
    /// The snippets of reusable blocks. Drafts of one title have one name.
    snippets: BTreeMap<&'e str, String>,
}

impl<'e> Items<'e> {
    pub(super) fn new(items: &'e [Record]) -> Self {
        let by_id: BTreeMap<_, _> = items.iter().map(|item| (item.id(), item)).collect();
        let mut attachments: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
        for item in by_id.values().filter(|item| item.kind() == "attachment") {
            attachments.entry(item.field("wp:post_parent")).or_default().push(item);
        }
        let (mut snippets, mut names) = (BTreeMap::new(), BTreeSet::new());
        for block in by_id.values().filter(|item| item.kind() == "wp_block") {
            let name = numbered(&block.name_in_address(), |name| names.insert(name.to_owned()));
            snippets.insert(block.id(), name);
        }
        Self { by_id, attachments, snippets }
    }

    /// The id of the snippet of a reusable block.
    pub(super) fn snippet(&self, id: &str) -> Option<&str> {
        self.snippets.get(id).map(String::as_str)
    }

    pub(super) fn get(&self, id: &str) -> Option<&'e Record> {
        self.by_id.get(id).copied()
    }

    /// The pictures and other files of a page.
    pub(super) fn attachments_of(&self, id: &str) -> &[&'e Record] {
        self.attachments.get(id).map_or(&[], Vec::as_slice)
    }
}

/// What is kept of exports, in the order of the files.
#[derive(Debug, Default)]
pub(super) struct Export {
    /// The elements of the channel itself, such as `title`.
    pub channel: Record,
    /// Display names by login. The login serves to find the name, and goes no further.
    pub authors: BTreeMap<String, String>,
    /// Categories and tags; `link` is the path of the archive of each.
    pub terms: Vec<Record>,
    /// Posts and pages of all types, attachments, entries of menus and reusable blocks.
    pub items: Vec<Record>,
    pub log: ImportLog,
}

/// An element with the texts of the elements in it.
#[derive(Debug, Default)]
pub(super) struct Record {
    fields: BTreeMap<&'static str, String>,
    pub meta: BTreeMap<String, String>,
    pub terms: Vec<ItemTerm>,
    /// A field was over the limit, and was left out.
    pub is_too_long: bool,
}

/// A category, a tag or a menu that an item names.
#[derive(Debug, Default)]
pub(super) struct ItemTerm {
    pub domain: String,
    pub nicename: String,
    pub name: String,
}

impl Record {
    /// A field; empty if the record does not have it.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |text| text.trim())
    }

    /// A field as plain text in one line, unless it is empty.
    pub(super) fn words(&self, name: &str) -> Option<String> {
        Some(html::plain(self.field(name))).filter(|words| !words.is_empty())
    }

    pub(super) fn take(&mut self, name: &str) -> String {
        self.fields.remove(name).unwrap_or_default()
    }

    /// The name of an item in its address.
    pub(super) fn name_in_address(&self) -> String {
        let name = percent_decode_str(self.field("wp:post_name")).decode_utf8_lossy().into_owned();
        let name = slug::slugify(if name.is_empty() { html::plain(self.field("title")) } else { name });
        if name.is_empty() { format!("{}-{}", self.kind(), self.id()) } else { name }
    }

    pub(super) fn kind(&self) -> &str {
        self.field("wp:post_type")
    }

    pub(super) fn id(&self) -> &str {
        self.field("wp:post_id")
    }

    /// A custom field; empty if the item does not have it.
    pub(super) fn meta(&self, key: &str) -> &str {
        self.meta.get(key).map_or("", |value| value.trim())
    }

    /// A custom field as plain text in one line, unless it is empty or has a placeholder of a plugin, such as
    /// `%%title%%` or `%title%`.
    pub(super) fn meta_words(&self, key: &str) -> Option<String> {
        Some(html::plain(self.meta(key))).filter(|text| !text.is_empty() && !text.split(' ').any(is_placeholder))
    }

    /// Whether an item becomes a page: posts of all types do, published or not, besides attachments, entries of menus and reusable blocks.
    pub(super) fn is_page(&self) -> bool {
        !matches!(self.kind(), "attachment" | "nav_menu_item" | "wp_block")
    }
}

/// Whether a plugin puts another text in the place of a word.
fn is_placeholder(word: &str) -> bool {
    word.len() > 2 && word.starts_with('%')
}

/// Whether a custom field, which a page may show, has words: more than one, and no data of a program. Names of hidden fields begin
/// with `_`.
fn has_words(key: &str, value: &str) -> bool {
    let is_data =
        value.starts_with(['{', '[']) || value.as_bytes().get(1) == Some(&b':') || !value.contains(char::is_alphabetic);
    let is_of_page = !key.starts_with('_') && !key.starts_with("rank_math_") && !is_kept_meta(key);
    let mut words = value.split_whitespace();
    is_of_page && !is_data && words.clone().nth(1).is_some() && !words.any(is_placeholder)
}

/// Names the custom fields that have words, each with its first words as an example.
pub(super) fn note_fields<'f>(fields: impl Iterator<Item = (&'f str, &'f str)>, place: &str, log: &mut ImportLog) {
    for (key, value) in fields.filter(|(key, value)| has_words(key, value)) {
        let instead = format!("its words in the text, such as \"{}\"", html::plain(&excerpt(value)));
        log.left(&format!("custom field `{key}`"), place, &instead);
    }
}

/// Whether a custom field can be of use. Plugins keep caches, tracking and orders of customers in others.
fn is_kept_meta(key: &str) -> bool {
    matches!(key, "_thumbnail_id" | "_wp_attachment_image_alt" | "rank_math_description" | "_aioseo_description")
        || matches!(key, "_yoast_wpseo_title" | "_yoast_wpseo_metadesc" | "_yoast_wpseo_canonical" | "footnotes")
        || key.starts_with("_menu_item_")
        || NOINDEX.iter().any(|(known, _)| *known == key)
        || is_review(key)
}

/// Custom fields in which plugins for search engines say that a page is not to be found, and what they hold then: Yoast, Rank Math,
/// All in One SEO, SEOPress, The SEO Framework and Genesis, Slim SEO. Those of lists and maps are serialised by PHP.
const NOINDEX: [(&str, &str); 6] = [
    ("_yoast_wpseo_meta-robots-noindex", "1"),
    ("rank_math_robots", "\"noindex\""),
    ("_aioseop_noindex", "on"),
    ("_seopress_robots_index", "yes"),
    ("_genesis_noindex", "1"),
    ("slim_seo", "\"noindex\";i:1"),
];

/// The custom field of an item by which a plugin hides it from search engines.
pub(super) fn noindex_field(item: &Record) -> Option<&'static str> {
    let says =
        |value: &str, hidden: &str| if hidden.starts_with('"') { value.contains(hidden) } else { value == hidden };
    NOINDEX.iter().find(|(key, hidden)| says(item.meta(key), hidden)).map(|(key, _)| *key)
}

/// Whether a custom field says who reviewed a page or when.
pub(super) fn is_review(key: &str) -> bool {
    let key = key.to_lowercase();
    ["reviewed", "reviewer", "medical_review", "fact_check"].iter().any(|part| key.contains(part))
}

/// Prefixes of the types of posts that plugins and themes create and no reader sees. Some hold data of people.
const PLUGIN_TYPE_PREFIXES: &str = "wp_ acf- shop_ jp_ jetpack flamingo fl- nf_ edd_ amp_ custom_css user_request feedback \
    product_variation elementor_ et_pb_ popup wpforms wpcf7 mc4wp scheduled-action tablepress_ um_form um_directory um_account \
    sureforms_ srfm forminator_ frm_ formidable user_registration ninja-table ml-slide rank_math_ astra- spectra- bricks_template \
    ct_template oxy_ elementskit_ jet-popup jet-engine vc_grid vc4_ cookielawinfo wpcode wpdiscuz wpr_templates mailpoet_ polylang_";

fn is_of_plugin(kind: &str) -> bool {
    // The reusable blocks of WordPress itself.
    kind != "wp_block" && PLUGIN_TYPE_PREFIXES.split(' ').any(|start| kind.starts_with(start))
}

/// Reads one WXR file, and adds its records to the export of its site.
///
/// # Errors
/// Why it is no export, with the position in the file.
pub(super) fn read(file: impl Read, export: &mut Export) -> Result<(), String> {
    let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, file.take(MAX_EVENT)));
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().allow_dangling_amp = true;
    let mut buffer = Vec::new();
    let mut state =
        ExportReader { export, open: Vec::new(), text: None, item: Record::default(), record: Record::default() };
    loop {
        // A longer text comes in parts.
        reader.get_mut().get_mut().set_limit(MAX_EVENT);
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(event) => state.take(event),
            Err(error) => return Err(format!("at byte {}: {error}", reader.error_position())),
        }
        if state.open.len() > MOST_LEVELS {
            return Err(format!("at byte {}: its elements are nested too deeply", reader.buffer_position()));
        }
    }
    if let Some(open) = state.open.last() {
        return Err(format!("at byte {}: the file ends within `<{open}>`", reader.buffer_position()));
    }
    if export.channel.field("wp:wxr_version").is_empty() {
        return Err("it has no channel with a `wp:wxr_version`".to_owned());
    }
    Ok(())
}

struct ExportReader<'e> {
    export: &'e mut Export,
    open: Vec<String>,
    /// The text of the element that is being read, if it is kept.
    text: Option<(&'static str, String)>,
    item: Record,
    /// An author, a term or a custom field.
    record: Record,
}

impl ExportReader<'_> {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(start) => self.start(&start),
            Event::Text(text) => self.add(&String::from_utf8_lossy(&text)),
            Event::CData(text) => self.add(&String::from_utf8_lossy(&text)),
            Event::GeneralRef(reference) => self.add(&resolve(&reference)),
            Event::End(_) => self.end(),
            // Declarations of entities are ignored, so that none can be expanded.
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Empty(_) | Event::Eof => {}
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) {
        let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
        self.text = kept(&name).map(|name| (name, String::new()));
        if name == "category" {
            let term = ItemTerm {
                domain: attribute_value(start, "domain"),
                nicename: attribute_value(start, "nicename"),
                name: String::new(),
            };
            self.item.terms.push(term);
        }
        self.open.push(name);
    }

    fn add(&mut self, more: &str) {
        let Some((_, text)) = &mut self.text else { return };
        if (text.len() + more.len()) as u64 > MAX_TEXT {
            self.item.is_too_long = true;
            self.text = None;
            return;
        }
        text.extend(more.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')));
    }

    fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        let parent = self.open.last().map_or("", String::as_str);
        let record = match parent {
            "channel" => &mut self.export.channel,
            "item" => &mut self.item,
            "wp:author" | "wp:category" | "wp:tag" | "wp:postmeta" => &mut self.record,
            _ => return,
        };
        match self.text.take() {
            Some(("category", text)) => {
                if let Some(term) = record.terms.last_mut() {
                    term.name = text;
                }
            }
            Some((name, text)) => _ = record.fields.insert(name, text),
            None if matches!(parent, "channel" | "item") => self.end_record(&name),
            None => {}
        }
    }

    fn end_record(&mut self, name: &str) {
        let mut record = std::mem::take(&mut self.record);
        match name {
            "wp:author" => {
                let (login, name) = (record.take("wp:author_login"), record.words("wp:author_display_name"));
                // A name that equals the log-in, or is an e-mail address, is not for readers.
                if let Some(name) = name.filter(|name| *name != login && !name.contains('@')) {
                    self.export.authors.insert(login, name);
                }
            }
            "wp:postmeta" => {
                let (key, value) = (record.take("wp:meta_key"), record.take("wp:meta_value"));
                if is_kept_meta(&key) || has_words(&key, &value) {
                    self.item.meta.insert(key, value);
                }
            }
            "wp:category" | "wp:tag" => {
                let address = format!("/{}/{}/", name.trim_start_matches("wp:"), record.field("slug"));
                record.fields.insert("link", address);
                self.export.terms.push(record);
            }
            "item" => self.end_item(),
            _ => {}
        }
    }

    fn end_item(&mut self) {
        let mut item = std::mem::take(&mut self.item);
        let kind = item.kind();
        // Revisions and caches are left out without an entry in the report.
        let is_version = matches!(kind, "revision" | "oembed_cache" | "customize_changeset" | "");
        if is_version || matches!(item.field("wp:status"), "trash" | "auto-draft") {
            return;
        }
        if is_of_plugin(kind) {
            let kind = format!("record of the type `{kind}`");
            self.export.log.left(&kind, "the export", "nothing, or what its plugin showed");
            return;
        }
        if item.is_page() {
            let fields = item.meta.iter().map(|(key, value)| (key.as_str(), value.as_str()));
            note_fields(fields, "the export", &mut self.export.log);
        }
        if matches!(kind, "attachment" | "nav_menu_item") {
            item.take("content:encoded");
        }
        // Whether there is a password is all that matters of it.
        if !item.take("wp:post_password").trim().is_empty() {
            item.fields.insert("wp:post_password", "set".to_owned());
        }
        self.export.items.push(item);
    }
}

fn attribute_value(start: &BytesStart<'_>, name: &str) -> String {
    let attribute = start.try_get_attribute(name).ok().flatten();
    attribute.map(|attribute| String::from_utf8_lossy(&attribute.value).into_owned()).unwrap_or_default()
}

/// The character of an XML entity. Only the five names of XML are known.
fn resolve(reference: &BytesRef<'_>) -> String {
    let name = String::from_utf8_lossy(reference);
    let character = reference.resolve_char_ref().ok().flatten().map(String::from);
    character.or_else(|| resolve_xml_entity(&name).map(str::to_owned)).unwrap_or_else(|| format!("&{name};"))
}
