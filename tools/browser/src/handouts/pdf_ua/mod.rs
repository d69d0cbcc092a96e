//! Adds to the PDF files that Chromium prints what PDF/UA-1 (ISO 14289-1) asks for and Chromium leaves out.
//!
//! Input: a tagged file as Chromium writes it. Output: the same pages, with these differences:
//!
//! - What style sheets write (numbers of steps, marks of cautions, labels) gets tags beside the text that it belongs to.
//! - Lines and backgrounds are marked as decoration.
//! - Lists, figures and links have the structure that the standard asks for; a link says in words where it leads.
//! - Links within the site lead to its address on the web.
//! - The metadata name the title, the language and the standard. A file with a picture that has no text alternative does not claim it.
//! - There is no day in it on which it was printed, so that one page gives one file.

mod content;
mod links;
mod lists;
mod objects;
mod placing;
mod tree;
mod words;

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId, Stream, decode_text_string, dictionary};

use content::PageContent;
use tree::Element;

/// Gives the file that `pdf` has to be. Links to `printed_origin` lead to `origin` in it.
///
/// # Errors
/// When it is not a tagged PDF file.
pub fn mend(pdf: &[u8], printed_origin: &str, origin: &str) -> Result<Vec<u8>, lopdf::Error> {
    let mut document = Document::load_mem(pdf)?;
    let page_ids: Vec<ObjectId> = document.page_iter().collect();
    let mut pages = BTreeMap::new();
    for id in page_ids {
        pages.insert(id, PageContent::read(&document, id)?);
    }
    let mut root = Element::read_root(&document)?;
    mark_decoration(&mut root, &mut pages);
    lists::mend(&mut root);
    mend_figures(&mut root);
    links::retag(&mut root);
    placing::place_untagged_words(&mut root, &mut pages, is_right_to_left(&document));
    links::describe(&mut document, &mut root, &pages, (printed_origin, origin))?;
    let is_complete = !root.any(&mut |element| element.is_figure_without_words());
    for (id, page) in &pages {
        page.write(&mut document, *id)?;
    }
    root.write_root(&mut document)?;
    write_metadata(&mut document, is_complete)?;
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    Ok(bytes)
}

/// Marks as decoration what has tags but neither words nor pictures, such as the background of a list item.
fn mark_decoration(element: &mut Element, pages: &mut BTreeMap<ObjectId, PageContent>) {
    if element.is_drawing() {
        return;
    }
    element.remove_contents(|content| {
        pages.get_mut(&content.page).is_some_and(|page| page.mark_decoration(content.number))
    });
    for child in element.elements_mut() {
        mark_decoration(child, pages);
    }
    element.remove_empty_groups();
}

/// Chromium tags the element `figure` and the picture in it as figures. Only the picture has a text alternative.
fn mend_figures(element: &mut Element) {
    if element.is_figure_without_words() && element.elements().next().is_some() {
        "Div".clone_into(&mut element.kind);
    }
    for child in element.elements_mut() {
        mend_figures(child);
    }
}

/// Whether the language of the file is written from right to left.
fn is_right_to_left(document: &Document) -> bool {
    let tag = document.catalog().and_then(|catalog| catalog.get(b"Lang")).and_then(decode_text_string);
    let tag = tag.unwrap_or_default();
    ["ar", "fa", "he", "ur"].contains(&tag.split('-').next().unwrap_or_default())
}

/// Writes the description of the file, and takes out the days on which it was made.
fn write_metadata(document: &mut Document, is_complete: bool) -> Result<(), lopdf::Error> {
    let info = document.trailer.get(b"Info").and_then(Object::as_reference);
    let mut title = String::new();
    if let Ok(info) = info.and_then(|id| document.get_dictionary_mut(id)) {
        info.remove(b"CreationDate");
        info.remove(b"ModDate");
        title = info.get(b"Title").and_then(decode_text_string).unwrap_or_default();
    }
    let catalog = document.catalog()?;
    let language = catalog.get(b"Lang").and_then(decode_text_string).unwrap_or_default();
    let xmp = metadata(&title, &language, is_complete && !title.is_empty() && !language.is_empty());
    let settings = dictionary! {"Type" => "Metadata", "Subtype" => "XML"};
    let metadata = document.add_object(Stream::new(settings, xmp.into_bytes()).with_compression(false));
    let catalog = document.catalog_mut()?;
    catalog.set("Metadata", metadata);
    catalog.set("ViewerPreferences", dictionary! {"DisplayDocTitle" => true});
    Ok(())
}

/// The description of a file in XMP (ISO 16684-1).
fn metadata(title: &str, language: &str, is_complete: bool) -> String {
    let escaped =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let standard = if is_complete { "\n   <pdfuaid:part>1</pdfuaid:part>" } else { "" };
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>
   <dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language>{standard}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        escaped(title),
        escaped(language),
        bom = '\u{feff}',
    )
}

#[cfg(test)]
mod tests;
