//! Views of the staff's screens: pure functions, same file names as the routes.
//! What every list and every form shares is the kernel's.

pub mod audit;
pub mod customers;
pub mod deliveries;
mod frame;
pub mod home;
pub mod jobs;
pub mod settings;
pub mod staff;
pub mod texts;

/// Words with their names, by the name, for a list to choose from.
fn by_name<W>(words: impl Iterator<Item = (W, String)>) -> Vec<(W, String)> {
    let mut words: Vec<_> = words.collect();
    words.sort_by(|a, b| a.1.cmp(&b.1));
    words
}
