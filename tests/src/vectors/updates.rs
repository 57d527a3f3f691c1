//! What a host does about signed updates: one arm for each row of the table in `tests/vectors/README.md`.
//!
//! Refuses to say what came of them in its own words: `vector_…` functions of core do.

use super::file::Gives;
use super::host::{Fields, lines};
use super::run::{Run, Stop, bytes, given, made};
use super::transport::{NONE, Server, Told, Updating, serves};
use childfirst::UpdatesConfig;
use childfirst::vectors::*;
use serde_json::Map;
use serde_json::Value;
use std::fs;
use std::sync::Arc;

const BASE: &str = "https://updates.example/";

impl Run {
    fn updating(&mut self) -> Stop<&mut Updating> {
        self.here()?.updating.as_mut().ok_or_else(|| NONE.to_owned())
    }

    /// Does what a step about updates says. None: it is about something else.
    pub(super) fn updates(&mut self, what: &str, all: &Map<String, Value>) -> Stop<Option<Gives>> {
        let fields = Fields(all);
        Ok(Some(match what {
            "updates" => {
                let url = fields.maybe("url").unwrap_or_else(|| BASE.to_owned());
                let server = Arc::new(Server::at(&url));
                let updates = self.app()?.updates(UpdatesConfig {
                    url,
                    root: bytes(&fields.text("root")?)?,
                    follow: fields.texts("follow"),
                });
                server.stops(&updates);
                self.here()?.updating = Some(Updating {
                    updates,
                    server,
                    watch: Arc::default(),
                });
                Gives::default()
            }
            "transport" => {
                self.updating()?.server.is_told(Told {
                    serves: serves(fields.texts("serves"))?,
                    answers: fields.maybe("answers").unwrap_or_default(),
                    only: fields.maybe("only").unwrap_or_default(),
                    bytes: fields.number("bytes").unwrap_or_default() as usize,
                });
                Gives::default()
            }
            "poll" => {
                let now = made(all)?.now;
                let it = self.updating()?;
                lines(it.updates.poll(it.server.clone(), now).map(vector_polled))
            }
            "refresh" => {
                let (now, costly) = (made(all)?.now, fields.is("costly"));
                let it = self.updating()?;
                let watch = it.told(fields.maybe("stop_at"));
                let done = it.updates.refresh(it.server.clone(), Some(watch), costly, now);
                lines(done.map(vector_refreshed))
            }
            "import" => {
                let path = super::folder().join(fields.text("file")?);
                let now = made(all)?.now;
                let it = self.updating()?;
                let watch = it.told(fields.maybe("stop_at"));
                let done = it
                    .updates
                    .import_file(path.display().to_string(), Some(watch), now);
                lines(done.map(vector_refreshed))
            }
            "asked" => Gives::lines(vector_requests(self.updating()?.server.asked())),
            "told" => Gives::lines(vector_progress(self.updating()?.watch.told())),
            "updates_state" => {
                let now = made(all)?.now;
                lines(self.updating()?.updates.state(now).map(vector_updates_state))
            }
            "stop" => {
                self.updating()?.updates.stop();
                Gives::default()
            }
            "start_again" => given(self.updating()?.updates.start_again(), |number| {
                Gives::lines(number.iter().map(u32::to_string).collect())
            }),
            "lose_trust" => {
                let file = self.here()?.folder.join("trust.db");
                fs::remove_file(file).map_err(|error| error.to_string())?;
                Gives::default()
            }
            _ => return Ok(None),
        }))
    }
}
