//! A picture's file and a [`Rendition`] in, the rendition's bytes out: read, turned as the camera was held, brought to
//! the colours of the web, made smaller, written without a word about who took it and where.

use std::io::Cursor;

use fast_image_resize::images::{Image as Target, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as RowFilter, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits, RgbaImage};
use moxcms::{ColorProfile, Layout, TransformOptions};
use thiserror::Error;

use wellpress_site::assets::{PixelSource, Rendition, RenditionFormat, without_metadata};

/// Why a picture cannot be made: its pixels cannot be read, though its header can.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct DamagedPicture(String);

/// More memory than any picture within the limits takes.
const MOST_MEMORY: u64 = 4 << 30;

/// A picture as it is shown, in the colours of the web.
pub struct DecodedPicture {
    pixels: RgbaImage,
    is_opaque: bool,
    /// Whether it is drawn in so few colours that each pixel has to stay what it is.
    is_flat: bool,
}

impl DecodedPicture {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn read(path: &str, bytes: &[u8]) -> Result<Self, DamagedPicture> {
        let (mut image, profile) = decode(path, bytes).map_err(|error| DamagedPicture(error.to_string()))?;
        let is_lossy = image.1;
        if let Some(profile) = profile {
            to_web_colours(&mut image.0, &profile);
        }
        let is_opaque = image.0.pixels().all(|pixel| pixel.0[3] == u8::MAX);
        let is_flat = !is_lossy && has_few_colours(&image.0);
        Ok(Self { pixels: image.0, is_opaque, is_flat })
    }

    /// The bytes of a rendition whose pixels are not the file's own.
    ///
    /// # Errors
    /// When the encoder cannot go on.
    pub fn encode(&self, rendition: &Rendition) -> Result<Vec<u8>, DamagedPicture> {
        let pixels = self.resized(rendition)?;
        let quality = rendition.quality;
        match rendition.format {
            RenditionFormat::Webp => webp(&pixels, self.is_opaque, if self.is_flat { None } else { Some(quality) }),
            RenditionFormat::Avif => avif(&pixels, self.is_opaque, quality),
            RenditionFormat::Jpeg => jpeg(pixels, quality),
            RenditionFormat::Png => png(pixels, self.is_opaque),
        }
    }

    fn resized(&self, rendition: &Rendition) -> Result<RgbaImage, DamagedPicture> {
        let (width, height) = (rendition.pixels.width, rendition.pixels.height);
        if self.pixels.dimensions() == (width, height) {
            return Ok(self.pixels.clone());
        }
        let damaged = |error: &dyn std::fmt::Display| DamagedPicture(error.to_string());
        let (own_width, own_height) = self.pixels.dimensions();
        let source = ImageRef::new(own_width, own_height, &self.pixels, PixelType::U8x4).map_err(|e| damaged(&e))?;
        let mut target = Target::new(width, height, PixelType::U8x4);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize(&source, &mut target, &options).map_err(|e| damaged(&e))?;
        RgbaImage::from_raw(width, height, target.into_vec())
            .ok_or_else(|| DamagedPicture("its size is not one".to_owned()))
    }
}

/// The bytes of one rendition, made of the picture's file.
///
/// # Errors
/// When the file is damaged.
pub fn encode(path: &str, bytes: &[u8], rendition: &Rendition) -> Result<Vec<u8>, DamagedPicture> {
    match rendition.pixels_from {
        PixelSource::OriginalFile => stripped(path, bytes),
        PixelSource::Reencoded => DecodedPicture::read(path, bytes)?.encode(rendition),
    }
}

/// The file itself, without what was written about the picture.
///
/// # Errors
/// When it is damaged.
pub fn stripped(path: &str, bytes: &[u8]) -> Result<Vec<u8>, DamagedPicture> {
    without_metadata(path, bytes).ok_or_else(|| DamagedPicture("it is cut short".to_owned()))
}

type Decoded = ((RgbaImage, bool), Option<Vec<u8>>);

/// The pixels as they are shown, whether the file lost some of what was drawn, and the profile of its colours.
fn decode(path: &str, bytes: &[u8]) -> image::ImageResult<Decoded> {
    let format = ImageFormat::from_path(path)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    let profile = decoder.icc_profile()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    let is_lossy = format == ImageFormat::Jpeg || format == ImageFormat::WebP && !is_lossless(bytes);
    Ok(((image.into_rgba8(), is_lossy), profile))
}

fn is_lossless(webp: &[u8]) -> bool {
    webp.windows(4).take(4096).any(|name| name == b"VP8L")
}

/// A profile that cannot be read, or that is for other colours than those of a screen, is left out: what browsers do.
fn to_web_colours(image: &mut RgbaImage, profile: &[u8]) {
    let Ok(own) = ColorProfile::new_from_slice(profile) else { return };
    let web = ColorProfile::new_srgb();
    let transform = own.create_transform_8bit(Layout::Rgba, &web, Layout::Rgba, TransformOptions::default());
    let Ok(transform) = transform else { return };
    let mut row = vec![0; image.width() as usize * 4];
    for pixels in image.chunks_exact_mut(row.len()) {
        if transform.transform(pixels, &mut row).is_ok() {
            pixels.copy_from_slice(&row);
        }
    }
}

/// A photograph has more than this.
const FEW_COLOURS: usize = 256;

fn has_few_colours(image: &RgbaImage) -> bool {
    let mut seen = rustc_hash::FxHashSet::default();
    image.pixels().all(|pixel| {
        seen.insert(pixel.0);
        seen.len() <= FEW_COLOURS
    })
}

/// Without a quality, every pixel as it is.
fn webp(pixels: &RgbaImage, is_opaque: bool, quality: Option<u8>) -> Result<Vec<u8>, DamagedPicture> {
    let (width, height) = pixels.dimensions();
    let rgb = is_opaque.then(|| without_alpha(pixels));
    let encoder = match &rgb {
        Some(rgb) => ::webp::Encoder::from_rgb(rgb, width, height),
        None => ::webp::Encoder::from_rgba(pixels, width, height),
    };
    let encoded = encoder.encode_simple(quality.is_none(), quality.map_or(75.0, f32::from));
    encoded
        .map(|bytes| bytes.to_vec())
        .map_err(|error| DamagedPicture(format!("it cannot be written as WebP: {error:?}")))
}

fn without_alpha(pixels: &RgbaImage) -> Vec<u8> {
    pixels.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]]).collect()
}

/// The encoder's scale is its own: a picture as good as one of the others has four fifths of its quality.
fn avif(pixels: &RgbaImage, is_opaque: bool, quality: u8) -> Result<Vec<u8>, DamagedPicture> {
    use ravif::{Encoder, Img, RGB8, RGBA8};
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let encoder = Encoder::new().with_quality(f32::from(quality) * 0.8).with_speed(6);
    let encoded = if is_opaque {
        let rgb: Vec<RGB8> = pixels.pixels().map(|pixel| RGB8::new(pixel.0[0], pixel.0[1], pixel.0[2])).collect();
        encoder.encode_rgb(Img::new(&rgb, width, height))
    } else {
        let rgba: Vec<RGBA8> =
            pixels.pixels().map(|pixel| RGBA8::new(pixel.0[0], pixel.0[1], pixel.0[2], pixel.0[3])).collect();
        encoder.encode_rgba(Img::new(&rgba, width, height))
    };
    encoded.map(|encoded| encoded.avif_file).map_err(|error| DamagedPicture(error.to_string()))
}

fn jpeg(pixels: RgbaImage, quality: u8) -> Result<Vec<u8>, DamagedPicture> {
    let rgb = DynamicImage::ImageRgba8(pixels).into_rgb8();
    let mut bytes = Vec::new();
    let encoded = JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&rgb);
    encoded.map(|()| bytes).map_err(|error| DamagedPicture(error.to_string()))
}

fn png(pixels: RgbaImage, is_opaque: bool) -> Result<Vec<u8>, DamagedPicture> {
    let (width, height) = pixels.dimensions();
    let (bytes, colours) = if is_opaque {
        (without_alpha(&pixels), ExtendedColorType::Rgb8)
    } else {
        (pixels.into_raw(), ExtendedColorType::Rgba8)
    };
    let mut written = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut written, CompressionType::Default, RowFilter::Adaptive);
    let encoded = encoder.write_image(&bytes, width, height, colours);
    encoded.map(|()| written).map_err(|error| DamagedPicture(error.to_string()))
}
