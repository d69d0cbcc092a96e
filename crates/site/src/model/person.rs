//! [`Person`]: a person or a team that pages name as author, contributor or reviewer.

use url::Url;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, quotable, rules};
use wellpress_foundation::Day;
use wellpress_markdown::is_safe_address;

use crate::parse::front_matter::{FrontMatter, PersonKind, Picture, ProfileLink, SigningKey};
use crate::string_or_map::StringOrMap;

use super::page::Page;
use super::page_head::PageHead;

/// The fields that only people have; the name is the page's title.
#[derive(Debug)]
pub struct Person {
    /// The title before the name, such as `Dr.`
    pub prefix: Option<String>,
    /// A form of the name for narrow places, such as `Dr. Broach`.
    pub short_name: Option<String>,
    /// The letters behind the name, such as `PT`.
    pub credentials: Vec<String>,
    /// The last day on which a credential is valid.
    pub credentials_expire: Option<Located<Day>>,
    /// The keys with which the person signs reviews.
    pub signing_keys: Vec<SigningKey>,
    /// What the person does at the affiliation.
    pub job_title: Option<String>,
    /// The institution for which the person works.
    pub affiliation: Option<String>,
    /// A portrait, with an alternative text in any case.
    pub photo: Option<Picture>,
    /// Profiles elsewhere; the ORCID profile comes first.
    pub links: Vec<ProfileLink>,
    /// Whether it is a person or an organisation, for structured data.
    pub is: PersonKind,
}

impl Person {
    /// The name with its prefix. `page` is the page of this person.
    #[must_use]
    pub fn full_name(&self, page: &Page) -> String {
        match &self.prefix {
            Some(prefix) => format!("{prefix} {}", page.title),
            None => page.title.clone(),
        }
    }

    /// The name with its prefix, and the credentials behind it: `Dr. Jane Broach, PT, DPT`.
    #[must_use]
    pub fn signature(&self, page: &Page) -> String {
        std::iter::once(self.full_name(page)).chain(self.credentials.iter().cloned()).collect::<Vec<_>>().join(", ")
    }

    /// Whether a medical or clinical review may rest on this record. An organisation has no credentials of its own.
    #[must_use]
    pub fn can_review_medically(&self) -> bool {
        self.is == PersonKind::Organisation || self.has_credentials()
    }

    /// Whether credentials of this person are on record. A dash is none.
    #[must_use]
    pub fn has_credentials(&self) -> bool {
        self.credentials.iter().any(|credential| credential.contains(char::is_alphabetic))
    }
}

/// The person of a page, from its front matter. Addresses that are unsafe, and an ORCID iD that is none, are reported and
/// left out.
pub(super) fn read(page: &PageHead<'_>, front: &FrontMatter, findings: &mut Vec<Diagnostic>) -> Person {
    let mut links = profile_links(page, front.links.clone(), findings);
    if let Some(orcid) = &front.orcid {
        match orcid_address(&orcid.value) {
            Some(address) => {
                let url = Located { value: address, span: orcid.span };
                links.insert(0, ProfileLink { title: "ORCID".to_owned(), url });
            }
            None => {
                let message = format!("`{}` is not an ORCID iD", orcid.value);
                let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, page.source.locate(orcid.span), message);
                findings.push(finding.help("write it as `0000-0002-1825-0097`"));
            }
        }
    }
    Person {
        prefix: front.prefix.clone(),
        short_name: front.short_name.clone(),
        credentials: front.credentials.values.clone(),
        credentials_expire: front.credentials_expire,
        signing_keys: front.signing_keys.clone(),
        job_title: front.job_title.clone(),
        affiliation: front.affiliation.clone(),
        photo: front.photo.clone().map(|photo| portrait(photo, page)),
        links,
        is: front.is,
    }
}

fn profile_links(
    page: &PageHead<'_>,
    links: Vec<Located<StringOrMap<ProfileLink>>>,
    findings: &mut Vec<Diagnostic>,
) -> Vec<ProfileLink> {
    let (safe, unsafe_links): (Vec<_>, Vec<_>) =
        links.into_iter().map(profile_link).partition(|link| is_safe_address(&link.url.value));
    for ProfileLink { url, .. } in unsafe_links {
        let message = format!("`{}` is not an address that a page may lead to", quotable(&url.value));
        let finding = Diagnostic::new(&rules::URL_UNSAFE, page.source.locate(url.span), message);
        findings.push(finding.help("link to `https` or `http`"));
    }
    safe
}

/// The address of an ORCID iD, which is written with or without `https://orcid.org/`. Only its shape is checked, four groups
/// of four digits, where the last digit may be an `X`: the check digit of ISO 7064 is not computed.
fn orcid_address(orcid: &str) -> Option<String> {
    let id = orcid.trim_start_matches("https://orcid.org/");
    let digit_count = id.bytes().filter(|byte| byte.is_ascii_digit() || *byte == b'X').count();
    (digit_count == 16 && id.len() == 19).then(|| format!("https://orcid.org/{id}"))
}

/// A profile link. If the author wrote the address alone, its host is the title.
fn profile_link(Located { value: link, span }: Located<StringOrMap<ProfileLink>>) -> ProfileLink {
    match link {
        StringOrMap::Map(link) => link,
        StringOrMap::String(address) => {
            let url = Url::parse(&address).ok();
            let host = url.as_ref().and_then(Url::host_str).map(|host| host.trim_start_matches("www."));
            // An address without a host, such as `mailto:` or a path, is its own title.
            let title = host.unwrap_or(&address).to_owned();
            ProfileLink { title, url: Located { value: address, span } }
        }
    }
}

/// The picture of a portrait. If the author wrote only its path, the person's name is its alternative text.
fn portrait(Located { value: photo, span }: Located<StringOrMap<Picture>>, page: &PageHead<'_>) -> Picture {
    match photo {
        StringOrMap::Map(picture) => picture,
        StringOrMap::String(path) => {
            let src = Located { value: path, span };
            Picture { src, alt: Some(page.title.value.clone()), caption: None, credit: None, ai: None }
        }
    }
}
