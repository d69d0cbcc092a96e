//! Objects of a PDF file that name others.

use lopdf::{Dictionary, Document, Object};

/// The dictionary that a value names, or that it is.
pub(super) fn dictionary_of<'d>(document: &'d Document, value: &'d Object) -> Result<&'d Dictionary, lopdf::Error> {
    document.dereference(value)?.1.as_dict()
}
