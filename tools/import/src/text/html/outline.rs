//! [`Outline`]: what a reader finds on a built page of HTML: its title, headings, pictures and blocks of words.

use std::rc::Rc;

use htmd::Node;
use markup5ever_rcdom::NodeData;

use super::{document, inline, nesting, parse, words};

/// A built page as its readers find it.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// Of the head of the page.
    pub title: String,
    pub blocks: Vec<Block>,
    /// Addresses and alternative texts of pictures.
    pub pictures: Vec<(String, String)>,
    /// Where the page sends its readers, if it does nothing else.
    pub refresh: Option<String>,
}

/// Words that no other block interrupts.
#[derive(Debug)]
pub(crate) struct Block {
    pub words: String,
    /// The level of a heading.
    pub level: Option<u8>,
}

/// Elements around the text of a page, which the theme makes.
const FRAME: [&str; 7] = ["nav", "header", "footer", "aside", "form", "dialog", "button"];

/// Elements whose words are one block, or part blocks.
const BLOCKS: &str = "p li td th dt dd h1 h2 h3 h4 h5 h6 blockquote figure figcaption pre div section article main ul ol dl tr table \
     thead tbody summary details caption header footer nav aside address body center hr br";

/// The outline of a page. With `is_text`, only of its text: of `main` or `article`, or of what is left without the frame of the theme.
pub(crate) fn outline(html: &str, is_text: bool) -> Outline {
    let tree = parse(html).or_else(|| parse(&nesting::without_tags(html)));
    let Some(tree) = tree else {
        return Outline { blocks: vec![Block { words: words(html), level: None }], ..Outline::default() };
    };
    let mut page = Outline::default();
    for element in document::outermost(&tree, &["title", "meta"]) {
        let refreshes =
            document::attribute(&element, "http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh"));
        match document::tag(&element) {
            "title" if page.title.is_empty() => page.title = inline::one_line(&document::words(&element)),
            "meta" if refreshes => {
                page.refresh = document::attribute(&element, "content").and_then(|value| address_of(&value))
            }
            _ => {}
        }
    }
    let text = is_text.then(|| text_of_page(&tree)).flatten();
    let mut reader =
        OutlineReader { page: &mut page, words: String::new(), level: None, leaves_frame: is_text && text.is_none() };
    reader.read(text.as_ref().unwrap_or(&tree));
    reader.flush();
    page
}

/// The address of `0; url=/new/`.
fn address_of(refresh: &str) -> Option<String> {
    let at = refresh.to_ascii_lowercase().find("url=")?;
    Some(refresh[at + 4..].trim().trim_matches(['"', '\'']).to_owned())
}

fn is_number(span: &Node) -> bool {
    let class = document::attribute(span, "class").unwrap_or_default();
    ["header-section-number", "chapter-number"].iter().any(|number| super::super::has_word(&class, number))
}

fn text_of_page(tree: &Node) -> Option<Rc<Node>> {
    let main = document::outermost(tree, &["main"]).into_iter().next();
    main.or_else(|| Some(document::outermost(tree, &["article"])).filter(|articles| articles.len() == 1)?.pop())
}

struct OutlineReader<'p> {
    page: &'p mut Outline,
    words: String,
    level: Option<u8>,
    leaves_frame: bool,
}

impl OutlineReader<'_> {
    fn read(&mut self, node: &Node) {
        let tag = document::tag(node);
        match (&node.data, tag) {
            (NodeData::Text { contents }, _) => self.words.push_str(&contents.borrow()),
            (_, "script" | "style" | "noscript" | "template" | "head" | "svg") => return,
            // Quarto numbers headings, and the new site does not.
            (_, "span") if is_number(node) => return,
            (_, name) if self.leaves_frame && FRAME.contains(&name) => return,
            (_, "img") => {
                let src = document::attribute(node, "src").or_else(|| document::attribute(node, "data-src"));
                let alt = document::attribute(node, "alt").unwrap_or_default();
                self.page.pictures.extend(src.map(|src| (src, alt)));
            }
            _ => {}
        }
        let is_block = super::super::has_word(BLOCKS, tag);
        if is_block {
            self.flush();
            self.level = tag.strip_prefix('h').and_then(|level| level.parse().ok());
        }
        document::children(node).iter().for_each(|child| self.read(child));
        if is_block {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let words = inline::one_line(&std::mem::take(&mut self.words));
        if !words.is_empty() {
            self.page.blocks.push(Block { words, level: self.level });
        }
        self.level = None;
    }
}
