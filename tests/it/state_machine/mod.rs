//! The domain against a plain model, driven from a seed.
//!
//! Some thousand commands by five people, with clocks that leap and restarts in between, then many writers at once.
//! After every batch: unread counts and mentions equal a recount, nobody sees a channel that is not theirs, thread
//! summaries and pages of history are the model's, and two readers of the log (one from the beginning, one that has
//! followed all along) have the same picture. `COMITY_SEED=n` repeats a run.

mod check;
mod crowd;
mod machine;
mod model;
mod reader;
mod rng;
mod steps;

use machine::Machine;
use reader::Reader;
pub use rng::{Rng, seeds};

const BATCHES: usize = 12;
const STEPS: usize = 60;

#[test]
fn the_domain_does_what_a_plain_model_does() {
    for seed in seeds(&[1, 7, 1815, 1906]) {
        eprintln!("COMITY_SEED={seed}");
        run(seed);
    }
}

fn run(seed: u64) {
    let mut machine = Machine::new(seed);
    let mut follower = Reader::default();
    for batch in 0..BATCHES {
        for _ in 0..STEPS {
            machine.step();
        }
        if batch % 4 == 2 {
            machine.crowd();
        }
        if batch % 5 == 3 {
            machine.restart();
        }
        machine.check();
        follower.follow(machine.domain());
        follower.check(&machine, "who followed all along");
    }
    machine.restart();
    let mut newcomer = Reader::default();
    newcomer.follow(machine.domain());
    newcomer.check(&machine, "who reads from the beginning");
}
