//! The other forms of a page, as the top of the page offers them, and the players of its recordings.

use wellpress_site::model::Page;
use wellpress_site::resolve::forms::{FormKind, FormPlace, FormState, Maker, PageForm, has_forms, of_page};
use wellpress_site::resolve::videos::VideoSource;

use crate::context;
use crate::html::forms;
use crate::pages::render_context::RenderContext;
use crate::theme::strings::MessageValue;

/// The forms that a page offers. Most pages have none, and ask for nothing.
pub(in crate::pages) fn offers(cx: &RenderContext<'_>, page: &Page) -> Vec<context::PageForm> {
    if !has_forms(cx.resolved, page) {
        return Vec::new();
    }
    of_page(cx.resolved, page).iter().map(|form| offer(cx, page, form)).collect()
}

fn offer(cx: &RenderContext<'_>, page: &Page, form: &PageForm<'_>) -> context::PageForm {
    let (url, detail, is_external) = match form.place {
        FormPlace::Page(easy) => (easy.url.clone(), None, false),
        FormPlace::File(file) => match (&file.src, form.kind) {
            (VideoSource::External(url), FormKind::LargePrint) => (url.clone(), None, true),
            (VideoSource::SiteFile(url), FormKind::LargePrint) => {
                (url.clone(), file_words(cx, page, url, file.bytes), false)
            }
            _ => (format!("#{}", forms::anchor(form.kind)), file.duration.clone(), false),
        },
    };
    context::PageForm {
        kind: kind_word(form.kind),
        url,
        detail,
        download: form.kind == FormKind::LargePrint && !is_external,
        external: is_external,
        behind: form.state == FormState::Behind,
        facts: match form.place {
            FormPlace::File(file) if form.kind == FormKind::LargePrint => {
                Some(forms::facts_of_file(cx.text_context(page), form, file))
            }
            _ => None,
        },
    }
}

/// The word of a form in templates.
fn kind_word(kind: FormKind) -> &'static str {
    match kind {
        FormKind::EasyRead => "easy-read",
        FormKind::Audio => "audio",
        FormKind::SignLanguage => "sign-language",
        FormKind::LargePrint => "large-print",
    }
}

/// The type and the size of a file, such as "PDF, 340 kB".
fn file_words(cx: &RenderContext<'_>, page: &Page, url: &str, bytes: Option<u64>) -> Option<String> {
    let name = url.rsplit('.').next().unwrap_or_default().to_uppercase();
    let kilobytes = usize::try_from(bytes?.div_ceil(1000)).ok()?;
    let values = [("type", MessageValue::Text(&name)), ("kilobytes", MessageValue::Count(kilobytes))];
    Some(cx.theme.strings.format(page.language, "form-file", &values))
}

/// The players of a page's recordings, behind `notices`. See [`forms::players`].
pub(in crate::pages) fn players(cx: &RenderContext<'_>, page: &Page, notices: Option<String>) -> String {
    if cx.resolved.pages[page.id].forms.is_empty() {
        return notices.unwrap_or_default();
    }
    forms::players(cx.text_context(page), page, &of_page(cx.resolved, page), notices)
}

/// Who approved of the Easy Read version of a page, as HTML; `None` for one that is not offered.
pub(in crate::pages) fn approval_of_easy_read(cx: &RenderContext<'_>, easy: &Page, full: &Page) -> Option<String> {
    let offered = of_page(cx.resolved, full);
    let form = offered.iter().find(|form| form.kind == FormKind::EasyRead)?;
    let editorial = easy.editorial().filter(|_| form.is_approved);
    let reviews = editorial.map_or(&[][..], |editorial| &editorial.reviews);
    let mut reviewers: Vec<Maker> = Vec::new();
    for reviewer in reviews.iter().map(|review| Maker::Person(review.person)) {
        if !reviewers.contains(&reviewer) {
            reviewers.push(reviewer);
        }
    }
    Some(forms::approval(cx.text_context(easy), &reviewers, form.approved))
}
