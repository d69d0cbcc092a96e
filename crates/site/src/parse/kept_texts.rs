//! [`KeptTexts`]: the parsed texts of an earlier process, so that a build after an edit parses the edited text alone.
//!
//! A text is kept with the spans of its source, which is read in each run. One with findings is not kept, so that each run reports
//! them. One that depends on another file is not kept either, nor one with a list of references by hand. Front matter and the
//! library are parsed each time.

use wellpress_io::cache::{CacheLocation, Fingerprint, FingerprintBuilder, KeyedCache, KeyedValues};
use wellpress_io::fs::Files;
use wellpress_markdown::body::Body;

use crate::config::Config;

use super::document::ContentFingerprint;

/// The name of the folder in the cache.
const FOLDER: &str = "texts";

/// The parsed texts that the cache has.
#[derive(Debug, Default)]
pub struct KeptTexts {
    values: KeyedValues,
}

impl KeptTexts {
    /// Reads the texts that an earlier process with the same settings left.
    #[must_use]
    pub fn load(files: &dyn Files, config: &Config, cache: &CacheLocation) -> Self {
        Self { values: texts(config, cache).load(files) }
    }

    /// Leaves the texts of this run for the next process, each by its key. A failure is ignored: the next one parses them again.
    pub fn save(&self, files: &dyn Files, config: &Config, cache: &CacheLocation, texts: &[(Fingerprint, &Body)]) {
        let _ = self::texts(config, cache).save(files, &self.values, texts);
    }

    pub(super) fn body(&self, key: Fingerprint) -> Option<Body> {
        self.values.get(key)
    }
}

/// The texts in the cache that were parsed with these settings.
fn texts<'a>(config: &Config, cache: &'a CacheLocation) -> KeyedCache<'a> {
    KeyedCache::new(cache, FOLDER, config.fingerprint_for_parsing())
}

/// The key of a text. The front matter counts, since a text can show values of it, and its length moves all spans; so does the path,
/// which decides kind and language.
pub(super) fn key(path: &str, content: ContentFingerprint) -> Fingerprint {
    FingerprintBuilder::new("text").with((path, content.front, content.text)).fingerprint()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use wellpress_diagnostics::Source;
    use wellpress_foundation::Day;
    use wellpress_io::cache::CacheMode;
    use wellpress_io::fs::Memory;

    use crate::config::{self, BuildOptions, Clock, IncludeUnpublished, SearchIndex};
    use crate::discover;
    use crate::parse::{Parsed, ParsedFiles, parse};

    use super::*;

    const ARTICLE: &str = r#"---
title: Neck
description: For the neck.
---
Rest *well* **[with](/a/ "A title"){.button #go}** your @berg2020 [p. 3; see -@okoro2019, chap. 2] neck&shy;[^n] and `code`.

## Heading {#own .no-toc .wide}

![A neck](neck.jpg){width=300} [[page:neck#own|words]] [[neck]] [mail](mailto:a@b.example) [the study](cite:berg2020).

> [!TIP] Label
> - [ ] open
> - [x] done

7. Seven `a|b`
8. Eight

| a | b | c |
|:--|:-:|--:|
| 5 mg | <kbd>x</kbd> | H<sub>2</sub>O |

:::care{level="emergency"}
Call now.
:::

::figure[A caption]{src="neck.jpg" alt="A neck" #fig-neck}

```yaml
a: 1
```

$$x^2$$ and ~~gone~~ ---

Term
: Definition

<!-- wellpress-allow wording-promise: a reason -->

This is a promise.

[^n]: A note.
"#;

    fn parsed(files: &Memory, settings: &str, kept: &KeptTexts) -> (Parsed, ParsedFiles, Config) {
        let root = Path::new("/site");
        let options = BuildOptions {
            include: IncludeUnpublished::default(),
            left_out_drafts: Default::default(),
            base_url: None,
            output: root.join("output"),
            clock: Clock::at(Day::parse("2026-07-01").unwrap()),
            index: SearchIndex::Skip,
        };
        let settings = format!("title: Site\nbase_url: https://site.example/\nlanguage: en\n{settings}");
        let config = config::load(root, Source::new("wellpress.yaml", settings), None, options).unwrap();
        let (inventory, _) = discover::discover(files, &config).unwrap();
        let (parsed, _, files) = parse(files, &config, &inventory, None, kept);
        (parsed, files, config)
    }

    fn location() -> CacheLocation {
        CacheLocation { folder: "/site/.wellpress".into(), mode: CacheMode::ReadWrite, build: "1" }
    }

    #[test]
    fn a_kept_text_is_the_parsed_text() {
        let unclosed = "---\ntitle: Back\ndescription: For the back.\n---\n:::care\nCall.\n";
        let files = Memory::new().with("/site/content/articles/neck.md", ARTICLE);
        let files = files.with("/site/content/articles/back.md", unclosed);
        let (first, parsed_files, config) = parsed(&files, "", &KeptTexts::default());
        KeptTexts::default().save(&files, &config, &location(), &parsed_files.texts_to_keep());
        let kept = KeptTexts::load(&files, &config, &location());
        let keys: Vec<_> = first.documents.iter().map(|document| (&*document.file.path, document.text_key)).collect();
        assert!(
            matches!(keys[..], [("content/articles/back.md", None), ("content/articles/neck.md", Some(_))]),
            "a text with findings is not kept: {keys:?}"
        );
        let neck = &first.documents[1];
        assert_eq!(kept.body(neck.text_key.unwrap()).as_ref(), Some(&*neck.body));
        let tables = (neck.body.links.len(), neck.body.directives.len(), neck.body.citations.len());
        assert_eq!(tables, (6, 3, 2), "the text has what it tests");
        let (second, ..) = parsed(&files, "", &kept);
        for (first, second) in first.documents.iter().zip(&second.documents) {
            assert_eq!((&first.body, first.text_key), (&second.body, second.text_key));
        }
    }

    #[test]
    fn an_edit_of_text_front_matter_or_settings_parses_again() {
        let path = "/site/content/articles/neck.md";
        let files = Memory::new().with(path, ARTICLE);
        let (_, parsed_files, config) = parsed(&files, "", &KeptTexts::default());
        KeptTexts::default().save(&files, &config, &location(), &parsed_files.texts_to_keep());
        let kept = KeptTexts::load(&files, &config, &location());
        let key = |files: &Memory| parsed(files, "", &kept).0.documents[0].text_key.unwrap();
        assert!(kept.body(key(&files)).is_some());
        for edited in [ARTICLE.replace("your", "Your"), ARTICLE.replace("For the neck", "For your neck")] {
            assert!(kept.body(key(&Memory::new().with(path, edited.as_str()))).is_none());
        }
        assert!(kept.body(key(&Memory::new().with("/site/content/articles/nape.md", ARTICLE))).is_none());
        let (.., other) = parsed(&files, "callouts:\n  hint: {label: Hint, like: tip}\n", &kept);
        assert!(KeptTexts::load(&files, &other, &location()).body(key(&files)).is_none());
    }
}
