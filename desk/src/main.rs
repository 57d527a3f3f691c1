//! The program `childfirst`. Everything it does is in the library beside it, so that the rigs can reach it too.

fn main() -> std::process::ExitCode {
    childfirst_desk::main()
}
