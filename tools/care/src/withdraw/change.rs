//! [`Change`]: the files of the built site that an edit changes. The site is made twice without writing anything, before the edit and
//! after it. Errors of other pages do not matter then: their files are not among those that change.

use std::collections::{BTreeMap, BTreeSet};

use wellpress_build::pipeline::{self, CheckedSite, Objection, Outcome, Rehearsal, Request};
use wellpress_command::Failure;
use wellpress_command::console::{self, count};
use wellpress_diagnostics::Report;
use wellpress_io::artifact::{PublishedFile, SitePath};
use wellpress_site::model::{Page, PageId};

use super::edit::Edit;

/// The files of the built site that an edit changes.
#[derive(Debug, Default)]
pub struct Change {
    /// Files that show the page, tell of it, or are new. They have to be published, whatever else was edited in them.
    pub needed: Vec<PublishedFile>,
    /// Other pages that changed, such as lists: before the edit, and after it. One with further edits can wait.
    pub others: Vec<[PublishedFile; 2]>,
    /// Files that the site no longer has.
    pub removed: Vec<PublishedFile>,
    /// All files of the site with the edit.
    pub site: Vec<PublishedFile>,
    /// The bytes of those that the output folder did not have.
    pub made: BTreeMap<SitePath, Vec<u8>>,
    /// Why the site with the edit is not for readers.
    pub objections: Vec<Objection>,
    /// Files that show the page and are not published, because their pages have errors.
    pub held: Vec<String>,
}

impl Change {
    /// What an edit changes, which need not be written yet.
    pub(super) fn rehearse(request: &Request<'_>, edit: &Edit) -> Result<Self, Failure> {
        let (after, shown) = after_edit(request, edit)?;
        let files = edit.site_with(request, &edit.before);
        let before = match pipeline::rehearse(&files, request, |_| true)? {
            Outcome::Done(before) => before,
            Outcome::Stopped(report) => return Err(unrenderable(request, &report)),
        };
        let change = shown.compare(&before.files, &after.files);
        Ok(Self { site: after.files, made: after.made, objections: after.objections, ..change })
    }
}

/// The site behind the edit. The page and its translations have to be without errors.
fn after_edit(request: &Request<'_>, edit: &Edit) -> Result<(Rehearsal, ShownPages), Failure> {
    let mut shown = ShownPages::default();
    let mut is_as_planned = true;
    let files = edit.site_with(request, &edit.after);
    let after = pipeline::rehearse(&files, request, |site| {
        is_as_planned = edit.is_as_planned(site);
        let errors = super::errors(request, &site.report);
        let files: BTreeSet<&str> = errors.findings().iter().map(|finding| &*finding.location.file).collect();
        shown = ShownPages::find(site, edit, &files);
        is_as_planned && !edit.files.iter().any(|file| files.contains(file.as_str()))
    });
    match after? {
        Outcome::Done(after) => Ok((after, shown)),
        Outcome::Stopped(_) if !is_as_planned => Err(edit.not_as_planned()),
        Outcome::Stopped(report) => Err(unrenderable(request, &report)),
    }
}

fn unrenderable(request: &Request<'_>, report: &Report) -> Failure {
    let errors = super::errors(request, report);
    console::print_findings(&errors);
    let number = count(errors.findings().len(), "error");
    Failure::content(format!("the page cannot be published: {number}"))
        .help("correct those of the page, of the settings and of the theme, or leave `--deploy` out")
}

/// The pages that show a page or its text.
#[derive(Debug, Default)]
struct ShownPages {
    /// The folders of all pages of the site.
    folders: BTreeSet<String>,
    /// Those of the pages that show the text: whether the page has an error.
    shown: BTreeMap<String, bool>,
}

impl ShownPages {
    /// The pages of these files, and all pages that show the text of one of them.
    fn find(checked: &CheckedSite<'_>, edit: &Edit, files_with_errors: &BTreeSet<&str>) -> Self {
        let (site, outlines) = (checked.resolved.site, &checked.resolved.outlines);
        let pages = site.pages.iter().filter(|page| edit.files.contains(&*page.source.path));
        let mut shown: BTreeSet<PageId> = pages.map(|page| page.id).collect();
        let shows = |page: &Page, shown: &BTreeSet<PageId>| {
            let mut embeds = outlines[page.id].embeds.iter().map(|(_, embed)| embed.page);
            let mut scheduled = page.programme().into_iter().flat_map(|programme| &programme.schedule);
            embeds.any(|page| shown.contains(&page)) || scheduled.any(|scheduled| shown.contains(&scheduled.exercise))
        };
        loop {
            let further = site.pages.iter().filter(|page| !shown.contains(&page.id) && shows(page, &shown));
            let further: Vec<PageId> = further.map(|page| page.id).collect();
            if further.is_empty() {
                break;
            }
            shown.extend(further);
        }
        let has_error = |page: &Page| files_with_errors.contains(&*page.source.path);
        let shown = shown.into_iter().map(|page| site.page(page)).map(|page| (page.path.clone(), has_error(page)));
        Self { shown: shown.collect(), folders: site.pages.iter().map(|page| page.path.clone()).collect() }
    }

    /// The files that differ between two builds, both sorted by path.
    fn compare(&self, before: &[PublishedFile], after: &[PublishedFile]) -> Change {
        let find = |list: &[PublishedFile], file: &PublishedFile| {
            list.binary_search_by(|other| other.path.cmp(&file.path)).ok().map(|at| list[at].clone())
        };
        let mut change = Change::default();
        for file in after {
            let path = file.path.as_str();
            let old = find(before, file);
            if old.as_ref().is_some_and(|old| old.hash == file.hash) {
                continue;
            }
            let has_error = self.page_of(path).and_then(|folder| self.shown.get(folder));
            match (has_error, old) {
                (Some(true), _) => change.held.push(path.to_owned()),
                (None, Some(old)) if path.ends_with(".html") => change.others.push([old, file.clone()]),
                _ => change.needed.push(file.clone()),
            }
        }
        change.removed = before.iter().filter(|file| find(after, file).is_none()).cloned().collect();
        change
    }

    /// The folder of the page that a file belongs to. The home page has no folder, and one file.
    fn page_of<'p>(&'p self, path: &str) -> Option<&'p str> {
        let folders = path.rmatch_indices('/').map(|(at, _)| &path[..=at]);
        let home = if path == "index.html" { Some("") } else { None };
        folders.chain(home).find_map(|folder| self.folders.get(folder)).map(String::as_str)
    }
}
