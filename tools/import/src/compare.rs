//! A rehearsal of going live: reads the built output of the old site and that of the new one, and says what of the old one is nowhere in
//! the new one. Where the two folders come from is left to [`crate::command`].

mod built_site;
mod comparison;

use std::collections::BTreeMap;
use std::path::Path;

use wellpress_command::Failure;
use wellpress_io::fs::Files;

use crate::source_folder::SourceFolder;
use crate::text::html::outline;
use crate::writer::{is_document, is_picture_address};

use built_site::{BuiltSite, words};
pub use comparison::{Comparison, schema};
use comparison::{Missing, MissingKind};

/// Fewer words than a stretch have no neighbours that tell them from others.
const STRETCH: usize = 5;

/// Compares two folders of built pages.
///
/// # Errors
/// When a folder cannot be read, or has no page.
pub fn compare(files: &dyn Files, old: &Path, new: &Path) -> Result<Comparison, Failure> {
    let open = |path: &Path| {
        let folder = SourceFolder::open(files, path)
            .map_err(|error| Failure::usage(format!("cannot read `{}`: {error}", path.display())))?;
        let has_pages = folder.files().any(is_page);
        match has_pages {
            true => Ok(folder),
            false => Err(Failure::usage(format!("`{}` has no page of HTML", path.display()))
                .help("name the folder that the old tool builds, such as `public` or `_site`")),
        }
    };
    let (old, new) = (open(old)?, open(new)?);
    let new_site = BuiltSite::of(&new);
    let mut comparer = Comparer { new: &new_site, comparison: Comparison::default(), missing: BTreeMap::new() };
    comparer.comparison.new_pages = new_site.page_count();
    for path in old.files() {
        match (is_page(path), old.text(path)) {
            (true, Ok(html)) if path != "404.html" => comparer.page(path, &html),
            (false, _) if is_document(path) => comparer.document(path),
            _ => {}
        }
    }
    Ok(comparer.finished())
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html") || path.ends_with(".htm")
}

/// The address of a file of the output.
fn address_of(path: &str) -> String {
    let folder = path.strip_suffix("index.html").or_else(|| path.strip_suffix("index.htm"));
    format!("/{}", folder.filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(path))
}

struct Comparer<'s> {
    new: &'s BuiltSite,
    comparison: Comparison,
    /// What is missing, with the first address that has it and on how many pages it stands.
    missing: BTreeMap<(MissingKind, String), (String, usize)>,
}

impl Comparer<'_> {
    fn page(&mut self, path: &str, html: &str) {
        let (address, page) = (address_of(path), outline::outline(html, true));
        let target = self.new.page_at(&address);
        self.count(MissingKind::Address, &address, &address, self.new.answers(&address));
        if page.refresh.is_some() {
            return;
        }
        self.comparison.old_pages += 1;
        // Tools put the name of the site before or behind the title, between signs of any kind.
        let is_title = |part: &str| self.new.has_title(part);
        let mut headings = page.blocks.iter().filter(|block| block.level == Some(1));
        let has_title = is_title(&page.title)
            || page.title.split(['|', '–', '—', '·', '-', ':']).any(is_title)
            || headings.any(|heading| is_title(&heading.words) && page.title.contains(&heading.words));
        if !page.title.is_empty() {
            self.count(MissingKind::Title, &address, &page.title, has_title);
        }
        for (src, alt) in &page.pictures {
            if !src.starts_with("data:") && (is_picture_address(src) || !alt.is_empty()) {
                self.count(MissingKind::Picture, &address, src, self.new.has_picture(src, alt));
            }
        }
        for block in &page.blocks {
            if block.level.is_some() {
                let is_there = self.new.has_block(target, &block.words);
                self.count(MissingKind::Heading, &address, &block.words, is_there);
            } else {
                self.words(&address, target, &block.words);
            }
        }
    }

    fn document(&mut self, path: &str) {
        let address = format!("/{path}");
        self.count(MissingKind::Address, &address, &address, self.new.answers(&address));
    }

    fn words(&mut self, address: &str, target: Option<usize>, text: &str) {
        let all = words(text);
        if all.is_empty() {
            return;
        }
        let found = self.new.found_words(target, &all);
        self.comparison.words.all += all.len();
        self.comparison.words.found += found.iter().filter(|found| **found).count();
        let mut at = 0;
        while at < all.len() {
            let length = found[at..].iter().take_while(|found| !**found).count();
            let lost = &all[at..at + length];
            // One word more or less is a matter of style, unless it is a number.
            let counts = length > 1
                || lost.iter().any(|word| word.contains(|sign: char| sign.is_ascii_digit()))
                || all.len() == 1;
            if length > 0 && counts {
                self.miss(MissingKind::Words, address, &lost.join(" "));
            }
            at += length.max(1);
        }
    }

    fn count(&mut self, kind: MissingKind, address: &str, text: &str, is_there: bool) {
        let share = self.comparison.share(kind);
        share.all += 1;
        share.found += usize::from(is_there);
        if !is_there {
            self.miss(kind, address, text);
        }
    }

    fn miss(&mut self, kind: MissingKind, address: &str, text: &str) {
        let entry = self.missing.entry((kind, text.to_owned())).or_insert_with(|| (address.to_owned(), 0));
        entry.1 += 1;
    }

    fn finished(mut self) -> Comparison {
        let missing = std::mem::take(&mut self.missing).into_iter();
        self.comparison.missing =
            missing.map(|((kind, text), (address, pages))| Missing { kind, address, text, pages }).collect();
        self.comparison.missing.sort_by(|one, other| (one.kind, &one.address).cmp(&(other.kind, &other.address)));
        self.comparison
    }
}
