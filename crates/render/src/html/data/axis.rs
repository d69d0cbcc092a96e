//! [`Axis`]: the range of an axis, with marks at round numbers, and the place of each number on it.
//!
//! Marks are 1, 2 or 5 times a power of ten apart, as readers expect them; on a logarithmic axis they are such numbers themselves.

use wellpress_site::resolve::charts::Scale;

/// An axis from its first mark to its last.
pub(super) struct Axis {
    pub ticks: Vec<Tick>,
    scale: Scale,
}

/// A mark.
#[derive(Clone, Copy)]
pub(super) struct Tick {
    pub at: f64,
    /// The digits behind the decimal mark that its label needs.
    pub decimals: usize,
}

/// About as many steps as an axis has on a phone.
const STEPS: f64 = 5.0;

impl Axis {
    /// The axis for numbers on a scale. There has to be one number, and on a logarithmic scale all are above zero.
    pub fn new(scale: Scale, numbers: impl Iterator<Item = f64>) -> Self {
        let (mut min, mut max, mut are_whole) = (f64::INFINITY, f64::NEG_INFINITY, true);
        for number in numbers {
            (min, max, are_whole) = (min.min(number), max.max(number), are_whole && number.fract() == 0.0);
        }
        let ticks = match scale {
            Scale::Linear => linear_ticks(min, max, if are_whole { 1.0 } else { 0.0 }),
            Scale::Logarithmic => logarithmic_ticks(min, max),
        };
        Self { ticks, scale }
    }

    /// Where a number lies, from 0 at the first mark to 1 at the last.
    pub fn place(&self, number: f64) -> f64 {
        let [first, last] =
            [self.ticks.first(), self.ticks.last()].map(|tick| self.on_scale(tick.map_or(0.0, |tick| tick.at)));
        (self.on_scale(number) - first) / (last - first)
    }

    fn on_scale(&self, number: f64) -> f64 {
        match self.scale {
            Scale::Linear => number,
            Scale::Logarithmic => number.ln(),
        }
    }
}

/// The least of 1, 2, 5 and 10 times a power of ten that is not below a step.
fn round_step(step: f64) -> (f64, i32) {
    let exponent = floor(step.log10());
    let power = 10f64.powi(exponent);
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= step * 0.999_999);
    factor.map_or((10.0 * power, exponent + 1), |factor| (factor * power, exponent))
}

/// The marks at steps of at least `least_step`: whole numbers, such as years and counts of people, have no marks between them.
fn linear_ticks(min: f64, max: f64, least_step: f64) -> Vec<Tick> {
    // One number alone has an axis from zero.
    let (min, max) = match (min, max) {
        (0.0, 0.0) => (0.0, 1.0),
        (min, max) if min < max => (min, max),
        (min, max) => (min.min(0.0), max.max(0.0)),
    };
    let (step, exponent) = round_step(((max - min) / STEPS).max(least_step));
    let decimals = usize::try_from(-exponent).unwrap_or(0);
    let (first, last) = ((min / step + 1e-9).floor(), (max / step - 1e-9).ceil());
    let steps = floor(last - first).clamp(1, 20);
    (0..=steps).map(|number| Tick { at: (first + f64::from(number)) * step, decimals }).collect()
}

fn logarithmic_ticks(min: f64, max: f64) -> Vec<Tick> {
    let exponents = floor(min.log10())..=floor(max.log10()) + 1;
    let factors: &[f64] = if exponents.clone().count() > 4 { &[1.0] } else { &[1.0, 2.0, 5.0] };
    let ticks: Vec<Tick> = exponents
        .flat_map(|exponent| {
            let decimals = usize::try_from(-exponent).unwrap_or(0);
            factors.iter().map(move |factor| Tick { at: factor * 10f64.powi(exponent), decimals })
        })
        .collect();
    let first = ticks.iter().rposition(|tick| tick.at <= min * 1.000_001).unwrap_or(0);
    let last = ticks.iter().position(|tick| tick.at >= max * 0.999_999).unwrap_or(ticks.len() - 1);
    ticks[first..=last.max(first + 1).min(ticks.len() - 1)].to_vec()
}

/// The whole number that is not above another. What is too large for it is no number that anybody draws.
#[expect(clippy::cast_possible_truncation, reason = "a conversion of floating point saturates")]
fn floor(number: f64) -> i32 {
    number.floor() as i32
}

#[cfg(test)]
mod tests {
    use wellpress_site::resolve::charts::Scale;

    use super::Axis;

    fn ticks(scale: Scale, numbers: &[f64]) -> String {
        let axis = Axis::new(scale, numbers.iter().copied());
        assert!(numbers.iter().all(|number| (-1e-9..=1.0 + 1e-9).contains(&axis.place(*number))), "{numbers:?}");
        let labels = axis.ticks.iter().map(|tick| format!("{:.*}", tick.decimals, tick.at));
        labels.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn marks_are_round_and_enclose_the_numbers() {
        for (numbers, expected) in [
            (&[0.0, 37.0][..], "0 10 20 30 40"),
            (&[-3.0, 7.5], "-5 0 5 10"),
            (&[0.12, 0.31], "0.10 0.15 0.20 0.25 0.30 0.35"),
            (&[5.0], "0 1 2 3 4 5"),
            (&[-5.0], "-5 -4 -3 -2 -1 0"),
            (&[0.0], "0 1"),
            (&[2019.0, 2021.0], "2019 2020 2021"),
            (&[0.0, 0.5], "0.0 0.1 0.2 0.3 0.4 0.5"),
            (&[2000.0, 2019.0], "2000 2005 2010 2015 2020"),
            (&[3e12, 3e12 + 1.0], "3000000000000 3000000000001"),
            (&[0.0, 1e9], "0 200000000 400000000 600000000 800000000 1000000000"),
        ] {
            assert_eq!(ticks(Scale::Linear, numbers), expected, "{numbers:?}");
        }
        for (numbers, expected) in [
            (&[0.4, 1.8][..], "0.2 0.5 1 2"),
            (&[1.0], "1 2"),
            (&[0.03, 70.0], "0.01 0.1 1 10 100"),
            (&[10.0, 1000.0], "10 20 50 100 200 500 1000"),
        ] {
            assert_eq!(ticks(Scale::Logarithmic, numbers), expected, "{numbers:?}");
        }
    }
}
