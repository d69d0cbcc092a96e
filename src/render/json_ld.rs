//! Structured data of a page, as one `@graph` in the vocabulary of schema.org.
