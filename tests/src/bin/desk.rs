//! The program `childfirst`, built with the tests of this package, so that the one they start is the one of this source.

fn main() -> std::process::ExitCode {
    childfirst_desk::main()
}
