//! [`Canvas`]: SVG drawn as pixels. [`Background`]: the part that all cards of a language share, as a picture with a palette,
//! so that a card is its background with the letters of a title laid over it.

use std::cmp::Reverse;
use std::collections::HashMap;

use png::Encoder;
use resvg::tiny_skia::{Color, Pixmap, Point, PremultipliedColorU8, Transform};
use resvg::usvg::{Options, Tree};

use wellpress_site::assets::PixelSize;

use crate::drawings::share_cards::fonts::Fonts;

/// A picture in the making.
pub struct Canvas {
    pixmap: Pixmap,
}

impl Canvas {
    /// Draws an SVG on a canvas of this size; an SVG that cannot be read leaves it transparent.
    pub fn draw(svg: &[u8], fonts: &Fonts, size: PixelSize) -> Self {
        let mut pixmap = Pixmap::new(size.width, size.height).expect("a card has a size");
        let options = Options { font_resolver: fonts.resolver(), fontdb: fonts.database.clone(), ..Options::default() };
        if let Ok(tree) = Tree::from_data(svg, &options) {
            resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
        }
        Self { pixmap }
    }

    /// Draws an SVG as wide as this, on a canvas of its form. `None`: it cannot be read, or is too high for its width.
    pub fn scaled(svg: &[u8], fonts: &Fonts, width: u32) -> Option<Self> {
        let options = Options { font_resolver: fonts.resolver(), fontdb: fonts.database.clone(), ..Options::default() };
        let tree = Tree::from_data(svg, &options).ok()?;
        let scale = width as f32 / tree.size().width();
        let height = (scale * tree.size().height()).round();
        let mut pixmap = Some(height)
            .filter(|height| *height <= 10.0 * width as f32)
            .and_then(|height| Pixmap::new(width, height as u32))?;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
        Some(Self { pixmap })
    }

    /// A transparent canvas, or one filled with a colour.
    pub fn blank(size: PixelSize, fill: Option<&str>) -> Self {
        let mut pixmap = Pixmap::new(size.width, size.height).expect("an icon has a size");
        if let Some([red, green, blue]) = fill.map(parse_colour) {
            pixmap.fill(Color::from_rgba8(red, green, blue, u8::MAX));
        }
        Self { pixmap }
    }

    /// PNG with an alpha channel.
    pub fn to_png(&self) -> Vec<u8> {
        // The canvas keeps colours multiplied by their alpha; PNG stores them as they are.
        let straight = self.pixmap.pixels().iter().map(PremultipliedColorU8::demultiply);
        let rgba: Vec<u8> =
            straight.flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]).collect();
        encode_png(self.size(), &rgba, |encoder| {
            encoder.set_color(png::ColorType::Rgba);
            encoder.set_filter(png::Filter::Adaptive);
        })
    }

    /// Lays an SVG over the canvas, scaled so that it fills the slot in one direction.
    pub fn place(&mut self, svg: &[u8], slot: &Slot) {
        let Ok(tree) = Tree::from_data(svg, &Options::default()) else { return };
        let (width, height) = (tree.size().width(), tree.size().height());
        let scale = (slot.width / width).min(slot.height / height);
        let Point { x, y } = slot.corner;
        let (left, top) = match slot.alignment {
            Alignment::Left => (x, y),
            Alignment::Right => (x - scale * width, y),
            Alignment::Centre => (x + (slot.width - scale * width) / 2.0, y + (slot.height - scale * height) / 2.0),
        };
        let transform = Transform::from_row(scale, 0.0, 0.0, scale, left, top);
        resvg::render(&tree, transform, &mut self.pixmap.as_mut());
    }

    fn size(&self) -> PixelSize {
        PixelSize { width: self.pixmap.width(), height: self.pixmap.height() }
    }
}

/// The space on a canvas that a drawing may fill, in pixels.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// The upper left corner; the upper right one of a slot that is aligned to the right.
    pub corner: Point,
    pub width: f32,
    pub height: f32,
    pub alignment: Alignment,
}

/// Where a drawing is in a slot that it does not fill.
#[derive(Debug, Clone, Copy)]
pub enum Alignment {
    /// At the upper left corner.
    Left,
    /// At the upper right corner.
    Right,
    /// In the middle of both directions.
    Centre,
}

type Rgb = [u8; 3];

/// How many colours there are from paper to ink, both included. They smooth the edges of the title's letters.
const INK_STEPS: u8 = 32;

/// How many colours an indexed PNG may have.
const MOST_COLOURS: usize = 256;

/// The part of a card that all pages of a language share: everything but the title.
///
/// It is kept as indices into a palette. To draw a card, the title's letters are written over the indices instead of being
/// mixed with the colours below, and the PNG has one byte a pixel instead of three.
pub struct Background {
    size: PixelSize,
    /// First the steps from paper to ink, so that the index of a step is its number; then the background's own colours.
    palette: Vec<Rgb>,
    indices: Vec<u8>,
}

impl Background {
    /// Reduces a drawing to a palette: the steps from `paper` to `ink`, then the drawing's most frequent other colours. A
    /// colour that finds no place becomes the nearest that did.
    ///
    /// Each distinct colour is looked up in the palette once and not once for each pixel: the time grows with the
    /// pixels and with the colours, but not with their product.
    pub fn new(canvas: &Canvas, paper: &str, ink: &str) -> Self {
        let (paper, ink) = (parse_colour(paper), parse_colour(ink));
        let mut palette: Vec<Rgb> = (0..INK_STEPS).map(|step| mixed(paper, ink, step)).collect();
        // The background is opaque, so multiplied colours are the colours themselves.
        let pixels: Vec<Rgb> =
            canvas.pixmap.pixels().iter().map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
        let mut counts: HashMap<Rgb, usize> = HashMap::new();
        pixels.iter().for_each(|colour| *counts.entry(*colour).or_default() += 1);
        let others: Vec<Rgb> = most_frequent(&counts).filter(|colour| !palette.contains(colour)).collect();
        palette.extend(others.into_iter().take(MOST_COLOURS - usize::from(INK_STEPS)));
        let index_of: HashMap<Rgb, u8> = counts.into_keys().map(|colour| (colour, nearest(&palette, colour))).collect();
        let indices = pixels.iter().map(|colour| index_of[colour]).collect();
        Self { size: canvas.size(), palette, indices }
    }

    /// A card as PNG: the background with a title in ink. Where the title is opaque, it covers the background; where its edge
    /// shines through, it is mixed with paper, which is the colour behind all titles.
    pub fn with_title(&self, title: &Canvas) -> Vec<u8> {
        let mut indices = self.indices.clone();
        for (index, letter) in indices.iter_mut().zip(title.pixmap.pixels()) {
            if letter.alpha() > 0 {
                let step = u16::from(letter.alpha()) * u16::from(INK_STEPS - 1) / u16::from(u8::MAX);
                *index = step.to_le_bytes()[0];
            }
        }
        encode_png(self.size, &indices, |encoder| {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(self.palette.concat());
            // Filters predict a value from its neighbours, which says nothing about the index of a colour.
            encoder.set_filter(png::Filter::NoFilter);
        })
    }
}

/// Colours by falling count. Equally frequent ones are sorted by value, as the order of a hash map is not the same in every
/// build.
fn most_frequent(counts: &HashMap<Rgb, usize>) -> impl Iterator<Item = Rgb> {
    let mut colours: Vec<Rgb> = counts.keys().copied().collect();
    colours.sort_unstable_by_key(|colour| (Reverse(counts[colour]), *colour));
    colours.into_iter()
}

/// The channels of `#RRGGBB`. A channel that cannot be read is 0, as a token may have a colour in any form.
fn parse_colour(text: &str) -> Rgb {
    [1, 3, 5].map(|at| text.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).unwrap_or_default())
}

/// The colour `step` steps from paper to ink.
fn mixed(paper: Rgb, ink: Rgb, step: u8) -> Rgb {
    let (step, last) = (u16::from(step), u16::from(INK_STEPS - 1));
    std::array::from_fn(|channel| {
        let (paper, ink) = (u16::from(paper[channel]), u16::from(ink[channel]));
        let rounded = (paper * (last - step) + ink * step + last / 2) / last;
        rounded.to_le_bytes()[0]
    })
}

/// The index of the palette's colour with the least distance, as the sum of the squares over the channels.
fn nearest(palette: &[Rgb], colour: Rgb) -> u8 {
    let entries = palette.iter().zip(0_u8..=u8::MAX);
    entries.min_by_key(|(entry, _)| distance(**entry, colour)).map_or(0, |(_, index)| index)
}

fn distance(colour: Rgb, other: Rgb) -> u32 {
    colour.iter().zip(&other).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum()
}

fn encode_png(size: PixelSize, pixels: &[u8], configure: impl FnOnce(&mut Encoder<'_, &mut Vec<u8>>)) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64 * 1024);
    let mut encoder = Encoder::new(&mut bytes, size.width, size.height);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    configure(&mut encoder);
    let result = encoder.write_header().and_then(|mut writer| writer.write_image_data(pixels));
    result.expect("memory takes all that is written to it, and there are as many pixels as the header says");
    bytes
}
