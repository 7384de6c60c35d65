//! A short run of the fuzzer on each of its targets, always the same: what it is
//! made of works, and what it once found stays mended. `server/tests/fuzz.sh` is
//! the long one.

#[path = "../examples/fuzz/apart.rs"]
mod apart;
#[path = "../examples/fuzz/carriers.rs"]
mod carriers;
#[path = "../examples/fuzz/change.rs"]
mod change;
#[expect(dead_code, reason = "tests of workbooks use the rest")]
#[path = "workbooks/records.rs"]
mod records;
#[path = "../examples/fuzz/targets.rs"]
mod targets;

use targets::Target;

const SEED: u64 = 20_221_018;
const INPUTS: usize = 40;

#[test]
fn no_target_panics_or_reads_slices_otherwise() {
    for name in targets::names() {
        let mut target = Target::new(&name, SEED).unwrap();
        for _ in 0..INPUTS {
            let input = target.input();
            target.check(&input);
        }
    }
}

#[test]
fn inputs_are_the_same_for_the_same_seed() {
    let inputs = |seed| {
        let mut target = Target::new("xls", seed).unwrap();
        (0..5).map(|_| target.input()).collect::<Vec<_>>()
    };
    assert_eq!(inputs(SEED), inputs(SEED));
    assert_ne!(inputs(SEED), inputs(SEED + 1));
    assert!(Target::new("nothing", 1).is_none());
}
