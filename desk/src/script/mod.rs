//! placeholder
use crate::app::App;
use crate::failure::Failure;
pub fn run(_app: &App, _file: &std::path::Path, _stop: bool) -> Result<(), Failure> {
    Ok(())
}
