//! Views of the staff's screens: pure functions, same file names as the routes.
//! What every list and every form shares is the kernel's.

pub mod audit;
pub mod customers;
pub mod deliveries;
pub mod home;
pub mod jobs;
pub mod settings;
pub mod staff;
pub mod texts;
