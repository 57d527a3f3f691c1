//! Looks whether a file was saved, and when one was, looks at the packs again: beside the screen, so that keys answer.
//!
//! It asks for lengths and times four times a second instead of waiting to be told: that works on shared folders too, and
//! whichever way an editor saves. Nothing is looked at until two looks in a row agree, so that half a file is not taken for
//! the whole. Refuses to follow links, and to look at what begins with a full stop: an editor's own.

use super::look::Look;
use super::show::Wanted;
use crate::failure::Failure;
use childfirst::lint::Linted;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread;
use std::time::{Duration, SystemTime};

/// Between two looks.
const BETWEEN: Duration = Duration::from_millis(250);
/// Deeper than any pack; what is deeper is not watched.
const DEEPEST: u32 = 16;

/// What a look found.
pub enum News {
    /// What the packs build to.
    Looked(Box<Look>),
    /// What lint found in them, a little later.
    Linted(Result<Linted, Failure>),
}

/// The watch: it ends when it is dropped.
pub struct Watch {
    news: Receiver<News>,
    again: Sender<()>,
}

impl Watch {
    /// Begins with a look.
    pub fn start(wanted: Wanted) -> Watch {
        let (tell, news) = channel();
        let (again, asked) = channel();
        thread::spawn(move || watch(&wanted, &tell, &asked));
        Watch { news, again }
    }

    /// What is new, if anything is.
    pub fn now(&self) -> Option<News> {
        self.news.try_recv().ok()
    }

    /// What is new next.
    pub fn wait(&self) -> Option<News> {
        match self.news.recv_timeout(BETWEEN) {
            Ok(news) => Some(news),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                thread::sleep(BETWEEN);
                None
            }
        }
    }

    /// Looks again, whether or not a file was saved.
    pub fn again(&self) {
        // A watch that has ended has nothing to tell.
        let _ = self.again.send(());
    }
}

/// The files as they stand: path, length, time.
type Stand = Vec<(PathBuf, u64, Option<SystemTime>)>;

fn watch(wanted: &Wanted, tell: &Sender<News>, asked: &Receiver<()>) {
    let mut looked: Option<Stand> = None;
    let mut before = stand(wanted);
    loop {
        let now = stand(wanted);
        let settled = now == before;
        before = now;
        if settled && looked.as_ref() != Some(&before) {
            looked = Some(before.clone());
            let told = tell
                .send(News::Looked(Box::new(wanted.look())))
                .and_then(|()| tell.send(News::Linted(wanted.linted())));
            if told.is_err() {
                return;
            }
            continue;
        }
        match asked.recv_timeout(BETWEEN) {
            Ok(()) => looked = None,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        while !matches!(
            asked.try_recv(),
            Err(TryRecvError::Empty | TryRecvError::Disconnected)
        ) {}
    }
}

fn stand(wanted: &Wanted) -> Stand {
    let mut all = Stand::new();
    for path in wanted.watched() {
        add(&path, DEEPEST, &mut all);
    }
    all.sort();
    all.dedup();
    all
}

fn add(path: &Path, deeper: u32, all: &mut Stand) {
    let Ok(about) = fs::symlink_metadata(path) else {
        return;
    };
    if about.is_dir() && deeper > 0 {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            if !entry.file_name().to_string_lossy().starts_with('.') {
                add(&entry.path(), deeper - 1, all);
            }
        }
        return;
    }
    all.push((path.to_path_buf(), about.len(), about.modified().ok()));
}
