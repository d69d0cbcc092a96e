//! How a report is shown: as text, as JSON.
