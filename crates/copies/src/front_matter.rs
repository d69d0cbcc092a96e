//! The front matter of a copy in Markdown. Input: what a copy says about its page. Output: YAML between two lines of dashes, in which
//! each text is quoted.

use crate::identity::{Identity, Reviewer};

/// The front matter with both lines of dashes. `json` is the address of the copy in JSON.
pub(crate) fn front_matter(identity: &Identity, json: Option<&str>) -> String {
    let mut yaml = String::from("---\n");
    let mut line = |key: &str, value: &str| yaml.push_str(&format!("{key}: {value}\n"));
    line("title", &quoted(&identity.title));
    line("kind", identity.kind);
    line("url", &quoted(&identity.url));
    line("language", &quoted(&identity.language));
    line("review", identity.review.as_str());
    let texts = [
        ("description", identity.description.as_deref()),
        ("json", json),
        ("outdated_translation_of", identity.outdated_translation_of.as_deref()),
        ("ai", identity.ai.as_deref()),
    ];
    texts.into_iter().for_each(|(key, text)| text.into_iter().for_each(|text| line(key, &quoted(text))));
    let days = [
        ("published", &identity.published),
        ("updated", &identity.updated),
        ("last_reviewed", &identity.last_reviewed),
        ("next_review", &identity.next_review),
    ];
    days.into_iter().for_each(|(key, day)| day.iter().for_each(|day| line(key, day)));
    let mut list = |key: &str, items: Vec<String>| {
        if !items.is_empty() {
            line(key, &format!("[{}]", items.join(", ")));
        }
    };
    list("authors", identity.authors.iter().map(|name| quoted(name)).collect());
    let contributors = identity.contributors.iter();
    list("contributors", contributors.map(|of| format!("{{name: {}, role: {}}}", quoted(&of.name), of.role)).collect());
    list("reviewers", identity.reviewers.iter().map(reviewer).collect());
    let forms = identity.forms.iter().map(|of| {
        let date = of.date.as_ref().map(|day| format!(", date: {day}")).unwrap_or_default();
        let behind = if of.behind { ", behind: true" } else { "" };
        format!("{{form: {}, url: {}{date}, approved: {}{behind}}}", of.form, quoted(&of.url), of.approved)
    });
    list("forms", forms.collect());
    list("topics", identity.topics.iter().map(|title| quoted(title)).collect());
    let corrections = identity.corrections.iter().map(|correction| {
        format!("{{date: {}, was: {}, now: {}}}", correction.date, quoted(&correction.was), quoted(&correction.now))
    });
    list("corrections", corrections.collect());
    yaml.push_str("---\n");
    yaml
}

fn reviewer(of: &Reviewer) -> String {
    let date = of.date.as_ref().map(|day| format!(", date: {day}")).unwrap_or_default();
    let signed = if of.signed { ", signed: true" } else { "" };
    let outdated = if of.outdated { ", outdated: true" } else { "" };
    format!("{{name: {}, role: {}{date}{signed}{outdated}}}", quoted(&of.name), of.role)
}

/// A text in double quotes. The escapes of JSON are those of YAML too; what YAML does not print is escaped as well.
fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).unwrap_or_default();
    let mut yaml = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                yaml.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            _ => yaml.push(c),
        }
    }
    yaml
}
