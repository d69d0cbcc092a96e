//! [`ResolvedForm`]: a recording or a file that gives a page in another form.
//!
//! Input: the front matter of a page. Output: the forms whose files exist, and findings. Whether a form is behind its page is for `forms`.

use std::sync::Arc;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Span, rules};
use wellpress_foundation::Day;

use crate::model::{LookupResult, Page, PageId, Site};
use crate::parse::front_matter::{FormFile, FrontMatter};
use crate::sections::ContentKind;
use crate::string_or_map::StringOrMap;

use super::context::{ResolveContext, TextOrigin};
use super::videos::{SiteFiles, VideoSource, wrong_duration};

/// A form in which a page is given beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormKind {
    /// A text of its own in short sentences with pictures.
    EasyRead,
    /// Somebody reads the page.
    Audio,
    /// Somebody interprets the page.
    SignLanguage,
    /// The page in large letters, to download.
    LargePrint,
}

impl FormKind {
    /// All, in the order in which pages offer them.
    pub const ALL: [Self; 4] = [Self::EasyRead, Self::Audio, Self::SignLanguage, Self::LargePrint];

    /// The word in data, such as `sign_language`: the key of front matter, but for an Easy Read version.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EasyRead => "easy_read",
            Self::Audio => "audio",
            Self::SignLanguage => "sign_language",
            Self::LargePrint => "large_print",
        }
    }

    /// What messages call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EasyRead => "Easy Read version",
            Self::Audio => "recording",
            Self::SignLanguage => "recording in sign language",
            Self::LargePrint => "file in large print",
        }
    }

    fn written(self, front: &FrontMatter) -> Option<&Located<StringOrMap<FormFile>>> {
        match self {
            Self::EasyRead => None,
            Self::Audio => front.audio.as_ref(),
            Self::SignLanguage => front.sign_language.as_ref(),
            Self::LargePrint => front.large_print.as_ref(),
        }
    }

    /// The ends of names of the files that it can be, the most usual first.
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::EasyRead => &[],
            Self::Audio => &["mp3", "m4a", "ogg", "oga", "opus", "aac", "flac", "wav", "weba"],
            Self::SignLanguage => &["mp4", "webm", "m4v", "mov", "ogv"],
            Self::LargePrint => &["pdf", "docx", "odt", "epub", "doc", "rtf", "txt"],
        }
    }
}

/// A form that is a file, which exists or whose address is safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedForm {
    /// Which form it is.
    pub kind: FormKind,
    /// Where the file is.
    pub src: VideoSource,
    /// Where the front matter names the file.
    pub span: Span,
    /// Its size; `None` for a file elsewhere.
    pub bytes: Option<u64>,
    /// The length, as the author writes it.
    pub duration: Option<String>,
    /// Address of the transcript.
    pub transcript: Option<String>,
    /// The words of the transcript, if it is plain text or captions.
    pub spoken_words: Option<Arc<[String]>>,
    /// Who read, interpreted or made it.
    pub by: Option<Maker>,
    /// The registration of the interpreter.
    pub registration: Option<String>,
    /// The day on which it was made.
    pub date: Option<Day>,
    /// The hash of the page's words from which it was made, with its place.
    pub made_from: Option<Located<String>>,
    /// The day of its approval.
    pub approved: Option<Day>,
    /// Who approved of it.
    pub approved_by: Option<Maker>,
    /// The files of the content among these, relative to the site's root.
    pub files: Vec<String>,
}

/// Somebody whom front matter names by an id or by a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Maker {
    /// A person with a page.
    Person(PageId),
    /// The name of anybody else.
    Name(String),
}

impl Maker {
    /// The name, as pages show it.
    #[must_use]
    pub fn name(&self, site: &Site) -> String {
        match self {
            Self::Person(person) => site.page(*person).full_title(),
            Self::Name(name) => name.clone(),
        }
    }

    /// The page of the person.
    #[must_use]
    pub fn page(&self) -> Option<PageId> {
        if let Self::Person(person) = self { Some(*person) } else { None }
    }
}

/// Resolves the forms in the front matter of a page. Those of a withdrawn page are not published.
pub(super) fn resolve(context: &ResolveContext<'_>, page: &Page, findings: &mut Vec<Diagnostic>) -> Vec<ResolvedForm> {
    let mut forms = Vec::new();
    for kind in FormKind::ALL {
        let Some(written) = kind.written(&page.front).filter(|_| !page.is_withdrawn()) else { continue };
        let form = match &written.value {
            StringOrMap::Map(form) => form.clone(),
            StringOrMap::String(path) => FormFile::of_path(Located { value: path.clone(), span: written.span }),
        };
        let origin = TextOrigin::of_page(page);
        let files = SiteFiles { context, origin, paths: Vec::new() };
        let mut reader = FormReader { kind, origin, files, findings };
        forms.extend(reader.read(&form));
    }
    forms
}

/// Reads one form.
struct FormReader<'a, 'f> {
    kind: FormKind,
    origin: TextOrigin<'a>,
    files: SiteFiles<'a>,
    findings: &'f mut Vec<Diagnostic>,
}

impl FormReader<'_, '_> {
    /// `None` without a usable file. What else is wrong is left out of the form, and reported.
    fn read(&mut self, form: &FormFile) -> Option<ResolvedForm> {
        let src = self.files.source(&form.src, self.findings);
        let asset = self.files.paths.last().and_then(|path| self.files.context.assets.get(path));
        let bytes = asset.map(|asset| asset.bytes).filter(|_| matches!(src, Some(VideoSource::SiteFile(_))));
        let is_right_file = self.refuse_other_file(&form.src, src.as_ref());
        let is_recording = self.kind != FormKind::LargePrint;
        let recording = format!("a {}", self.kind.name());
        if let Some(duration) = &form.duration {
            self.findings.extend(wrong_duration(self.origin, duration, (&recording, &rules::FRONT_MATTER_TYPE)));
        }
        if !is_recording {
            self.refuse_key("duration", form.duration.as_ref().map(|duration| duration.span));
            self.refuse_key("transcript", form.transcript.as_ref().map(|transcript| transcript.span));
        }
        if self.kind != FormKind::SignLanguage {
            self.refuse_key("registration", form.registration.as_ref().map(|_| form.src.span));
        }
        for day in form.date.iter().chain(&form.approved) {
            self.refuse_future(day);
        }
        self.refuse_early_approval(form);
        let transcript = form.transcript.as_ref().filter(|_| is_recording);
        let transcript = transcript.and_then(|path| Some((path, self.files.publish(path, self.findings)?)));
        let spoken_words = transcript.as_ref().and_then(|_| self.files.spoken_words());
        let transcript = transcript.filter(|(path, _)| spoken_words.is_some() || !self.refuse_transcript(path));
        let transcript = transcript.map(|(_, url)| url);
        let (by, approved_by) = (self.maker(form.by.as_ref()), self.maker(form.approved_by.as_ref()));
        let approved_by = approved_by.filter(|approver| !self.refuse_own_approval(form, by.as_ref(), approver));
        Some(ResolvedForm {
            kind: self.kind,
            src: src.filter(|_| is_right_file)?,
            span: form.src.span,
            bytes,
            duration: form.duration.as_ref().map(|duration| duration.value.0.clone()).filter(|_| is_recording),
            transcript,
            spoken_words,
            by,
            registration: form.registration.as_ref().map(|registration| registration.0.clone()),
            date: form.date.as_ref().map(|day| day.value),
            made_from: form.made_from.clone(),
            // Nobody approved of a form whose approver made it.
            approved: form
                .approved
                .as_ref()
                .map(|day| day.value)
                .filter(|_| approved_by.is_some() || form.approved_by.is_none()),
            approved_by,
            files: std::mem::take(&mut self.files.paths),
        })
    }

    /// A file of another type is none that readers could use as this form. Of a file elsewhere nobody knows the type.
    fn refuse_other_file(&mut self, path: &Located<String>, src: Option<&VideoSource>) -> bool {
        let Some(VideoSource::SiteFile(_)) = src else { return true };
        let extension = path.value.rsplit_once('.').map_or_else(String::new, |(_, end)| end.to_ascii_lowercase());
        let extensions = self.kind.extensions();
        let is_right = extensions.contains(&extension.as_str());
        if !is_right {
            let message = format!("`{}` is no {}", path.value, self.kind.name());
            let help = format!("name a file that ends in `.{}`", extensions.join("`, `."));
            self.findings.push(self.origin.finding(&rules::FRONT_MATTER_TYPE, path.span, message).help(help));
        }
        let asset = self.files.paths.last().and_then(|path| self.files.context.assets.get(path));
        let misnamed = asset.and_then(|asset| asset.misnamed).filter(|_| is_right);
        if let Some(why) = misnamed {
            let message = format!("`{}` is no {}: {why}", path.value, self.kind.name());
            let help = "export the file again, and open it before you name it here";
            self.findings.push(self.origin.finding(&rules::FRONT_MATTER_TYPE, path.span, message).help(help));
        }
        is_right && misnamed.is_none()
    }

    /// A transcript stands beside the player, so that it has to have words.
    fn refuse_transcript(&mut self, path: &Located<String>) -> bool {
        let is_text = [".txt", ".vtt", ".srt"].iter().any(|end| path.value.to_ascii_lowercase().ends_with(end));
        let (message, help) = match is_text {
            true => ("has no words that could be read", "save what is said as text in UTF-8"),
            false => (
                "is no plain text",
                "save what is said as plain text (`.txt`) or captions (`.vtt`, `.srt`): it stands below the player",
            ),
        };
        let message = format!("the transcript `{}` {message}", path.value);
        self.findings.push(self.origin.finding(&rules::FRONT_MATTER_TYPE, path.span, message).help(help));
        true
    }

    fn refuse_early_approval(&mut self, form: &FormFile) {
        let (Some(made), Some(approved)) = (&form.date, &form.approved) else { return };
        if approved.value < made.value {
            let message = format!("`approved: {approved}` is before `date: {made}`, on which it was made");
            let finding = self.origin.finding(&rules::DATE_INVALID, approved.span, message);
            self.findings.push(finding.help("have the file approved as it is now, and write that day"));
        }
    }

    /// Whoever made a form cannot approve of it.
    fn refuse_own_approval(&mut self, form: &FormFile, by: Option<&Maker>, approver: &Maker) -> bool {
        let Some(written) = form.approved_by.as_ref().filter(|_| by == Some(approver)) else { return false };
        let message = format!("`{written}` made this {} and approves of it", self.kind.name());
        let finding = self.origin.finding(&rules::REVIEW_SELF, written.span, message);
        self.findings.push(finding.help("have somebody else approve of it, best of all one of its readers"));
        true
    }

    fn refuse_key(&mut self, key: &str, span: Option<Span>) {
        let Some(span) = span else { return };
        let message = format!("a {} has no `{key}`", self.kind.name());
        self.findings.push(self.origin.finding(&rules::FRONT_MATTER_UNKNOWN_KEY, span, message).help("take it out"));
    }

    fn refuse_future(&mut self, day: &Located<Day>) {
        if !self.files.context.config.options.clock.has_come(day.value) {
            let message = format!("`{day}` is still to come");
            let finding = self.origin.finding(&rules::DATE_INVALID, day.span, message);
            self.findings.push(finding.help("write the day on which it was done"));
        }
    }

    /// The person with this id, or a name. A word that could be an id and that nobody has is a mistake.
    fn maker(&mut self, written: Option<&Located<String>>) -> Option<Maker> {
        let written = written.filter(|written| !written.value.trim().is_empty())?;
        let index = &self.files.context.site.index;
        match index.find(ContentKind::Person, &written.value, self.origin.language) {
            LookupResult::Page(person) => Some(Maker::Person(person)),
            LookupResult::Nothing if !looks_like_id(&written.value) => Some(Maker::Name(written.value.clone())),
            _ => {
                let mut ids = self.files.context.ids(self.origin, self.findings);
                ids.page(ContentKind::Person, written).map(Maker::Person)
            }
        }
    }
}

/// Whether a text is written as ids are: one word of small Latin letters. Many scripts have no capitals, so that a name in one of them is
/// no id.
fn looks_like_id(text: &str) -> bool {
    let is_of_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | '/');
    text.chars().all(is_of_id)
}
