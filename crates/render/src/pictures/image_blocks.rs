//! Decodes large pictures in blocks: the file of a picture in, fewer pixels out, each the mean of a block. A PNG is read row by
//! row, so that all of its pixels are never in memory; the other decoders return all of them, in the colours of the file and with
//! as few bytes as these need.
//!
//! Decoding small pictures at once is left to `image_encoder`.

use std::io::Cursor;
use std::sync::{Condvar, Mutex, PoisonError};

use image::error::{DecodingError, ImageFormatHint};
use image::{ColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, ImageResult, Limits, RgbaImage};
use png::Transformations;

/// Pixels in blocks, and the number of colours before they were mixed.
pub(crate) struct BlockPixels {
    pub(crate) pixels: RgbaImage,
    /// The colours of single pixels, of which no more than `most_colours` are counted on.
    pub(crate) colour_count: usize,
}

/// How a file is to be decoded.
#[derive(Clone, Copy)]
pub(crate) struct BlockOptions {
    pub(crate) format: ImageFormat,
    /// The side of a block in pixels.
    pub(crate) side: u32,
    /// The number of colours after which they are not counted on.
    pub(crate) most_colours: usize,
}

/// The bytes that decoders may take beside the pixels: for compressed parts, tables and colour profiles.
const WORKING_BYTES: u64 = 64 << 20;

/// Limits under which a picture of this size can be decoded at once, with four channels of 16 bits, and a hostile file cannot
/// take all memory.
pub(crate) fn limits_for(pixel_count: u64) -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(pixel_count.saturating_mul(8).saturating_add(WORKING_BYTES));
    limits
}

/// Decodes a file in blocks, in the colours of the file and as it is stored.
pub(crate) fn decode(bytes: &[u8], options: BlockOptions) -> ImageResult<BlockPixels> {
    let (width, height) = ImageReader::with_format(Cursor::new(bytes), options.format).into_dimensions()?;
    let _memory = DecoderMemory::claim();
    let blocks = Blocks::new(width, height, options);
    match options.format {
        ImageFormat::Png => decode_png(bytes, blocks),
        _ => decode_at_once(bytes, options.format, blocks),
    }
}

fn decode_png(bytes: &[u8], mut blocks: Blocks) -> ImageResult<BlockPixels> {
    let limits = png::Limits { bytes: usize::try_from(WORKING_BYTES).unwrap_or(usize::MAX) };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(damaged)?;
    let channels = reader.output_color_type().0.samples();
    if reader.info().interlaced {
        // The rows of an interlaced picture come in seven passes, each over the whole picture.
        let size = reader.output_buffer_size().ok_or_else(|| damaged("its pixels do not fit into memory"))?;
        let mut pixels = vec![0; size];
        reader.next_frame(&mut pixels).map_err(damaged)?;
        blocks.add_rows(&pixels, channels);
    } else {
        while let Some(row) = reader.next_row().map_err(damaged)? {
            blocks.add_row(row.data(), channels);
        }
    }
    blocks.finish()
}

fn decode_at_once(bytes: &[u8], format: ImageFormat, mut blocks: Blocks) -> ImageResult<BlockPixels> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits_for(u64::from(blocks.width) * u64::from(blocks.height)));
    let decoder = reader.into_decoder()?;
    let colour_type = decoder.color_type();
    // The decoders of JPEG, GIF and WebP return eight bits.
    let channels = match colour_type {
        ColorType::L8 | ColorType::La8 | ColorType::Rgb8 | ColorType::Rgba8 => usize::from(colour_type.channel_count()),
        _ => return Err(damaged("its colours have more than eight bits")),
    };
    let size = usize::try_from(decoder.total_bytes()).map_err(damaged)?;
    let mut pixels = vec![0; size];
    decoder.read_image(&mut pixels)?;
    blocks.add_rows(&pixels, channels);
    blocks.finish()
}

fn damaged(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> ImageError {
    ImageError::Decoding(DecodingError::new(ImageFormatHint::Unknown, error))
}

/// Large pictures are decoded one after the other: each may take hundreds of megabytes, whatever the number of threads.
struct DecoderMemory;

static IS_CLAIMED: Mutex<bool> = Mutex::new(false);
static IS_FREE: Condvar = Condvar::new();

impl DecoderMemory {
    /// Waits until no other large picture is being decoded. No decoder waits for another thread, so each comes to its end.
    fn claim() -> Self {
        let is_claimed = IS_CLAIMED.lock().unwrap_or_else(PoisonError::into_inner);
        let mut is_claimed =
            IS_FREE.wait_while(is_claimed, |is_claimed| *is_claimed).unwrap_or_else(PoisonError::into_inner);
        *is_claimed = true;
        Self
    }
}

impl Drop for DecoderMemory {
    fn drop(&mut self) {
        *IS_CLAIMED.lock().unwrap_or_else(PoisonError::into_inner) = false;
        IS_FREE.notify_one();
    }
}

/// Takes rows of pixels and gives the means of blocks.
struct Blocks {
    width: u32,
    height: u32,
    options: BlockOptions,
    /// For each block of the current row of blocks: the sums of red, green and blue, each times its alpha, and of alpha.
    sums: Vec<[u64; 4]>,
    rows_in_sums: u64,
    means: Vec<u8>,
    colours: rustc_hash::FxHashSet<[u8; 4]>,
    last_colour: Option<[u8; 4]>,
}

impl Blocks {
    fn new(width: u32, height: u32, options: BlockOptions) -> Self {
        let columns = width.div_ceil(options.side) as usize;
        let rows = height.div_ceil(options.side) as usize;
        Self {
            width,
            height,
            options,
            sums: vec![[0; 4]; columns],
            rows_in_sums: 0,
            means: Vec::with_capacity(columns.saturating_mul(rows).saturating_mul(4)),
            colours: rustc_hash::FxHashSet::default(),
            last_colour: None,
        }
    }

    fn add_rows(&mut self, pixels: &[u8], channels: usize) {
        for row in pixels.chunks_exact(self.width as usize * channels) {
            self.add_row(row, channels);
        }
    }

    /// Adds a row whose pixels have this number of channels: grey, grey and alpha, colours, or colours and alpha.
    fn add_row(&mut self, row: &[u8], channels: usize) {
        let side = self.options.side as usize;
        let mut last_colour = self.last_colour;
        for (sums, block) in self.sums.iter_mut().zip(row.chunks(side * channels)) {
            for pixel in block.chunks_exact(channels) {
                let colour @ [red, green, blue, alpha] = rgba(pixel);
                // In drawings, most pixels are like the one before.
                if last_colour != Some(colour) && self.colours.len() <= self.options.most_colours {
                    self.colours.insert(colour);
                }
                last_colour = Some(colour);
                for (sum, colour) in sums.iter_mut().zip([red, green, blue]) {
                    *sum += u64::from(colour) * u64::from(alpha);
                }
                sums[3] += u64::from(alpha);
            }
        }
        self.last_colour = last_colour;
        self.rows_in_sums += 1;
        if self.rows_in_sums == u64::from(self.options.side) {
            self.end_row_of_blocks();
        }
    }

    fn end_row_of_blocks(&mut self) {
        let side = u64::from(self.options.side);
        for (index, sums) in (0..).zip(&mut self.sums) {
            // The last block of a row may be narrower.
            let columns = side.min(u64::from(self.width) - index * side);
            self.means.extend(mean(*sums, columns * self.rows_in_sums));
            *sums = [0; 4];
        }
        self.rows_in_sums = 0;
    }

    fn finish(mut self) -> ImageResult<BlockPixels> {
        if self.rows_in_sums > 0 {
            self.end_row_of_blocks();
        }
        let [columns, rows] = [self.width, self.height].map(|length| length.div_ceil(self.options.side));
        let pixels = RgbaImage::from_raw(columns, rows, self.means).ok_or_else(|| damaged("it has too few rows"))?;
        Ok(BlockPixels { pixels, colour_count: self.colours.len() })
    }
}

fn rgba(pixel: &[u8]) -> [u8; 4] {
    match *pixel {
        [grey] => [grey, grey, grey, u8::MAX],
        [grey, alpha] => [grey, grey, grey, alpha],
        [red, green, blue] => [red, green, blue, u8::MAX],
        [red, green, blue, alpha, ..] => [red, green, blue, alpha],
        [] => [0; 4],
    }
}

/// The mean of a block whose pixels have these sums. Transparent pixels have no part in its colour.
fn mean([red, green, blue, alpha]: [u64; 4], pixel_count: u64) -> [u8; 4] {
    [rounded_mean(red, alpha), rounded_mean(green, alpha), rounded_mean(blue, alpha), rounded_mean(alpha, pixel_count)]
}

fn rounded_mean(sum: u64, count: u64) -> u8 {
    u8::try_from((sum + count / 2) / count.max(1)).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use crate::pictures::image_blocks::*;

    fn blocks_of(rows: &[&[u8]], width: u32, channels: usize, side: u32) -> BlockPixels {
        let options = BlockOptions { format: ImageFormat::Png, side, most_colours: 4 };
        let mut blocks = Blocks::new(width, u32::try_from(rows.len()).unwrap(), options);
        rows.iter().for_each(|row| blocks.add_row(row, channels));
        blocks.finish().unwrap()
    }

    #[test]
    fn blocks_at_the_edges_are_smaller() {
        let blocks = blocks_of(&[&[10, 20, 90], &[30, 40, 110], &[50, 70, 7]], 3, 1, 2);
        assert_eq!(blocks.pixels.dimensions(), (2, 2));
        let greys: Vec<u8> = blocks.pixels.pixels().map(|pixel| pixel.0[0]).collect();
        assert_eq!(greys, [25, 100, 60, 7]);
        assert!(blocks.pixels.pixels().all(|pixel| pixel.0[3] == 255));
        assert_eq!(blocks.colour_count, 5, "one more than were asked for shows that there are more");
    }

    #[test]
    fn transparent_pixels_have_no_part_in_the_colour() {
        let blocks = blocks_of(&[&[200, 100, 50, 255, 0, 0, 0, 0]], 2, 4, 2);
        assert_eq!(blocks.pixels.get_pixel(0, 0).0, [200, 100, 50, 128]);
    }

    #[test]
    fn a_block_of_one_pixel_is_the_pixel() {
        let row = [1, 2, 3, 4, 255, 254, 253, 252];
        assert_eq!(blocks_of(&[&row], 2, 4, 1).pixels.into_raw(), row);
    }
}
