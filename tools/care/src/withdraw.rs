//! `wellpress withdraw`: replaces the text of a page with a notice that it was withdrawn. It edits the page's file, reads the site again
//! to see that the page is withdrawn, builds, and with `--deploy` publishes that change alone. `--back` removes the notice.
//!
//! How a change is published is left to the tool for deploys, which the program hands in.

use std::collections::BTreeSet;

use clap::Args;

use wellpress_build::emit::{Manifest, Strays};
use wellpress_build::pipeline::{self, CheckedSite, Outcome, Request, Unobserved};
use wellpress_command::console::{self, Console, count};
use wellpress_command::invocation::{Invocation, SiteArguments, today};
use wellpress_command::reviewed_page;
use wellpress_command::{Exit, Failure};
use wellpress_foundation::text::one_line;
use wellpress_io::artifact::PublishedFile;
use wellpress_io::fs::{Disk, Files};
use wellpress_site::config::{Config, MAIN_LANGUAGE};
use wellpress_site::model::{Page, PageId, PageRecord, Site};

use crate::notice_edit::{Notice, with_notice, without_notice};

/// Take a page back in an emergency: a notice replaces its text
#[derive(Debug, Args)]
pub struct Arguments {
    /// The page's id; `article:neck-pain` or `heart/principles` if several pages have the id
    id: String,
    /// Why it is taken back, for readers
    #[arg(long, value_name = "TEXT", required_unless_present = "back")]
    reason: Option<String>,
    /// The id of the person who takes it back [default: the only person of the site]
    #[arg(long, value_name = "PERSON", conflicts_with = "back")]
    by: Option<String>,
    /// The id of a page of the same kind to read instead
    #[arg(long, value_name = "ID", conflicts_with = "back")]
    replaced_by: Option<String>,
    /// The page's language [default: that of the site]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Publish this change alone to this target, or to that of the settings
    #[arg(long, value_name = "TARGET", num_args = 0..=1)]
    deploy: Option<Option<String>>,
    /// Take the notice out again
    #[arg(long, conflicts_with = "reason")]
    back: bool,
}

/// The files of the built site that an edit changed.
#[derive(Debug, Default)]
pub struct Change {
    /// Files that show the page, tell of it, or are new. They have to be published, whatever else was edited in them.
    pub needed: Vec<PublishedFile>,
    /// Other pages that changed, such as lists: before the edit, and after it. One with further edits can wait.
    pub others: Vec<[PublishedFile; 2]>,
    /// Files that the site no longer has.
    pub removed: Vec<PublishedFile>,
}

/// What publishes a change of the built site alone. The target is by default that of the settings.
#[derive(Clone, Copy)]
pub struct ChangePublisher {
    /// Makes sure that there is a target with a site, before anything is edited.
    pub check: fn(&Request<'_>, Option<&str>) -> Result<(), Failure>,
    /// Publishes the change, and says in a line what was done.
    pub publish: fn(&Console, &Request<'_>, Option<&str>, &Change) -> Result<String, Failure>,
}

/// Withdraws the page, or puts it back.
///
/// # Errors
/// When there is no such page, its file cannot be edited, or the site cannot be built or published.
pub fn run(
    invocation: &Invocation<'_>,
    arguments: &Arguments,
    publisher: Option<ChangePublisher>,
) -> Result<Exit, Failure> {
    let console = &invocation.console;
    let publish = match (&arguments.deploy, publisher) {
        (None, _) => None,
        (Some(target), Some(publisher)) => Some((target.as_deref(), publisher)),
        (Some(_), None) => {
            return Err(Failure::usage("this program was built without `wellpress deploy`")
                .help("leave `--deploy` out, and publish the output folder as you do otherwise"));
        }
    };
    let request = SiteArguments::default().request(invocation, &Unobserved)?;
    let edit = match pipeline::inspect(&Disk, &request, |site| Edit::plan(invocation, arguments, &site))? {
        Outcome::Done(edit) => edit?,
        Outcome::Stopped(report) => return stopped(&report),
    };
    // What the site was before tells which of its files the edit changes.
    let before = match publish {
        Some((target, publisher)) => {
            (publisher.check)(&request, target)?;
            Some(build_before_edit(&request)?)
        }
        None => None,
    };
    edit.carry_out(&request, arguments)?;
    console.progress(&edit.done);
    if let Outcome::Stopped(report) = pipeline::build(&Disk, &request, Strays::Refuse)? {
        console::print_findings(&report);
        let failure = Failure::content(format!("the site was not built, and `{}` stays edited", edit.file));
        return Err(failure.help("correct the errors, then run `wellpress build` and `wellpress deploy`"));
    }
    if let (Some((target, publisher)), Some(before)) = (publish, before) {
        let change = edit.change(&before, &manifest(&request)?);
        console.summary(&(publisher.publish)(console, &request, target, &change)?)?;
    }
    console.summary(&edit.summary(arguments))?;
    Ok(Exit::Done)
}

fn stopped(report: &wellpress_diagnostics::Report) -> Result<Exit, Failure> {
    console::print_findings(report);
    Ok(Exit::Usage)
}

/// An edit of the file of one page.
struct Edit {
    file: String,
    before: String,
    after: String,
    /// The addresses of the page and of its translations, which the same notice replaces.
    addresses: Vec<String>,
    /// The folders in the output of the pages that show the page or its text.
    folders: Vec<String>,
    /// What was done, as a line.
    done: String,
}

impl Edit {
    fn plan(invocation: &Invocation<'_>, arguments: &Arguments, checked: &CheckedSite<'_>) -> Result<Self, Failure> {
        let (config, site) = (checked.config, checked.resolved.site);
        let page = reviewed_page::find(config, site, &arguments.id, arguments.language.as_deref())?;
        let file = page.source.path.to_string();
        let path = config.root.join(&file);
        let bytes = Disk.read(&path).map_err(|error| Failure::machine(format!("cannot read `{file}`: {error}")))?;
        let before = String::from_utf8(bytes)
            .map_err(|_| Failure::content(format!("`{file}` is not UTF-8, and is not edited")))?;
        let (after, done) = match arguments.back {
            true => reinstate_page(page, &before)?,
            false => withdraw_page(invocation, arguments, site, page, &before)?,
        };
        let pages = with_translations(config, site, page);
        let addresses = pages.iter().map(|page| config.base.absolute(&site.page(*page).url)).collect();
        Ok(Self { addresses, folders: folders(checked, pages), file, before, after, done })
    }

    /// Writes the file, and makes sure that the page then is what it should be. Otherwise the file is restored.
    fn carry_out(&self, request: &Request<'_>, arguments: &Arguments) -> Result<(), Failure> {
        let path = request.root.join(&self.file);
        let replace = |from: &str, to: &str| match Disk.replace_if(&path, from.as_bytes(), to.as_bytes()) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Failure::content(format!("`{}` was edited meanwhile, and was left alone", self.file))
                .help("run the command again")),
            Err(error) => Err(Failure::machine(format!("cannot write `{}`: {error}", self.file))),
        };
        replace(&self.before, &self.after)?;
        let is_as_planned = pipeline::inspect(&Disk, request, |checked| {
            let page = checked.resolved.site.pages.iter().find(|page| *page.source.path == *self.file);
            page.is_some_and(|page| page.is_withdrawn() != arguments.back)
        });
        if let Ok(Outcome::Done(true)) = is_as_planned {
            return Ok(());
        }
        replace(&self.after, &self.before)?;
        let (verb, preposition) = if arguments.back { ("take", "out of") } else { ("write", "into") };
        Err(Failure::content(format!("the notice cannot be edited in the front matter of `{}`", self.file))
            .help(format!("the file is as it was; {verb} `withdrawn` {preposition} it by hand")))
    }

    /// The files that differ between two builds, both sorted by path.
    fn change(&self, before: &[PublishedFile], after: &[PublishedFile]) -> Change {
        let find = |list: &[PublishedFile], file: &PublishedFile| {
            list.binary_search_by(|other| other.path.cmp(&file.path)).ok().map(|at| list[at].clone())
        };
        let mut change = Change::default();
        for file in after {
            match find(before, file) {
                Some(old) if old.hash == file.hash => {}
                Some(old) if !self.is_needed(file.path.as_str()) => change.others.push([old, file.clone()]),
                _ => change.needed.push(file.clone()),
            }
        }
        change.removed = before.iter().filter(|file| find(after, file).is_none()).cloned().collect();
        change
    }

    /// Whether a file has to be published: it is no page, such as the search index, or it is of a page that shows the text.
    fn is_needed(&self, path: &str) -> bool {
        let of_folder = |folder: &String| match folder.as_str() {
            "" => path == "index.html",
            folder => path.starts_with(folder),
        };
        !path.ends_with(".html") || self.folders.iter().any(of_folder)
    }

    /// What was done, and what is left to a person.
    fn summary(&self, arguments: &Arguments) -> String {
        let addresses: String = self.addresses.iter().map(|address| format!("  {address}\n")).collect();
        let text = if arguments.back { "shows its text again" } else { "shows the notice" };
        let built = format!("The built site {text} at\n{addresses}");
        let published =
            if arguments.deploy.is_some() { "" } else { "It is not published: `wellpress deploy` does that.\n" };
        if arguments.back {
            return format!("{built}{published}").trim_end().to_owned();
        }
        format!("{built}{published}{}", BEYOND_REACH.trim_end())
    }
}

/// What no command can change.
const BEYOND_REACH: &str = "\
What this cannot reach, and a person has to:
  caches of the host and of browsers: purge these addresses at the host; browsers keep a page for up to five minutes
  search engines: ask for the removal of the cached text in their consoles
  feed readers and newsletters that have fetched or quoted the page
  printed pages and sheets, and PDF files that people have saved
  copies on other sites and in web archives
";

/// The file with the notice, and a line about it.
fn withdraw_page(
    invocation: &Invocation<'_>,
    arguments: &Arguments,
    site: &Site,
    page: &Page,
    text: &str,
) -> Result<(String, String), Failure> {
    let file = &page.source.path;
    if let Some(withdrawal) = page.editorial().and_then(|editorial| editorial.withdrawn.as_ref()) {
        return Err(Failure::content(format!("`{file}` was withdrawn on {} already", withdrawal.date))
            .help("`--back` takes the notice out"));
    }
    let reason = one_line(arguments.reason.as_deref().unwrap_or_default());
    if reason.trim().is_empty() {
        return Err(
            Failure::usage("the reason is empty").help("readers see it: say in a sentence why the page is gone")
        );
    }
    if let Some(id) = &arguments.replaced_by {
        refuse_unknown_successor(site, page, id)?;
    }
    let by = person(&invocation.console, site, arguments.by.as_deref())?;
    let date = today(invocation)?;
    let notice =
        Notice { date, reason: reason.trim(), by: by.as_deref(), replaced_by: arguments.replaced_by.as_deref() };
    let edited = with_notice(text, notice).ok_or_else(|| {
        Failure::content(format!("`{file}` has no front matter that the notice can be written into"))
            .help("write `withdrawn: {date: .., reason: ..}` into it by hand")
    })?;
    Ok((edited, format!("wrote the notice into `{file}`")))
}

/// A notice that leads nowhere would stop the build.
fn refuse_unknown_successor(site: &Site, page: &Page, id: &str) -> Result<(), Failure> {
    let successor = site.index.find(page.kind, id, page.language).page();
    if successor.is_some_and(|successor| successor != page.id) {
        return Ok(());
    }
    let near = wellpress_diagnostics::nearest(id, site.index.ids(page.kind).filter(|other| *other != page.route));
    Err(Failure::usage(format!("no other {} has the id `{id}`", page.kind.name()))
        .suggest_or(near, "`--replaced-by` takes the id of a page of the same kind"))
}

/// The id of the person who takes the page back: the one who is named, else the only person of the site.
fn person(console: &Console, site: &Site, id: Option<&str>) -> Result<Option<String>, Failure> {
    let people = site.pages.iter().filter(|page| matches!(page.record, PageRecord::Person(_)));
    let mut ids: Vec<String> =
        people.filter(|page| page.language == MAIN_LANGUAGE).map(|page| site.index.signing_id(page)).collect();
    match (id, ids.len()) {
        (Some(id), _) if ids.iter().any(|known| known == id) => Ok(Some(id.to_owned())),
        (Some(id), _) => {
            let near = wellpress_diagnostics::nearest(id, ids.iter().map(String::as_str));
            Err(Failure::usage(format!("there is no person `{id}`"))
                .suggest_or(near, "the files in `content/people` have the ids"))
        }
        (None, 1) => Ok(ids.pop()),
        (None, _) => {
            console.note(&"the notice names nobody who took the page back: `--by PERSON` does");
            Ok(None)
        }
    }
}

/// The file without its notice, and a line about it.
fn reinstate_page(page: &Page, text: &str) -> Result<(String, String), Failure> {
    let file = &page.source.path;
    let Some(withdrawal) = page.editorial().and_then(|editorial| editorial.withdrawn.as_ref()) else {
        return Err(Failure::content(format!("`{file}` is not withdrawn")));
    };
    if withdrawal.is_of_original {
        return Err(Failure::content(format!("`{file}` is withdrawn because its original is"))
            .help("put the original back, without `--language`"));
    }
    let edited = without_notice(text).ok_or_else(|| {
        Failure::content(format!("the notice in `{file}` is not at the beginning of a line"))
            .help("take `withdrawn` out by hand")
    })?;
    Ok((edited, format!("took the notice of {} out of `{file}`", withdrawal.date)))
}

/// The page and, for one in the main language, its translations.
fn with_translations(config: &Config, site: &Site, page: &Page) -> BTreeSet<PageId> {
    let translations = config.languages.ids().filter(|_| page.language == MAIN_LANGUAGE);
    let translations = translations.filter_map(|language| site.index.in_language(page, language));
    std::iter::once(page.id).chain(translations).collect()
}

/// The folders in the output of these pages, and of all pages that show the text of one of them.
fn folders(checked: &CheckedSite<'_>, mut shown: BTreeSet<PageId>) -> Vec<String> {
    let (site, outlines) = (checked.resolved.site, &checked.resolved.outlines);
    let shows = |page: &Page, shown: &BTreeSet<PageId>| {
        let mut embeds = outlines[page.id].embeds.iter().map(|(_, embed)| embed.page);
        let mut scheduled = page.programme().into_iter().flat_map(|programme| &programme.schedule);
        embeds.any(|page| shown.contains(&page)) || scheduled.any(|scheduled| shown.contains(&scheduled.exercise))
    };
    loop {
        let further = site.pages.iter().filter(|page| !shown.contains(&page.id) && shows(page, &shown));
        let further: Vec<PageId> = further.map(|page| page.id).collect();
        if further.is_empty() {
            return shown.into_iter().map(|page| site.page(page).path.clone()).collect();
        }
        shown.extend(further);
    }
}

/// Builds the site as it is before the edit. The notice must not wait for anything else, but a change cannot be told from others while
/// the site has errors.
fn build_before_edit(request: &Request<'_>) -> Result<Vec<PublishedFile>, Failure> {
    if let Outcome::Stopped(report) = pipeline::build(&Disk, request, Strays::Refuse)? {
        console::print_findings(&report);
        let errors = count(report.findings().len(), "finding");
        return Err(Failure::content(format!(
            "the site cannot be built before the edit: {errors}; nothing was edited"
        ))
        .help("correct the errors, or leave `--deploy` out"));
    }
    manifest(request)
}

fn manifest(request: &Request<'_>) -> Result<Vec<PublishedFile>, Failure> {
    let folder = &request.options.output;
    let manifest = Manifest::read(&Disk, folder).map_err(pipeline::Error::from)?;
    let manifest = manifest.ok_or_else(|| Failure::machine(format!("`{}` holds no built site", folder.display())))?;
    Ok(manifest.files().to_vec())
}
