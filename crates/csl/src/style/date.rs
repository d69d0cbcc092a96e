//! The parts of a date in the order in which a style prints them.

use super::format::Format;

/// A part of a date with its form and its formatting.
#[derive(Debug, Clone)]
pub(crate) struct DatePart {
    pub(crate) name: DatePartName,
    pub(crate) form: DatePartForm,
    /// Between the two ends of a range that differ in this part.
    pub(crate) range_delimiter: Box<str>,
    pub(crate) format: Format,
}

/// Parts in the order of their size: a range splits at the largest part that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DatePartName {
    Year,
    Month,
    Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DatePartForm {
    Long,
    Short,
    Numeric,
    NumericLeadingZeros,
    Ordinal,
}
