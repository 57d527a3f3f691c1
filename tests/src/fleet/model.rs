//! A morning, reckoned second by second: devices are switched on, ask when it is their turn, and ask again as core has
//! them wait.
//!
//! A model and no measurement: what a device asks and how long it waits are measured elsewhere and given to it.

/// A morning.
pub struct Morning {
    /// How many devices.
    pub devices: usize,
    /// Over how many seconds they are switched on, evenly.
    pub within: usize,
    /// Over how many seconds core spreads those that are switched on together.
    pub spread: usize,
    /// How many requests the first time: after the machine has said again that it is current, three.
    pub first: usize,
    /// How many later: one, a poll.
    pub later: usize,
}

/// Its fullest seconds, in requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peaks {
    /// While devices are switched on.
    pub first: usize,
    /// Of all the seconds afterwards, for three hours.
    pub later: usize,
}

const HOURS: usize = 3 * 60 * 60;

impl Morning {
    /// Plays it, with what devices wait between polls, in seconds: one of these for each, in turn.
    pub fn peaks(&self, waits: &[i64]) -> Peaks {
        let begun = self.within + self.spread;
        let mut seconds = vec![0; begun + HOURS];
        let waits: Vec<usize> = waits
            .iter()
            .filter_map(|wait| usize::try_from(*wait).ok())
            .collect();
        for device in 0..self.devices {
            // Evenly, and yet not in the order of the waits.
            let turn = device.wrapping_mul(2_654_435_761) % 1_000_003 * self.spread / 1_000_003;
            let mut at = device * self.within / self.devices + turn;
            let wait = waits[device.wrapping_mul(7919) % waits.len()].max(1);
            seconds[at] += self.first;
            at += wait;
            while at < seconds.len() {
                seconds[at] += self.later;
                at += wait;
            }
        }
        let most = |seconds: &[usize]| seconds.iter().copied().max().unwrap_or_default();
        Peaks {
            first: most(&seconds[..begun]),
            later: most(&seconds[begun..]),
        }
    }
}

/// Polls a second of so many devices that have gone on for long.
pub fn steady(devices: usize, waits: &[i64]) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "seconds and devices, far below 2^52")]
    let each = |wait: &i64| 1.0 / (*wait).max(1) as f64;
    #[allow(clippy::cast_precision_loss, reason = "the same")]
    let (devices, count) = (devices as f64, waits.len().max(1) as f64);
    devices * waits.iter().map(each).sum::<f64>() / count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_start_together_are_spread_afterwards_and_without_jitter_are_not() {
        let mut morning = Morning {
            devices: 16_000,
            within: 60,
            spread: 0,
            first: 3,
            later: 1,
        };
        let spread: Vec<i64> = (0..16).map(|step| 1800 + 120 * step).collect();
        let jittered = morning.peaks(&spread);
        assert!((800..=804).contains(&jittered.first), "{jittered:?}");
        assert!(jittered.later < jittered.first / 6, "{jittered:?}");
        // The control: who all wait the same come together again.
        let together = morning.peaks(&[3600]);
        assert!(together.later * 3 >= together.first, "{together:?}");
        // And with a turn for each, the first minute is the ten of it.
        morning.spread = 600;
        let turns = morning.peaks(&spread);
        assert!(turns.first < jittered.first / 6, "{turns:?}");
    }

    #[test]
    fn after_long_the_rate_is_what_the_waits_say() {
        assert!((steady(3600, &[3600]) - 1.0).abs() < 1e-9);
        assert!((steady(3600, &[1800, 3600]) - 1.5).abs() < 1e-9);
    }
}
