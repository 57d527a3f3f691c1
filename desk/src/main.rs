//! `childfirst`: the program itself. All of it is in the library beside it.

use std::process::ExitCode;

fn main() -> ExitCode {
    childfirst_desk::main()
}
