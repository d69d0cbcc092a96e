//! The other forms of a page: how readers can take it in, its recordings and files as `encoding`, and its Easy Read version as a
//! translation into the same language.
//!
//! `accessMode` and `accessibilityFeature` have the words of the
//! [vocabulary](https://www.w3.org/community/reports/a11y-discov-vocab/CG-FINAL-vocabulary-20240916/) to which schema.org refers; it has none
//! for Easy Read.

use serde_json::{Value, json};

use wellpress_site::model::Page;
use wellpress_site::resolve::forms::{FormKind, FormPlace, PageForm, ResolvedForm, has_forms, of_page};
use wellpress_site::resolve::videos::VideoSource;

use crate::machine::json_ld::{GraphNodes, StructuredData, dose, node_ref};

impl StructuredData<'_> {
    /// Adds to the node of a page, which is the first, what other forms it has. Most pages have none.
    pub(crate) fn with_forms(self, page: &Page, mut nodes: GraphNodes) -> GraphNodes {
        let Some(web_page) = nodes.first_mut() else { return nodes };
        if let Some(full) = self.resolved.site.full_page_of(page.id).filter(|_| !page.is_withdrawn()) {
            web_page["translationOfWork"] = node_ref(&self.id(&full.url, "page"));
            web_page["isBasedOn"] = self.absolute(&full.url).into();
        }
        let is_easy_read = page.is_easy_read() && !page.is_withdrawn();
        if !is_easy_read && !has_forms(self.resolved, page) {
            return nodes;
        }
        let forms = of_page(self.resolved, page);
        if !is_easy_read && forms.is_empty() {
            return nodes;
        }
        self.add_access(web_page, page, &forms);
        if forms.is_empty() {
            return nodes;
        }
        let files = forms.iter().filter_map(|form| match form.place {
            FormPlace::File(file) => self.encoding(page, form, file),
            FormPlace::Page(_) => None,
        });
        web_page["encoding"] = files.collect::<Vec<_>>().into();
        let easy_read = forms.iter().find_map(|form| match form.place {
            FormPlace::Page(easy) => Some(json!({
                "@type": "WebPage",
                "@id": self.id(&easy.url, "page"),
                "url": self.absolute(&easy.url),
                "name": easy.title,
                "inLanguage": self.tag(),
            })),
            FormPlace::File(_) => None,
        });
        web_page["workTranslation"] = easy_read.into();
        nodes
    }

    /// Adds by which senses a page with its forms can be taken in, and what helps its readers.
    fn add_access(self, web_page: &mut Value, page: &Page, forms: &[PageForm<'_>]) {
        let modes: Vec<&str> = forms.iter().filter_map(|form| mode(form.kind)).collect();
        let has_pictures = self.resolved.pages[page.id].pictures().next().is_some();
        let mut all_modes = vec!["textual"];
        all_modes.extend(modes.iter().copied());
        if has_pictures && !all_modes.contains(&"visual") {
            all_modes.push("visual");
        }
        let mut all_features = features(forms);
        if page.is_easy_read() {
            // The vocabulary has no word for Easy Read. A picture without alternative text is an error.
            all_features.extend(has_pictures.then_some("alternativeText"));
            all_features.push("structuralNavigation");
        }
        let sufficient =
            std::iter::once("textual").chain(modes).map(|mode| json!({"@type": "ItemList", "itemListElement": [mode]}));
        web_page["accessModeSufficient"] = sufficient.collect::<Vec<_>>().into();
        web_page["accessMode"] = all_modes.into();
        web_page["accessibilityFeature"] = all_features.into();
    }

    /// A file of this site. What is elsewhere is described there.
    fn encoding(self, page: &Page, form: &PageForm<'_>, file: &ResolvedForm) -> Option<Value> {
        let VideoSource::SiteFile(url) = &file.src else { return None };
        let (kind, fragment) = match form.kind {
            FormKind::Audio => ("AudioObject", "audio"),
            FormKind::SignLanguage => ("VideoObject", "sign-language"),
            _ => ("MediaObject", "large-print"),
        };
        let by = file.by.as_ref().map(|by| json!({"@type": "Person", "name": by.name(self.resolved.site)}));
        Some(json!({
            "@type": kind,
            "@id": self.id(&page.url, fragment),
            "name": page.title,
            "contentUrl": self.absolute(url),
            "contentSize": file.bytes.map(|bytes| bytes.to_string()),
            "uploadDate": file.date.map(|day| day.to_string()),
            "duration": file.duration.as_deref().and_then(dose::video_length),
            "transcript": file.spoken_words.as_ref().map(|paragraphs| paragraphs.join("\n\n")),
            "contributor": by,
            "encodesCreativeWork": node_ref(&self.id(&page.url, "page")),
            "accessibilityFeature": features(std::slice::from_ref(form)),
        }))
    }
}

/// By which sense a form is taken in, beside reading.
fn mode(kind: FormKind) -> Option<&'static str> {
    match kind {
        FormKind::Audio => Some("auditory"),
        FormKind::SignLanguage => Some("visual"),
        FormKind::EasyRead | FormKind::LargePrint => None,
    }
}

fn features(forms: &[PageForm<'_>]) -> Vec<&'static str> {
    let mut features = Vec::new();
    for form in forms {
        features.extend(match form.kind {
            FormKind::SignLanguage => Some("signLanguage"),
            FormKind::LargePrint => Some("largePrint"),
            FormKind::EasyRead | FormKind::Audio => None,
        });
        if matches!(form.place, FormPlace::File(file) if file.transcript.is_some()) && !features.contains(&"transcript")
        {
            features.push("transcript");
        }
    }
    features
}
