//! The stream of a WXR file as an [`Export`]. Only what a page can need is kept: comments, accounts besides display names, revisions
//! and the records of plugins are read past.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::source_folder::MAX_TEXT;

/// One text or tag with more bytes is no export of a site. It is refused, because the parser holds it in memory as a whole.
const MAX_EVENT: u64 = 64_000_000;

/// Elements of WXR are at most five deep.
const MOST_LEVELS: usize = 64;

/// What is kept of an export, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Export {
    /// The elements of the channel itself, such as `title`.
    pub channel: Fields,
    /// Display names by login. The login serves to find the name, and goes no further.
    pub authors: BTreeMap<String, String>,
    pub terms: Vec<Term>,
    pub items: Vec<Item>,
    /// Records of plugins, which are no pages, by type.
    pub passed_over: BTreeMap<String, usize>,
}

/// A category or a tag.
#[derive(Debug, Default)]
pub(super) struct Term {
    pub is_tag: bool,
    pub fields: Fields,
}

/// A page, a picture, an entry of a menu or a reusable block.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub fields: Fields,
    pub meta: BTreeMap<String, String>,
    pub terms: Vec<ItemTerm>,
    /// A field is over the limit, so it is not here.
    pub is_too_long: bool,
}

#[derive(Debug, Default)]
pub(super) struct ItemTerm {
    pub domain: String,
    pub nicename: String,
    pub name: String,
}

impl Item {
    /// A field; empty if the item does not have it.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.get(name)
    }

    pub(super) fn kind(&self) -> &str {
        self.field("wp:post_type")
    }

    pub(super) fn id(&self) -> &str {
        self.field("wp:post_id")
    }

    pub(super) fn meta(&self, key: &str) -> &str {
        self.meta.get(key).map_or("", |value| value.trim())
    }
}

/// Elements that are kept, by the element around them.
const KEPT: [(&str, &[&str]); 6] = [
    ("channel", &["title", "link", "description", "language", "wp:wxr_version", "wp:base_blog_url"]),
    ("wp:author", &["wp:author_login", "wp:author_display_name"]),
    (
        "wp:category",
        &["wp:term_id", "wp:category_nicename", "wp:category_parent", "wp:cat_name", "wp:category_description"],
    ),
    ("wp:tag", &["wp:term_id", "wp:tag_slug", "wp:tag_name", "wp:tag_description"]),
    ("wp:postmeta", &["wp:meta_key", "wp:meta_value"]),
    (
        "item",
        &[
            "title",
            "link",
            "guid",
            "dc:creator",
            "content:encoded",
            "excerpt:encoded",
            "category",
            "wp:post_id",
            "wp:post_date",
            "wp:post_modified",
            "wp:post_name",
            "wp:status",
            "wp:post_parent",
            "wp:menu_order",
            "wp:post_type",
            "wp:post_password",
            "wp:attachment_url",
        ],
    ),
];

/// The name of an element that is kept, as it stands in the table: an export has many thousands of each.
fn kept(parent: &str, name: &str) -> Option<&'static str> {
    let (_, names) = KEPT.iter().find(|(element, _)| *element == parent)?;
    names.iter().find(|kept| **kept == name).copied()
}

/// The texts of elements by name.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(&'static str, String)>);

impl Fields {
    /// A text; empty if there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text.trim())
    }

    /// Takes a text out.
    pub(super) fn take(&mut self, name: &str) -> String {
        let at = self.0.iter().position(|(known, _)| *known == name);
        at.map(|at| self.0.swap_remove(at).1).unwrap_or_default()
    }

    /// Adds a text. The last one of a name counts.
    pub(super) fn set(&mut self, name: &'static str, text: String) {
        self.take(name);
        if !text.is_empty() {
            self.0.push((name, text));
        }
    }
}

/// Whether a custom field can be of use. Plugins keep caches, tracking and orders of customers in others.
fn is_kept_meta(key: &str) -> bool {
    const KEYS: [&str; 8] = [
        "_thumbnail_id",
        "_wp_attachment_image_alt",
        "_yoast_wpseo_title",
        "_yoast_wpseo_metadesc",
        "_yoast_wpseo_canonical",
        "rank_math_description",
        "_aioseo_description",
        "footnotes",
    ];
    KEYS.contains(&key) || key.starts_with("_menu_item_") || is_review(key)
}

/// Whether a custom field says who reviewed a page or when.
pub(super) fn is_review(key: &str) -> bool {
    let key = key.to_lowercase();
    ["reviewed", "reviewer", "medical_review", "fact_check"].iter().any(|part| key.contains(part))
}

/// What becomes of a type of record.
#[derive(PartialEq, Eq)]
enum Use {
    Page,
    /// No page, but needed for pages.
    Part,
    /// Versions and caches, of which nobody misses any.
    Nothing,
    /// Records of plugins and themes, some with data of people.
    PassedOver,
}

fn use_of(kind: &str) -> Use {
    match kind {
        "post" | "page" => Use::Page,
        "attachment" | "nav_menu_item" | "wp_block" => Use::Part,
        "revision" | "oembed_cache" | "customize_changeset" | "" => Use::Nothing,
        "custom_css" | "user_request" | "feedback" | "product_variation" | "elementor_library" | "et_pb_layout"
        | "popup" | "wpforms" | "wpcf7_contact_form" | "mc4wp-form" | "scheduled-action" | "tablepress_table" => {
            Use::PassedOver
        }
        _ if ["wp_", "acf-", "shop_", "jp_", "jetpack", "flamingo", "fl-", "nf_", "edd_", "amp_"]
            .iter()
            .any(|prefix| kind.starts_with(prefix)) =>
        {
            Use::PassedOver
        }
        _ => Use::Page,
    }
}

/// Whether an item is a page, published or not.
pub(super) fn is_page(item: &Item) -> bool {
    use_of(item.kind()) == Use::Page
}

/// Counts the bytes of one event, so that the parser does not take more memory than it may.
struct LimitedRead<R> {
    inner: R,
    rest: Rc<Cell<u64>>,
}

impl<R: Read> Read for LimitedRead<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let rest = self.rest.get().checked_sub(read as u64);
        self.rest.set(rest.ok_or_else(|| io::Error::other(format!("one text has more than {MAX_EVENT} bytes")))?);
        Ok(read)
    }
}

/// Reads an export.
///
/// # Errors
/// Why it is none, with the position in the file.
pub(super) fn read(file: impl Read) -> Result<Export, String> {
    let rest = Rc::new(Cell::new(MAX_EVENT));
    let file = LimitedRead { inner: file, rest: Rc::clone(&rest) };
    let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, file));
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.allow_dangling_amp = true;
    let (mut state, mut buffer) = (ExportReader::default(), Vec::new());
    loop {
        rest.set(MAX_EVENT);
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
    if state.export.channel.get("wp:wxr_version").is_empty() {
        return Err("it has no channel with a `wp:wxr_version`".to_owned());
    }
    Ok(state.export)
}

#[derive(Default)]
struct ExportReader {
    export: Export,
    open: Vec<String>,
    /// The text of the element that is being read, if it is kept.
    text: Option<(&'static str, String)>,
    item: Item,
    /// The fields of an author, a term or a custom field.
    record: Fields,
}

impl ExportReader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(start) => self.start(&start),
            Event::Text(text) => self.add(&String::from_utf8_lossy(&text)),
            Event::CData(text) => self.add(&String::from_utf8_lossy(&text)),
            Event::GeneralRef(reference) => self.add(&resolve(&reference)),
            Event::End(_) => self.end(),
            // Entities of a document type are not looked at, so that none can be expanded.
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Empty(_) | Event::Eof => {}
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) {
        let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
        let parent = self.open.last().map_or("", String::as_str);
        self.text = kept(parent, &name).map(|name| (name, String::new()));
        match name.as_str() {
            "item" => self.item = Item::default(),
            "category" if parent == "item" => {
                let value = |name: &str| {
                    let attribute = start.try_get_attribute(name).ok().flatten();
                    attribute.map(|found| String::from_utf8_lossy(&found.value).into_owned()).unwrap_or_default()
                };
                let term = ItemTerm { domain: value("domain"), nicename: value("nicename"), name: String::new() };
                self.item.terms.push(term);
            }
            "wp:author" | "wp:category" | "wp:tag" | "wp:postmeta" => self.record = Fields::default(),
            _ => {}
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
        let is_unwanted = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
        more.split(is_unwanted).for_each(|part| text.push_str(part));
    }

    fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        let parent = self.open.last().map_or("", String::as_str);
        match (self.text.take(), parent) {
            (Some((name, text)), "channel") => self.export.channel.set(name, text),
            (Some(("category", text)), "item") => {
                if let Some(term) = self.item.terms.last_mut() {
                    term.name = text;
                }
            }
            (Some((name, text)), "item") => self.item.fields.set(name, text),
            (Some((name, text)), _) => self.record.set(name, text),
            (None, "channel" | "item") => self.end_record(&name),
            _ => {}
        }
    }

    fn end_record(&mut self, name: &str) {
        let mut record = std::mem::take(&mut self.record);
        match name {
            "wp:author" => {
                let (login, name) = (record.take("wp:author_login"), record.take("wp:author_display_name"));
                // A name for the log-in alone is no name for readers.
                let name = if name == login { String::new() } else { name };
                self.export.authors.insert(login, name);
            }
            "wp:postmeta" => {
                let (key, value) = (record.take("wp:meta_key"), record.take("wp:meta_value"));
                if is_kept_meta(&key) {
                    self.item.meta.insert(key, value);
                }
            }
            "wp:category" | "wp:tag" => self.export.terms.push(Term { is_tag: name == "wp:tag", fields: record }),
            "item" => self.end_item(),
            _ => {}
        }
    }

    fn end_item(&mut self) {
        let mut item = std::mem::take(&mut self.item);
        if matches!(item.field("wp:status"), "trash" | "auto-draft") {
            return;
        }
        match use_of(item.kind()) {
            Use::Nothing => return,
            Use::PassedOver => {
                *self.export.passed_over.entry(item.kind().to_owned()).or_default() += 1;
                return;
            }
            Use::Part if item.kind() != "wp_block" => _ = item.fields.take("content:encoded"),
            Use::Page | Use::Part => {}
        }
        // Whether there is a password is all that matters of it.
        if !item.fields.take("wp:post_password").trim().is_empty() {
            item.fields.set("wp:post_password", "set".to_owned());
        }
        self.export.items.push(item);
    }
}

/// The character of a reference. Only the five names of XML are known.
fn resolve(reference: &BytesRef<'_>) -> String {
    let name = String::from_utf8_lossy(reference).into_owned();
    let character = match name.as_str() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => reference.resolve_char_ref().ok().flatten(),
    };
    character.map_or_else(|| format!("&{name};"), String::from)
}
