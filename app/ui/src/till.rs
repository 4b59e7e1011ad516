//! The shop's till and a machine's terminal: two screens that fill the window.
//! Here apart because they are worked with keys, a scanner and thumbs, not read.
mod frame;
mod line;
mod receipt;
mod terminal;
mod ticker;

pub use frame::{Till, keypad, till};
pub use line::{SaleLine, sale_line};
pub use receipt::{Receipt, print_button, receipt};
pub use terminal::{Terminal, terminal};
pub use ticker::{Tick, price_ticker};
