//! The languages of the new site. A language in which the theme has no strings cannot be one of the site yet: its pages become pages in a
//! folder of its name, so that they keep their addresses.

use crate::old_site::OldSite;

/// Makes the tags of languages usual ones, and takes those out that the theme lacks.
pub(crate) fn settle(site: &mut OldSite, known: &[String]) {
    let is_known = |tag: &str| known.iter().any(|language| Some(language.as_str()) == tag.split('-').next());
    site.language = site.language.take().map(|tag| usual(&tag)).filter(|tag| {
        let is_known = is_known(tag);
        if !is_known {
            site.log.confirm(
                "wellpress.yaml",
                format!("the theme has no strings in `{tag}`: the words around the texts are English"),
            );
        }
        is_known
    });
    let site_language = site.language.clone().unwrap_or_else(|| "en".to_owned());
    let languages = std::mem::take(&mut site.languages);
    for (tag, title) in languages {
        let tag_here = usual(&tag);
        if tag_here == site_language {
            site.pages
                .iter_mut()
                .filter(|page| page.language.as_deref() == Some(&tag))
                .for_each(|page| page.language = None);
            continue;
        }
        let is_known = is_known(&tag_here);
        for page in site.pages.iter_mut().filter(|page| page.language.as_deref() == Some(&tag)) {
            if is_known {
                page.language = Some(tag_here.clone());
            } else {
                page.language = None;
                page.folders.insert(0, tag.clone());
            }
        }
        if is_known {
            site.languages.insert(tag_here, title);
        } else {
            site.log.confirm(
                "wellpress.yaml",
                format!("the theme has no strings in `{tag}`: its pages are a section of this name"),
            );
        }
    }
    // No section can have the name of a language of the site.
    for folder in site.pages.iter_mut().filter_map(|page| page.folders.first_mut()) {
        if *folder == site_language || site.languages.contains_key(folder) {
            folder.push_str("-pages");
        }
    }
    // A page in a language that the settings do not name.
    let languages = site.languages.clone();
    site.pages
        .iter_mut()
        .filter(|page| page.language.as_ref().is_some_and(|tag| !languages.contains_key(tag)))
        .for_each(|page| page.language = None);
}

/// A tag as `en` or `pt-BR`; others write `pt_BR`, `pt-br` or `pt_BR.UTF-8`.
fn usual(tag: &str) -> String {
    let tag = tag.split('.').next().unwrap_or_default().replace('_', "-");
    let (language, rest) = tag.split_once('-').unwrap_or((&tag, ""));
    let language = language.to_lowercase();
    match rest.len() {
        0 => language,
        2 => format!("{language}-{}", rest.to_uppercase()),
        _ => format!("{language}-{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::settle;
    use crate::old_site::{OldPage, OldSite};

    #[test]
    fn pages_of_an_unknown_language_keep_their_addresses_in_a_folder() {
        let page = |language: &str| OldPage {
            language: Some(language.to_owned()),
            folders: vec!["a".to_owned()],
            ..OldPage::default()
        };
        let languages = [("fa".to_owned(), "F".to_owned()), ("es-mx".to_owned(), "E".to_owned())].into();
        let mut site = OldSite {
            language: Some("en_GB.UTF-8".to_owned()),
            languages,
            pages: vec![page("fa"), page("es-mx")],
            ..OldSite::default()
        };
        settle(&mut site, &["en".to_owned(), "es".to_owned()]);
        assert_eq!(site.language.as_deref(), Some("en-GB"));
        assert_eq!((site.pages[0].folders.join("/"), site.pages[0].language.as_deref()), ("fa/a".to_owned(), None));
        assert_eq!(site.pages[1].language.as_deref(), Some("es-MX"));
    }
}
