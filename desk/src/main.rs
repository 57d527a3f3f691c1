//! `childfirst`: the desk tool.

mod app;
mod failure;
mod vault;

fn main() {}
