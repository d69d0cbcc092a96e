//! `sections` of the settings in, the table [`Sections`] out.

use wellpress_diagnostics::{Diagnostic, Source, nearest, quotable};
use wellpress_foundation::ids::IdVec;
use wellpress_foundation::text::composed;
use wellpress_io::fs::is_device_name;
use wellpress_markdown::parser::typographic;

use crate::content_folder::ContentFolder;
use crate::sections::{ContentKind, FORMS_FOLDER, ListLook, RESERVED_FOLDERS, Section, Sections};

use super::fields;
use super::mistakes::{find_key, wrong};
use super::section_settings::{SectionSettings, WordsByField, capitalised};
use super::settings::Settings;
use super::site_language::{MAIN_LANGUAGE, SiteLanguage};

/// Whether a folder of `content` cannot be a section, because the build reads other files in it or makes pages at its address.
fn is_taken_folder(folder: &str) -> bool {
    RESERVED_FOLDERS.contains(&folder) || folder == FORMS_FOLDER || folder == "reviews"
}

/// The sections of every site, and those of the settings.
pub(super) fn sections(
    settings: &Settings,
    content: ContentFolder,
    languages: &IdVec<SiteLanguage>,
    source: &Source,
    findings: &mut Vec<Diagnostic>,
) -> Sections {
    let declared = settings.sections.iter().filter(|(folder, _)| own_kind(folder).is_none());
    let declared =
        declared.filter_map(|(folder, section)| declared_section(settings, source, folder, section, findings));
    let mut sections = Sections::new(content, declared.collect());
    for (folder, section) in &settings.sections {
        let Some(kind) = own_kind(folder) else { continue };
        if !kind.has_pages() {
            let message = format!("the files in `{folder}` have no pages, so that they are no section");
            findings.push(wrong(find_key(source, folder), message).help("take it out"));
            continue;
        }
        if let Some(like) = section.like.as_ref().filter(|like| ContentKind::from(like.value) != kind) {
            let message = format!("the pages in `{folder}` are always like `{kind}`");
            let help = "take the line out, or give the section another folder";
            findings.push(wrong(source.locate(like.span), message).help(help));
        }
        change(sections.get_mut(kind.section()), section, source, findings);
    }
    set_titles(&mut sections, settings, languages, source, findings);
    refuse_shared_names(&sections, source, findings);
    refuse_taken_paths(&sections, settings, source, findings);
    // Fields come last: a field of pages names a section, which must be in the table.
    for (folder, section) in settings.sections.iter().filter(|(_, section)| !section.fields.0.is_empty()) {
        let Some(id) = sections.of_folder(folder) else { continue };
        let translations = |field: &str, words: WordsByField| {
            let languages = settings.languages.iter();
            let translations = languages.filter_map(|(tag, language)| {
                Some((tag.clone(), words(language.sections.get(folder)?).get(field)?.clone()))
            });
            translations.collect()
        };
        let fields = fields::fields(&sections, sections[id].kind, &section.fields, &translations, source, findings);
        sections.get_mut(id).fields = fields;
    }
    sections
}

/// The kind whose pages are in this folder on every site.
fn own_kind(folder: &str) -> Option<ContentKind> {
    ContentKind::ALL.into_iter().find(|kind| kind.folder() == folder)
}

/// A section that the settings declare. `None`, with a finding, if no folder can have the name.
fn declared_section(
    settings: &Settings,
    source: &Source,
    folder: &str,
    section: &SectionSettings,
    findings: &mut Vec<Diagnostic>,
) -> Option<Section> {
    let is_language = *folder == settings.language.value || settings.languages.contains_key(folder);
    let reason = if is_taken_folder(folder) {
        "this folder has another use"
    } else if ContentKind::find(folder).is_some() {
        "sign-offs name the pages of another section so"
    } else if is_language {
        "the pages of this language are at this address"
    } else if !is_folder_name(folder) {
        "a section has a folder of its own directly below `content`, whose name is letters, digits, `-` and `_`"
    } else {
        let kind = section.like.as_ref().map_or(ContentKind::Article, |like| like.value.into());
        let mut declared = Section {
            folder: composed(folder.to_owned()),
            name: composed(folder.to_owned()).into(),
            path: format!("{}/", composed(folder.to_owned())),
            title: Some(capitalised(folder)),
            list: if kind == ContentKind::Exercise { ListLook::Cards } else { ListLook::Rows },
            ..Section::of_kind(kind)
        };
        change(&mut declared, section, source, findings);
        return Some(declared);
    };
    let finding = wrong(find_key(source, folder), format!("`{folder}` is no name for a section: {reason}"));
    findings.push(finding.help("choose another name"));
    None
}

/// The titles of lists in each language, with its typography.
fn set_titles(
    sections: &mut Sections,
    settings: &Settings,
    languages: &IdVec<SiteLanguage>,
    source: &Source,
    findings: &mut Vec<Diagnostic>,
) {
    for (folder, section) in &settings.sections {
        if let Some((section, title)) = sections.of_folder(folder).zip(section.title.as_ref()) {
            let main = &languages[MAIN_LANGUAGE];
            let title = typographic_title(settings, main, title);
            let section = sections.get_mut(section);
            // The theme has words in every language for the sections of every site, and none for others.
            if section.is_declared() {
                section.title = Some(title);
            } else {
                section.titles.insert(main.tag.clone(), title);
            }
        }
    }
    for (tag, language) in &settings.languages {
        for (folder, words) in &language.sections {
            let Some(section) = sections.of_folder(folder) else {
                let near = nearest(folder, sections.entries().map(|(_, section)| section.folder.as_str()));
                let finding = wrong(find_key(source, folder), format!("there is no section `{}`", quotable(folder)));
                findings.push(finding.suggest_or(near, "declare it under `sections`"));
                continue;
            };
            let fields = settings.sections.get(folder).into_iter().flat_map(|section| &section.fields.0);
            let names: Vec<&str> = fields.map(|(name, _)| name.as_str()).collect();
            for name in words.labels.keys().chain(words.back.keys()).filter(|name| !names.contains(&name.as_str())) {
                let near = nearest(name, names.iter().copied());
                let finding = wrong(find_key(source, name), format!("`{folder}` has no field `{}`", quotable(name)));
                findings.push(finding.suggest_or(near, "declare it under `fields` of the section"));
            }
            let of_texts = languages.iter().find(|language| language.tag == *tag).zip(words.title.as_ref());
            if let Some((language, title)) = of_texts {
                sections.get_mut(section).titles.insert(tag.clone(), typographic_title(settings, language, title));
            }
        }
    }
}

fn typographic_title(settings: &Settings, language: &SiteLanguage, title: &str) -> String {
    typographic(title, settings.grammar(language.of_texts())).into_owned()
}

fn is_folder_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        && !name.starts_with('_')
        && !is_device_name(name)
}

/// Changes what the settings say of a section.
fn change(section: &mut Section, settings: &SectionSettings, source: &Source, findings: &mut Vec<Diagnostic>) {
    if let Some(singular) = &settings.singular {
        if is_folder_name(&singular.value) {
            section.name = singular.value.as_str().into();
        } else {
            let message = format!("`{}` cannot stand before the colon of a link", quotable(&singular.value));
            let help = "write one word of letters, digits, `-` and `_`, such as `condition`";
            findings.push(wrong(source.locate(singular.span), message).help(help));
        }
    }
    if let Some(path) = &settings.path {
        match parse_path(&path.value) {
            Ok(path) => section.path = path,
            Err((message, help)) => {
                let message = format!("`{}` is no address of a section: {message}", quotable(&path.value));
                findings.push(wrong(source.locate(path.span), message).help(help));
            }
        }
    }
    if let Some(folder) = &settings.folder {
        section.has_rest = folder.value == "." && section.folder == ContentKind::Page.folder();
        if !section.has_rest {
            let message =
                "only the section `pages` can have another folder, and only `.`: all files in no other section";
            findings
                .push(wrong(source.locate(folder.span), message).help("take the line out, or write it under `pages`"));
        }
    }
    section.list = settings.list.unwrap_or(section.list);
    section.order = settings.order.unwrap_or(section.order);
    section.template = settings.template.clone();
    section.schema_org = settings.schema_org.clone();
    if let Some(name) = settings.schema_org.as_ref().filter(|name| !is_type_name(&name.value)) {
        let message = format!("`{}` is no type of schema.org", quotable(&name.value));
        let help = "write the name alone, such as `MedicalCondition` or `Event`";
        findings.push(wrong(source.locate(name.span), message).help(help));
    }
    if let Some(health) = settings.health.as_ref().filter(|health| !health.value) {
        if matches!(section.kind, ContentKind::Article | ContentKind::Page) {
            section.is_health = false;
        } else {
            let message = format!("pages like `{}` always give health information", section.kind);
            let help = "take the line out, or make the section `like: article` or `like: page`";
            findings.push(wrong(source.locate(health.span), message).help(help));
        }
    }
}

fn is_type_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The address of a section's pages below each language, with a last `/`. It begins with a folder of its own, which has the list.
fn parse_path(text: &str) -> Result<String, (&'static str, &'static str)> {
    const HELP: &str = "write it from `/`, such as `/clinician/charts/` or `/news/{year}/`";
    let path = text.strip_prefix('/').ok_or(("it does not begin with `/`", HELP))?;
    let path = path.strip_suffix("{slug}/").or_else(|| path.strip_suffix("{slug}")).unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut segments = path.split('/');
    if !segments.next().is_some_and(is_folder_name) {
        return Err(("its first part is not the name of a folder", HELP));
    }
    if segments.any(|segment| !is_folder_name(segment) && !matches!(segment, "{year}" | "{month}")) {
        return Err(("a part of it is neither the name of a folder nor `{year}` or `{month}`", HELP));
    }
    Ok(format!("{path}/"))
}

/// Two sections whose pages have one name: a link could lead to either.
fn refuse_shared_names(sections: &Sections, source: &Source, findings: &mut Vec<Diagnostic>) {
    for (id, section) in sections.entries() {
        let Some((_, other)) =
            sections.entries().find(|(other_id, other)| *other_id < id && other.name == section.name)
        else {
            continue;
        };
        let message =
            format!("pages of `{}` and of `{}` are both called `{}`", other.folder, section.folder, section.name);
        let finding = wrong(find_key(source, &section.folder), message);
        findings.push(finding.help("give the section another `singular`"));
    }
}

/// A section whose address begins where the build has pages of its own, or where the list of another section is.
fn refuse_taken_paths(sections: &Sections, settings: &Settings, source: &Source, findings: &mut Vec<Diagnostic>) {
    for (id, section) in sections.with_lists() {
        let Some(path) = settings.sections.get(&section.folder).and_then(|settings| settings.path.as_ref()) else {
            continue;
        };
        let first = section.path.split('/').next().unwrap_or_default();
        let is_taken = is_taken_folder(first)
            || settings.languages.contains_key(first)
            || sections.with_lists().any(|(other, list)| other != id && list.list_path() == section.list_path());
        if is_taken {
            let message = format!("`{}` is no address of a section: other pages are there", quotable(&path.value));
            findings.push(wrong(source.locate(path.span), message).help("choose another address"));
        }
    }
}
