//! Builds the search index of a resolved site and puts its files into a [`Sink`]. A reader's browser loads them when it searches.
//!
//! Each language has an index of its own, in bundles of at most [`MAX_BUNDLE_PAGES`] pages that the browser merges. A bundle
//! whose documents did not change is not rebuilt: the sink keeps its files. The bundle of a page depends only on its address
//! and on the number of pages, so an edit changes one bundle.

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

/// The limit of a bundle. Smaller bundles are rebuilt faster after an edit, larger ones need fewer requests of the browser.
pub const MAX_BUNDLE_PAGES: usize = 1_000;

/// How many bundles are built at a time. Meanwhile each of their pages takes some 700 kB of memory.
const BUNDLES_AT_ONCE: usize = 2;

/// Why the search index could not be built.
#[derive(Debug, Error)]
pub enum SearchError {
    /// The indexer failed, or this program was built without it.
    #[error("cannot make the index for search: {0}")]
    Index(String),
    /// The sink could not take a file of the index.
    #[error(transparent)]
    Sink(#[from] SinkError),
}

/// The bundles of a run by folder, with the fingerprints that the next run compares its documents with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundles(BTreeMap<String, Bundle>);

impl Bundles {
    /// The number of bundles of all languages.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the site has no search index.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A bundle in the sink.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Bundle {
    /// The fingerprint of all documents in it.
    fingerprint: Fingerprint,
    files: Vec<PublishedFile>,
}

/// The search index of a whole site.
#[derive(Debug, Clone, Default)]
pub struct IndexResult {
    /// The bundles of all languages.
    pub bundles: Bundles,
    /// How many of them were built in this run; the sink kept the others.
    pub rebuilt: usize,
}

/// Whether the site gets an index: the settings ask for one, the theme has a search page, and this run does not leave it out.
#[must_use]
pub fn is_wanted(config: &Config, theme: &Theme) -> bool {
    wellpress_render::pages::search::is_offered(config, theme) && config.options.index == SearchIndex::Build
}

/// Puts the index into a sink. Bundles that did not change since the run that left `cached` are not rebuilt.
///
/// # Errors
/// When a bundle cannot be built, or the sink refuses a file.
pub fn put(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    theme: &Theme,
    cached: &Bundles,
    sink: &dyn Sink,
) -> Result<IndexResult, SearchError> {
    let mut result = IndexResult::default();
    for language in config.languages.ids() {
        let document = |target: SearchTarget| search_document::document(config, resolved, &theme.strings, target);
        let folder = search_document::folder(config, language);
        let targets = search_document::targets(config, resolved, language);
        let plans = plan_bundles(&folder, index_entries(targets, document));
        put_bundle_list(&folder, &plans, sink)?;
        // Without chunks, the thread pool would build as many bundles at a time as it has threads.
        for plans in plans.chunks(BUNDLES_AT_ONCE) {
            let bundles = plans.par_iter().map(|plan| plan.reuse_or_put(document, cached, sink));
            let bundles: Vec<(Bundle, BundleOrigin)> = bundles.collect::<Result<_, _>>()?;
            for (plan, (bundle, origin)) in plans.iter().zip(bundles) {
                result.rebuilt += usize::from(origin == BundleOrigin::Built);
                result.bundles.0.insert(plan.folder.clone(), bundle);
            }
        }
    }
    Ok(result)
}

/// The fingerprint of a search document. The document's text is not kept, because the words of a large site would fill the
/// memory; [`BundlePlan::reuse_or_put`] makes it once more if its bundle changed.
struct IndexEntry {
    target: SearchTarget,
    url: String,
    /// The [`bundle_key`] of the address.
    key: u64,
    content: Fingerprint,
}

fn index_entries(
    targets: Vec<SearchTarget>,
    document: impl Fn(SearchTarget) -> SearchDocument + Sync,
) -> Vec<IndexEntry> {
    let entries = targets.into_par_iter().map(|target| {
        let SearchDocument { url, html } = document(target);
        IndexEntry { target, content: Fingerprint::of(html.as_bytes()), key: bundle_key(&url), url }
    });
    let mut entries: Vec<IndexEntry> = entries.collect();
    entries.sort_by(|a, b| a.url.cmp(&b.url));
    entries
}

/// The number whose bits decide which bundle an address belongs to: the same on every machine, and spread evenly.
fn bundle_key(url: &str) -> u64 {
    let hash = blake3::hash(url.as_bytes());
    hash.as_bytes().iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
}

/// Whether a bundle contains Pagefind's scripts and WebAssembly. They are in one bundle of each language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BundleRuntime {
    Included,
    LeftOut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BundleOrigin {
    /// The sink kept the files of an earlier run.
    Reused,
    /// The bundle was built in this run.
    Built,
}

/// A bundle to build, unless the sink can keep its files.
struct BundlePlan {
    /// Path in the output, without a `/` at the end.
    folder: String,
    runtime: BundleRuntime,
    entries: Vec<IndexEntry>,
}

/// Divides the entries into bundles by halving: as long as a group is too large, the next bit of its entries' keys splits it.
///
/// Equal slices of a sorted list would be simpler, but then one new page would shift the borders of all bundles behind it, and
/// all of them would have to be rebuilt. The last bit of a key ends the halving, so equal keys share a bundle of any size.
fn plan_bundles(folder: &str, entries: Vec<IndexEntry>) -> Vec<BundlePlan> {
    let mut plans = Vec::new();
    let mut groups = vec![(String::from("b"), 63_u32, entries)];
    while let Some((name, bit, entries)) = groups.pop() {
        if entries.len() > MAX_BUNDLE_PAGES && bit > 0 {
            let (ones, zeros) = entries.into_iter().partition(|entry| entry.key >> bit & 1 == 1);
            // The last one pushed is taken first, so the bundles are in the order of their names.
            groups.push((format!("{name}1"), bit - 1, ones));
            groups.push((format!("{name}0"), bit - 1, zeros));
        } else if !entries.is_empty() {
            let runtime = if plans.is_empty() { BundleRuntime::Included } else { BundleRuntime::LeftOut };
            plans.push(BundlePlan { folder: format!("{folder}/{name}"), runtime, entries });
        }
    }
    plans
}

/// Puts the list of the bundles' folders, which the search script loads first.
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

    /// Lets the sink keep the bundle of the last run if it has the same documents; otherwise builds it and puts its files.
    fn reuse_or_put(
        &self,
        document: impl Fn(SearchTarget) -> SearchDocument,
        cached: &Bundles,
        sink: &dyn Sink,
    ) -> Result<(Bundle, BundleOrigin), SearchError> {
        let fingerprint = self.fingerprint();
        let unchanged = cached.0.get(&self.folder).filter(|bundle| bundle.fingerprint == fingerprint);
        if let Some(bundle) = unchanged.filter(|bundle| sink.reuse(&bundle.files)) {
            return Ok((bundle.clone(), BundleOrigin::Reused));
        }
        let documents = self.entries.iter().map(|entry| document(entry.target));
        let files = index(documents, self.runtime)?.into_iter();
        let files = files.map(|(name, bytes)| put_file(sink, &format!("{}/{name}", self.folder), bytes));
        let bundle = Bundle { fingerprint, files: files.collect::<Result<_, _>>()? };
        Ok((bundle, BundleOrigin::Built))
    }
}

#[cfg(feature = "search")]
use index::index;

/// Stands in for the indexer and is never called: without this feature [`Config::has_search`] is false.
#[cfg(not(feature = "search"))]
fn index(_: impl Iterator<Item = SearchDocument>, _: BundleRuntime) -> Result<Vec<(String, Vec<u8>)>, SearchError> {
    Err(SearchError::Index("this program was built without search".to_owned()))
}

#[cfg(test)]
mod tests {
    use wellpress_site::parse::glossary::{GlossaryId, TermId};

    use super::{BundlePlan, Fingerprint, IndexEntry, MAX_BUNDLE_PAGES, SearchTarget, bundle_key, plan_bundles};

    fn entry(number: usize) -> IndexEntry {
        let url = format!("/articles/{number}/");
        IndexEntry {
            target: SearchTarget::Term { glossary: GlossaryId::FIRST, term: TermId::new(number) },
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
        assert_eq!(sizes(&plan_bundles("i", (0..MAX_BUNDLE_PAGES).map(entry).collect())), [("i/b", MAX_BUNDLE_PAGES)]);
        let old = plan_bundles("i", (0..3 * MAX_BUNDLE_PAGES).map(entry).collect());
        let new = plan_bundles("i", (0..=3 * MAX_BUNDLE_PAGES).map(entry).collect());
        assert!(old.len() > 2 && old.iter().all(|plan| plan.entries.len() <= MAX_BUNDLE_PAGES), "{:?}", sizes(&old));
        let fingerprints = |plans: &[BundlePlan]| plans.iter().map(BundlePlan::fingerprint).collect::<Vec<_>>();
        let (old, new) = (fingerprints(&old), fingerprints(&new));
        assert_eq!(old.len(), new.len());
        assert_eq!(old.iter().zip(&new).filter(|(old, new)| old != new).count(), 1);
        assert!(plan_bundles("i", Vec::new()).is_empty());
    }
}
