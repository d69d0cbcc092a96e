//! The pictures of the content in the sizes and formats that browsers load, and the cache that keeps them.

mod image_blocks;
pub(crate) mod image_cache;
pub mod attached;
pub(crate) mod image_encoder;
