//! `make bench`: rates, limits and ratios, each measured in the same run.
//! Here as a program and not as timed tests: figures are read by people and depend on the machine.

fn main() {}
