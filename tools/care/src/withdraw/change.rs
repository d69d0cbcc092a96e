//! [`Change`]: the files of the built site that an edit changes. The site is made twice without writing anything, before the edit and
//! after it. Errors of other pages do not matter then: their files are not among those that change.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

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
    pub needed: Vec<NeededFile>,
    /// Other pages without an error that changed, such as lists: before the edit, and after it. One with further edits can wait.
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

/// A file that has to be published.
#[derive(Debug)]
pub struct NeededFile {
    /// As it was built before the edit. `None` for a new file, and for one that shows nothing but the notice behind the edit.
    pub before: Option<PublishedFile>,
    /// As it is built behind the edit.
    pub after: PublishedFile,
}

impl Change {
    /// What an edit changes, which need not be written yet. Pages that the target does not have take no part in it: they are left out of
    /// both sites, so that no list, feed or search tells of them.
    pub(super) fn rehearse(request: &Request<'_>, edit: &Edit, at_target: &BTreeSet<String>) -> Result<Self, Failure> {
        let (mut after, mut shown) =
            after_edit(request, edit, &BTreeSet::new())?.map_err(|report| unrenderable(request, &report))?;
        let objections = std::mem::take(&mut after.objections);
        let unreleased = shown.unreleased(edit, &after, at_target);
        if !unreleased.is_empty() {
            (after, shown) =
                after_edit(request, edit, &unreleased)?.map_err(|_| needs_unreleased(edit, &unreleased))?;
        }
        let files = edit.site_with(request, &edit.before).without(paths(request, &unreleased));
        let before = match pipeline::rehearse(&files, request, |_| true)? {
            Outcome::Done(before) => before,
            Outcome::Stopped(report) => return Err(unrenderable(request, &report)),
        };
        let change = shown.compare(&before.files, &after.files);
        Ok(Self { site: after.files, made: after.made, objections, ..change })
    }
}

fn paths(request: &Request<'_>, files: &BTreeSet<String>) -> BTreeSet<PathBuf> {
    files.iter().map(|file| request.root.join(file)).collect()
}

/// The site behind the edit without these files, or its findings. The page and its translations have to be without errors.
fn after_edit(
    request: &Request<'_>,
    edit: &Edit,
    hidden: &BTreeSet<String>,
) -> Result<Result<(Rehearsal, ShownPages), Report>, Failure> {
    let mut shown = ShownPages::default();
    let mut is_as_planned = true;
    let files = edit.site_with(request, &edit.after).without(paths(request, hidden));
    let after = pipeline::rehearse(&files, request, |site| {
        is_as_planned = edit.is_as_planned(site);
        let errors = super::errors(request, &site.report);
        let files: BTreeSet<&str> = errors.findings().iter().map(|finding| &*finding.location.file).collect();
        shown = ShownPages::find(site, edit, &files);
        is_as_planned && !edit.files.iter().any(|file| files.contains(file.as_str()))
    });
    match after? {
        Outcome::Done(after) => Ok(Ok((after, shown))),
        Outcome::Stopped(_) if !is_as_planned => Err(edit.not_as_planned()),
        Outcome::Stopped(report) => Ok(Err(report)),
    }
}

fn needs_unreleased(edit: &Edit, unreleased: &BTreeSet<String>) -> Failure {
    let names: Vec<&str> = unreleased.iter().map(String::as_str).collect();
    let message =
        format!("`{}` leads to a page that the target does not have, one of `{}`", edit.file, names.join("`, `"));
    Failure::content(message)
        .help("leave `--replaced-by` or the link in its front matter out, or deploy that page first")
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
    /// Those of all pages with an error.
    faulty: BTreeSet<String>,
    /// Those of the page and its translations, whose other edits are no matter.
    notices: BTreeSet<String>,
    /// The files and folders of all pages.
    sources: Vec<(String, String)>,
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
        let folders = |is_one: &dyn Fn(&Page) -> bool| -> BTreeSet<String> {
            site.pages.iter().filter(|page| is_one(page)).map(|page| page.path.clone()).collect()
        };
        let has_error = |page: &Page| files_with_errors.contains(&*page.source.path);
        let shown = shown.into_iter().map(|page| site.page(page)).map(|page| (page.path.clone(), has_error(page)));
        Self {
            shown: shown.collect(),
            folders: folders(&|_| true),
            faulty: folders(&has_error),
            notices: folders(&|page| edit.files.contains(&*page.source.path)),
            sources: site.pages.iter().map(|page| (page.source.path.to_string(), page.path.clone())).collect(),
        }
    }

    /// The files of other pages that the site has and the target does not have.
    fn unreleased(&self, edit: &Edit, site: &Rehearsal, at_target: &BTreeSet<String>) -> BTreeSet<String> {
        let is_built = |path: &str| site.files.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok();
        let unreleased = self.sources.iter().filter(|(file, folder)| {
            let path = format!("{folder}index.html");
            !edit.files.contains(file) && is_built(&path) && !at_target.contains(&path)
        });
        unreleased.map(|(file, _)| file.clone()).collect()
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
            let folder = self.page_of(path);
            let has_error = folder.and_then(|folder| self.shown.get(folder));
            let is = |folders: &BTreeSet<String>| folder.is_some_and(|folder| folders.contains(folder));
            match (has_error, old) {
                (Some(true), _) => change.held.push(path.to_owned()),
                // A page with an error that only leads to the withdrawn one stays as it is at the target.
                (None, Some(_)) if path.ends_with(".html") && is(&self.faulty) => {}
                (None, Some(old)) if path.ends_with(".html") => change.others.push([old, file.clone()]),
                (_, old) => {
                    let before = old.filter(|_| !is(&self.notices));
                    change.needed.push(NeededFile { before, after: file.clone() });
                }
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
