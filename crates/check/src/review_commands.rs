//! The commands of `wellpress review` that findings and items name.

use wellpress_site::config::{Config, MAIN_LANGUAGE};
use wellpress_site::model::sign_off::{PageSignOffs, page_in};
use wellpress_site::model::{Page, PageId, Site};
use wellpress_site::sections::ContentKind;

/// How a command begins that asks for a review.
pub(crate) const REQUEST: &str = "wellpress review request";

/// The command that writes reminders.
pub(crate) const REMIND: &str = "wellpress review remind --output reminders";

/// Who can be asked about a page: whoever reviewed it last with medical or clinical expertise, else in any role, else who checked what
/// AI wrote. No author of it.
#[must_use]
pub fn known_reviewer(site: &Site, page: &Page) -> Option<PageId> {
    let find = |id: &str| {
        let of_site = page_in(&site.index, ContentKind::Person, id, page.language);
        of_site.or_else(|| site.index.find(ContentKind::Person, id, page.language).page())
    };
    let editorial = page.editorial();
    let reviews = editorial.into_iter().flat_map(|editorial| {
        let newest = editorial.newest_review().into_iter();
        let medical = editorial.reviews.iter().filter(|review| review.role.is_medical_or_clinical());
        newest.chain(medical).chain(&editorial.reviews).map(|review| review.person)
    });
    let sign_offs = page.sign_offs.iter().flat_map(PageSignOffs::decisions);
    let signers = sign_offs.filter_map(|entry| find(&entry.person.value));
    let checker = page.front.ai.as_ref().and_then(|ai| find(&ai.value.checked_by.as_ref()?.value));
    let is_author = |person: &PageId| editorial.is_some_and(|editorial| editorial.authors.contains(person));
    reviews.chain(signers).chain(checker).find(|person| !is_author(person))
}

/// The id of [`known_reviewer`], as commands take it.
pub(crate) fn known_reviewer_id(site: &Site, page: &Page) -> Option<String> {
    known_reviewer(site, page).map(|person| site.index.signing_id(site.page(person)))
}

/// The page behind a command: `article:neck-pain`, with `--language` if it is no page of the main language.
pub(crate) fn page_argument(config: &Config, site: &Site, page: &Page) -> String {
    let id = quoted(&site.full_id(page));
    if page.language == MAIN_LANGUAGE {
        return id;
    }
    format!("{id} --language {}", quoted(&config.languages[page.language].tag))
}

/// The command that makes a packet for a person: `PERSON` stands where nobody is known.
pub(crate) fn request(config: &Config, site: &Site, page: &Page, person: Option<&str>) -> String {
    let path = if page.route.is_empty() { &page.name } else { &page.route };
    let packet = format!("{}.docx", path.replace('/', "-"));
    let (page, person) = (page_argument(config, site, page), person.map_or_else(|| "PERSON".to_owned(), quoted));
    format!("{REQUEST} {page} --reviewer {person} --output {}", quoted(&packet))
}

/// The command that records the sign-off of what was read: `HASH` is the hash that the packet names.
pub(crate) fn sign(config: &Config, site: &Site, page: &Page, person: Option<&str>, role: Option<&str>) -> String {
    let (person, role) = (person.map_or_else(|| "PERSON".to_owned(), quoted), role.unwrap_or("ROLE"));
    let page = page_argument(config, site, page);
    format!("wellpress review sign {page} --as {person} --role {role} --read HASH")
}

/// A word of a command line: in quotes if a shell would read it otherwise.
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || "-_./:@%+=,".contains(c));
    if is_plain { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_that_a_shell_would_split_are_quoted() {
        assert_eq!(quoted("article:neck-pain"), "article:neck-pain");
        assert_eq!(quoted("content/a b.md"), "'content/a b.md'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
    }
}
