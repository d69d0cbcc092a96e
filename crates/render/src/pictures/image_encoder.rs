//! Encodes pictures: the file of a picture and a [`Rendition`] in, the rendition's bytes out.
//!
//! A file is decoded, rotated as its camera was held, converted to sRGB, scaled down and encoded. No rendition has metadata:
//! cameras write the place and the owner into it. Which renditions a picture has is left to `wellpress_site::assets`, when they
//! are encoded to `image_cache`.

use std::io::Cursor;

use ::webp::WebPEncodingError;
use fast_image_resize::images::{Image as Target, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as RowFilter, PngEncoder};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, ImageResult, RgbaImage,
};
use moxcms::{ColorProfile, Layout, TransformOptions};
use thiserror::Error;

use crate::pictures::image_blocks::{self, BlockOptions};
use wellpress_site::assets::{self, PixelDecoding, PixelSource, Rendition, RenditionFormat};

/// Why a picture cannot be encoded.
#[derive(Debug, Error)]
pub enum PictureError {
    /// Its header can be read, but its pixels cannot.
    #[error("{0}")]
    Damaged(String),
    /// The picture is good, but the process may not have as much memory as its encoder takes.
    #[error("there is not enough memory to encode it as {0}; allow more (`ulimit -v`), or build with `--jobs 1`")]
    OutOfMemory(&'static str),
}

impl PictureError {
    fn because(error: impl std::fmt::Display) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// The pixels of a picture in sRGB, upright, with what the encoders have to know about them.
///
/// A picture is decoded once, and all its sizes and formats are encoded from the same pixels. Orientation and colour
/// profile are applied to the pixels, because renditions have no metadata that could tell a browser to do it.
pub struct DecodedPicture {
    pixels: RgbaImage,
    transparency: Transparency,
    /// Whether it is a drawing or a screenshot from a lossless file: lossy compression would put visible smears around its edges.
    is_drawing: bool,
}

/// Whether the alpha channel says anything. Without it, files are smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transparency {
    Opaque,
    Transparent,
}

impl Transparency {
    fn of(pixels: &RgbaImage) -> Self {
        if pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX) { Self::Opaque } else { Self::Transparent }
    }
}

/// A drawing has at most this many colours; a photograph has more.
const MOST_COLOURS_OF_DRAWING: usize = 256;

fn has_few_colours(pixels: &RgbaImage) -> bool {
    let mut colours = rustc_hash::FxHashSet::default();
    // Stops at the first colour too many, which is near the top of most photographs.
    pixels.pixels().all(|pixel| {
        colours.insert(pixel.0);
        colours.len() <= MOST_COLOURS_OF_DRAWING
    })
}

impl DecodedPicture {
    /// Decodes a file. Its first bytes tell its format.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn read(bytes: &[u8], decoding: PixelDecoding) -> Result<Self, PictureError> {
        let DecodedFile { mut pixels, is_lossy, few_colours, profile } =
            decode(bytes, decoding).map_err(PictureError::because)?;
        if let Some(profile) = profile {
            convert_to_srgb(&mut pixels, &profile);
        }
        let is_drawing = !is_lossy && few_colours.unwrap_or_else(|| has_few_colours(&pixels));
        Ok(Self { transparency: Transparency::of(&pixels), is_drawing, pixels })
    }

    /// The bytes of a rendition whose pixels are encoded anew.
    ///
    /// # Errors
    /// When the picture cannot be scaled or the encoder fails.
    pub fn encode(&self, rendition: &Rendition) -> Result<Vec<u8>, PictureError> {
        let pixels = self.scaled(rendition)?;
        let quality = rendition.quality;
        match rendition.format {
            RenditionFormat::Webp => webp(&pixels, self.transparency, (!self.is_drawing).then_some(quality)),
            RenditionFormat::Avif => avif(&pixels, quality),
            RenditionFormat::Jpeg => jpeg(pixels, quality),
            RenditionFormat::Png => png(pixels, self.transparency),
        }
    }

    fn scaled(&self, rendition: &Rendition) -> Result<RgbaImage, PictureError> {
        let (width, height) = (rendition.pixels.width, rendition.pixels.height);
        let (source_width, source_height) = self.pixels.dimensions();
        if (source_width, source_height) == (width, height) {
            return Ok(self.pixels.clone());
        }
        let source = ImageRef::new(source_width, source_height, &self.pixels, PixelType::U8x4);
        let source = source.map_err(PictureError::because)?;
        let mut target = Target::new(width, height, PixelType::U8x4);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize(&source, &mut target, &options).map_err(PictureError::because)?;
        RgbaImage::from_raw(width, height, target.into_vec())
            .ok_or_else(|| PictureError::Damaged("its size is not one".to_owned()))
    }
}

/// The bytes of one rendition, from the picture's file. A caller that needs several of them decodes the file once, with
/// [`DecodedPicture::read`].
///
/// # Errors
/// When the file is damaged.
pub fn encode(path: &str, bytes: &[u8], rendition: &Rendition) -> Result<Vec<u8>, PictureError> {
    match rendition.pixels_from {
        PixelSource::OriginalFile => rewritten(path, bytes),
        PixelSource::Reencoded => DecodedPicture::read(bytes, rendition.decoding)?.encode(rendition),
    }
}

/// Decodes a file and drops its pixels, to learn whether it can be encoded.
///
/// # Errors
/// When the file is damaged.
pub fn verify(path: &str, bytes: &[u8], rendition: &Rendition) -> Result<(), PictureError> {
    match rendition.pixels_from {
        PixelSource::OriginalFile => rewritten(path, bytes).map(drop),
        PixelSource::Reencoded => decode(bytes, rendition.decoding).map(drop).map_err(PictureError::because),
    }
}

/// The file itself without its metadata, and captions as WebVTT. The pixels stay as they are, so this loses no quality.
///
/// # Errors
/// When the file ends too early for its metadata to be found.
pub fn rewritten(path: &str, bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    assets::rewritten(path, bytes).ok_or_else(|| PictureError::Damaged("it is cut short".to_owned()))
}

/// A file as its decoder returns it.
struct DecodedFile {
    /// Upright, in the colours of the file.
    pixels: RgbaImage,
    is_lossy: bool,
    /// Whether the file has few colours, if that was found while it was decoded: blocks of pixels have others.
    few_colours: Option<bool>,
    /// The ICC profile of those colours; without one they are taken for sRGB.
    profile: Option<Vec<u8>>,
}

fn decode(bytes: &[u8], decoding: PixelDecoding) -> ImageResult<DecodedFile> {
    let format = image::guess_format(bytes)?;
    let (width, height) = ImageReader::with_format(Cursor::new(bytes), format).into_dimensions()?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(image_blocks::limits_for(u64::from(width) * u64::from(height)));
    let mut decoder = reader.into_decoder()?;
    // Both are read first: decoding consumes the decoder.
    let orientation = decoder.orientation()?;
    let profile = decoder.icc_profile()?;
    let (mut image, few_colours) = match decoding {
        PixelDecoding::Whole => (DynamicImage::from_decoder(decoder)?, None),
        PixelDecoding::Blocks(side) => {
            drop(decoder);
            let options = BlockOptions { format, side, most_colours: MOST_COLOURS_OF_DRAWING };
            let blocks = image_blocks::decode(bytes, options)?;
            (DynamicImage::ImageRgba8(blocks.pixels), Some(blocks.colour_count <= MOST_COLOURS_OF_DRAWING))
        }
    };
    // The orientation is metadata, which the rendition will not have.
    image.apply_orientation(orientation);
    let is_lossy = format == ImageFormat::Jpeg || format == ImageFormat::WebP && !is_lossless_webp(bytes);
    Ok(DecodedFile { pixels: image.into_rgba8(), is_lossy, few_colours, profile })
}

/// Whether a WebP file has a `VP8L` chunk. It comes behind the header and perhaps a colour profile, so the search stops soon:
/// further on, the bytes of lossy pixels could spell the same.
fn is_lossless_webp(file: &[u8]) -> bool {
    file.windows(4).take(4096).any(|name| name == b"VP8L")
}

/// Converts pixels to sRGB. As in browsers, a profile that cannot be read, or that is not for RGB, is ignored.
fn convert_to_srgb(image: &mut RgbaImage, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    let srgb = ColorProfile::new_srgb();
    let transform = profile.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgba, TransformOptions::default());
    let Ok(transform) = transform else { return };
    // Row by row, as a transform cannot write into its input and a copy of the whole picture may be large.
    let mut row = vec![0; image.width() as usize * 4];
    for pixels in image.chunks_exact_mut(row.len()) {
        if transform.transform(pixels, &mut row).is_ok() {
            pixels.copy_from_slice(&row);
        }
    }
}

/// In lossless mode the encoder takes its quality for the effort to spend. This is the effort of the crate's own lossless mode.
const LOSSLESS_EFFORT: f32 = 75.0;

/// Without a quality, the pixels stay as they are.
fn webp(pixels: &RgbaImage, transparency: Transparency, quality: Option<u8>) -> Result<Vec<u8>, PictureError> {
    let (width, height) = pixels.dimensions();
    let rgb = (transparency == Transparency::Opaque).then(|| without_alpha(pixels));
    let encoder = match &rgb {
        Some(rgb) => ::webp::Encoder::from_rgb(rgb, width, height),
        None => ::webp::Encoder::from_rgba(pixels, width, height),
    };
    let encoded = match quality {
        None => encoder.encode_simple(true, LOSSLESS_EFFORT),
        Some(quality) => encoder.encode_simple(false, f32::from(quality)),
    };
    encoded.map(|bytes| bytes.to_vec()).map_err(webp_error)
}

fn webp_error(error: WebPEncodingError) -> PictureError {
    use WebPEncodingError::{VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY, VP8_ENC_ERROR_OUT_OF_MEMORY};
    match error {
        VP8_ENC_ERROR_OUT_OF_MEMORY | VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY => PictureError::OutOfMemory("WebP"),
        _ => PictureError::Damaged(format!("it cannot be written as WebP: {error:?}")),
    }
}

fn without_alpha(pixels: &RgbaImage) -> Vec<u8> {
    pixels.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]]).collect()
}

/// The scales of encoders differ: at four fifths of their quality, AVIF looks as good as WebP and JPEG.
const AVIF_QUALITY_SCALE: f32 = 0.8;

/// From 1, the slowest with the smallest files, to 10.
const AVIF_SPEED: u8 = 6;

/// Alpha is left out of the file if all pixels are opaque.
fn avif(pixels: &RgbaImage, quality: u8) -> Result<Vec<u8>, PictureError> {
    use ravif::{Encoder, Img, RGBA8};
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let rgba: Vec<RGBA8> =
        pixels.pixels().map(|pixel| RGBA8::new(pixel.0[0], pixel.0[1], pixel.0[2], pixel.0[3])).collect();
    // Not `encode_rgb`: that is inlined, so that the encoder would be compiled a second time for this crate.
    let encoder = Encoder::new().with_quality(f32::from(quality) * AVIF_QUALITY_SCALE).with_speed(AVIF_SPEED);
    encoder.encode_rgba(Img::new(&rgba, width, height)).map(|encoded| encoded.avif_file).map_err(PictureError::because)
}

/// JPEG has no alpha channel. Only files that are JPEG themselves get renditions in this format.
fn jpeg(pixels: RgbaImage, quality: u8) -> Result<Vec<u8>, PictureError> {
    let rgb = DynamicImage::ImageRgba8(pixels).into_rgb8();
    let mut file = Vec::new();
    let encoded = JpegEncoder::new_with_quality(&mut file, quality).encode_image(&rgb);
    encoded.map(|()| file).map_err(PictureError::because)
}

fn png(pixels: RgbaImage, transparency: Transparency) -> Result<Vec<u8>, PictureError> {
    let (width, height) = pixels.dimensions();
    let (bytes, colour_type) = match transparency {
        Transparency::Opaque => (without_alpha(&pixels), ExtendedColorType::Rgb8),
        Transparency::Transparent => (pixels.into_raw(), ExtendedColorType::Rgba8),
    };
    let mut file = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut file, CompressionType::Default, RowFilter::Adaptive);
    let encoded = encoder.write_image(&bytes, width, height, colour_type);
    encoded.map(|()| file).map_err(PictureError::because)
}

#[cfg(test)]
mod tests {
    use crate::pictures::image_encoder::*;

    #[test]
    fn an_encoder_without_memory_does_not_blame_the_picture() {
        use WebPEncodingError::{VP8_ENC_ERROR_BAD_DIMENSION, VP8_ENC_ERROR_OUT_OF_MEMORY};
        assert!(matches!(webp_error(VP8_ENC_ERROR_OUT_OF_MEMORY), PictureError::OutOfMemory("WebP")));
        assert!(matches!(webp_error(VP8_ENC_ERROR_BAD_DIMENSION), PictureError::Damaged(_)));
    }
}
