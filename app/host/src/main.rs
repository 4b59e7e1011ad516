//! The program `sarai`. Everything is in the library, so that tests and other binaries can use it.
//! Exit codes follow sysexits where a mail server reads them.

use std::process::ExitCode;

fn main() -> ExitCode {
    sarai::cli::main(sarai::modules::all())
}
