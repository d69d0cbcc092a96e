//! [`Chapter`]: writes blocks as the XHTML of a chapter. Input: blocks, one by one. Output: the content of `<body>`, the headings for the
//! table of contents, and the pictures that it shows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use wellpress_markdown::{behind_link_scheme, is_safe_address};
use wellpress_render::theme::strings::text_direction::direction;
use wellpress_walk::{Block, Blocks, Element, Event, Format, Inline, ListKind, Origin, Picture, Run, Style};

use crate::names::{address, escaped, id};

/// The places of a book by the addresses of their pages. Links between the pages become links in the book.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// By absolute address.
    pub pages: BTreeMap<String, Place>,
}

/// Where a page is in a book.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The name of the chapter's file.
    pub file: String,
    /// The ids of the page to which links can lead.
    pub ids: BTreeSet<String>,
    /// The id at which the page begins, if that is not the start of the file.
    pub start: Option<String>,
}

impl Place {
    /// The address of a place of the page in the book, or of its start.
    fn address(&self, place: &str) -> String {
        let known = Some(place).filter(|place| self.ids.contains(*place)).or(self.start.as_deref());
        known.map_or_else(|| self.file.clone(), |place| format!("{}#{}", self.file, id(place)))
    }
}

/// The ids to which links can lead.
pub(crate) fn ids_of(blocks: &Blocks) -> BTreeSet<String> {
    let ids = blocks.events().iter().filter_map(|event| match event {
        Event::Start(element) if element.block != Block::Form => element.id.clone(),
        _ => None,
    });
    ids.collect()
}

/// The pictures of a book. Each is in the book once.
pub(crate) struct Pictures<'a> {
    /// The bytes of a picture at an absolute address; `None` if it is no picture of the site.
    pub read: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    /// The names by address; `None` for pictures that a book cannot have.
    names: BTreeMap<String, Option<String>>,
    pub files: Vec<PictureFile>,
}

/// A picture in a book.
pub(crate) struct PictureFile {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

impl PictureFile {
    /// Whether it can be an animation.
    pub fn may_move(&self) -> bool {
        let is_animated_webp =
            || self.bytes.get(12..16) == Some(b"VP8X") && self.bytes.get(20).is_some_and(|flags| flags & 2 > 0);
        self.media_type == "image/gif" || is_animated_webp()
    }
}

impl<'a> Pictures<'a> {
    pub fn new(read: &'a dyn Fn(&str) -> Option<Vec<u8>>) -> Self {
        Self { read, names: BTreeMap::new(), files: Vec::new() }
    }

    /// The name of the file of a picture. `None` if there is no such picture, or e-readers need not show its format.
    fn name(&mut self, url: &str) -> Option<String> {
        if let Some(name) = self.names.get(url) {
            return name.clone();
        }
        let read = (self.read)(url).and_then(|bytes| Some((format_of(&bytes)?, bytes)));
        let name = read.map(|((ending, media_type), bytes)| {
            let name = format!("picture-{}.{ending}", self.files.len() + 1);
            self.files.push(PictureFile { name: name.clone(), media_type, bytes });
            name
        });
        self.names.insert(url.to_owned(), name.clone());
        name
    }
}

/// The ending and the media type of a picture in one of the formats that every e-reader shows.
fn format_of(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some(("png", "image/png")),
        [0xff, 0xd8, 0xff, ..] => Some(("jpg", "image/jpeg")),
        [b'G', b'I', b'F', b'8', ..] => Some(("gif", "image/gif")),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(("webp", "image/webp")),
        _ => {
            let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1_000)]);
            start.contains("<svg").then_some(("svg", "image/svg+xml"))
        }
    }
}

/// A heading of a chapter, for the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    pub level: u8,
    pub id: String,
    pub words: String,
}

/// A chapter in the making.
pub(crate) struct Chapter<'a, 'p> {
    text: String,
    open: Vec<OpenElement>,
    /// The name of its file.
    file: &'a str,
    places: &'a Places,
    pictures: &'a mut Pictures<'p>,
    /// The ids to which links of this chapter can lead.
    ids: BTreeSet<String>,
    written_ids: BTreeSet<String>,
    pub headings: Vec<Heading>,
    /// How many open blocks are left out, with all that is in them.
    left_out: usize,
    /// The address of the link that is open: runs beside each other that lead to one place are one link.
    link: Option<String>,
    is_in_code: bool,
    /// The words of the block that began last, and of the paragraph that ended last.
    words: String,
    last_paragraph: String,
}

/// An element whose end has not come.
struct OpenElement {
    /// Empty if its end is written already.
    name: &'static str,
    is_paragraph: bool,
    has_caption: bool,
    /// Whether a term has no definition yet.
    awaits_definition: bool,
}

impl<'a, 'p> Chapter<'a, 'p> {
    pub fn new(blocks: &Blocks, file: &'a str, places: &'a Places, pictures: &'a mut Pictures<'p>) -> Self {
        Self {
            text: String::new(),
            open: Vec::new(),
            file,
            places,
            pictures,
            ids: ids_of(blocks),
            written_ids: BTreeSet::new(),
            headings: Vec::new(),
            left_out: 0,
            link: None,
            is_in_code: false,
            words: String::new(),
            last_paragraph: String::new(),
        }
    }

    /// The content of the chapter, and its headings.
    pub fn finish(self) -> (String, Vec<Heading>) {
        (self.text, self.headings)
    }

    /// The name of an element, and its attributes but for id and language.
    fn element(&mut self, block: &Block) -> (&'static str, String) {
        let class = |name: &'static str, class: &str| (name, format!(" class=\"{class}\""));
        // Without a `_` arm, so that a new kind of block does not compile before somebody has decided what it is in a book.
        match block {
            Block::Heading(level) => {
                (["h1", "h2", "h3", "h4", "h5", "h6"][usize::from((*level).clamp(1, 6)) - 1], String::new())
            }
            Block::Paragraph => ("p", String::new()),
            Block::Lead => class("p", "lead"),
            Block::Notice(kind) => ("div", format!(" class=\"notice {}\" role=\"note\"", kind.class())),
            Block::Quote => ("blockquote", String::new()),
            Block::List(ListKind::Bullets) => ("ul", String::new()),
            Block::List(ListKind::Boxes) => class("ul", "boxes"),
            Block::List(ListKind::Numbers(1) | ListKind::Notes) => ("ol", String::new()),
            Block::List(ListKind::Numbers(first)) => ("ol", format!(" start=\"{first}\"")),
            Block::List(ListKind::Steps(first)) => ("ol", format!(" class=\"steps\" start=\"{first}\"")),
            Block::Item(number) => {
                let is_ordered =
                    self.open.iter().rev().find(|open| !open.name.is_empty()).is_some_and(|list| list.name == "ol");
                let number = number.filter(|_| is_ordered);
                ("li", number.map_or_else(String::new, |number| format!(" value=\"{number}\"")))
            }
            Block::Definitions => ("dl", String::new()),
            Block::Dose => class("dl", "dose"),
            Block::Term => ("dt", String::new()),
            Block::Definition => ("dd", String::new()),
            Block::Table => ("table", String::new()),
            Block::Row { is_head: true } => class("tr", "head"),
            Block::Row { is_head: false } => ("tr", String::new()),
            Block::Cell { is_head: false } => ("td", String::new()),
            Block::Cell { is_head: true } => {
                let names_column =
                    self.text.rfind("<tr").is_some_and(|at| self.text[at..].starts_with("<tr class=\"head\""));
                ("th", format!(" scope=\"{}\"", if names_column { "col" } else { "row" }))
            }
            Block::Figure => ("figure", String::new()),
            Block::Caption => self.caption(),
            Block::Code(_) => ("pre", String::new()),
            Block::Aside(_) => class("div", "aside"),
            Block::Section(_) => ("section", String::new()),
            Block::Group | Block::Form => ("div", String::new()),
            Block::Expander => class("div", "expander"),
            Block::ExpanderTitle => class("p", "expander-title"),
            Block::Rule => ("hr", String::new()),
        }
    }

    /// The first caption of a figure is the figure's; others are paragraphs.
    fn caption(&mut self) -> (&'static str, String) {
        match self.open.last_mut().filter(|open| open.name == "figure" && !open.has_caption) {
            Some(figure) => {
                figure.has_caption = true;
                ("figcaption", String::new())
            }
            None => ("p", " class=\"caption\"".to_owned()),
        }
    }

    /// Ends a paragraph in which a block begins.
    fn leave_paragraph(&mut self) {
        if let Some(open) = self.open.last_mut().filter(|open| open.is_paragraph && !open.name.is_empty()) {
            let _ = writeln!(self.text, "</{}>", open.name);
            open.name = "";
        }
    }

    /// Ends the items, rows and cells that a new one ends. Authors who write HTML may leave their end out.
    fn leave_siblings(&mut self, block: &Block) {
        let siblings: &[&str] = match block {
            Block::Item(_) => &["li"],
            Block::Row { .. } => &["td", "th", "tr"],
            Block::Cell { .. } => &["td", "th"],
            Block::Term | Block::Definition => &["dt", "dd"],
            _ => return,
        };
        for open in self.open.iter_mut().rev().skip_while(|open| open.name.is_empty()) {
            if !siblings.contains(&open.name) {
                break;
            }
            let _ = writeln!(self.text, "</{}>", open.name);
            open.name = "";
        }
    }

    fn start_element(&mut self, element: &Element) {
        self.leave_paragraph();
        self.leave_siblings(&element.block);
        let (name, attributes) = self.element(&element.block);
        let id = match (&element.id, &element.block) {
            (Some(own), _) => Some(id(own)).filter(|id| self.written_ids.insert(id.clone())),
            // For the table of contents.
            (None, Block::Heading(_)) => Some(format!("heading.{}", self.headings.len() + 1)),
            (None, _) => None,
        };
        let id_attribute = id.as_ref().map_or_else(String::new, |id| format!(" id=\"{id}\""));
        let language = element.language.as_deref().map_or_else(String::new, language_attributes);
        let is_rule = element.block == Block::Rule;
        let _ = write!(self.text, "<{name}{id_attribute}{attributes}{language}{}>", if is_rule { "/" } else { "" });
        self.words.clear();
        if let Block::Heading(level) = element.block {
            // One whose id stands above already has none, and the first place of the id is the best that there is.
            let id = id.or_else(|| element.id.as_deref().map(self::id)).unwrap_or_default();
            self.headings.push(Heading { level, id, words: String::new() });
        }
        if let Some(parent) = self.open.last_mut() {
            match element.block {
                Block::Term => parent.awaits_definition = true,
                Block::Definition => parent.awaits_definition = false,
                _ => {}
            }
        }
        if let Block::Code(_) = element.block {
            self.text.push_str("<code>");
            self.is_in_code = true;
        }
        let is_paragraph = name == "p";
        let name = if is_rule { "" } else { name };
        self.open.push(OpenElement { name, is_paragraph, has_caption: false, awaits_definition: false });
    }

    fn end_element(&mut self, element: &Element) {
        let Some(open) = self.open.pop() else { return };
        match &element.block {
            Block::Code(_) => {
                self.text.push_str("</code>");
                self.is_in_code = false;
            }
            Block::Heading(_) => {
                if let Some(heading) = self.headings.last_mut() {
                    heading.words = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
                }
            }
            Block::Paragraph => self.last_paragraph = std::mem::take(&mut self.words),
            _ => {}
        }
        if open.awaits_definition {
            self.text.push_str("<dd></dd>");
        }
        if !open.name.is_empty() {
            let _ = writeln!(self.text, "</{}>", open.name);
        }
    }

    fn run(&mut self, run: &Run) {
        // A mark is no part of a title, nor of what a drawing says again.
        if !matches!(run.origin, Origin::CitationMark | Origin::FootnoteMark) {
            self.words.push_str(&run.text);
        }
        let link = run.link.as_deref().and_then(|link| self.link_target(link));
        if run.origin == Origin::Navigation && link.as_deref().is_none_or(|link| link.contains("://")) {
            // What leads to other pages of the site is for its readers.
            return;
        }
        if self.link != link {
            self.end_link();
            if let Some(address) = &link {
                let role = match run.origin {
                    Origin::CitationMark => " role=\"doc-biblioref\"",
                    Origin::FootnoteMark => " epub:type=\"noteref\" role=\"doc-noteref\"",
                    Origin::Navigation => " role=\"doc-backlink\"",
                    _ => "",
                };
                let _ = write!(self.text, "<a href=\"{}\"{role}>", escaped(address));
            }
            self.link = link;
        }
        let language = run.language.as_deref().map_or_else(String::new, language_attributes);
        let is_span = !language.is_empty() || run.style.small_caps;
        if is_span {
            let class = if run.style.small_caps { " class=\"small-caps\"" } else { "" };
            let _ = write!(self.text, "<span{class}{language}>");
        }
        let tags = tags(run.style, self.is_in_code);
        tags.iter().for_each(|tag| self.text.push_str(&format!("<{tag}>")));
        self.text.push_str(&escaped(&run.text));
        tags.iter().rev().for_each(|tag| self.text.push_str(&format!("</{tag}>")));
        self.text.push_str(if is_span { "</span>" } else { "" });
    }

    fn end_link(&mut self) {
        if self.link.take().is_some() {
            self.text.push_str("</a>");
        }
    }

    /// Where a link leads in the book; `None` for one to a place that the book does not have.
    fn link_target(&self, link: &str) -> Option<String> {
        if let Some(target) = link.strip_prefix('#') {
            return self.ids.contains(target).then(|| format!("#{}", id(target)));
        }
        let (page, place) = link.split_once('#').unwrap_or((link, ""));
        // A chapter that leads to its own page as a whole means the page on the web.
        let place_in_book =
            self.places.pages.get(page).filter(|known| known.file != self.file || known.start.is_some());
        if let Some(known) = place_in_book {
            return Some(known.address(place));
        }
        let is_safe = behind_link_scheme(link).is_some() && is_safe_address(link);
        is_safe.then(|| address(link))
    }

    /// A picture; in the place of one that the book cannot have, what it shows in words.
    fn picture(&mut self, picture: &Picture) {
        match self.pictures.name(&picture.url) {
            Some(name) => {
                let width = picture.width.map_or_else(String::new, |width| format!(" width=\"{width}\""));
                let alt = escaped(&picture.alt);
                let _ = write!(self.text, "<img src=\"{name}\" alt=\"{alt}\"{width}/>");
            }
            None if picture.alt.is_empty() => {}
            None => {
                let _ = write!(self.text, "<span class=\"description\">[{}]</span>", escaped(&picture.alt));
            }
        }
    }

    /// What a drawing shows in words, unless the paragraph before it says the same.
    fn drawing(&mut self, words: &str) {
        if words != self.last_paragraph {
            let _ = write!(self.text, "<span class=\"description\">{}</span>", escaped(words));
        }
    }

    fn video(&mut self, label: &str, url: &str) {
        let _ = match self.link_target(url) {
            Some(url) => write!(self.text, "<a href=\"{}\">{}</a>", escaped(&url), escaped(label)),
            None => write!(self.text, "{}", escaped(label)),
        };
    }
}

fn language_attributes(tag: &str) -> String {
    let tag = escaped(tag);
    format!(" lang=\"{tag}\" xml:lang=\"{tag}\" dir=\"{}\"", direction(&tag))
}

/// The elements around text of a style, from the outside.
fn tags(style: Style, is_in_code: bool) -> Vec<&'static str> {
    let tags = [
        (style.strong, "strong"),
        (style.emphasis, "em"),
        (style.deleted, "del"),
        (style.inserted, "ins"),
        (style.underlined, "u"),
        (style.superscript, "sup"),
        (style.subscript, "sub"),
        (style.code && !is_in_code, "code"),
    ];
    tags.into_iter().filter_map(|(is_used, tag)| is_used.then_some(tag)).collect()
}

impl Format for Chapter<'_, '_> {
    fn name(&self) -> &str {
        "EPUB"
    }

    fn start(&mut self, element: &Element) {
        self.end_link();
        if self.left_out > 0 || element.block == Block::Form {
            self.left_out += 1;
            return;
        }
        self.start_element(element);
    }

    fn end(&mut self, element: &Element) {
        self.end_link();
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        self.end_element(element);
    }

    fn inline(&mut self, inline: &Inline) {
        if self.left_out > 0 {
            return;
        }
        if let Inline::Text(run) = inline {
            return self.run(run);
        }
        self.end_link();
        match inline {
            Inline::Text(_) => {}
            Inline::Break => self.text.push_str(if self.is_in_code { "\n" } else { "<br/>" }),
            Inline::Picture(picture) => self.picture(picture),
            Inline::Drawing(words) => self.drawing(words),
            Inline::Video(video) => self.video(&video.label, &video.url),
            Inline::Task(is_done) => self.text.push_str(if *is_done { "☑ " } else { "☐ " }),
        }
    }

    fn written(&self) -> &str {
        &self.text
    }
}
