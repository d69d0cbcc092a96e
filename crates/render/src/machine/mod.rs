//! What the site says to programs in every page or beside it: structured data, exports of sources, and the headers of hosts.

pub mod exports;
pub mod host_headers;
pub mod json_ld;
