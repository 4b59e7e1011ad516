//! The program `sarai`. Everything is in the library, so that tests and other binaries can use it.
//! Exit codes follow sysexits where a mail server reads them.

use std::process::ExitCode;

/// The system's allocator gives each page's compression buffers back to the kernel and faults them in again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    sarai::cli::main(sarai::modules::all())
}
