//! `review-signature`: a sign-off whose signature is not valid, an approval without one where the settings ask for signatures or by
//! somebody who had a key on that day, and a key that two people share.
//!
//! An invalid signature is reported whatever the settings ask for: it is the trace of a forged or changed record. Words that
//! changed after a valid signature are left to `review-content-changed`.

use wellpress_diagnostics::{Diagnostic, Location, rules};

use wellpress_site::config::{Config, SignOffPolicy};
use wellpress_site::model::review::ReviewPlace;
use wellpress_site::model::sign_off::PageSignOffs;
use wellpress_site::model::{Page, Site};
use wellpress_site::parse::front_matter::ReviewRole;
use wellpress_site::parse::sign_offs::SignOff;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::signatures::{SignatureFault, SignatureVerdict};

use crate::review_commands::page_argument;

/// The findings of all pages that are not withdrawn. They are not kept from run to run, because they depend on the records of the
/// people who signed.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let pages = resolved.site.pages.iter().filter(|page| !page.is_withdrawn());
    let findings = pages.flat_map(|page| {
        let sign_offs = page.sign_offs.as_ref();
        let signed = sign_offs.map(|sign_offs| find_in_page(config, resolved, page, sign_offs)).unwrap_or_default();
        signed.into_iter().chain(named_only(config, resolved, page))
    });
    findings.collect()
}

/// Reviews that the front matter names, where the settings ask for signatures or the person signs with a key: readers would take them
/// for signed ones.
fn named_only(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let all_sign = config.settings.review.sign_off == SignOffPolicy::Signed;
    let reviews = page.editorial().into_iter().flat_map(|editorial| &editorial.reviews);
    let findings = reviews.filter_map(|review| {
        let ReviewPlace::FrontMatter(span) = review.place else { return None };
        let person = &resolved.site.index.signing_id(resolved.site.page(review.person));
        let keys = &resolved.signing_keys;
        let has_key = !keys.keys_of(person).is_empty() && review.date.is_none_or(|day| keys.has_key_on(person, day));
        if !all_sign && !has_key {
            return None;
        }
        let message = format!("`{person}` is named as {} reviewer without a signature", review.role.as_str());
        let finding = Diagnostic::new(&rules::REVIEW_SIGNATURE, page.source.locate(span), message);
        let command = sign_command(config, resolved.site, page, person, review.role);
        Some(finding.help(format!("take the line out, and let them sign the page: {command}")))
    });
    findings.collect()
}

fn sign_command(config: &Config, site: &Site, page: &Page, person: &str, role: ReviewRole) -> String {
    let page = page_argument(config, site, page);
    format!("`wellpress review sign {page} --as {person} --role {} --key ..`", role.as_str())
}

fn find_in_page(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    page: &Page,
    sign_offs: &PageSignOffs,
) -> Vec<Diagnostic> {
    let findings =
        sign_offs.all().filter_map(|entry| match &resolved.review_state(page.id)?.of_entry(entry)?.verdict {
            SignatureVerdict::Invalid { fault, fingerprint } => {
                Some(invalid(page, sign_offs, entry, fault, fingerprint.as_deref()))
            }
            SignatureVerdict::Unsigned if resolved.needs_signature(config, sign_offs, entry) => {
                Some(unsigned(config, resolved.site, page, sign_offs, entry))
            }
            SignatureVerdict::Unsigned | SignatureVerdict::Valid { .. } => None,
        });
    findings.collect()
}

fn invalid(
    page: &Page,
    sign_offs: &PageSignOffs,
    entry: &SignOff,
    fault: &SignatureFault,
    fingerprint: Option<&str>,
) -> Diagnostic {
    let SignOff { person, role, date, .. } = entry;
    let key = fingerprint.map(|fingerprint| format!(" (key {fingerprint})")).unwrap_or_default();
    let message = format!("the signature of `{person}` ({}) of {date} {fault}{key}", role.as_str());
    let help = match fault {
        SignatureFault::NoVerifier => "check the site with a program that has the feature `review`".to_owned(),
        SignatureFault::UnknownKey | SignatureFault::KeyTooNew(_) | SignatureFault::KeyTooOld(_) => {
            format!("ask `{person}` whether they signed; only then add the key to `signing_keys` in their file")
        }
        _ => format!("undo the edit of this file, or take the sign-off out and have `{}` signed again", page.name),
    };
    Diagnostic::new(&rules::REVIEW_SIGNATURE, location(sign_offs, entry), message).help(help)
}

fn unsigned(config: &Config, site: &Site, page: &Page, sign_offs: &PageSignOffs, entry: &SignOff) -> Diagnostic {
    let SignOff { person, role, date, .. } = entry;
    let message = format!("the approval by `{person}` ({}) of {date} has no signature", role.as_str());
    let help = format!("let them sign it: {}", sign_command(config, site, page, &person.value, *role));
    Diagnostic::new(&rules::REVIEW_SIGNATURE, location(sign_offs, entry), message).help(help)
}

fn location(sign_offs: &PageSignOffs, entry: &SignOff) -> Location {
    sign_offs.location(entry)
}

/// A key of two people proves nothing about either.
pub(super) fn find_shared_keys(resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let keys: Vec<_> =
        resolved.signing_keys.people().flat_map(|(person, keys)| keys.iter().map(move |key| (person, key))).collect();
    for (index, (person, key)) in keys.iter().enumerate() {
        let mut earlier = keys[..index].iter();
        let Some((other, _)) = earlier.find(|(other, same)| other != person && same.key == key.key) else {
            continue;
        };
        let message = format!("`{other}` and `{person}` have the same signing key, {}", key.key.fingerprint);
        let owner = resolved.site.page(key.page);
        let finding = Diagnostic::new(&rules::REVIEW_SIGNATURE, owner.source.locate(key.span), message);
        findings.push(finding.help("leave it with the one whose key it is; each person signs with a key of their own"));
    }
    findings
}
