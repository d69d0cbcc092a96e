//! Pictures as Word shows them: fitted to the page, with their alternative text.

use std::io::Cursor;

use image::{ImageFormat, ImageReader};

use super::Rasterise;
use super::parts::{References, escaped};

/// The largest picture, in Word's unit of 1/360,000 cm: the width of the text, and less than half a page high.
const MAX_SIZE: (f64, f64) = (16.0 * 360_000.0, 10.0 * 360_000.0);
/// Word's units in a pixel of CSS.
const UNITS_OF_PIXEL: f64 = 9_525.0;
/// How wide SVG pictures are drawn for programs that do not show them, in pixels.
const RASTER_WIDTH: u32 = 1_200;

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006";
const SVG_EXTENSION: &str = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}";

/// A picture that is in the file.
#[derive(Clone)]
pub(super) struct Picture {
    relation: String,
    /// The relationship to the same picture as SVG, which newer programs show in place of the pixels.
    svg: Option<String>,
    pixels: (u32, u32),
}

impl Picture {
    /// Takes a picture into the file. `None` for a format that Word does not show.
    pub fn add(
        (media_type, bytes): (String, Vec<u8>),
        references: &mut References,
        rasterise: Rasterise<'_>,
    ) -> Option<Self> {
        if media_type.starts_with("image/svg") {
            let png = rasterise(&bytes, RASTER_WIDTH)?;
            let pixels = size(&png)?;
            let relation = references.picture(png, "png");
            return Some(Self { relation, svg: Some(references.picture(bytes, "svg")), pixels });
        }
        let (bytes, ending) = match image::guess_format(&bytes).ok()? {
            ImageFormat::Png => (bytes, "png"),
            ImageFormat::Jpeg => (bytes, "jpeg"),
            ImageFormat::Gif => (bytes, "gif"),
            _ => (as_png(&bytes)?, "png"),
        };
        let pixels = size(&bytes)?;
        Some(Self { relation: references.picture(bytes, ending), svg: None, pixels })
    }

    /// The run with the picture. `width` is that of the page, in pixels; `number` is a name that no other picture of the file has.
    pub fn run(&self, alt: &str, width: Option<f64>, number: usize) -> String {
        let (pixel_width, pixel_height) = (f64::from(self.pixels.0), f64::from(self.pixels.1));
        let natural = width.unwrap_or(pixel_width) * UNITS_OF_PIXEL;
        let wide = natural.min(MAX_SIZE.0).min(MAX_SIZE.1 * pixel_width / pixel_height);
        let (wide, high) = (wide.round() as u64, (wide * pixel_height / pixel_width).round() as u64);
        let (alt, relation) = (escaped(alt), &self.relation);
        let svg = self.svg.as_ref().map_or_else(String::new, |svg| {
            let blip = "http://schemas.microsoft.com/office/drawing/2016/SVG/main";
            format!("<a:extLst><a:ext uri=\"{SVG_EXTENSION}\"><asvg:svgBlip xmlns:asvg=\"{blip}\" r:embed=\"{svg}\"/></a:ext></a:extLst>")
        });
        format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{wide}\" cy=\"{high}\"/>\
             <wp:docPr id=\"{number}\" name=\"Picture {number}\" descr=\"{alt}\"/>\
             <a:graphic xmlns:a=\"{DRAWING}/main\"><a:graphicData uri=\"{DRAWING}/picture\"><pic:pic xmlns:pic=\"{DRAWING}/picture\">\
             <pic:nvPicPr><pic:cNvPr id=\"{number}\" name=\"Picture {number}\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"{relation}\">{svg}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{wide}\" cy=\"{high}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
    }
}

/// The size in pixels; `None` for a damaged picture and one without extent.
fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?.into_dimensions().ok()?;
    Some(size).filter(|(width, height)| *width > 0 && *height > 0)
}

fn as_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut png = Cursor::new(Vec::new());
    image::load_from_memory(bytes).ok()?.write_to(&mut png, ImageFormat::Png).ok()?;
    Some(png.into_inner())
}
