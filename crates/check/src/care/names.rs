//! Who has to act, and what commands call a page: the names that an item of the list shows.

use wellpress_site::config::{Config, MAIN_LANGUAGE};
use wellpress_site::model::{Page, PageId, Site};

use super::item::{CareActor, CareItem, CarePage, CareRole};

/// Names pages and people of one site.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub config: &'a Config,
    pub site: &'a Site,
}

impl Names<'_> {
    /// The page as items name it.
    pub fn page(self, page: &Page) -> CarePage {
        CarePage {
            id: self.site.full_id(page),
            language: self.config.languages[page.language].tag.clone(),
            title: page.title.clone(),
            url: page.unpublished.is_none().then(|| self.config.base.absolute(&page.url)),
            file: page.source.path.to_string(),
        }
    }

    /// The item, about this page.
    pub fn about(self, item: CareItem, page: &Page) -> CareItem {
        CareItem { page: Some(self.page(page)), page_id: Some(page.id), ..item }
    }

    /// The page behind a command: `article:neck-pain`, with `--language` if it is no page of the main language.
    pub fn argument(self, page: &Page) -> String {
        let id = quoted(&self.site.full_id(page));
        if page.language == MAIN_LANGUAGE {
            return id;
        }
        format!("{id} --language {}", quoted(&self.config.languages[page.language].tag))
    }

    /// Whoever reviewed the page last with medical or clinical expertise, else the desk, which has to find somebody.
    pub fn reviewer_of(self, page: &Page) -> Vec<CareActor> {
        let editorial = page.editorial();
        let newest = editorial.and_then(|editorial| {
            editorial
                .newest_review()
                .or_else(|| editorial.reviews.iter().find(|review| review.role.is_medical_or_clinical()))
        });
        self.people(newest.map(|review| review.person), CareRole::Reviewer)
    }

    /// The authors of the page, else the desk.
    pub fn authors_of(self, page: &Page) -> Vec<CareActor> {
        self.people(
            page.editorial().into_iter().flat_map(|editorial| editorial.authors.iter().copied()),
            CareRole::Author,
        )
    }

    /// These people in a role, each once; the desk if there are none.
    pub fn people(self, people: impl IntoIterator<Item = PageId>, role: CareRole) -> Vec<CareActor> {
        let mut names: Vec<CareActor> = Vec::new();
        for profile in people.into_iter().map(|person| self.site.page(person)) {
            let (id, name) = (self.site.index.signing_id(profile), profile.full_title());
            let actor = CareActor { id: Some(id), name, role };
            if !names.contains(&actor) {
                names.push(actor);
            }
        }
        if names.is_empty() { vec![desk()] } else { names }
    }
}

/// Whoever keeps the site.
pub(super) fn desk() -> CareActor {
    CareActor { id: None, name: "the desk".to_owned(), role: CareRole::Desk }
}

/// A word of a command line: in quotes if a shell would read it otherwise.
pub(super) fn quoted(word: &str) -> String {
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
