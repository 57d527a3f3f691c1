//! `childfirst`: the desk tool.

fn main() {}
