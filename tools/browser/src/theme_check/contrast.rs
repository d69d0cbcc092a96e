//! The contrast of words to what is behind them, from two pictures of a page: one with the words and one without.
//!
//! Measuring pixels finds words that cannot be seen whatever the reason is: a colour, a picture above or behind them, clipping,
//! masks, filters. Where both pictures are the same, there are no words for a reader.

use std::io::Cursor;

use png::{ColorType, Decoder, Transformations};

use wellpress_render::theme::tokens::contrast::contrast_ratio;

/// A picture with 8 bits of red, green and blue for each pixel.
pub(super) struct Picture {
    width: usize,
    height: usize,
    /// How many bytes a pixel has.
    channels: usize,
    bytes: Vec<u8>,
}

/// A part of a picture, in its pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// Words are told from the background by at least this many pixels.
const FEWEST_PIXELS: usize = 4;

impl Picture {
    /// Decodes a PNG. `None` if it is damaged, or is not one of colours.
    pub fn decode(png: &[u8]) -> Option<Self> {
        let mut decoder = Decoder::new(Cursor::new(png));
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().ok()?;
        let mut bytes = vec![0; reader.output_buffer_size()?];
        let info = reader.next_frame(&mut bytes).ok()?;
        let channels = match info.color_type {
            ColorType::Rgb => 3,
            ColorType::Rgba => 4,
            ColorType::Grayscale | ColorType::GrayscaleAlpha | ColorType::Indexed => return None,
        };
        Some(Self { width: info.width as usize, height: info.height as usize, channels, bytes })
    }

    fn pixel(&self, x: usize, y: usize) -> [u8; 3] {
        let at = (y * self.width + x) * self.channels;
        [self.bytes[at], self.bytes[at + 1], self.bytes[at + 2]]
    }
}

/// The contrast ratio of the words in an area, from 1 for none to 21. `without` is the picture of the same part of the page
/// without the words.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an area lies in a picture")]
pub(super) fn contrast(with: &Picture, without: &Picture, area: Area) -> f64 {
    let end = |start: f64, length: f64, limit: usize| ((start + length).ceil().max(0.0) as usize).min(limit);
    let (width, height) = (with.width.min(without.width), with.height.min(without.height));
    let (left, top) = (area.x.max(0.0) as usize, area.y.max(0.0) as usize);
    let mut ratios = Vec::new();
    for y in top..end(area.y, area.height, height) {
        for x in left..end(area.x, area.width, width) {
            let (words, background) = (with.pixel(x, y), without.pixel(x, y));
            if words != background {
                ratios.push(contrast_ratio(words, background));
            }
        }
    }
    // The strongest pixels are the middle of strokes; the others are their edges, which are mixed with the background.
    ratios.sort_by(f64::total_cmp);
    ratios.len().checked_sub(FEWEST_PIXELS).map_or(1.0, |at| ratios[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(pixel: impl Fn(usize, usize) -> [u8; 3]) -> Picture {
        let bytes = (0..100).flat_map(|at| pixel(at % 10, at / 10)).collect();
        Picture { width: 10, height: 10, channels: 3, bytes }
    }

    #[test]
    fn contrast_of_words() {
        let paper = picture(|_, _| [255; 3]);
        let word = |colour: [u8; 3]| picture(move |x, _| if x < 3 { colour } else { [255; 3] });
        let full_area = Area { x: 0.0, y: 0.0, width: 10.0, height: 10.0 };
        let rounded = |words: &Picture, area: Area| (contrast(words, &paper, area) * 10.0).round() / 10.0;
        assert_eq!(rounded(&word([0; 3]), full_area), 21.0);
        assert_eq!(rounded(&word([0x76; 3]), full_area), 4.5);
        assert_eq!(rounded(&word([255; 3]), full_area), 1.0, "white on white");
        assert_eq!(rounded(&word([0; 3]), Area { x: 5.0, ..full_area }), 1.0, "a part without words");
        assert_eq!(rounded(&word([0; 3]), Area { x: -50.0, width: 40.0, ..full_area }), 1.0, "outside of the picture");
        let edge = picture(|x, _| if x == 0 { [0; 3] } else { [255; 3] });
        assert_eq!(rounded(&edge, Area { height: 3.0, ..full_area }), 1.0, "fewer pixels than a letter has");
    }
}
