//! Parsed files in, [`Site`] out: every id of the front matter and the settings becomes the page, source or disclaimer
//! that it names, or a finding.
//!
//! The references in a page's text are for `resolve`; how a page looks is for `render`.

pub mod address;
mod address_clashes;
pub mod article;
pub mod copies;
pub mod disclaimer;
pub mod dose;
pub mod easy_read;
pub mod exercise;
pub mod fields;
mod hidden_page;
pub mod indexed_page;
pub mod license;
mod lookup;
pub mod original;
pub mod page;
mod page_head;
mod page_id;
mod page_lookup;
mod page_reader;
mod permalink;
pub mod person;
pub mod programme;
pub mod reference;
mod reserved_files;
pub mod review;
pub mod review_clock;
mod settings_ids;
pub mod sign_off;
pub mod snippets;
pub mod source_division;
pub mod topic;
pub mod tree;
mod unpublished;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use wellpress_diagnostics::Diagnostic;
use wellpress_diagnostics::yaml::Located;
use wellpress_foundation::ids::IdVec;

use crate::config::{Config, LanguageId, MAIN_LANGUAGE};
use crate::parse::Parsed;
use crate::parse::answers::{AnswerFile, RecordedAnswer};
use crate::parse::document::Document;
use crate::parse::front_matter::Correction;
use crate::parse::glossary::Glossary;
use crate::parse::requests::RequestFile;
use crate::parse::sign_offs::SignOffFile;
use crate::previous::Previous;
use crate::sections::{ContentKind, Section, SectionId};

use address::{AddressedDocument, Visibility};
use disclaimer::Disclaimer;
use easy_read::EasyReadPages;
pub use hidden_page::HiddenPage;
pub use indexed_page::{Among, LookupResult};
pub(crate) use lookup::IdResolver;
pub use lookup::{Lookup, PagePath, SiteIndex};
pub use page::{Page, PageRecord};
pub use page_id::{PageId, PageTable};
pub use page_reader::old_path_defect;
use reference::{Library, ReferenceId};
pub use reserved_files::{RESERVED_FILES, format_of_export, reserved_file_name};
pub use settings_ids::{StandingDisclaimers, TopicDisclaimers};
use snippets::Snippets;
pub use tree::{Folder, FolderId, FolderTree};

/// The whole site, with all ids of front matter and settings resolved.
///
/// The large parts are behind `Arc`, because the next build of a preview takes over each part whose files did not change.
/// Pages are sorted, and a [`PageId`] is an index: an id means the same page in two sites if [`Site::has_same_ids`] says so.
#[derive(Debug)]
pub struct Site {
    /// Everything with an address, sorted by kind, language and route.
    pub pages: PageTable<Arc<Page>>,
    /// Disclaimers, sorted by language and id.
    pub disclaimers: Arc<IdVec<Disclaimer>>,
    /// Texts that pages show in theirs.
    pub snippets: Arc<Snippets>,
    /// Disclaimers that the settings show on every page of a kind or topic.
    pub standing: StandingDisclaimers,
    /// One for each language that has a `glossary.yaml`.
    pub glossaries: IdVec<Glossary, Arc<Glossary>>,
    /// All sources of the bibliography files.
    pub library: Arc<Library>,
    /// Finds pages by id, file and address.
    pub index: Arc<SiteIndex>,
    /// Which page is above which.
    pub tree: Arc<FolderTree>,
    /// The Easy Read versions of pages.
    pub easy_read: Arc<EasyReadPages>,
    /// Pages that the settings feature on the home page.
    pub featured: Vec<PageId>,
    /// Pages that the settings name as the site's policies.
    pub policies: Vec<PageId>,
    /// Featured and policy pages together, each with the place of its id in the settings.
    pub settings_links: Vec<Located<PageId>>,
    /// Pages that are not part of this build, by path.
    pub hidden: Arc<Vec<HiddenPage>>,
    /// The files of the pages that are not part of this build, for rules that ask what these pages will need.
    pub hidden_documents: Vec<Arc<Document>>,
    /// What reviewers sent back, one entry for each file.
    pub answers: Vec<Arc<AnswerFile>>,
    /// Who was asked for reviews, one entry for each file.
    pub requests: Vec<Arc<RequestFile>>,
    /// Findings that belong to no single page: clashing addresses, disclaimers, ids of the settings.
    findings: Arc<Vec<Diagnostic>>,
}

impl Site {
    /// The page of this id.
    #[must_use]
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id]
    }

    /// The pages below the text of a folder, without withdrawn ones: by `weight`, then by the names of their files. Empty for every
    /// other page.
    #[must_use]
    pub fn below(&self, page: PageId) -> Vec<PageId> {
        let pages = self.tree.folder_of_text(page).map(|folder| self.tree.below(folder)).unwrap_or_default();
        let mut pages: Vec<PageId> = pages.into_iter().filter(|page| !self.page(*page).is_withdrawn()).collect();
        pages.sort_by_key(|page| (self.page(*page).weight(), &self.page(*page).route));
        pages
    }

    /// The guide that a page is, or of which it is a part: the uppermost page that says `guide: true`, as no part of a guide is one.
    #[must_use]
    pub fn guide_of(&self, page: PageId) -> Option<PageId> {
        std::iter::once(page).chain(self.tree.above(page)).filter(|page| self.is_guide(*page)).last()
    }

    /// The original of a translation: the page of the same kind and name in the site's first language. That of an Easy Read version is
    /// its page, in the same language. `None` for other pages, and for a translation whose original is missing or not published.
    #[must_use]
    pub fn original(&self, page: &Page) -> Option<&Page> {
        if page.is_easy_read() {
            return self.full_page_of(page.id);
        }
        if page.language == MAIN_LANGUAGE {
            return None;
        }
        self.index.in_language(page, MAIN_LANGUAGE).map(|original| self.page(original))
    }

    /// Whether a page has a version for paper at `print/` below its address: an exercise, a programme and a guide have one.
    #[must_use]
    pub fn has_handout(&self, page: &Page) -> bool {
        page.kind.has_handouts() || self.guide_of(page.id) == Some(page.id)
    }

    fn is_guide(&self, page: PageId) -> bool {
        let is_in_folder = self.tree.folder_of_text(page).is_some();
        let page = self.page(page);
        // The paper version of an exercise or a programme is its own.
        page.is_meant_as_guide() && !page.is_withdrawn() && !page.kind.has_handouts() && is_in_folder
    }

    /// The section of a page.
    #[must_use]
    pub fn section(&self, page: &Page) -> &Section {
        &self.index.sections()[page.section]
    }

    /// The template that the page names, or its section; `None` for that of its kind. The text of a section is a plain page.
    #[must_use]
    pub fn own_template<'a>(&'a self, page: &'a Page) -> Option<&'a Located<String>> {
        let is_page_of_section = !page.is_section_text() && !page.is_easy_read();
        let of_section = self.section(page).template.as_ref().filter(|_| is_page_of_section);
        page.front.template.as_ref().or(of_section)
    }

    /// The id of a page as commands take it, which no other page of its language has: `article:neck-pain`.
    #[must_use]
    pub fn full_id(&self, page: &Page) -> String {
        // The home page and the text of a list have no path of their own.
        let path = if page.route.is_empty() { &page.name } else { &page.route };
        format!("{}:{path}", self.section(page).name)
    }

    /// The pages by the tag of their language and their [id](Self::full_id).
    #[must_use]
    pub fn pages_by_id<'c>(&self, config: &'c Config) -> HashMap<(&'c str, String), &Page> {
        let key = |page: &Page| (&*config.languages[page.language].tag, self.full_id(page));
        self.pages.iter().map(|page| (key(page), &**page)).collect()
    }

    /// The answers of reviewers, by the tag of the language and the id of the page.
    #[must_use]
    pub fn answers_by_page(&self) -> HashMap<(&str, &str), Vec<&RecordedAnswer>> {
        let mut by_page: HashMap<(&str, &str), Vec<&RecordedAnswer>> = HashMap::new();
        for answer in self.answers.iter().flat_map(|file| &file.answers) {
            by_page.entry((&answer.language, &answer.page)).or_default().push(answer);
        }
        by_page
    }

    /// Pages of a kind in a language, sorted by route. Easy Read versions are none of them.
    pub fn pages_of(&self, kind: ContentKind, language: LanguageId) -> impl Iterator<Item = &Page> {
        let pages = self.pages.iter().map(|page| &**page);
        pages.filter(move |page| page.kind == kind && page.language == language && !page.is_easy_read())
    }

    /// Pages of a section in a language, sorted by route. The text of the section's own list and Easy Read versions
    /// are none of them.
    pub fn pages_in(&self, section: SectionId, language: LanguageId) -> impl Iterator<Item = &Page> {
        let pages = self.pages.iter().map(|page| &**page);
        pages.filter(move |page| {
            let is_page_of_list = !page.is_section_text() && !page.is_easy_read();
            page.section == section && page.language == language && is_page_of_list
        })
    }

    /// The sources that pages outside of this build cite or list.
    #[must_use]
    pub fn cited_by_hidden(&self) -> BTreeSet<ReferenceId> {
        self.hidden_documents.iter().flat_map(|document| cited_in(&self.library, document)).collect()
    }

    /// Corrections of all public pages in a language, newest first, withdrawn pages included. Corrections of one day stand
    /// in the order of their pages.
    #[must_use]
    pub fn corrections(&self, language: LanguageId) -> Vec<(&Page, &Correction)> {
        let mut corrections: Vec<(&Page, &Correction)> = self
            .pages
            .iter()
            .map(|page| &**page)
            .filter(|page| page.language == language && page.unpublished.is_none())
            .filter_map(|page| Some((page, page.editorial()?)))
            .flat_map(|(page, editorial)| editorial.corrections.iter().map(move |correction| (page, correction)))
            .collect();
        corrections.sort_by_key(|(_, correction)| Reverse(correction.date.value));
        corrections
    }

    /// Whether every id, path and key leads to the same page or source here as in the site that this index and library belong
    /// to. Pages that were resolved against that site can then be reused.
    #[must_use]
    pub fn has_same_ids(&self, index: &Arc<SiteIndex>, library: &Library) -> bool {
        Arc::ptr_eq(&self.index, index) && self.library.roster() == library.roster()
    }
}

/// The sources that a document cites or lists.
fn cited_in(library: &Library, document: &Document) -> Vec<ReferenceId> {
    let bodies = document.front_texts.iter().chain([&*document.body]);
    let marks = bodies.flat_map(|body| &body.citations).flat_map(|group| &group.items);
    let keys = marks.map(|mark| mark.key.as_str());
    let listed = document.front.references.iter().chain(&document.front.topic_references);
    let keys = keys.chain(listed.map(|key| key.value.as_str()));
    let written_references = document.body.references.iter().filter_map(|item| library.find_written(item));
    keys.filter_map(|key| library.find(key)).chain(written_references).collect()
}

/// Builds the site from parsed files and resolves its ids. Each part of the previous run's site whose input did not
/// change is taken over.
///
/// Returns all findings, those of parts that were taken over included.
#[must_use]
pub fn model(config: &Config, parsed: Parsed, previous: Option<Previous<'_, Site>>) -> (Site, Vec<Diagnostic>) {
    let previous = previous.map(Previous::value);
    let with_edited_texts = previous.and_then(|previous| previous.with_edited_texts(config, &parsed));
    let site = with_edited_texts.unwrap_or_else(|| build_site(config, parsed, previous));
    let of_pages = site.pages.iter().flat_map(|page| &page.findings);
    let of_site = site.findings.iter().chain(site.library.findings()).chain(site.index.findings());
    let findings = of_site.chain(of_pages).cloned().collect();
    (site, findings)
}

impl Site {
    /// The same site with new texts below unchanged front matter, which is the usual edit in a preview. Addresses, ids and the
    /// findings of the whole site follow from front matter, so they stay, and only the edited pages are made again. `None` if
    /// anything else was edited: then the caller builds the whole site.
    fn with_edited_texts(&self, config: &Config, parsed: &Parsed) -> Option<Self> {
        let is_same_library = self.library.is_of(&parsed.libraries, parsed.retractions.as_deref());
        let texts = parsed.edited_texts.as_ref().filter(|_| is_same_library)?;
        let lookup = Lookup { config, index: &self.index, library: &self.library };
        let mut pages = self.pages.clone();
        let mut hidden_documents = self.hidden_documents.clone();
        for document in texts {
            let document = self.snippets.show(document.clone());
            if self.is_hidden(&document) {
                let hidden = hidden_documents.iter_mut().find(|hidden| hidden.file.path == document.file.path)?;
                *hidden = document;
                continue;
            }
            let file = PagePath::File(&document.file.path);
            // A disclaimer or a snippet has no page, and neither has the second file of an id: then the whole site is built.
            let LookupResult::Page(id) = self.index.path(file) else { return None };
            let document = page_reader::with_edited_text(self.page(id), document);
            pages[id] = Arc::new(page_reader::read(lookup, id, document));
        }
        Some(Self {
            pages,
            disclaimers: self.disclaimers.clone(),
            snippets: self.snippets.clone(),
            standing: self.standing.clone(),
            glossaries: parsed.glossaries.clone().into(),
            library: self.library.clone(),
            index: self.index.clone(),
            tree: self.tree.clone(),
            easy_read: self.easy_read.clone(),
            featured: self.featured.clone(),
            policies: self.policies.clone(),
            settings_links: self.settings_links.clone(),
            hidden: self.hidden.clone(),
            hidden_documents,
            answers: self.answers.clone(),
            requests: self.requests.clone(),
            findings: self.findings.clone(),
        })
    }

    fn is_hidden(&self, document: &Document) -> bool {
        matches!(self.index.path(PagePath::File(&document.file.path)), LookupResult::Hidden(_))
    }
}

fn build_site(config: &Config, parsed: Parsed, previous: Option<&Site>) -> Site {
    let Parsed { documents, libraries, glossaries, retractions, sign_offs, answers, requests, .. } = parsed;
    let (library, documents) = rayon::join(
        || match previous.filter(|previous| previous.library.is_of(&libraries, retractions.as_deref())) {
            Some(previous) => previous.library.clone(),
            None => Arc::new(Library::new(libraries, retractions)),
        },
        || AddressedDocuments::new(config, documents, &sign_offs, !glossaries.is_empty(), previous),
    );
    let AddressedDocuments { pages, disclaimers, snippets, hidden, hidden_documents, index, tree, mut findings } =
        documents;
    let easy_read = EasyReadPages::new(&index, &pages);
    findings.extend(sign_off::refuse_strays(config, &index, &sign_offs));
    let lookup = Lookup { config, index: &index, library: &library };
    // A page holds the ids of others, so none is taken over unless every id still means the same.
    let pages = read_pages(lookup, pages, previous.filter(|previous| previous.has_same_ids(&index, &library)));
    let settings = settings_ids::resolve(lookup, &mut findings);
    Site {
        pages,
        disclaimers: Arc::new(disclaimers),
        snippets: Arc::new(snippets),
        standing: settings.standing,
        glossaries: glossaries.into(),
        library,
        index,
        tree,
        easy_read: Arc::new(easy_read),
        featured: settings.featured,
        policies: settings.policies,
        settings_links: settings.links,
        hidden: Arc::new(hidden),
        hidden_documents,
        answers,
        requests,
        findings: Arc::new(findings),
    }
}

/// Makes a page of each document, in parallel. `previous` has the same ids, so that its page at the same index is the same
/// page, and is taken over if its files did not change.
fn read_pages(lookup: Lookup<'_>, documents: Vec<AddressedDocument>, previous: Option<&Site>) -> PageTable<Arc<Page>> {
    documents
        .into_par_iter()
        .enumerate()
        .map(|(index, document)| {
            let id = PageId::new(index);
            let previous_page = previous.map(|previous| &previous.pages[id]);
            match previous_page.filter(|page| page.content == document.content()) {
                Some(page) => page.clone(),
                None => Arc::new(page_reader::read(lookup, id, document)),
            }
        })
        .collect::<Vec<_>>()
        .into()
}

/// All documents with their addresses, before pages are made of them, and the index that those pages need.
struct AddressedDocuments {
    pages: Vec<AddressedDocument>,
    disclaimers: IdVec<Disclaimer>,
    snippets: Snippets,
    hidden: Vec<HiddenPage>,
    hidden_documents: Vec<Arc<Document>>,
    index: Arc<SiteIndex>,
    tree: Arc<FolderTree>,
    findings: Vec<Diagnostic>,
}

impl AddressedDocuments {
    fn new(
        config: &Config,
        mut documents: Vec<Arc<Document>>,
        sign_offs: &[Arc<SignOffFile>],
        has_glossary: bool,
        previous: Option<&Site>,
    ) -> Self {
        let mut findings = Vec::new();
        let snippets = Snippets::take(config, &mut documents, &mut findings);
        let documents = documents.into_par_iter().map(|document| snippets.show(document)).collect();
        let (visible, hidden_documents) = split_by_visibility(config, documents, sign_offs, &mut findings);
        let (hidden, hidden_documents): (Vec<HiddenPage>, Vec<Arc<Document>>) = hidden_documents.into_iter().unzip();
        let (pages, disclaimers): (Vec<AddressedDocument>, Vec<AddressedDocument>) =
            visible.into_iter().partition(|document| document.document.file.kind != ContentKind::Disclaimer);
        let disclaimers = disclaimer::collect(disclaimers, &mut findings);
        let sections = &config.sections;
        let roster = lookup::roster(sections, &pages, &disclaimers, &hidden);
        let (index, tree) = match previous.filter(|previous| previous.index.roster() == roster) {
            Some(previous) => (previous.index.clone(), previous.tree.clone()),
            None => {
                let index = SiteIndex::new(roster, sections, &pages, &disclaimers, &hidden);
                (Arc::new(index), Arc::new(FolderTree::new(config, &pages)))
            }
        };
        findings.extend(address_clashes::refuse_clashes(config, &tree, &pages, has_glossary));
        Self { pages, disclaimers, snippets, hidden, hidden_documents, index, tree, findings }
    }
}

/// Gives every document its address, and parts those of this build from those that are not published.
fn split_by_visibility(
    config: &Config,
    documents: Vec<Arc<Document>>,
    sign_offs: &[Arc<SignOffFile>],
    findings: &mut Vec<Diagnostic>,
) -> (Vec<AddressedDocument>, Vec<(HiddenPage, Arc<Document>)>) {
    let sign_offs_by_id = sign_off::by_id(sign_offs);
    let addressed = documents.into_par_iter().map(|document| {
        let mut findings = Vec::new();
        let can_be_signed = sign_off::SIGNABLE.contains(&document.file.kind);
        let sign_offs = sign_off::file_of(&sign_offs_by_id, &document.file).filter(|_| can_be_signed);
        let sign_offs = sign_offs.map(Arc::clone);
        (AddressedDocument::new(config, document, sign_offs, &mut findings), findings)
    });
    let (mut visible, mut hidden) = (Vec::new(), Vec::new());
    let mut addressed: Vec<_> = addressed.collect();
    easy_read::follow_pages(config, &mut addressed);
    for (document, mut of_document) in addressed {
        findings.append(&mut of_document);
        match document.visibility {
            Visibility::Hidden(reason) => hidden.push((HiddenPage::new(&document, reason), document.document)),
            Visibility::Published | Visibility::Included(_) => visible.push(document),
        }
    }
    // Before ids are given: a `PageId` is the position in this list.
    visible.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    // Among visible pages alone: an original that is not published gives its translations nothing.
    original::attach_originals(&mut visible);
    (visible, hidden)
}
