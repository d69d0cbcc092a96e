//! [`BuiltSite`]: the pages of a folder of HTML, to be asked what they have.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use wellpress_io::redirect_rule::RedirectRule;

use crate::source_folder::SourceFolder;
use crate::text::html::outline;
use crate::text::links::without_size;
use crate::writer::decoded;

use super::{STRETCH, address_of, is_page};

/// Redirects that lead in a circle end here.
const MAX_REDIRECTS: usize = 10;

/// The pages of a folder of HTML.
#[derive(Debug, Default)]
pub(super) struct BuiltSite {
    /// The words of each page, between blanks.
    pages: Vec<String>,
    by_address: HashMap<String, usize>,
    redirects: HashMap<String, String>,
    rules: Vec<RedirectRule>,
    files: BTreeSet<String>,
    /// Hashes of all blocks, and of all stretches of words.
    blocks: HashSet<u64>,
    stretches: HashSet<u64>,
    titles: HashSet<String>,
    pictures: BTreeSet<String>,
    alts: HashSet<String>,
}

impl BuiltSite {
    pub fn of(folder: &SourceFolder<'_>) -> Self {
        let rules = RedirectRule::parse(&folder.text("_redirects").unwrap_or_default());
        let mut site = Self { rules, ..Self::default() };
        for path in folder.files() {
            match is_page(path).then(|| folder.text(path)) {
                Some(Ok(html)) => site.add(&address_of(path), &html),
                _ => _ = site.files.insert(format!("/{path}")),
            }
        }
        site
    }

    fn add(&mut self, address: &str, html: &str) {
        let page = outline::outline(html, false);
        if let Some(target) = page.refresh {
            self.redirects.insert(key(address), target);
            return;
        }
        let mut text = " ".to_owned();
        self.titles.insert(joined(&words(&page.title)));
        for block in &page.blocks {
            let words = words(&block.words);
            self.blocks.insert(hash(&words));
            self.stretches.extend(words.windows(STRETCH).map(hash));
            if block.level == Some(1) {
                self.titles.insert(joined(&words));
            }
            text.push_str(&joined(&words));
            text.push(' ');
        }
        // Words go on over the ends of blocks, where another tool made other blocks.
        let all: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        self.stretches.extend(all.windows(STRETCH).map(hash));
        for (src, alt) in page.pictures {
            self.pictures.insert(stem(&src));
            self.alts.insert(joined(&words(&alt)));
        }
        self.by_address.insert(key(address), self.pages.len());
        self.pages.push(text);
    }

    pub fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// The page that a request for an address ends at.
    pub fn page_at(&self, address: &str) -> Option<usize> {
        let mut address = address.to_owned();
        for _ in 0..MAX_REDIRECTS {
            if let Some(page) = self.by_address.get(&key(&address)) {
                return Some(*page);
            }
            let of_rules = || self.rules.iter().find_map(|rule| rule.target(&address, None));
            address = self.redirects.get(&key(&address)).cloned().or_else(of_rules)?;
        }
        None
    }

    /// Whether something answers at an address: a page, a file, or a redirect to another site.
    pub fn answers(&self, address: &str) -> bool {
        let leads_away = |target: &String| target.contains("://");
        self.page_at(address).is_some()
            || self.files.contains(&decoded(address))
            || self.redirects.get(&key(address)).is_some_and(leads_away)
            || self.rules.iter().any(|rule| rule.target(address, None).as_ref().is_some_and(leads_away))
    }

    pub fn has_title(&self, title: &str) -> bool {
        let words = words(title);
        !words.is_empty() && self.titles.contains(&joined(&words))
    }

    pub fn has_picture(&self, src: &str, alt: &str) -> bool {
        let name = stem(src);
        let mut after = self.pictures.range(name.clone()..);
        let alt = words(alt);
        after.next().is_some_and(|known| known.starts_with(&name))
            || (!alt.is_empty() && self.alts.contains(&joined(&alt)))
    }

    /// Whether a page, or else any, has these words one after another.
    pub fn has_block(&self, page: Option<usize>, text: &str) -> bool {
        let words = words(text);
        words.is_empty() || self.found_words(page, &words).iter().all(|found| *found)
    }

    /// Which of the words are in the page, or else in any page, beside the same words.
    pub fn found_words(&self, page: Option<usize>, words: &[String]) -> Vec<bool> {
        let is_on_page = page.is_some_and(|page| self.pages[page].contains(&format!(" {} ", joined(words))));
        if is_on_page || self.blocks.contains(&hash(words)) {
            return vec![true; words.len()];
        }
        if words.len() < STRETCH {
            let has_words = self.pages.iter().any(|text| text.contains(&format!(" {} ", joined(words))));
            return vec![has_words; words.len()];
        }
        let mut found = vec![false; words.len()];
        for (at, stretch) in words.windows(STRETCH).enumerate() {
            if self.stretches.contains(&hash(stretch)) {
                found[at..at + STRETCH].fill(true);
            }
        }
        found
    }
}

/// What the addresses of one page have in common.
fn key(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => path,
    };
    let path = decoded(path);
    let path = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")).unwrap_or(&path);
    path.strip_suffix("/index").unwrap_or(path).trim_end_matches('/').to_lowercase()
}

/// The words of a text in lower case, without signs.
pub(super) fn words(text: &str) -> Vec<String> {
    let text = text.replace(['\u{ad}', '\u{200b}'], "").to_lowercase();
    let words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn joined(words: &[String]) -> String {
    words.join(" ")
}

fn hash(words: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// The name of a picture as both tools have it: without folder, ending, size and number of its content.
fn stem(src: &str) -> String {
    let name = decoded(src.split(['?', '#']).next().unwrap_or_default());
    let name = name.rsplit('/').next().unwrap_or_default();
    let name = name.split('.').next().unwrap_or_default();
    slug::slugify(without_size(name, &['-', '_']).unwrap_or(name))
}
