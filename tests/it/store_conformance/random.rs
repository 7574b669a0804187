//! Any history, drawn from a seed, leaves an engine as it leaves the model.

use super::*;
use comity::base::Kind;
use comity::store::{Moved, Order, Row};
use std::collections::BTreeMap;

/// Small numbers from a seed (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// From `COMITY_SEED` if that is set, else from the clock; printed, so that a failure can be run again.
    pub fn cast(what: &str) -> Self {
        let given = std::env::var("COMITY_SEED").ok().and_then(|seed| seed.parse().ok());
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let seed = given.unwrap_or(now.as_nanos() as u64);
        println!("{what}: COMITY_SEED={seed}");
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// The engine, the model beside it, and which position of one is which of the other.
struct Pair {
    engine: Arc<dyn Store>,
    model: MemoryStore,
    positions: BTreeMap<Position, Position>,
    history: Vec<(Commit, Commit)>,
    last: Position,
}

impl Pair {
    fn model_position(&self, engine: Position) -> Position {
        if engine == 0 { 0 } else { self.positions[&engine] }
    }

    fn engine_position(&self, model: Position) -> Position {
        self.positions.iter().find(|(_, of_model)| **of_model == model).map_or(0, |(of_engine, _)| *of_engine)
    }

    fn write(&mut self, engine: Commit, model: Commit) {
        let got = write(&*self.engine, engine.clone());
        let due = write(&self.model, model.clone());
        match (&got, &due) {
            (Ok(got), Ok(due)) => {
                assert_eq!(got.seqs, due.seqs);
                let known = self.positions.insert(got.position, due.position);
                assert!(known.is_none_or(|known| known == due.position));
                self.last = self.last.max(got.position);
                self.history.push((engine, model));
            }
            (Err(got), Err(due)) => {
                assert_eq!(got.kind, due.kind);
                assert_eq!(got.kind, Kind::Conflict);
            }
            _ => panic!("the engine said {got:?}, the model {due:?}"),
        }
    }

    fn row(&self, row: Row) -> Row {
        Row { rev: self.model_position(row.rev), ..row }
    }

    fn compare(&self, dice: &mut Dice) {
        let engine = settled(&*self.engine, self.last);
        let model = self.model.snapshot().unwrap();
        for _ in 0..4 {
            let (from, to) = (key(dice), key(dice));
            let order = if dice.one_in(2) { Order::Ascending } else { Order::Descending };
            let limit = dice.below(30) as usize;
            let got = engine.range(&from, &to, order, limit).unwrap().into_iter().map(|row| self.row(row));
            assert_eq!(got.collect::<Vec<_>>(), model.range(&from, &to, order, limit).unwrap());
            let ending = dice.one_in(2).then(|| dice.below(4) as u8 * 85);
            let counted = engine.count(&from, &to, ending, limit).unwrap();
            assert_eq!(counted, model.count(&from, &to, ending, limit).unwrap());
            let got = engine.get(&from).unwrap().map(|row| self.row(row));
            assert_eq!(got, model.get(&from).unwrap());
            let (part, after) = (part(dice), dice.below(40));
            assert_eq!(engine.head(&part).unwrap(), model.head(&part).unwrap());
            assert_eq!(engine.read_log(&part, after, limit).unwrap(), model.read_log(&part, after, limit).unwrap());
        }
        let after = dice.below(model.position().unwrap() + 1);
        let got = engine.moved_since(self.engine_position(after), 10).unwrap().into_iter();
        let mut got: Vec<_> = got.map(|m| Moved { position: self.model_position(m.position), ..m }).collect();
        let mut due = model.moved_since(after, 10).unwrap();
        // Within one commit the parts have no order.
        let order = |moved: &Moved| (moved.position, moved.part.clone());
        got.sort_by_key(order);
        due.sort_by_key(order);
        assert_eq!(got, due);
    }
}

fn key(dice: &mut Dice) -> Vec<u8> {
    let length = 1 + dice.below(3);
    (0..length).map(|_| dice.below(4) as u8 * 85).collect()
}

fn part(dice: &mut Dice) -> Vec<u8> {
    vec![b'p'; 1 + dice.below(4) as usize]
}

/// A commit for both, whose required revisions are mostly right. `None` would change nothing.
fn draw(pair: &Pair, dice: &mut Dice, clock: &mut u64) -> (Commit, Commit) {
    let model = pair.model.snapshot().unwrap();
    let mut drawn = commit();
    for _ in 0..dice.below(4) {
        let key = key(dice);
        if drawn.ops.iter().any(|(Op::Put { key: k, .. } | Op::Delete { key: k })| *k == key) {
            continue;
        }
        let length = if dice.one_in(20) { 5_000 } else { dice.below(60) };
        let value = vec![dice.below(256) as u8; length as usize];
        drawn.ops.push(if dice.one_in(3) { delete(&key) } else { put(&key, &value) });
    }
    for _ in 0..dice.below(4) {
        *clock += 1;
        let stamp = if dice.one_in(12) { clock.saturating_sub(dice.below(5)) } else { *clock };
        drawn.append.push(append(&part(dice), stamp, &clock.to_be_bytes()));
    }
    let mut of_model = drawn.clone();
    for _ in 0..dice.below(3) {
        let key = key(dice);
        let rev = model.get(&key).unwrap().map_or(0, |row| row.rev);
        let rev = if dice.one_in(8) { dice.below(model.position().unwrap() + 1) } else { rev };
        drawn.require.push(require(&key, pair.engine_position(rev)));
        of_model.require.push(require(&key, rev));
    }
    (drawn, of_model)
}

pub fn any_history_is_as_in_the_model(site: &mut Site) {
    let mut dice = Dice::cast("a random history");
    let mut pair =
        Pair { engine: site.store(), model: MemoryStore::new(), positions: BTreeMap::new(), history: vec![], last: 0 };
    let mut clock = 1;
    for step in 0..400 {
        if dice.one_in(10) && !pair.history.is_empty() {
            let at = dice.below(pair.history.len() as u64) as usize;
            let (engine, model) = pair.history[at].clone();
            pair.write(engine, model);
        } else if dice.one_in(25) {
            let (part, seq) = (part(&mut dice), dice.below(clock));
            pair.engine.purge_log(&part, seq).unwrap();
            pair.model.purge_log(&part, seq).unwrap();
        } else {
            let (engine, model) = draw(&pair, &mut dice, &mut clock);
            pair.write(engine, model);
        }
        if site.keeps && dice.one_in(80) {
            pair.engine = Arc::new(MemoryStore::new());
            site.restart();
            pair.engine = site.store();
        }
        if step % 5 == 0 {
            pair.compare(&mut dice);
        }
    }
}
