//! What a text says of itself: a list of references that somebody wrote by hand, and lines such as "Medically reviewed by Ann Lee".

use serde_json::{Map, Value, json};

use crate::log::ImportLog;
use crate::old_site::OldPage;
use crate::text::code;

/// Headings of lists that the build reads.
const LISTS: [&str; 6] = ["references", "bibliography", "sources", "works cited", "literature", "citations"];

/// A page without marks that ends with a list of references keeps the list as it is.
pub(crate) fn keep_manual_list(page: &mut OldPage) {
    let has_marks = page.text.contains("[@") || page.text.contains("[-@");
    let Some(at) = last_heading(&page.text) else { return };
    let (heading, list) = page.text[at..].split_once('\n').unwrap_or((&page.text[at..], ""));
    let words = heading.trim_matches(['#', ' ', '*', ':']).to_lowercase();
    if has_marks || !LISTS.contains(&words.as_str()) || page.fields.contains_key("citations") {
        return;
    }
    let lines: Vec<&str> = list.lines().filter(|line| !line.trim().is_empty()).collect();
    let is_list =
        !lines.is_empty() && lines.iter().all(|line| behind_number(line).is_some() || line.starts_with("   "));
    if !is_list {
        return;
    }
    let entries: Vec<String> = lines
        .iter()
        .scan(0, |count, line| {
            let entry = behind_number(line).map(|entry| {
                *count += 1;
                format!("{count}. {entry}")
            });
            Some(entry.unwrap_or_else(|| (*line).to_owned()))
        })
        .collect();
    page.text = format!("{}## References\n\n{}\n", &page.text[..at], entries.join("\n"));
    page.fields.insert("citations".to_owned(), json!({"list": "manual"}));
}

/// The entry behind its number: `1. Lee`, `[1] Lee`.
fn behind_number(line: &str) -> Option<&str> {
    let line = line.trim_start().trim_start_matches(['[', '\\']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| line[digits..].trim_start_matches(['\\', ']', '.', ')']).trim_start())
}

fn last_heading(text: &str) -> Option<usize> {
    let code = code::ranges(text);
    let starts = text.match_indices('\n').map(|(at, _)| at + 1).chain([0]);
    starts.filter(|at| text[*at..].starts_with('#') && !code::contains(&code, *at)).max()
}

/// Notes the lines in which the old site says who reviewed a page. They stay in the text, and are no review of the new site.
pub(crate) fn note_reviews(page: &mut OldPage, log: &mut ImportLog) {
    const CLAIMS: [&str; 6] = [
        "medically reviewed by",
        "clinically reviewed by",
        "reviewed by dr",
        "fact checked by",
        "fact-checked by",
        "medical review by",
    ];
    let claims: Vec<String> = page
        .text
        .lines()
        .filter(|line| CLAIMS.iter().any(|claim| line.to_lowercase().contains(claim)) && line.len() < 300)
        .map(|line| line.trim_matches(['*', '_', ' ', '>', '#']).to_owned())
        .collect();
    if claims.is_empty() {
        return;
    }
    for claim in &claims {
        log.confirm(&page.source, format!("the old site says `{claim}`"));
    }
    let reviews = page.extra.entry("imported_review").or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(reviews) = reviews {
        reviews.insert("text".to_owned(), claims.into());
    }
}

#[cfg(test)]
mod tests {
    use super::{keep_manual_list, note_reviews};
    use crate::log::ImportLog;
    use crate::old_site::OldPage;

    #[test]
    fn a_list_by_hand_stays() {
        let text = "Text [1].\n\n## Sources\n\n[1] Lee A. Walking. doi:10.5555/1\n\n\\[2\\] May B.\n";
        let mut page = OldPage { text: text.to_owned(), ..OldPage::default() };
        keep_manual_list(&mut page);
        assert_eq!(page.text, "Text [1].\n\n## References\n\n1. Lee A. Walking. doi:10.5555/1\n2. May B.\n");
        assert_eq!(page.fields["citations"]["list"], "manual");
        let mut other = OldPage { text: "## Sources\n\nWe have many.\n".to_owned(), ..OldPage::default() };
        keep_manual_list(&mut other);
        assert!(other.fields.is_empty());
    }

    #[test]
    fn claims_of_reviews_are_listed() {
        let (mut page, mut log) = (
            OldPage {
                text: "*Medically reviewed by Ann Lee, MD on 5 May 2023*\n\nText.\n".to_owned(),
                ..OldPage::default()
            },
            ImportLog::default(),
        );
        note_reviews(&mut page, &mut log);
        assert_eq!(page.extra["imported_review"]["text"][0], "Medically reviewed by Ann Lee, MD on 5 May 2023");
        assert_eq!(log.to_confirm.len(), 1);
    }
}
