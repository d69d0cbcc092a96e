//! Workflows for continuous integration: they check and publish a site whenever it changes, and each week look for broken links
//! and overdue reviews.

/// A service for continuous integration that [`super::init`] has workflows for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CiService {
    /// GitHub Actions: workflows, and a local action that installs wellpress.
    GitHub,
    /// GitLab CI/CD: a single file.
    GitLab,
}

const GITHUB: [(&str, &str); 4] = [
    (".github/actions/wellpress/action.yml", include_str!("ci/github-action.yml")),
    (".github/workflows/check.yml", include_str!("ci/github-check.yml")),
    (".github/workflows/publish.yml", include_str!("ci/github-publish.yml")),
    (".github/workflows/care.yml", include_str!("ci/github-care.yml")),
];

const GITLAB: [(&str, &str); 1] = [(".gitlab-ci.yml", include_str!("ci/gitlab.yml"))];

impl CiService {
    /// The files of the service: path relative to the site's root, and text. They install the version of this program, so that
    /// an update of wellpress is a change that is checked.
    pub fn files(self) -> Vec<(&'static str, String)> {
        let files: &[(&str, &str)] = match self {
            Self::GitHub => &GITHUB,
            Self::GitLab => &GITLAB,
        };
        files.iter().map(|(path, text)| (*path, text.replace("{version}", env!("CARGO_PKG_VERSION")))).collect()
    }
}
