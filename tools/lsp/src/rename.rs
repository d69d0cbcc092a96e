//! Renames the key of a source, the id of a page or an anchor in all files, as one edit of the workspace. A page gets its file renamed, and
//! a redirect from its old address.

use std::collections::BTreeMap;
use std::ops::Range as Bytes;
use std::path::PathBuf;

use lsp_types::{
    DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, Position, Range,
    RenameFile, ResourceOp, TextDocumentEdit, TextEdit, WorkspaceEdit,
};

use wellpress_diagnostics::Location;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::{Page, PageId};

use crate::entities::Entity;
use crate::findings::Texts;
use crate::places;
use crate::positions::Text;
use crate::requests::InFile;
use crate::uris;
use crate::yaml_lines;

/// What is renamed at a position: its range, and its name.
#[must_use]
pub fn prepare(file: &InFile<'_>, position: Position) -> Option<(Range, String)> {
    let (offset, cursor) = file.cursor(position);
    let entity = file.entity(position)?;
    let name = name_of(file, &entity)?;
    let range = match cursor.filter(|cursor| file.text.as_str()[cursor.range.clone()].ends_with(&*name)) {
        Some(cursor) => cursor.range.end - name.len()..cursor.range.end,
        None => at_definition(&file.text, offset, &name),
    };
    Some((file.text.range(range, file.client.encoding), name))
}

/// Where a name is defined in the line of a byte: the name, or the words that the name is made of.
fn at_definition(text: &Text, offset: usize, name: &str) -> Bytes<usize> {
    let line = text.line_range(text.column_of(offset).0 as usize - 1);
    let words = &text.as_str()[line.clone()];
    let (start, written) = match words.rfind(name) {
        Some(at) if (line.start + at..=line.start + at + name.len()).contains(&offset) => (at, name),
        _ => (words.len() - words.trim_start().len(), words.trim()),
    };
    line.start + start..line.start + start + written.len()
}

fn name_of(file: &InFile<'_>, entity: &Entity) -> Option<String> {
    match entity {
        Entity::Source(source) => Some(file.view.site.library.get(*source).key.to_string()),
        Entity::Page(page) => Some(file.view.site.page(*page).name.clone()).filter(|name| !name.is_empty()),
        Entity::Anchor(_, anchor) => Some(anchor.clone()),
        _ => None,
    }
}

/// The edit that gives what is at a position another name.
///
/// # Errors
/// Why it cannot have that name.
pub fn rename(file: &InFile<'_>, position: Position, new_name: &str) -> Result<WorkspaceEdit, String> {
    let entity = file.entity(position).ok_or("nothing here has a name that can be changed")?;
    let old_name = name_of(file, &entity).ok_or("this name cannot be changed here")?;
    let mut edit = Edit { texts: file.texts(), file, changes: BTreeMap::new(), files: Vec::new() };
    match entity {
        Entity::Source(source) => edit.source(source, &old_name, new_name)?,
        Entity::Page(page) => edit.page(page, &old_name, new_name)?,
        Entity::Anchor(page, _) => edit.anchor(page, &old_name, new_name)?,
        _ => {}
    }
    Ok(edit.finish())
}

/// An edit that is being put together.
struct Edit<'a> {
    file: &'a InFile<'a>,
    texts: Texts<'a>,
    changes: BTreeMap<String, Vec<TextEdit>>,
    /// Files and folders with their new paths.
    files: Vec<(PathBuf, PathBuf)>,
}

impl Edit<'_> {
    fn replace(&mut self, location: &Location, new_text: String) {
        let range = self.texts.range(location);
        self.changes.entry(location.file.to_string()).or_default().push(TextEdit { range, new_text });
    }

    /// Replaces the last place of a name in a location, if the name stands there.
    fn replace_within(&mut self, location: &Location, name: &str, new_name: &str) -> bool {
        let text = self.texts.text(&location.file);
        let bytes = text.bytes_of(location);
        let Some(at) = text.as_str()[bytes.clone()].rfind(name) else { return false };
        let start = bytes.start + at;
        self.insert(&location.file, start..start + name.len(), new_name.to_owned());
        true
    }

    fn insert(&mut self, file: &str, bytes: Bytes<usize>, new_text: String) {
        let range = self.texts.text(&file.into()).range(bytes, self.file.client.encoding);
        self.changes.entry(file.to_owned()).or_default().push(TextEdit { range, new_text });
    }

    /// Marks that cite by an identifier stay as they are.
    fn source(&mut self, source: ReferenceId, old: &str, new: &str) -> Result<(), String> {
        let view = self.file.view;
        let is_key =
            !new.is_empty() && new.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '+'));
        if !is_key || !new.starts_with(char::is_alphabetic) {
            return Err(format!(
                "`{new}` cannot be a key: use letters, digits, `-`, `_`, `.` and `:`, beginning with a letter"
            ));
        }
        if view.site.library.find(new).is_some_and(|other| other != source || new == old) {
            return Err(format!("a source has the key `{new}` already"));
        }
        let location = view.site.library.get(source).location.clone();
        if !self.replace_within(&location, old, new) {
            return Err(format!("the key stands in `{}` in a form that cannot be changed here", location.file));
        }
        for mention in places::mentions(view, &Entity::Source(source)) {
            let location = mention.location();
            let text = self.texts.text(&location.file);
            if &text.as_str()[text.bytes_of(&location)] == old {
                self.replace(&location, new.to_owned());
            }
        }
        let successors = view.site.library.references().iter().filter_map(|reference| reference.superseded_by.as_ref());
        for successor in successors.filter(|successor| successor.key.as_str() == old) {
            self.replace_within(&successor.location, old, new);
        }
        Ok(())
    }

    fn anchor(&mut self, page: PageId, old: &str, new: &str) -> Result<(), String> {
        let view = self.file.view;
        is_id(new)?;
        if view.outlines[page].anchors.contains(new) {
            return Err(format!("the page has an id `{new}` already"));
        }
        let (source, body) = view.site.page(page).written();
        let heading = body.headings.iter().find(|heading| &*heading.id == old);
        if let Some(heading) = heading {
            let line = source.locate(body.nodes.at(heading.node.index()).span).line as usize - 1;
            let text = self.texts.text(&source.path);
            let range = text.line_range(line);
            let written = format!("#{old}");
            match text.line(line).rfind(&written).filter(|_| text.line(line).trim_end().ends_with('}')) {
                Some(at) => {
                    self.insert(&source.path, range.start + at..range.start + at + written.len(), format!("#{new}"))
                }
                None => {
                    let end = range.start + text.line(line).trim_end().trim_end_matches('#').trim_end().len();
                    self.insert(&source.path, end..end, format!(" {{#{new}}}"));
                }
            }
        } else {
            let place = Entity::Anchor(page, old.to_owned()).definition(view).ok_or("the id is made by the build")?;
            if !self.replace_within(&place, old, new) {
                return Err("the id is made by the build".to_owned());
            }
        }
        for mention in places::mentions(view, &Entity::Anchor(page, old.to_owned())) {
            self.replace_within(&mention.location(), old, new);
        }
        Ok(())
    }

    fn page(&mut self, id: PageId, old: &str, new: &str) -> Result<(), String> {
        let view = self.file.view;
        is_id(new)?;
        if !self.file.client.renames_files {
            return Err("this editor cannot rename files by an edit of the workspace".to_owned());
        }
        let page = view.site.page(id);
        let translations: Vec<&Page> = view
            .site
            .pages
            .iter()
            .map(|page| &**page)
            .filter(|other| (other.section, &other.route) == (page.section, &page.route))
            .collect();
        let new_route = format!("{}{new}", page.route.strip_suffix(old).ok_or("the page is named by its folder")?);
        if view.site.pages.iter().any(|other| other.section == page.section && other.route == new_route) {
            return Err(format!("there is a page `{new_route}` already"));
        }
        if let Some(signed) = translations.iter().find(|page| page.sign_offs.is_some()) {
            return Err(format!(
                "reviewers have signed `{}`, in a file that is named after it: rename both by hand",
                signed.source.path
            ));
        }
        for page in &translations {
            self.mentions_of_page(page, old, new);
            self.redirect(page, old, new);
        }
        self.rename_files(&translations, old, new);
        Ok(())
    }

    fn mentions_of_page(&mut self, page: &Page, old: &str, new: &str) {
        let view = self.file.view;
        for mention in places::mentions(view, &Entity::Page(page.id)) {
            self.replace_within(&mention.location(), old, new);
        }
        let of_settings = view.settings_pages.iter().filter(|link| link.value == page.id);
        for link in of_settings {
            self.replace_within(&view.config.source.locate(link.span), old, new);
        }
    }

    /// A redirect from the old address, unless the page says its address itself or was never published.
    fn redirect(&mut self, page: &Page, old: &str, new: &str) {
        let is_addressed = page.front.slug.is_some() || page.front.permalink.is_some();
        if is_addressed || page.unpublished.is_some() || !page.path.trim_end_matches('/').ends_with(old) {
            return;
        }
        let text = self.texts.text(&page.source.path);
        let Some(lines) = yaml_lines::front_matter_lines(&text) else { return };
        let alias = format!("/{}", page.path);
        let existing = page.front.aliases.last().map(|alias| page.source.locate(alias.span));
        // The old address of a page that gets its old name back would redirect to itself.
        let is_back =
            page.front.aliases.iter().any(|alias| alias.value.trim_end_matches('/').ends_with(&format!("/{new}")));
        match existing {
            _ if is_back => {}
            Some(last) if text.line(last.line as usize - 1).trim_start().starts_with('-') => {
                let line = text.line(last.line as usize - 1);
                let indent = &line[..line.len() - line.trim_start().len()];
                let end = text.line_range(last.line as usize - 1).end;
                self.insert(&page.source.path, end..end, format!("{}{indent}- {alias}", text.line_break()));
            }
            Some(last) => {
                let bytes = text.bytes_of(&last);
                let is_quoted = text.as_str()[bytes.end..].starts_with(['"', '\'']);
                let end = bytes.end + usize::from(is_quoted);
                self.insert(&page.source.path, end..end, format!(", {alias}"));
            }
            None => {
                let end = text.line_range(lines.end).start;
                self.insert(&page.source.path, end..end, format!("aliases: [{alias}]{}", text.line_break()));
            }
        }
    }

    /// Renames the file of each translation, or the folder that they share.
    fn rename_files(&mut self, translations: &[&Page], old: &str, new: &str) {
        for page in translations {
            let path = self.texts.path(&page.source.path);
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let (from, to) = match name.strip_prefix(old).filter(|rest| rest.starts_with('.')) {
                Some(rest) => (path.clone(), path.with_file_name(format!("{new}{rest}"))),
                None => {
                    let folder = path.parent().map(PathBuf::from).unwrap_or_default();
                    (folder.clone(), folder.with_file_name(new))
                }
            };
            if !self.files.contains(&(from.clone(), to.clone())) {
                self.files.push((from, to));
            }
        }
    }

    /// The texts first: a file is edited by its old name.
    fn finish(mut self) -> WorkspaceEdit {
        let changes = std::mem::take(&mut self.changes);
        let texts = changes.into_iter().filter_map(|(file, mut edits)| {
            edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
            edits.dedup();
            let path = self.texts.path(&file);
            let document = self.file.site.documents.get(&path);
            let uri = document.map(|document| document.uri.clone()).or_else(|| uris::uri_of(&path))?;
            let version = document.map(|document| document.version);
            let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
            let edits = edits.into_iter().map(OneOf::Left).collect();
            Some(DocumentChangeOperation::Edit(TextDocumentEdit { text_document, edits }))
        });
        let mut operations: Vec<DocumentChangeOperation> = texts.collect();
        operations.extend(self.files.iter().filter_map(|(from, to)| {
            let (old_uri, new_uri) = (uris::uri_of(from)?, uris::uri_of(to)?);
            let rename = RenameFile { old_uri, new_uri, options: None, annotation_id: None };
            Some(DocumentChangeOperation::Op(ResourceOp::Rename(rename)))
        }));
        WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..WorkspaceEdit::default() }
    }
}

fn is_id(name: &str) -> Result<(), String> {
    let is_id = !name.is_empty()
        && name != "index"
        && !name.starts_with('-')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    match is_id {
        true => Ok(()),
        false => Err(format!(
            "`{name}` is not an id: use lower-case letters, digits and `-`, beginning with a letter or a digit"
        )),
    }
}
