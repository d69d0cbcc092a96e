//! [`Canvas`]: what an SVG shows, as pixels; [`Ground`]: what all cards share, as numbers of colours in a palette, so that
//! a card is its ground with the letters of a title laid over it.

use std::collections::HashMap;

use png::Encoder;
use resvg::tiny_skia::{Color, Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::{Options, Tree};

use super::fonts::Fonts;

/// Pixels.
pub struct Canvas {
    pixels: Pixmap,
}

impl Canvas {
    /// What a drawing shows, in this size; nothing of one that cannot be read.
    pub fn draw(svg: &[u8], fonts: &Fonts, (width, height): (u32, u32)) -> Self {
        let mut pixels = Pixmap::new(width, height).expect("a card has a size");
        let options = Options { font_resolver: fonts.resolver(), fontdb: fonts.database.clone(), ..Options::default() };
        if let Ok(tree) = Tree::from_data(svg, &options) {
            resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        }
        Self { pixels }
    }

    /// Nothing, or nothing but a colour.
    pub fn empty((width, height): (u32, u32), ground: Option<&str>) -> Self {
        let mut pixels = Pixmap::new(width, height).expect("an icon has a size");
        if let Some([red, green, blue]) = ground.map(colour) {
            pixels.fill(Color::from_rgba8(red, green, blue, u8::MAX));
        }
        Self { pixels }
    }

    /// As PNG, with what shines through.
    pub fn to_png(&self) -> Vec<u8> {
        let straight = self.pixels.pixels().iter().map(PremultipliedColorU8::demultiply);
        let rgba: Vec<u8> =
            straight.flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]).collect();
        written(self.size(), &rgba, |encoder| {
            encoder.set_color(png::ColorType::Rgba);
            encoder.set_filter(png::Filter::Adaptive);
        })
    }

    /// Lays a drawing over it, as wide and high as `most` at most; `at` is its upper corner on that side, or the left one of its room.
    pub fn place(&mut self, svg: &[u8], side: Side, at: (f32, f32), most: (f32, f32)) {
        let Ok(tree) = Tree::from_data(svg, &Options::default()) else { return };
        let scale = (most.0 / tree.size().width()).min(most.1 / tree.size().height());
        let (left, top) = match side {
            Side::Left => at,
            Side::Right => (at.0 - scale * tree.size().width(), at.1),
            Side::Middle => {
                let spare = (most.0 - scale * tree.size().width(), most.1 - scale * tree.size().height());
                (at.0 + spare.0 / 2.0, at.1 + spare.1 / 2.0)
            }
        };
        let transform = Transform::from_row(scale, 0.0, 0.0, scale, left, top);
        resvg::render(&tree, transform, &mut self.pixels.as_mut());
    }

    fn size(&self) -> (u32, u32) {
        (self.pixels.width(), self.pixels.height())
    }
}

/// Where a drawing begins.
#[derive(Debug, Clone, Copy)]
pub enum Side {
    /// Where lines begin that are read from the left.
    Left,
    /// Where lines begin that are read from the right.
    Right,
    /// In the middle of its room.
    Middle,
}

type Colour = [u8; 3];

/// How many steps there are from paper to ink.
const STEPS: u8 = 32;

/// How many colours a picture of numbers may have.
const MOST_COLOURS: usize = 256;

/// What all cards of a language share.
pub struct Ground {
    size: (u32, u32),
    /// The steps from paper to ink, then the colours of the ground.
    palette: Vec<Colour>,
    pixels: Vec<u8>,
}

impl Ground {
    /// Of what was drawn, with room for ink on paper.
    pub fn new(canvas: &Canvas, paper: &str, ink: &str) -> Self {
        let (paper, ink) = (colour(paper), colour(ink));
        let mut palette: Vec<Colour> = (0..STEPS).map(|step| mixed(paper, ink, step)).collect();
        let drawn: Vec<Colour> =
            canvas.pixels.pixels().iter().map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
        let mut counts: HashMap<Colour, usize> = HashMap::new();
        drawn.iter().for_each(|colour| *counts.entry(*colour).or_default() += 1);
        let mut by_count: Vec<(Colour, usize)> = counts.iter().map(|(colour, count)| (*colour, *count)).collect();
        by_count.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let own =
            by_count.iter().map(|(colour, _)| *colour).filter(|colour| !palette.contains(colour)).collect::<Vec<_>>();
        palette.extend(own.into_iter().take(MOST_COLOURS - usize::from(STEPS)));
        let numbers: HashMap<Colour, u8> =
            counts.into_keys().map(|colour| (colour, nearest(&palette, colour))).collect();
        let pixels = drawn.iter().map(|colour| numbers[colour]).collect();
        Self { size: canvas.size(), palette, pixels }
    }

    /// A card as PNG: this ground, and the letters of a title in ink.
    pub fn with_title(&self, title: &Canvas) -> Vec<u8> {
        let mut pixels = self.pixels.clone();
        for (pixel, letter) in pixels.iter_mut().zip(title.pixels.pixels()) {
            if letter.alpha() > 0 {
                let step = u16::from(letter.alpha()) * u16::from(STEPS - 1) / u16::from(u8::MAX);
                *pixel = step.to_le_bytes()[0];
            }
        }
        indexed(self.size, &self.palette, &pixels)
    }
}

fn colour(digits: &str) -> Colour {
    let part =
        |at: usize| digits.get(at..at + 2).and_then(|part| u8::from_str_radix(part, 16).ok()).unwrap_or_default();
    [part(1), part(3), part(5)]
}

fn mixed(paper: Colour, ink: Colour, step: u8) -> Colour {
    let last = u16::from(STEPS - 1);
    let mix = |paper: u8, ink: u8| {
        let mixed = (u16::from(paper) * (last - u16::from(step)) + u16::from(ink) * u16::from(step) + last / 2) / last;
        mixed.to_le_bytes()[0]
    };
    [mix(paper[0], ink[0]), mix(paper[1], ink[1]), mix(paper[2], ink[2])]
}

/// The number of the colour that is most like this one.
fn nearest(palette: &[Colour], colour: Colour) -> u8 {
    let distance =
        |other: &Colour| -> u32 { other.iter().zip(&colour).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum() };
    let numbers = palette.iter().zip(0_u8..=u8::MAX);
    numbers.min_by_key(|(other, _)| distance(other)).map_or(0, |(_, number)| number)
}

fn indexed(size: (u32, u32), palette: &[Colour], pixels: &[u8]) -> Vec<u8> {
    written(size, pixels, |encoder| {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette.concat());
        encoder.set_filter(png::Filter::NoFilter);
    })
}

fn written((width, height): (u32, u32), pixels: &[u8], set: impl FnOnce(&mut Encoder<'_, &mut Vec<u8>>)) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64 * 1024);
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    set(&mut encoder);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(pixels));
    written.expect("memory takes what is written to it, and there are as many numbers as pixels");
    bytes
}
