//! The languages of the new site. Pages in what is no language, such as a folder `v2` that a tool took for one, become pages in a folder
//! of its name, so that they keep their addresses.

use crate::old_site::OldSite;

/// Makes the tags of languages usual ones, takes those out that are none, and reports those in which the theme has no words.
pub(crate) fn settle(site: &mut OldSite, known: &[String]) {
    site.language = site.language.take().map(|tag| usual(&tag)).filter(|tag| is_language(tag));
    site.language.clone().iter().for_each(|tag| report_unknown(site, tag, known));
    let site_language = site.language.clone().unwrap_or_else(|| "en".to_owned());
    let languages = std::mem::take(&mut site.languages);
    for (tag, title) in languages {
        let tag_here = usual(&tag);
        let (is_own, is_language) = (tag_here == site_language, is_language(&tag_here));
        for page in site.pages.iter_mut().filter(|page| page.language.as_deref() == Some(&tag)) {
            page.language = (is_language && !is_own).then(|| tag_here.clone());
            if !is_language {
                page.folders.insert(0, tag.clone());
            }
        }
        if !is_language {
            let message = format!("`{tag}` is no language tag: its pages are a section of this name");
            site.log.confirm("wellpress.yaml", message);
        } else if !is_own {
            report_unknown(site, &tag_here, known);
            site.languages.insert(tag_here, title);
        }
    }
    // No section can have the name of a language of the site.
    for folder in site.pages.iter_mut().filter_map(|page| page.folders.first_mut()) {
        if *folder == site_language || site.languages.contains_key(folder) {
            folder.push_str("-pages");
        }
    }
    // A page in a language that the settings do not name.
    for page in &mut site.pages {
        page.language.take_if(|tag| !site.languages.contains_key(tag));
    }
}

fn report_unknown(site: &mut OldSite, tag: &str, known: &[String]) {
    if !known.iter().any(|language| Some(language.as_str()) == tag.split('-').next()) {
        let message = format!(
            "the theme has no words in `{tag}`: its words around the texts are English until you translate the file that \
             `wellpress theme words {tag}` writes"
        );
        site.log.confirm("wellpress.yaml", message);
    }
}

/// Whether a tag begins with a language of two or three letters, as those of all settings do.
fn is_language(tag: &str) -> bool {
    let primary = tag.split('-').next().unwrap_or_default();
    matches!(primary.len(), 2 | 3) && primary.chars().all(|c| c.is_ascii_alphabetic())
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
    fn pages_of_no_language_keep_their_addresses_in_a_folder() {
        let page = |language: &str| OldPage {
            language: Some(language.to_owned()),
            folders: vec!["a".to_owned()],
            ..OldPage::default()
        };
        let languages = [("v2".to_owned(), "V".to_owned()), ("es-mx".to_owned(), "E".to_owned())].into();
        let mut site = OldSite {
            language: Some("en_GB.UTF-8".to_owned()),
            languages,
            pages: vec![page("v2"), page("es-mx")],
            ..OldSite::default()
        };
        settle(&mut site, &["en".to_owned(), "es".to_owned()]);
        assert_eq!(site.language.as_deref(), Some("en-GB"));
        assert_eq!((site.pages[0].folders.join("/"), site.pages[0].language.as_deref()), ("v2/a".to_owned(), None));
        assert_eq!(site.pages[1].language.as_deref(), Some("es-MX"));
    }
}
