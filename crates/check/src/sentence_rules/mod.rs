//! The rules on sentences as the site has them: those that ship, and the house rules of the folder `rules`.
//!
//! What a rule looks for is data, run by the engine of `wellpress-wording`. Where a finding stands on a page, and what is true of
//! the page, is left to `check`.

mod house;
mod vale;

use std::sync::LazyLock;

use wellpress_diagnostics::{Rule, rules};
use wellpress_wording::RuleSet;

pub use house::{FOLDER, HouseRules};
pub use vale::ValeRule;

/// Rules on sentences, and the rule that each reports, in the same order.
#[derive(Debug, Default)]
pub struct SentenceRules {
    /// What the engine runs.
    pub set: RuleSet,
    /// The program's own record of each rule.
    pub rules: Vec<&'static Rule>,
}

/// The rules that ship: the folder `rules` of this crate, compiled by its build script.
pub static SHIPPED: LazyLock<SentenceRules> = LazyLock::new(|| {
    let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));
    let set = RuleSet::from_bytes(bytes).expect("the build script of this build wrote the rules");
    let rules = set.rules().iter().map(|rule| rules::find(&rule.id).expect("the tests compare both lists")).collect();
    SentenceRules { set, rules }
});

#[cfg(test)]
mod tests {
    use wellpress_diagnostics::Severity;
    use wellpress_wording::RuleFile;

    use super::*;

    #[test]
    fn each_file_of_a_rule_is_of_a_rule_with_its_severity() {
        for rule in SHIPPED.set.rules() {
            let shipped = rules::find(&rule.id).unwrap_or_else(|| panic!("there is no rule `{}`", rule.id));
            assert_eq!(house::severity_of(rule.severity), shipped.severity, "{}", rule.id);
            assert_ne!(rule.severity, wellpress_wording::Severity::Error, "{}", rule.id);
        }
        assert!(SHIPPED.rules.iter().any(|rule| rule.severity == Severity::Warning));
    }

    /// Each file shows sentences that it must find and others that it must not.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "lists a folder of this crate, and no site")]
    fn the_examples_of_each_rule_are_true() {
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/rules")).unwrap();
        let paths = folder.map(|entry| entry.unwrap().path());
        let rules = paths.filter(|path| !path.file_name().unwrap().to_string_lossy().starts_with("language."));
        let mut examples = 0;
        for path in rules {
            let file = RuleFile::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
            let wrong = SHIPPED.set.wrong_examples(&file);
            assert!(wrong.is_empty(), "{}: {wrong:?}", path.display());
            examples += file.examples().count();
        }
        assert!(examples > 40, "{examples}");
    }
}
