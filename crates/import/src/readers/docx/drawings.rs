//! Pictures and text boxes, in both forms that Word has for them: DrawingML and the older VML.

use roxmltree::Node;

use super::body::BodyReader;
use super::package::{attribute, name};
use super::spans::Content;

/// The formats that wellpress publishes.
const FORMATS: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

impl BodyReader<'_> {
    pub fn drawing(&mut self, node: Node<'_, '_>) {
        let mut alt = String::new();
        let mut is_decorative = false;
        let mut end_of_box = 0;
        for below in node.descendants() {
            if below.range().start < end_of_box {
                continue;
            }
            match name(below) {
                "docPr" | "cNvPr" => {
                    if let Some(description) =
                        attribute(below, "descr").filter(|description| !description.trim().is_empty())
                    {
                        description.clone_into(&mut alt);
                    }
                }
                "shape" => attribute(below, "alt").unwrap_or_default().clone_into(&mut alt),
                "decorative" => is_decorative = attribute(below, "val") != Some("0"),
                "blip" => self.picture(attribute(below, "embed").or(attribute(below, "link")), &alt, is_decorative),
                "imagedata" => self.picture(attribute(below, "id"), &alt, is_decorative),
                "chart" => self.log.left("chart of Word", self.file.path, "save it as a picture"),
                "relIds" => self.log.left("SmartArt of Word", self.file.path, "save it as a picture"),
                "txbxContent" => {
                    end_of_box = below.range().end;
                    let blocks = self.blocks_in(below);
                    self.push_box(blocks);
                }
                _ => {}
            }
        }
    }

    fn picture(&mut self, id: Option<&str>, alt: &str, is_decorative: bool) {
        let Some(target) = id.and_then(|id| self.relationships.get(id)) else { return };
        if target.is_external {
            let src = target.target.clone();
            if src.starts_with("https://") || src.starts_with("http://") {
                self.push(Content::Picture { src, alt: alternative_text(alt, is_decorative) });
            } else {
                self.log.left("picture outside of the Word file", self.file.path, "put it into the file");
            }
            return;
        }
        // The base name is the only part of the path that is used, so no picture can leave its folder.
        let (folder, base) = target.target.rsplit_once('/').unwrap_or_default();
        let is_name = base.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter))
            && !base.starts_with('.');
        let ending = base.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        if matches!(ending.as_str(), "emf" | "wmf") {
            return self.log.left("picture in EMF or WMF", self.file.path, "save it as PNG or SVG");
        }
        if !FORMATS.contains(&ending.as_str()) || !is_name {
            return self.log.left("picture that browsers do not show", self.file.path, "save it as PNG or JPEG");
        }
        if !folder.ends_with("/media") || !self.file.package.has(&target.target) {
            return self.log.left(
                "picture that is missing in the Word file",
                self.file.path,
                "add it to the folder of the page",
            );
        }
        if self.format.hidden || self.is_in_dropped_field() {
            return;
        }
        let base = base.to_owned();
        self.pictures.insert(target.target.clone());
        self.log.translated("picture");
        let alt = alternative_text(alt, is_decorative);
        if alt.is_none() {
            self.log.confirm(self.file.path, format!("the picture `{base}` has no alternative text"));
        }
        self.push(Content::Picture { src: base, alt });
    }
}

/// None if somebody has to write it.
fn alternative_text(alt: &str, is_decorative: bool) -> Option<String> {
    (is_decorative || !alt.trim().is_empty()).then(|| alt.trim().to_owned())
}
