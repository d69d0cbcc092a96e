//! The note of `build` and `deploy` about pages that readers will no longer find.

/// How many addresses the note names.
const MAX_NAMED_PAGES: usize = 5;

/// Names the pages that are gone, and says how to keep their addresses; `None` if no page is. `place` is where they were, such as
/// "of the last build".
pub fn note_of_gone_pages(pages: &[String], place: &str) -> Option<String> {
    let first = pages.first()?;
    let mut page_list = pages.iter().take(MAX_NAMED_PAGES).map(String::as_str).collect::<Vec<_>>().join(", ");
    if pages.len() > MAX_NAMED_PAGES {
        page_list.push_str(&format!(" and {} more", pages.len() - MAX_NAMED_PAGES));
    }
    Some(match pages.len() {
        1 => format!(
            "1 page {place} is gone: {page_list}. If it was published, write `aliases: [{first}]` into the page that \
             replaces it"
        ),
        count => format!(
            "{count} pages {place} are gone: {page_list}. If they were published, write the address of each into the \
             page that replaces it, such as `aliases: [{first}]`"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::note_of_gone_pages;

    #[test]
    fn a_note_names_five_pages() {
        assert_eq!(note_of_gone_pages(&[], "of the last build"), None);
        let pages: Vec<String> = (1..=7).map(|number| format!("/{number}/")).collect();
        let note = note_of_gone_pages(&pages, "of the last build").unwrap();
        assert!(note.starts_with("7 pages of the last build are gone: /1/, /2/, /3/, /4/, /5/ and 2 more. "), "{note}");
        assert!(note.ends_with("such as `aliases: [/1/]`"), "{note}");
    }
}
