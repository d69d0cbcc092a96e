//! [`Edit`]: the edit of the file of one page, which writes the notice or takes it out. It is planned and checked before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use wellpress_build::pipeline::{self, CheckedSite, Outcome, Request};
use wellpress_command::console::Console;
use wellpress_command::invocation::{Invocation, today};
use wellpress_command::{Failure, reviewed_page};
use wellpress_foundation::text::one_line;
use wellpress_io::fs::{Disk, Edited, Files};
use wellpress_site::config::{BaseUrl, Config, MAIN_LANGUAGE};
use wellpress_site::model::review::Withdrawal;
use wellpress_site::model::{Page, PageId, PageRecord, Site};

use crate::notice_edit::{Notice, with_notice, without_notice};

use super::Arguments;

/// An edit of the file of one page, which may be written already.
pub(super) struct Edit {
    pub file: String,
    pub before: String,
    pub after: String,
    /// Whether the file has the text `after` already, so that only its publication is left.
    pub is_written: bool,
    /// Whether the page is withdrawn behind the edit.
    pub withdraws: bool,
    /// The addresses of the page and of its translations, which the same notice replaces.
    pub addresses: Vec<String>,
    /// The files of the page and of its translations.
    pub files: BTreeSet<String>,
    /// What was done, as a sentence without a full stop.
    pub done: String,
    base: BaseUrl,
}

/// Two texts of a file, and a line about the step from one to the other.
struct Step {
    before: String,
    after: String,
    is_written: bool,
    done: String,
}

impl Edit {
    pub(super) fn plan(
        invocation: &Invocation<'_>,
        arguments: &Arguments,
        checked: &CheckedSite<'_>,
    ) -> Result<Self, Failure> {
        let (config, site) = (checked.config, checked.resolved.site);
        let page = reviewed_page::find(config, site, &arguments.id, arguments.language.as_deref())?;
        let file = page.source.path.to_string();
        let bytes = Disk
            .read(&config.root.join(&file))
            .map_err(|error| Failure::machine(format!("cannot read `{file}`: {error}")))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Failure::content(format!("`{file}` is not UTF-8, and is not edited")))?;
        let withdrawal = page.editorial().and_then(|editorial| editorial.withdrawn.as_ref());
        let Step { before, after, is_written, done } = match (arguments.back, withdrawal) {
            (false, None) => withdraw_page(invocation, arguments, site, page, text)?,
            (true, Some(withdrawal)) => reinstate_page(page, withdrawal, text)?,
            (false, Some(withdrawal)) => withdrawn_before(arguments, site, page, withdrawal, text)?,
            (true, None) => reinstated_before(invocation, arguments, page, text)?,
        };
        let pages: Vec<&Page> = with_translations(config, site, page).into_iter().map(|page| site.page(page)).collect();
        let addresses = pages.iter().map(|page| config.base.absolute(&page.url)).collect();
        let files = pages.iter().map(|page| page.source.path.to_string()).collect();
        Ok(Self {
            file,
            before,
            after,
            is_written,
            withdraws: !arguments.back,
            addresses,
            files,
            done,
            base: config.base.clone(),
        })
    }

    /// The files of the site with a text in the place of the edited file.
    pub(super) fn site_with(&self, request: &Request<'_>, text: &str) -> Edited<'static> {
        Edited::new(&Disk, BTreeMap::from([(request.root.join(&self.file), text.as_bytes().to_vec())]))
    }

    /// The public address of a file of the site.
    pub(super) fn address_of(&self, path: &str) -> String {
        let is_page = path == "index.html" || path.ends_with("/index.html");
        let url = if is_page { &path[..path.len() - "index.html".len()] } else { path };
        self.base.absolute(&format!("{}{url}", self.base.path))
    }

    /// Whether the page is what it should be behind the edit.
    pub(super) fn is_as_planned(&self, site: &CheckedSite<'_>) -> bool {
        let page = site.resolved.site.pages.iter().find(|page| *page.source.path == *self.file);
        page.is_some_and(|page| page.is_withdrawn() == self.withdraws)
    }

    /// Why the file is left alone.
    pub(super) fn not_as_planned(&self) -> Failure {
        let (verb, preposition) = if self.withdraws { ("write", "into") } else { ("take", "out of") };
        Failure::content(format!("the notice cannot be edited in the front matter of `{}`", self.file))
            .help(format!("the file is as it was; {verb} `withdrawn` {preposition} it by hand"))
    }

    /// Reads the site with the edit, which is not written yet.
    pub(super) fn check(&self, request: &Request<'_>) -> Result<(), Failure> {
        let files = self.site_with(request, &self.after);
        match pipeline::inspect(&files, request, |site| self.is_as_planned(&site)) {
            Ok(Outcome::Done(true)) => Ok(()),
            _ => Err(self.not_as_planned()),
        }
    }

    /// Writes the file, unless somebody has edited it meanwhile.
    pub(super) fn write(&self, request: &Request<'_>) -> Result<(), Failure> {
        if self.is_written {
            return Ok(());
        }
        match Disk.replace_if(&request.root.join(&self.file), self.before.as_bytes(), self.after.as_bytes()) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Failure::content(format!("`{}` was edited meanwhile, and was left alone", self.file))
                .help("run the command again")),
            Err(error) => Err(Failure::machine(format!("cannot write `{}`: {error}", self.file))),
        }
    }
}

/// Writes the notice.
fn withdraw_page(
    invocation: &Invocation<'_>,
    arguments: &Arguments,
    site: &Site,
    page: &Page,
    before: String,
) -> Result<Step, Failure> {
    let file = &page.source.path;
    let Some(reason) = &arguments.reason else {
        return Err(Failure::usage(format!("`{file}` is not withdrawn yet, and there is no reason to tell readers"))
            .help("say with `--reason TEXT` why the page is gone"));
    };
    let reason = one_line(reason);
    if reason.trim().is_empty() {
        return Err(
            Failure::usage("the reason is empty").help("readers see it: say in a sentence why the page is gone")
        );
    }
    if let Some(id) = &arguments.replaced_by {
        successor(site, page, id)?;
    }
    let by = person(&invocation.console, site, arguments.by.as_deref())?;
    let date = today(invocation)?;
    let notice =
        Notice { date, reason: reason.trim(), by: by.as_deref(), replaced_by: arguments.replaced_by.as_deref() };
    let after = with_notice(&before, notice).ok_or_else(|| {
        Failure::content(format!("`{file}` has no front matter that the notice can be written into"))
            .help("write `withdrawn: {date: .., reason: ..}` into it by hand")
    })?;
    Ok(Step { before, after, is_written: false, done: format!("wrote the notice into `{file}`") })
}

/// Takes the notice out.
fn reinstate_page(page: &Page, withdrawal: &Withdrawal, before: String) -> Result<Step, Failure> {
    let file = &page.source.path;
    refuse_notice_of_original(page, withdrawal)?;
    let after = without_notice(&before).ok_or_else(|| unreadable_notice(page))?;
    let done = format!("took the notice of {} out of `{file}`", withdrawal.date);
    Ok(Step { before, after, is_written: false, done })
}

/// The page is withdrawn already: what is left is to publish that.
fn withdrawn_before(
    arguments: &Arguments,
    site: &Site,
    page: &Page,
    withdrawal: &Withdrawal,
    after: String,
) -> Result<Step, Failure> {
    let (file, date) = (&page.source.path, withdrawal.date);
    if arguments.deploy.is_none() {
        return Err(Failure::content(format!("`{file}` was withdrawn on {date} already"))
            .help("`--deploy` publishes that; `--back` takes the notice out"));
    }
    refuse_notice_of_original(page, withdrawal)?;
    refuse_other_notice(arguments, site, page, withdrawal)?;
    let before = without_notice(&after).ok_or_else(|| unreadable_notice(page))?;
    Ok(Step { before, after, is_written: true, done: format!("`{file}` has the notice of {date}") })
}

/// The notice is out already: what is left is to publish that. What it said does not matter, since it shows nowhere then.
fn reinstated_before(
    invocation: &Invocation<'_>,
    arguments: &Arguments,
    page: &Page,
    after: String,
) -> Result<Step, Failure> {
    let file = &page.source.path;
    let failure = Failure::content(format!("`{file}` is not withdrawn"));
    if arguments.deploy.is_none() {
        return Err(failure);
    }
    let notice = Notice { date: today(invocation)?, reason: "-", by: None, replaced_by: None };
    let before = with_notice(&after, notice).ok_or(failure)?;
    Ok(Step { before, after, is_written: true, done: format!("`{file}` has no notice") })
}

fn refuse_notice_of_original(page: &Page, withdrawal: &Withdrawal) -> Result<(), Failure> {
    match withdrawal.is_of_original {
        true => Err(Failure::content(format!("`{}` is withdrawn because its original is", page.source.path))
            .help("name the original: leave `--language` out")),
        false => Ok(()),
    }
}

fn unreadable_notice(page: &Page) -> Failure {
    Failure::content(format!("the notice in `{}` is not at the beginning of a line", page.source.path))
        .help("take `withdrawn` out by hand, or write it on lines of its own")
}

/// Refuses to publish a notice that says something else than the arguments.
fn refuse_other_notice(
    arguments: &Arguments,
    site: &Site,
    page: &Page,
    withdrawal: &Withdrawal,
) -> Result<(), Failure> {
    let reason = arguments.reason.as_deref().map(one_line);
    let has_reason = reason.is_none_or(|reason| reason.trim() == one_line(&withdrawal.reason).trim());
    let by = withdrawal.by.map(|by| site.index.signing_id(site.page(by)));
    let has_person = arguments.by.is_none() || arguments.by == by;
    let successor = arguments.replaced_by.as_deref().map(|id| successor(site, page, id)).transpose()?;
    let has_successor = successor.is_none() || successor == withdrawal.successor;
    let (what, option) = match (has_reason, has_person, has_successor) {
        (true, true, true) => return Ok(()),
        (false, ..) => (format!("for another reason: \u{201c}{}\u{201d}", withdrawal.reason), "--reason"),
        (_, false, _) => ("by somebody else".to_owned(), "--by"),
        (.., false) => ("with another page to read instead".to_owned(), "--replaced-by"),
    };
    let (file, date) = (&page.source.path, withdrawal.date);
    Err(Failure::usage(format!("`{file}` was withdrawn on {date} already, {what}"))
        .help(format!("leave `{option}` out to publish that notice, or edit it in the file first")))
}

/// The page to read instead. A notice that leads nowhere would stop the build.
fn successor(site: &Site, page: &Page, id: &str) -> Result<PageId, Failure> {
    let successor = site.index.find(page.kind, id, page.language).page();
    if let Some(successor) = successor.filter(|successor| *successor != page.id) {
        return Ok(successor);
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

/// The page and, for one in the main language, its translations.
fn with_translations(config: &Config, site: &Site, page: &Page) -> BTreeSet<PageId> {
    let translations = config.languages.ids().filter(|_| page.language == MAIN_LANGUAGE);
    let translations = translations.filter_map(|language| site.index.in_language(page, language));
    std::iter::once(page.id).chain(translations).collect()
}
