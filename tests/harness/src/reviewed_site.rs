//! A small site with an article that can be signed off, for tests of reviews.

use crate::test_site::TestSite;

/// Its settings.
pub const SETTINGS: &str = "\
title: Test site
base_url: https://test.example/
disclaimers: {articles: [general]}
review: {every: 12 months, sign_off: required}
";
/// The article, which cites a source and shows the exercise.
pub const NECK: &str = "\
---
title: Neck pain
authors: [jo]
published: 2025-01-01
---
Most neck pain gets better
by itself [@ames-2020].

::exercise{#cobra}
";
/// The exercise.
pub const COBRA: &str = "\
---
title: Cobra
authors: [jo]
dose: {hold: 30 s, sets: 2}
cautions: [{condition: spine, advice: Go slowly., severity: modify}]
---
1. Lie down.
";
const LIBRARY: &str =
    "@article{ames-2020, title = {On necks}, author = {Ames, Ada}, journal = {J Necks}, year = 2020}\n";
const GENERAL: &str = "---\ntitle: Not advice\nversion: \"1\"\n---\nAsk first.\n";

/// A site with an article `neck` that can be signed off.
pub fn site() -> TestSite {
    TestSite::new()
        .file("wellpress.yaml", SETTINGS)
        .file("content/articles/neck.md", NECK)
        .file("content/exercises/cobra.md", COBRA)
        .file("content/topics/spine.md", "---\ntitle: Spine\n---\n")
        .file("content/disclaimers/general.md", GENERAL)
        .file("content/people/jo.md", "---\nname: Jo\n---\n")
        .file("content/people/kim.md", "---\nname: Kim Lee\ncredentials: [MD]\n---\n")
        .file("content/people/old.md", "---\nname: Old\ncredentials: [MD]\ncredentials_expire: 2025-01-01\n---\n")
        .library(LIBRARY)
}
