//! Takes errors of the first check out of the new site.
