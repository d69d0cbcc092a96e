//! The manual's page of each rule, which `wellpress explain` prints.

use wellpress::rule_pages::page_of;
use wellpress_diagnostics::rules;

#[test]
fn every_rule_has_a_page() {
    for rule in rules::ALL {
        let body = page_of(rule).strip_prefix(&format!("# {}\n\n", rule.id)).unwrap_or_else(|| panic!("{}", rule.id));
        let (summary, sections) = body.split_once("\n\n## Why it matters\n\n").unwrap_or_else(|| panic!("{}", rule.id));
        assert!(summary.ends_with('.') && !summary.contains('\n'), "{}: one sentence, one line", rule.id);
        let (reason, cure) =
            sections.split_once("\n\n## How to put it right\n\n").unwrap_or_else(|| panic!("{}", rule.id));
        assert!(reason.len() > 60 && cure.matches("```").count() >= 2, "{}: reasons and an example", rule.id);
    }
}
