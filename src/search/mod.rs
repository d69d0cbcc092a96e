//! The search documents of a resolved site in, the files of its search index into a [`Sink`] out. A reader's browser loads
//! them when it searches.
//!
//! Each language has an index of its own, made in bundles of at most [`MOST_PAGES`] pages that the browser merges. A bundle
//! whose documents did not change is not made again: the sink keeps its files. Which bundle a page belongs to depends only
//! on its address and on the number of pages, so an edit changes one bundle.

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

/// The most pages of one bundle.
pub const MOST_PAGES: usize = 1_000;

/// How many bundles are made at a time. While a bundle is made, each of its pages takes some 700 kB of memory.
const BUNDLES_AT_ONCE: usize = 2;

/// Why a site has no index.
#[derive(Debug, Error)]
pub enum SearchError {
    /// The indexer failed, or is not a part of this program.
    #[error("cannot make the index for search: {0}")]
    Index(String),
    /// The sink could not take a file of the index.
    #[error(transparent)]
    Sink(#[from] SinkError),
}

/// The bundles that a run made or kept, by folder: what the next run compares its documents with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundles(BTreeMap<String, Bundle>);

impl Bundles {
    /// How many bundles there are, over all languages.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no bundle.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One bundle as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Bundle {
    /// Of all its documents.
    fingerprint: Fingerprint,
    files: Vec<PublishedFile>,
}

/// The index of a whole site.
#[derive(Debug, Clone, Default)]
pub struct IndexResult {
    /// The bundles of all languages.
    pub bundles: Bundles,
    /// How many of them were made in this run; the sink kept the others.
    pub rebuilt: usize,
}

/// Whether the site gets an index: the settings want one, the theme can show it, and this run does not leave it out.
#[must_use]
pub fn is_wanted(config: &Config, theme: &Theme) -> bool {
    let can_show = theme.has_template(wellpress_render::pages::search::TEMPLATE);
    config.has_search() && can_show && config.options.index == SearchIndex::Build
}

/// Puts the index into a sink. Bundles that did not change since the run that left `cached` are not made again.
///
/// # Errors
/// When a bundle cannot be made, or the sink cannot take a file.
pub fn put(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    theme: &Theme,
    cached: &Bundles,
    sink: &dyn Sink,
) -> Result<IndexResult, SearchError> {
    let mut result = IndexResult::default();
    for language in 0..config.languages.len() {
        let document = |target: SearchTarget| search_document::document(config, resolved, &theme.strings, target);
        let folder = search_document::folder(config, language);
        let targets = search_document::targets(config, resolved, language);
        let plans = plan_bundles(&folder, index_entries(targets, document));
        put_bundle_list(&folder, &plans, sink)?;
        for plans in plans.chunks(BUNDLES_AT_ONCE) {
            let put = |plan: &BundlePlan| plan.keep_or_put(document, cached, sink);
            let bundles: Vec<(Bundle, Origin)> = plans.par_iter().map(put).collect::<Result<_, _>>()?;
            for (plan, (bundle, origin)) in plans.iter().zip(bundles) {
                result.rebuilt += usize::from(origin == Origin::Made);
                result.bundles.0.insert(plan.folder.clone(), bundle);
            }
        }
    }
    Ok(result)
}

/// A search document by its fingerprint. The document's text is not kept, because the words of a large site would fill the
/// memory; [`BundlePlan::keep_or_put`] makes it once more if its bundle changed.
struct IndexEntry {
    target: SearchTarget,
    url: String,
    /// Of the address: see [`bundle_key`].
    key: u64,
    content: Fingerprint,
}

fn index_entries(
    targets: Vec<SearchTarget>,
    document: impl Fn(SearchTarget) -> SearchDocument + Sync,
) -> Vec<IndexEntry> {
    let entry = |target: SearchTarget| {
        let SearchDocument { url, html } = document(target);
        IndexEntry { target, content: Fingerprint::of(html.as_bytes()), key: bundle_key(&url), url }
    };
    let mut entries: Vec<IndexEntry> = targets.into_par_iter().map(entry).collect();
    entries.sort_by(|a, b| a.url.cmp(&b.url));
    entries
}

/// Decides by its bits which bundle an address belongs to: the same on every machine, and spread evenly.
fn bundle_key(url: &str) -> u64 {
    let hash = blake3::hash(url.as_bytes());
    hash.as_bytes().iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
}

/// Whether a bundle contains Pagefind's scripts and WebAssembly. One bundle of a language has them for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BundleRuntime {
    Included,
    LeftOut,
}

/// Where a bundle's files come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Kept,
    Made,
}

/// A bundle that is to be made, unless the sink can keep its files.
struct BundlePlan {
    /// In the output, without a last `/`.
    folder: String,
    runtime: BundleRuntime,
    entries: Vec<IndexEntry>,
}

/// Divides the entries into bundles by halving: as long as a group is too large, the next bit of its entries' keys splits
/// it.
///
/// Consecutive runs of a sorted list would be simpler, but then one new page would shift the limits of all bundles after it.
/// The last bit of a key ends the halving, so equal keys end up in one bundle of any size.
fn plan_bundles(folder: &str, entries: Vec<IndexEntry>) -> Vec<BundlePlan> {
    let mut plans = Vec::new();
    let mut groups = vec![(String::from("b"), 63_u32, entries)];
    while let Some((name, bit, entries)) = groups.pop() {
        if entries.len() > MOST_PAGES && bit > 0 {
            let (ones, zeros) = entries.into_iter().partition(|entry| entry.key >> bit & 1 == 1);
            groups.push((format!("{name}1"), bit - 1, ones));
            groups.push((format!("{name}0"), bit - 1, zeros));
        } else if !entries.is_empty() {
            let runtime = if plans.is_empty() { BundleRuntime::Included } else { BundleRuntime::LeftOut };
            plans.push(BundlePlan { folder: format!("{folder}/{name}"), runtime, entries });
        }
    }
    plans
}

/// Puts the names of the bundles' folders, which the search script loads first.
fn put_bundle_list(folder: &str, plans: &[BundlePlan], sink: &dyn Sink) -> Result<(), SearchError> {
    let names = plans.iter().map(|plan| format!("\"{}\"", &plan.folder[folder.len() + 1..]));
    let list = format!("[{}]\n", names.collect::<Vec<_>>().join(","));
    put_file(sink, &format!("{folder}/bundles.json"), list.into_bytes()).map(|_| ())
}

fn put_file(sink: &dyn Sink, path: &str, bytes: Vec<u8>) -> Result<PublishedFile, SearchError> {
    let path = SitePath::new(path).ok_or_else(|| SearchError::Index(format!("`{path}` is no path of a file")))?;
    Ok(sink.put(Artifact { path, content: ArtifactContent::Bytes(bytes.into()) })?)
}

impl BundlePlan {
    fn fingerprint(&self) -> Fingerprint {
        let mut fingerprint = FingerprintBuilder::new("bundle").with(self.runtime == BundleRuntime::Included);
        for entry in &self.entries {
            fingerprint.add((&entry.url, entry.content));
        }
        fingerprint.fingerprint()
    }

    /// Lets the sink keep the bundle of the last run if it has the same documents, or makes it and puts its files.
    fn keep_or_put(
        &self,
        document: impl Fn(SearchTarget) -> SearchDocument,
        cached: &Bundles,
        sink: &dyn Sink,
    ) -> Result<(Bundle, Origin), SearchError> {
        let fingerprint = self.fingerprint();
        let unchanged = cached.0.get(&self.folder).filter(|bundle| bundle.fingerprint == fingerprint);
        if let Some(bundle) = unchanged.filter(|bundle| sink.reuse(&bundle.files)) {
            return Ok((bundle.clone(), Origin::Kept));
        }
        let documents = self.entries.iter().map(|entry| document(entry.target));
        let files = index(documents, self.runtime)?.into_iter();
        let files = files.map(|(name, bytes)| put_file(sink, &format!("{}/{name}", self.folder), bytes));
        let bundle = Bundle { fingerprint, files: files.collect::<Result<_, _>>()? };
        Ok((bundle, Origin::Made))
    }
}

#[cfg(feature = "search")]
use index::index;

/// Never called: without this feature [`Config::has_search`] is false.
#[cfg(not(feature = "search"))]
fn index(_: impl Iterator<Item = SearchDocument>, _: BundleRuntime) -> Result<Vec<(String, Vec<u8>)>, SearchError> {
    Err(SearchError::Index("this program was built without search".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{BundlePlan, Fingerprint, IndexEntry, MOST_PAGES, SearchTarget, bundle_key, plan_bundles};

    fn entry(number: usize) -> IndexEntry {
        let url = format!("/articles/{number}/");
        IndexEntry {
            target: SearchTarget::Term { glossary: 0, term: number },
            key: bundle_key(&url),
            url,
            content: Fingerprint::default(),
        }
    }

    fn sizes(plans: &[BundlePlan]) -> Vec<(&str, usize)> {
        plans.iter().map(|plan| (plan.folder.as_str(), plan.entries.len())).collect()
    }

    #[test]
    fn a_bundle_is_never_too_large_and_a_new_page_changes_one() {
        assert_eq!(sizes(&plan_bundles("i", (0..MOST_PAGES).map(entry).collect())), [("i/b", MOST_PAGES)]);
        let old = plan_bundles("i", (0..3 * MOST_PAGES).map(entry).collect());
        let new = plan_bundles("i", (0..=3 * MOST_PAGES).map(entry).collect());
        assert!(old.len() > 2 && old.iter().all(|plan| plan.entries.len() <= MOST_PAGES), "{:?}", sizes(&old));
        let fingerprints = |plans: &[BundlePlan]| plans.iter().map(BundlePlan::fingerprint).collect::<Vec<_>>();
        let (old, new) = (fingerprints(&old), fingerprints(&new));
        assert_eq!(old.len(), new.len());
        assert_eq!(old.iter().zip(&new).filter(|(old, new)| old != new).count(), 1);
        assert!(plan_bundles("i", Vec::new()).is_empty());
    }
}
