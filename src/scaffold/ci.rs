//! Workflows for services that check, build and publish a site whenever it changes, and look after it week by week.

/// A service that runs workflows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// GitHub Actions.
    GitHub,
    /// GitLab CI/CD.
    GitLab,
}

const GITHUB: [(&str, &str); 4] = [
    (".github/actions/wellpress/action.yml", include_str!("ci/github-action.yml")),
    (".github/workflows/check.yml", include_str!("ci/github-check.yml")),
    (".github/workflows/publish.yml", include_str!("ci/github-publish.yml")),
    (".github/workflows/care.yml", include_str!("ci/github-care.yml")),
];

const GITLAB: [(&str, &str); 1] = [(".gitlab-ci.yml", include_str!("ci/gitlab.yml"))];

impl Service {
    /// Where each file goes, and its text; they ask for this very version of the program.
    pub fn files(self) -> Vec<(&'static str, String)> {
        let files: &[(&str, &str)] = match self {
            Self::GitHub => &GITHUB,
            Self::GitLab => &GITLAB,
        };
        files.iter().map(|(path, text)| (*path, text.replace("{version}", env!("CARGO_PKG_VERSION")))).collect()
    }
}
