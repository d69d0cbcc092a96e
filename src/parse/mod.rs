//! Inventory in, documents out.

pub mod bibliography;
