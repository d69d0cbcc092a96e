//! Signs a page off: refuses people and pages for which that makes no sense, and appends the sign-off to the page's file under
//! `content/reviews`, below the earlier ones.

use std::fmt::Write as _;
use std::path::Path;

use wellpress_build::pipeline::CheckedSite;
use wellpress_command::Failure;
use wellpress_diagnostics::yaml::quoted;
use wellpress_diagnostics::{Source, nearest};
use wellpress_foundation::Day;
use wellpress_io::fs::Files;
use wellpress_site::config::Config;
use wellpress_site::content_folder::ContentFolder;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::person::Person;
use wellpress_site::model::sign_off::{PageSignOffs, page_in};
use wellpress_site::model::{Page, PageId, Site};
use wellpress_site::parse::front_matter::ReviewRole;
use wellpress_site::parse::sign_offs::{self, Decision, SignOff};
use wellpress_site::resolve::reviewed_text::ReviewedText;
use wellpress_site::resolve::signatures::{
    NO_PREVIOUS, SignOffStatement, SignatureFault, SignatureVerdict, armored_lines, statements,
};
use wellpress_site::sections::ContentKind;
use wellpress_site::signature_verifier::{SignatureVerifier as _, SshSignature};

use super::{SSH_SIGNATURES, errors_of, ssh_keygen, unwritten};

/// A sign-off as its reviewer gives it; which text they read is added by [`sign`].
#[derive(Debug, Clone)]
pub struct Signature<'a> {
    /// The id of the reviewer, who is a person of the site.
    pub person: &'a str,
    /// The role in which they reviewed the page.
    pub role: ReviewRole,
    /// Whether they approve of the page.
    pub decision: Decision,
    /// Set if they have read only what changed since the last approval.
    pub only_changes: Option<OnlyChanges<'a>>,
    /// A remark that is kept with the sign-off.
    pub note: Option<&'a str>,
    /// The date of the sign-off.
    pub date: Day,
    /// The hash of what they read, if it is known. Other words are not signed.
    pub read: Option<&'a str>,
    /// The file of the key to sign with: a private key, or a public key whose private key `ssh-keygen` finds.
    pub key: Option<&'a Path>,
}

/// That a reviewer has read and approves of what changed since the approval that holds, and nothing else.
#[derive(Debug, Clone, Copy)]
pub struct OnlyChanges<'a> {
    /// The hash of that approval, if what they have read names it.
    pub since: Option<&'a str>,
}

/// Signs a page off in its present state, and returns the file of the sign-off, relative to the root. The file gets the hash and
/// the text of each part that the page shows, so that a later change can be shown line by line.
///
/// # Errors
/// When this person may not sign this page off, the page has errors, or the file cannot be written.
pub fn sign(
    files: &dyn Files,
    checked: &CheckedSite<'_>,
    page: &Page,
    signature: &Signature<'_>,
) -> Result<String, Failure> {
    // Nothing is written before all reasons against the sign-off are ruled out.
    let person = person(checked.config, checked.resolved.site, signature.person)?;
    // All sign-offs call a person the same.
    let id = checked.resolved.site.index.signing_id(checked.resolved.site.page(person));
    let signature = &Signature { person: &id, ..*signature };
    refuse(checked, page, person, signature)?;
    let since = signature.only_changes.map(|changes| approval_before(checked, page, signature, changes)).transpose()?;
    let text = ReviewedText::for_signer(checked.config, checked.resolved.texts(), page, signature.person);
    if let Some(read) = signature.read.filter(|read| **read != text.hash()) {
        let (path, now) = (&page.source.path, text.hash());
        let message = format!("`{path}` does not have the words that were read: their hash is {now}, not {read}");
        return Err(Failure::content(message).help(
            "`wellpress review request` makes a packet of the present words; `wellpress review diff` shows what changed",
        ));
    }
    if is_signed_already(page, signature, since, &text) {
        let (person, path) = (signature.person, &page.source.path);
        return Err(Failure::usage(format!("`{person}` has already signed the present text of `{path}`")));
    }
    let yaml = match signature.key {
        None => sign_off_yaml(checked.config, page, signature, since, &text, None),
        Some(key) => signed_yaml(checked, page, signature, since, &text, key)?,
    };
    append(files, checked.config, page, &yaml)
}

/// The hash of the approval on which an approval of changes rests.
fn approval_before<'p>(
    checked: &CheckedSite<'_>,
    page: &'p Page,
    signature: &Signature<'_>,
    changes: OnlyChanges<'_>,
) -> Result<&'p str, Failure> {
    let path = &page.source.path;
    if signature.decision != Decision::Approved {
        return Err(Failure::usage("only an approval can be of changes alone"));
    }
    // Somebody may have signed the words since the packet was made. What the reviewer has read changed since the approval that it names.
    let sign_offs = page.sign_offs.as_ref().filter(|sign_offs| sign_offs.open_request().is_none());
    let named = changes.since.filter(|since| signature.read != Some(*since)).zip(sign_offs);
    let named = named.and_then(|(since, sign_offs)| sign_offs.approval_of(since, signature.role, signature.date));
    let approval = named.or_else(|| checked.resolved.approval_before_changes(page)).ok_or_else(|| {
        Failure::content(format!("`{path}` has no changes since an approval that holds"))
            .help("have the whole page reviewed, and sign without `--only-changes`")
    })?;
    if changes.since.is_some_and(|since| since != approval.hash) {
        return Err(Failure::content(format!("`{path}` has no approval any more on which that of the changes rests"))
            .help("make a new packet: it shows the changes since the last approval"));
    }
    if signature.role.is_medical_or_clinical() && !approval.role.is_medical_or_clinical() {
        let (person, role) = (&approval.person, approval.role.as_str());
        return Err(Failure::content(format!(
            "`{person}` approved of `{path}` as {role}, and nobody with medical training has"
        ))
        .help("have the whole page reviewed by a medical or clinical reviewer"));
    }
    Ok(&approval.hash)
}

/// The sign-off with its signature, which is verified as the build will do it before anything is written.
fn signed_yaml(
    checked: &CheckedSite<'_>,
    page: &Page,
    signature: &Signature<'_>,
    since: Option<&str>,
    text: &ReviewedText,
    key: &Path,
) -> Result<String, Failure> {
    let statements = page.sign_offs.as_ref().map(statements).unwrap_or_default();
    let previous = statements.last().map_or(NO_PREVIOUS, |statement| &statement.hash);
    let with = |armored: Option<&str>| {
        sign_off_yaml(checked.config, page, signature, since, text, Some(SignedFields { previous, armored }))
    };
    let content = checked.config.content_folder();
    let unsigned = entry(content, page, &with(None), text)?;
    let armored = ssh_keygen::sign(key, &SignOffStatement::of_last(&unsigned, sign_off_id(page)).text)?;
    let yaml = with(Some(&armored));
    let signed = entry(content, page, &yaml, text)?;
    match SignOffStatement::of_last(&signed, sign_off_id(page)).verify(&checked.resolved.signing_keys) {
        SignatureVerdict::Valid { .. } => Ok(yaml),
        SignatureVerdict::Unsigned => Err(ssh_keygen::failed("it wrote nothing")),
        SignatureVerdict::Invalid { fault, .. } => {
            let help = match (&fault, SSH_SIGNATURES.signature(&armored_lines(&armored))) {
                (SignatureFault::UnknownKey, Some(SshSignature { key, .. })) => {
                    help_for_unknown_key(signature, profile(checked, signature)?, &key.line)
                }
                _ => format!("sign with the key that `{}` has on this day", signature.person),
            };
            Err(Failure::usage(format!("the signature {fault}")).help(help))
        }
    }
}

/// Says how the person gets another key. Only the person can say whose key it is: whoever adds one can sign in their name.
fn help_for_unknown_key(signature: &Signature<'_>, profile: &Page, key: &str) -> String {
    let Signature { person, date, .. } = signature;
    let file = &profile.source.path;
    let item = format!("{{key: \"{key}\", from: {date}}}");
    let has_keys = matches!(&profile.record, PageRecord::Person(record) if !record.signing_keys.is_empty());
    let addition = match has_keys {
        true => format!("add this item to `signing_keys` in `{file}`: `{item}`"),
        false => format!("add to `{file}`: `signing_keys: [{item}]`"),
    };
    format!("ask `{person}` whether this is their key; only then {addition}")
}

/// The sign-off as it is read back from its YAML, which has to keep every word.
fn entry(content: &ContentFolder, page: &Page, yaml: &str, text: &ReviewedText) -> Result<SignOff, Failure> {
    let name = sign_off_file(content, page);
    let file = sign_offs::parse(content, Source::new(name.as_str(), yaml.to_owned()), &mut Vec::new());
    let entry = file.entries.into_iter().next().filter(|entry| entry.parts == text.parts);
    entry.ok_or_else(|| unreadable(Path::new(&name)))
}

/// The file with the sign-offs of a page, relative to the root.
pub(super) fn sign_off_file(content: &ContentFolder, page: &Page) -> String {
    content.path(&format!("reviews/{}.yaml", sign_off_id(page)))
}

/// The id by which sign-offs name a page: that of the file which has some of it, else its path below the section.
fn sign_off_id(page: &Page) -> &str {
    let existing = page.sign_offs.as_ref().filter(|sign_offs| sign_offs.all().next().is_some());
    existing.map_or_else(|| path_below_section(page), |sign_offs| &sign_offs.file.id)
}

/// The path of a page below its section, by which files of its reviews are called. The home page and the text of a list have none, and are
/// called by their ids.
pub(super) fn path_below_section(page: &Page) -> &str {
    if page.route.is_empty() { &page.name } else { &page.route }
}

/// The page of the reviewer, in whichever language it exists.
pub(super) fn person(config: &Config, site: &Site, id: &str) -> Result<PageId, Failure> {
    let page = config.languages.ids().find_map(|language| page_in(&site.index, ContentKind::Person, id, language));
    page.ok_or_else(|| {
        let near = nearest(id, site.index.ids(ContentKind::Person));
        Failure::usage(format!("there is no person with the id `{id}`"))
            .suggest_or(near, "make the person with a file in `content/people`")
    })
}

/// The page of the reviewer.
fn profile<'a>(checked: &CheckedSite<'a>, signature: &Signature<'_>) -> Result<&'a Page, Failure> {
    person(checked.config, checked.resolved.site, signature.person).map(|person| checked.resolved.site.page(person))
}

/// Refuses authors of the page, reviewers whose credentials are missing or expired, and pages that are withdrawn or have errors.
fn refuse(checked: &CheckedSite<'_>, page: &Page, person: PageId, signature: &Signature<'_>) -> Result<(), Failure> {
    let (path, reviewer) = (&page.source.path, signature.person);
    let profile = checked.resolved.site.page(person);
    if page.is_withdrawn() {
        return Err(Failure::usage(format!("`{path}` is withdrawn, so there is nothing to sign")));
    }
    if let Some(of_original) = written_work(checked, page, person) {
        return Err(Failure::usage(format!("`{reviewer}` wrote {of_original}`{path}` and cannot sign it off"))
            .help("have it reviewed by somebody who is not an author"));
    }
    if let PageRecord::Person(person) = &profile.record
        && signature.role.is_medical_or_clinical()
    {
        refuse_without_credentials(checked, profile, person, signature)?;
    }
    let is_approval = signature.decision == Decision::Approved;
    if is_approval && signature.key.is_none() && checked.resolved.signing_keys.has_key_on(reviewer, signature.date) {
        return Err(Failure::usage(format!("`{reviewer}` signs with a key, and none was given")).help(format!(
            "add `--key FILE`; if the key is lost, write its last day into `{}`: `until: YYYY-MM-DD`",
            profile.source.path
        )));
    }
    match errors_of(checked, page).is_empty() {
        true => Ok(()),
        false => Err(Failure::content(format!("`{path}` has errors; nobody can stand by it as it is"))
            .help("put them right first")),
    }
}

/// Whether this person wrote the page (an empty text), or its original (the words that go before the page in a message).
pub(super) fn written_work(checked: &CheckedSite<'_>, page: &Page, person: PageId) -> Option<&'static str> {
    let profile = checked.resolved.site.page(person);
    let authors = page.editorial().map_or(&[][..], |editorial| &editorial.authors);
    // In whichever language: the record of a person may have translations.
    let is_same = |person: PageId| {
        let person = checked.resolved.site.page(person);
        (person.section, &person.route) == (profile.section, &profile.route)
    };
    if authors.iter().copied().any(is_same) {
        return Some("");
    }
    // The author of the original would sign their own statements in another language.
    let index = &checked.resolved.site.index;
    let of_original = page.original.iter().flat_map(|original| original.authors());
    let mut of_original = of_original.filter_map(|id| index.find(ContentKind::Person, id, page.language).page());
    of_original.any(is_same).then_some("the original of ")
}

fn refuse_without_credentials(
    checked: &CheckedSite<'_>,
    profile: &Page,
    person: &Person,
    signature: &Signature<'_>,
) -> Result<(), Failure> {
    let reviewer = signature.person;
    if !person.has_credentials() {
        let role = signature.role.as_str();
        return Err(Failure::usage(format!("`{reviewer}` has no credentials on record and cannot sign as {role}"))
            .help(format!(
                "add them to `{}`, such as `credentials: [MD]`, or sign as `editorial` or `lay`",
                profile.source.path
            )));
    }
    match &person.credentials_expire {
        Some(day) if checked.config.options.clock.is_over(day.value) => {
            Err(Failure::usage(format!("the credentials of `{reviewer}` expired on {day}"))
                .help("put in the day until which they were renewed, if they were"))
        }
        _ => Ok(()),
    }
}

/// Whether the last decision of this person in this role is the same one, of today, about the same text.
fn is_signed_already(page: &Page, signature: &Signature<'_>, since: Option<&str>, text: &ReviewedText) -> bool {
    let decisions = page.sign_offs.as_ref().map(PageSignOffs::decisions).unwrap_or_default();
    decisions.iter().any(|sign_off| {
        sign_off.person.value == signature.person
            && sign_off.role == signature.role
            && sign_off.date.value == signature.date
            && sign_off.decision == signature.decision
            && sign_off.since.as_deref() == since
            && text.is_signed_by(sign_off)
            // An approval without a signature can be signed later.
            && (signature.key.is_none() || sign_off.signature.is_some())
    })
}

/// The fields that only a sign-off with a signature has.
#[derive(Clone, Copy)]
struct SignedFields<'a> {
    previous: &'a str,
    armored: Option<&'a str>,
}

/// The sign-off as an item of a YAML list. It is written by hand, since a serializer would not keep each text as a block with one
/// line per line, which is what people compare in a pull request.
fn sign_off_yaml(
    config: &Config,
    page: &Page,
    signature: &Signature<'_>,
    since: Option<&str>,
    text: &ReviewedText,
    signed: Option<SignedFields<'_>>,
) -> String {
    let mut yaml = String::new();
    let fields = [
        ("person", Some(scalar(signature.person))),
        ("role", Some(signature.role.as_str().to_owned())),
        ("date", Some(signature.date.to_string())),
        ("decision", Some(signature.decision.as_str().to_owned())),
        ("since", since.map(quoted)),
        ("kind", Some(scalar(config.sections[page.section].name_in_sign_offs()))),
        ("language", Some(scalar(&config.languages[page.language].tag))),
        ("note", signature.note.map(quoted)),
        ("hash", Some(quoted(&text.hash()))),
        ("previous", signed.map(|signed| quoted(signed.previous))),
    ];
    let fields = fields.iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
    for (index, (key, value)) in fields.enumerate() {
        let _ = writeln!(yaml, "{} {key}: {value}", if index == 0 { "-" } else { " " });
    }
    if let Some(armored) = signed.and_then(|signed| signed.armored) {
        yaml.push_str("  signature: |-\n");
        armored.lines().for_each(|line| _ = writeln!(yaml, "    {line}"));
    }
    yaml.push_str("  parts:\n");
    for (name, part) in &text.parts {
        let _ = writeln!(yaml, "    {}:\n      hash: {}", quoted(name), quoted(&part.hash));
        if !part.words.is_empty() {
            yaml.push_str("      read: |-\n");
            part.words.lines().for_each(|line| _ = writeln!(yaml, "        {line}"));
        }
    }
    yaml
}

/// A YAML scalar: a plain word where that is safe, else quoted. YAML reads a bare `no` as false and `2026` as a number.
fn scalar(text: &str) -> String {
    let is_word = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let is_reserved = matches!(text, "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n");
    if is_word && !is_reserved { text.to_owned() } else { quoted(text) }
}

/// Appends a sign-off to the page's file, whose present bytes stay as they are: earlier sign-offs are evidence.
fn append(files: &dyn Files, config: &Config, page: &Page, sign_off: &str) -> Result<String, Failure> {
    let name = sign_off_file(config.content_folder(), page);
    let path = config.root.join(&name);
    let mut text = match files.exists(&path).map_err(unwritten(&path))? {
        true => String::from_utf8(files.read(&path).map_err(unwritten(&path))?).map_err(|_| unreadable(&path))?,
        false => {
            format!(
                "# Who signed `{}` off, and what they read. Written by `wellpress review sign`.\n",
                path_below_section(page)
            )
        }
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(sign_off);
    // A file that somebody edited may not be a list with one `-` a line; then the new item would be a part of something else.
    let mut findings = Vec::new();
    sign_offs::parse(config.content_folder(), Source::new(name.as_str(), text.replace("\r\n", "\n")), &mut findings);
    if !findings.is_empty() {
        return Err(unreadable(&path));
    }
    files.create_dir_all(path.parent().unwrap_or(Path::new(""))).map_err(unwritten(&path))?;
    files.replace(&path, text.as_bytes()).map_err(unwritten(&path))?;
    Ok(name)
}

fn unreadable(path: &Path) -> Failure {
    Failure::content(format!("`{}` cannot be added to: it is not a list with one `-` a line", path.display()))
        .help("put the file back as `wellpress review sign` wrote it")
}
