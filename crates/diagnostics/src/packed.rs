//! [`Packed`]: findings as a cache keeps them, with each line that they quote once: a page may be one long line with
//! thousands of findings in it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::iter::once;

use serde::{Deserialize, Serialize};

use super::{Diagnostic, Line, Location};

/// Findings, and apart from them the lines that they quote.
#[derive(Debug, Serialize, Deserialize)]
pub struct Packed<'a> {
    findings: Cow<'a, [Diagnostic]>,
    lines: Vec<Line>,
    /// The line that each place of each finding quotes, in order.
    quoted: Vec<Option<u32>>,
}

impl<'a> Packed<'a> {
    /// Of these findings. A line is known by where it lies in memory, not by its text, which may be long.
    #[must_use]
    pub fn new(findings: &'a [Diagnostic]) -> Self {
        let (mut lines, mut numbers) = (Vec::new(), HashMap::new());
        let mut number = |line: &Line| {
            *numbers.entry((line.as_ptr(), line.len())).or_insert_with(|| {
                lines.push(line.clone());
                u32::try_from(lines.len() - 1).unwrap_or(u32::MAX)
            })
        };
        let places = findings.iter().flat_map(places);
        let quoted = places.map(|place| place.excerpt.as_ref().map(&mut number)).collect();
        Self { findings: Cow::Borrowed(findings), lines, quoted }
    }

    /// The findings as they were.
    #[must_use]
    pub fn unpack(&self) -> Vec<Diagnostic> {
        let mut findings = self.findings.to_vec();
        for (place, quoted) in findings.iter_mut().flat_map(places_mut).zip(&self.quoted) {
            place.excerpt = quoted.and_then(|number| self.lines.get(number as usize)).cloned();
        }
        findings
    }
}

fn places(finding: &Diagnostic) -> impl Iterator<Item = &Location> {
    once(&finding.location).chain(finding.related.iter().map(|related| &related.location))
}

fn places_mut(finding: &mut Diagnostic) -> impl Iterator<Item = &mut Location> {
    once(&mut finding.location).chain(finding.related.iter_mut().map(|related| &mut related.location))
}
