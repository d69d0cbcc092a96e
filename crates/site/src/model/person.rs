//! [`Person`].

use wellpress_diagnostics::yaml::{Day, Located};
use wellpress_diagnostics::{Diagnostic, Span, quotable, rules};
use wellpress_markdown::is_safe_address;

use crate::parse::front_matter::{self, PersonKind, Picture, Portrait};

use super::page::Page;

/// A person or a team.
#[derive(Debug)]
pub struct Person {
    /// Such as `Dr.`
    pub prefix: Option<String>,
    /// Such as `Dr. Broach`.
    pub short_name: Option<String>,
    /// Such as `PT`.
    pub credentials: Vec<String>,
    /// When a credential ends.
    pub credentials_expire: Option<Located<Day>>,
    /// Job title.
    pub job_title: Option<String>,
    /// Affiliation.
    pub affiliation: Option<String>,
    /// Portrait.
    pub photo: Option<Picture>,
    /// Profiles elsewhere: words and address.
    pub links: Vec<(String, Located<String>)>,
    /// A person or an organisation.
    pub is: PersonKind,
}

impl Person {
    /// The name with its prefix.
    #[must_use]
    pub fn full_name(&self, page: &Page) -> String {
        match &self.prefix {
            Some(prefix) => format!("{prefix} {}", page.title),
            None => page.title.clone(),
        }
    }

    /// The name with its prefix, and the credentials behind it.
    #[must_use]
    pub fn signature(&self, page: &Page) -> String {
        std::iter::once(self.full_name(page)).chain(self.credentials.iter().cloned()).collect::<Vec<_>>().join(", ")
    }
}

/// Of a portrait whose path alone is written, the name says what it shows.
fn portrait(photo: Portrait, page: &Page) -> Picture {
    let Portrait { mut picture, is_bare } = photo;
    if is_bare {
        picture.alt = Some(page.title.clone());
    }
    picture
}

pub(super) fn read(page: &Page, front: front_matter::Person, findings: &mut Vec<Diagnostic>) -> Person {
    let mut links = Vec::new();
    let mut refuse = |rule, span: Span, message: String, help: &'static str| {
        findings.push(Diagnostic::new(rule, page.source.locate(span), message).help(help));
    };
    for link in front.links {
        if is_safe_address(&link.url.value) {
            links.push((link.title, link.url));
        } else {
            refuse(
                &rules::URL_UNSAFE,
                link.url.span,
                format!("`{}` is not an address that a page may lead to", quotable(&link.url.value)),
                "link to `https` or `http`",
            );
        }
    }
    if let Some(orcid) = front.orcid {
        let id = orcid.value.trim_start_matches("https://orcid.org/");
        let digits = id.bytes().filter(|byte| byte.is_ascii_digit() || *byte == b'X').count();
        if digits == 16 && id.len() == 19 {
            let address = Located { value: format!("https://orcid.org/{id}"), span: orcid.span };
            links.insert(0, ("ORCID".to_owned(), address));
        } else {
            let message = format!("`{}` is not an ORCID iD", orcid.value);
            refuse(&rules::FRONT_MATTER_TYPE, orcid.span, message, "write it as `0000-0002-1825-0097`");
        }
    }
    Person {
        prefix: front.prefix,
        short_name: front.short_name,
        credentials: front.credentials.ids,
        credentials_expire: front.credentials_expire,
        job_title: front.job_title,
        affiliation: front.affiliation,
        photo: front.photo.map(|photo| portrait(photo, page)),
        links,
        is: front.is,
    }
}
