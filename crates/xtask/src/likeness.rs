//! An order of byte strings in which like stands near like.
//!
//! gzip looks back no further than 32 kB, so what is alike packs better the nearer it stands. Knows nothing of wasm.

#![allow(clippy::indexing_slicing, reason = "positions of texts and traits that are counted here")]

/// How many bytes in a row count as one trait of a text.
const TRAIT_LENGTH: usize = 6;

/// How far back gzip sees, less what stands between two texts.
const WINDOW: usize = 28_000;

/// Traits that more texts than this have tell nothing.
const MAX_HOLDERS: usize = 400;

/// Added to a text's traits when its likeness is measured, or the shortest would always be the likest.
const HANDICAP: usize = 20;

/// The positions of the texts: the first, and then always the one that has most of its traits in the window before it.
pub(crate) fn by_likeness(texts: &[&[u8]]) -> Vec<usize> {
    let traits = shared_traits(texts);
    let n_traits = traits.iter().flatten().max().map_or(0, |last| last + 1);
    let mut holders = vec![Vec::new(); n_traits];
    for (text, own) in traits.iter().enumerate() {
        own.iter().for_each(|one| holders[*one].push(text));
    }
    let mut window =
        Window { traits: &traits, holders, seen: vec![0; n_traits], scores: vec![0; texts.len()] };
    let mut left: Vec<usize> = (0..texts.len()).collect();
    let mut order: Vec<usize> = Vec::new();
    let (mut first_seen, mut n_bytes) = (0, 0);
    while let Some(at) = window.likest(&left) {
        let next = left.remove(at);
        order.push(next);
        window.enter(next);
        n_bytes += texts[next].len();
        while n_bytes > WINDOW && first_seen + 1 < order.len() {
            window.leave(order[first_seen]);
            n_bytes -= texts[order[first_seen]].len();
            first_seen += 1;
        }
    }
    order
}

/// What of the texts before is still in sight, and how many of its traits each text shares with that.
struct Window<'t> {
    traits: &'t [Vec<usize>],
    holders: Vec<Vec<usize>>,
    seen: Vec<usize>,
    scores: Vec<usize>,
}

impl Window<'_> {
    /// Where among those that are left the likest is; the first of several.
    fn likest(&self, left: &[usize]) -> Option<usize> {
        let mut best = (0, 0, 1);
        for (at, text) in left.iter().enumerate() {
            let (score, weight) = (self.scores[*text], self.traits[*text].len() + HANDICAP);
            if score * best.2 > best.1 * weight {
                best = (at, score, weight);
            }
        }
        (!left.is_empty()).then_some(best.0)
    }

    fn enter(&mut self, text: usize) {
        for one in &self.traits[text] {
            self.seen[*one] += 1;
            if self.seen[*one] == 1 {
                self.holders[*one].iter().for_each(|holder| self.scores[*holder] += 1);
            }
        }
    }

    fn leave(&mut self, text: usize) {
        for one in &self.traits[text] {
            self.seen[*one] -= 1;
            if self.seen[*one] == 0 {
                self.holders[*one].iter().for_each(|holder| self.scores[*holder] -= 1);
            }
        }
    }
}

/// The traits of each text that others have too, as numbers.
fn shared_traits(texts: &[&[u8]]) -> Vec<Vec<usize>> {
    let mut all: Vec<(&[u8], usize)> = Vec::new();
    for (position, text) in texts.iter().enumerate() {
        all.extend(text.windows(TRAIT_LENGTH).map(|own| (own, position)));
    }
    all.sort_unstable();
    all.dedup();
    let mut traits = vec![Vec::new(); texts.len()];
    let shared = all.chunk_by(|one, next| one.0 == next.0);
    let shared = shared.filter(|holders| (2..=MAX_HOLDERS).contains(&holders.len()));
    for (number, holders) in shared.enumerate() {
        holders.iter().for_each(|(_, text)| traits[*text].push(number));
    }
    traits
}
