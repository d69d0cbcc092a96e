//! What can be found of a site in, the files of its index into a [`Sink`] out: what the browser of a reader searches in.
//!
//! Each language has its own index. It is made in bundles of at most [`MOST`] pages, which the browser reads as one. A
//! bundle whose pages are as they were is not made again: the sink takes its files over. Which page is in which bundle
//! depends on the page's address alone, and on how many bundles there are, so that an edit concerns one.

#[cfg(feature = "search")]
mod index;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use wellpress_io::artifact::{Artifact, ArtifactContent, PublishedFile, Sink, SinkError, SitePath};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_render::Theme;
use wellpress_render::search_document::{self, SearchDocument, SearchTarget};
use wellpress_site::config::{Config, SearchIndex};
use wellpress_site::resolve::ResolvedSite;

/// A bundle has at most so many pages.
pub const MOST: usize = 1_000;

/// So many bundles are made at a time: while one is made, each of its pages takes some 700 kB.
const AT_ONCE: usize = 2;

/// Why a site has no index.
#[derive(Debug, Error)]
pub enum SearchError {
    /// It could not be made.
    #[error("cannot make the index for search: {0}")]
    Index(String),
    /// A file of it could not be kept.
    #[error(transparent)]
    Sink(#[from] SinkError),
}

/// The bundles that a run left, for the next, by their folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundles(BTreeMap<String, Bundle>);

impl Bundles {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Pages that are indexed together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Bundle {
    /// Of what can be found in it.
    fingerprint: Fingerprint,
    files: Vec<PublishedFile>,
}

/// What became of an index.
#[derive(Debug, Clone, Default)]
pub struct Indexed {
    /// All bundles.
    pub bundles: Bundles,
    /// How many of these were made anew.
    pub anew: usize,
}

/// Whether the site gets an index: the settings want one, the theme can show it, and this run does not leave it out.
#[must_use]
pub fn is_wanted(config: &Config, theme: &Theme) -> bool {
    let can_show = theme.has_template(wellpress_render::pages::search::TEMPLATE);
    config.has_search() && can_show && config.options.index == SearchIndex::Made
}

/// Puts the index into a sink; what is as it was in the run that left `known`, the sink takes over.
///
/// # Errors
/// Where it cannot be made, or not be kept.
pub fn put(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    theme: &Theme,
    known: &Bundles,
    sink: &dyn Sink,
) -> Result<Indexed, SearchError> {
    let mut indexed = Indexed::default();
    for language in 0..config.languages.len() {
        let find = |thing: SearchTarget| search_document::document(config, resolved, &theme.strings, thing);
        let folder = search_document::folder(config, language);
        let shares = shares(&folder, entries(search_document::targets(config, resolved, language), find));
        put_list(&folder, &shares, sink)?;
        let first = shares.first().map(|share| share.folder.clone());
        for some in shares.chunks(AT_ONCE) {
            let put = |share: &Share| share.put(first.as_ref() == Some(&share.folder), find, known, sink);
            let made: Vec<(String, Bundle, bool)> = some.par_iter().map(put).collect::<Result<_, _>>()?;
            for (folder, bundle, is_new) in made {
                indexed.anew += usize::from(is_new);
                indexed.bundles.0.insert(folder, bundle);
            }
        }
    }
    Ok(indexed)
}

/// Something that can be found, by what says where it belongs and whether it is as it was.
struct Entry {
    thing: SearchTarget,
    url: String,
    place: u64,
    content: Fingerprint,
}

/// The words themselves are let go: those of a large site would fill the memory.
fn entries(things: Vec<SearchTarget>, find: impl Fn(SearchTarget) -> SearchDocument + Sync) -> Vec<Entry> {
    let entry = |thing: SearchTarget| {
        let SearchDocument { url, html } = find(thing);
        Entry { thing, content: Fingerprint::of(html.as_bytes()), place: place(&url), url }
    };
    let mut entries: Vec<Entry> = things.into_par_iter().map(entry).collect();
    entries.sort_by(|a, b| a.url.cmp(&b.url));
    entries
}

/// Where an address belongs: the same on every machine, and as good as at random.
fn place(url: &str) -> u64 {
    blake3::hash(url.as_bytes()).as_bytes().iter().take(8).fold(0, |place, byte| place << 8 | u64::from(*byte))
}

/// The entries of one bundle.
struct Share {
    /// Its folder in the output, without a last `/`.
    folder: String,
    entries: Vec<Entry>,
}

/// Halves what is too much, by one bit of each entry's place after the other.
fn shares(folder: &str, entries: Vec<Entry>) -> Vec<Share> {
    let mut shares = Vec::new();
    let mut rest = vec![(String::from("b"), 63_u32, entries)];
    while let Some((name, bit, entries)) = rest.pop() {
        if entries.len() > MOST && bit > 0 {
            let (ones, zeros) = entries.into_iter().partition(|entry| entry.place >> bit & 1 == 1);
            rest.push((format!("{name}1"), bit - 1, ones));
            rest.push((format!("{name}0"), bit - 1, zeros));
        } else if !entries.is_empty() {
            shares.push(Share { folder: format!("{folder}/{name}"), entries });
        }
    }
    shares
}

/// The names of the bundles' folders, for the script. The first has what runs as well.
fn put_list(folder: &str, shares: &[Share], sink: &dyn Sink) -> Result<(), SearchError> {
    let names = shares.iter().map(|share| format!("\"{}\"", &share.folder[folder.len() + 1..]));
    let list = format!("[{}]\n", names.collect::<Vec<_>>().join(","));
    put_file(sink, &format!("{folder}/bundles.json"), list.into_bytes()).map(|_| ())
}

fn put_file(sink: &dyn Sink, path: &str, bytes: Vec<u8>) -> Result<PublishedFile, SearchError> {
    let path = SitePath::new(path).ok_or_else(|| SearchError::Index(format!("`{path}` is no path of a file")))?;
    Ok(sink.put(Artifact { path, content: ArtifactContent::Bytes(bytes.into()) })?)
}

impl Share {
    fn fingerprint(&self, is_first: bool) -> Fingerprint {
        let mut mixer = FingerprintBuilder::new("bundle").with(is_first);
        for entry in &self.entries {
            mixer.add((&entry.url, entry.content));
        }
        mixer.fingerprint()
    }

    /// Takes the bundle over, or makes it; whether it was made.
    fn put(
        &self,
        is_first: bool,
        find: impl Fn(SearchTarget) -> SearchDocument,
        known: &Bundles,
        sink: &dyn Sink,
    ) -> Result<(String, Bundle, bool), SearchError> {
        let fingerprint = self.fingerprint(is_first);
        let before = known.0.get(&self.folder).filter(|bundle| bundle.fingerprint == fingerprint);
        if let Some(before) = before.filter(|bundle| sink.reuse(&bundle.files)) {
            return Ok((self.folder.clone(), before.clone(), false));
        }
        let found = self.entries.iter().map(|entry| find(entry.thing));
        let files = index(found, is_first)?.into_iter();
        let files = files.map(|(name, bytes)| put_file(sink, &format!("{}/{name}", self.folder), bytes));
        let bundle = Bundle { fingerprint, files: files.collect::<Result<_, _>>()? };
        Ok((self.folder.clone(), bundle, true))
    }
}

#[cfg(feature = "search")]
use index::index;

/// This program cannot, and [`Config::has_search`] says so before anybody asks.
#[cfg(not(feature = "search"))]
fn index(_: impl Iterator<Item = SearchDocument>, _: bool) -> Result<Vec<(String, Vec<u8>)>, SearchError> {
    Err(SearchError::Index("this program was built without search".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Entry, Fingerprint, MOST, SearchTarget, Share, place, shares};

    fn entry(number: usize) -> Entry {
        let url = format!("/articles/{number}/");
        Entry {
            thing: SearchTarget::Term { glossary: 0, term: number },
            place: place(&url),
            url,
            content: Fingerprint::default(),
        }
    }

    fn sizes(shares: &[Share]) -> Vec<(&str, usize)> {
        shares.iter().map(|share| (share.folder.as_str(), share.entries.len())).collect()
    }

    #[test]
    fn a_bundle_is_never_too_large_and_a_new_page_concerns_one() {
        assert_eq!(sizes(&shares("i", (0..MOST).map(entry).collect())), [("i/b", MOST)]);
        let before = shares("i", (0..3 * MOST).map(entry).collect());
        let after = shares("i", (0..=3 * MOST).map(entry).collect());
        assert!(before.len() > 2 && before.iter().all(|share| share.entries.len() <= MOST), "{:?}", sizes(&before));
        let prints = |shares: &[Share]| shares.iter().map(|share| share.fingerprint(false)).collect::<Vec<_>>();
        let (before, after) = (prints(&before), prints(&after));
        assert_eq!(before.len(), after.len());
        assert_eq!(before.iter().zip(&after).filter(|(before, after)| before != after).count(), 1);
        assert!(shares("i", Vec::new()).is_empty());
    }
}
