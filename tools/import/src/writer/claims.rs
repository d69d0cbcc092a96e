//! What a text says of itself: a list of references that somebody wrote by hand, and lines such as "Medically reviewed by Ann Lee".

use serde_json::json;

use crate::log::ImportLog;
use crate::old_site::OldPage;
use crate::text::code;
use crate::text::scan::spliced;

/// Headings of lists that the build reads.
const LISTS: [&str; 6] = ["references", "bibliography", "sources", "works cited", "literature", "citations"];

/// A page without marks that ends with a list of references keeps the list as it is, and its numbers in the text lead there. With
/// `cites`, the numbers become marks, if each entry has a DOI or a PubMed id; the list is then made by the build.
pub(crate) fn keep_manual_list(page: &mut OldPage, cites: bool) {
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
    let identifiers: Option<Vec<String>> = entries.iter().map(|entry| identifier(entry)).collect();
    match identifiers.filter(|_| cites) {
        Some(keys) => {
            let cite = |numbers: &[usize]| {
                let keys: Option<Vec<&String>> =
                    numbers.iter().map(|number| keys.get(number.checked_sub(1)?)).collect();
                keys.map(|keys| format!("[@{}]", keys.into_iter().map(String::as_str).collect::<Vec<_>>().join("; @")))
            };
            page.text = with_numbers(&page.text[..at], &|_, numbers| cite(numbers)).trim_end().to_owned() + "\n";
        }
        None => {
            let is_in_list = |numbers: &[usize]| numbers.iter().all(|number| (1..=entries.len()).contains(number));
            let link =
                |written: &str, numbers: &[usize]| is_in_list(numbers).then(|| format!("[{written}](#reference-list)"));
            let text = with_numbers(&page.text[..at], &link);
            // The build keeps `references` for lists that it makes.
            page.text = format!("{text}## References {{#reference-list}}\n\n{}\n", entries.join("\n"));
            page.fields.insert("citations".to_owned(), json!({"list": "manual"}));
        }
    }
}

/// The identifier of an entry, as a key of a mark.
fn identifier(entry: &str) -> Option<String> {
    let lower = entry.to_lowercase();
    let doi = lower
        .find("10.")
        .filter(|at| lower[..*at].contains("doi"))
        .map(|at| format!("doi:{}", first_value(&entry[at..])));
    doi.or_else(|| {
        let at = lower.find("pmid")?;
        let id = first_value(&entry[at + "pmid".len()..]);
        (!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("pmid:{id}"))
    })
}

/// The first word of a text behind the name of an identifier.
fn first_value(text: &str) -> &str {
    text.trim_start_matches([':', ' '])
        .split(|sign: char| sign.is_whitespace() || matches!(sign, ')' | '>' | ']' | ',' | ';'))
        .next()
        .unwrap_or_default()
        .trim_end_matches('.')
}

/// Replaces numbers of a list, such as `[1]`, `[2, 3]`, `[4-6]` and `<sup>7</sup>`.
fn with_numbers(text: &str, replace: &dyn Fn(&str, &[usize]) -> Option<String>) -> String {
    const SIGNS: [(&str, &str); 3] = [("<sup>", "</sup>"), ("\\[", "\\]"), ("[", "]")];
    code::outside(text, |part| {
        let mark = |(at, _): (usize, &str)| {
            let (open, close) = SIGNS.iter().find(|(open, _)| part[at..].starts_with(open))?;
            let start = at + open.len();
            let length = part[start..].find(close)?;
            let end = start + length + close.len();
            let numbers = numbers(&part[start..start + length])?;
            // `[1](address)` and `[1]: address` are links.
            if part[end..].starts_with(['(', ':', '[']) {
                return None;
            }
            let escaped_mark = match *open {
                "[" => format!("\\[{}\\]", &part[start..start + length]),
                _ => part[at..end].to_owned(),
            };
            Some((at..end, replace(&escaped_mark, &numbers)?))
        };
        spliced(part, part.match_indices(['[', '<', '\\']).filter_map(mark))
    })
}

/// Numbers between commas, with ranges.
fn numbers(text: &str) -> Option<Vec<usize>> {
    let mut numbers = Vec::new();
    for part in text.split([',', ';']) {
        match part.split_once(['-', '–']) {
            Some((first, last)) => {
                let (first, last): (usize, usize) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
                if last < first || last - first > 50 {
                    return None;
                }
                numbers.extend(first..=last);
            }
            None => numbers.push(part.trim().parse().ok()?),
        }
    }
    Some(numbers)
}

/// The entry behind its number: `1. Lee`, `[1] Lee`.
fn behind_number(line: &str) -> Option<&str> {
    let line = line.trim_start().trim_start_matches(['[', '\\']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| line[digits..].trim_start_matches(['\\', ']', '.', ')']).trim_start())
}

fn last_heading(text: &str) -> Option<usize> {
    let headings = code::lines(text).filter(|(_, line, is_code)| line.starts_with('#') && !is_code);
    headings.last().map(|(start, ..)| start)
}

/// Notes the lines in which the old site says who reviewed a page. They stay in the text, and are no review of the new site.
pub(crate) fn note_reviews(page: &mut OldPage, log: &mut ImportLog) {
    const CLAIMS: &str = "medically reviewed by|clinically reviewed by|reviewed by dr|fact checked by|fact-checked by|\
                          medical review by";
    let claims: Vec<String> = page
        .text
        .lines()
        .filter(|line| CLAIMS.split('|').any(|claim| line.to_lowercase().contains(claim)) && line.len() < 300)
        .map(|line| line.trim_matches(['*', '_', ' ', '>', '#']).to_owned())
        .collect();
    if claims.is_empty() {
        return;
    }
    for claim in &claims {
        log.confirm(&page.source, format!("the old site says `{claim}`"));
    }
    page.add_review("text", claims.into());
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
        keep_manual_list(&mut page, false);
        assert_eq!(
            page.text,
            "Text [\\[1\\]](#reference-list).\n\n## References {#reference-list}\n\n1. Lee A. Walking. doi:10.5555/1\n2. May B.\n"
        );
        assert_eq!(page.fields["citations"]["list"], "manual");
        let mut page_without_list = OldPage { text: "## Sources\n\nWe have many.\n".to_owned(), ..OldPage::default() };
        keep_manual_list(&mut page_without_list, false);
        assert!(page_without_list.fields.is_empty());
    }

    #[test]
    fn a_list_with_identifiers_becomes_marks() {
        let text = "A<sup>1,2</sup> b [2] c [2](d) `[1]` [9].\n\n## References\n\n1. Lee. doi:10.5555/x.\n2. May. PMID: 300.\n";
        let mut page = OldPage { text: text.to_owned(), ..OldPage::default() };
        keep_manual_list(&mut page, true);
        assert_eq!(page.text, "A[@doi:10.5555/x; @pmid:300] b [@pmid:300] c [2](d) `[1]` [9].\n");
        let without = text.replace("PMID: 300", "A book");
        let mut page = OldPage { text: without, ..OldPage::default() };
        keep_manual_list(&mut page, true);
        assert!(
            page.text.starts_with("A[<sup>1,2</sup>](#reference-list) b [\\[2\\]](#reference-list) c [2](d)"),
            "{}",
            page.text
        );
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
