//! `serve`: a published folder over HTTP, until somebody ends it. Opens no data folder.

use super::out::Page;
use crate::failure::{Failure, code};
use crate::publish::cli::Serve;
use crate::publish::serve::Served;
use std::sync::Arc;
use std::thread;

/// How many are answered at once.
const AT_ONCE: usize = 8;

/// Serves.
///
/// # Errors
/// When there is no such folder, or the address is taken.
pub fn run(asked: &Serve) -> Result<(), Failure> {
    let served = Served::of(&asked.dir)?;
    let server = tiny_http::Server::http(asked.listen).map_err(|_| {
        let sentence = format!(
            "{} cannot be listened on. Name another with --listen.",
            asked.listen
        );
        Failure::new(code::REFUSED, sentence)
    })?;
    let at = server.server_addr().to_ip().unwrap_or(asked.listen);
    let mut page = Page::new();
    page.line(
        0,
        0,
        &format!(
            "Serving {} at http://{at} until this is ended with Ctrl-C.",
            asked.dir.display()
        ),
    );
    page.end()?;
    let (server, served) = (Arc::new(server), Arc::new(served));
    let all: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (server, served) = (Arc::clone(&server), Arc::clone(&served));
            thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    served.answer(request);
                }
            })
        })
        .collect();
    for one in all {
        let _ = one.join();
    }
    Ok(())
}
