//! The command line of publishing, as clap reads it.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Which repository.
#[derive(Debug, Args)]
pub struct Where {
    /// The repository's folder [default: CHILDFIRST_REPO, or this folder, or `guidance` here]
    #[arg(long, value_name = "DIR")]
    pub repo: Option<PathBuf>,
}

/// With which key.
#[derive(Debug, Args)]
pub struct With {
    /// The key to sign with: the file that ends in .key
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// A file with its passphrase, where nobody can type it [default: CHILDFIRST_PASSPHRASE_FILE]
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// `repo`.
#[derive(Debug, Args)]
pub struct Repo {
    /// What to do
    #[command(subcommand)]
    pub what: RepoCommand,
}

/// What is done with a repository.
#[derive(Debug, Subcommand)]
pub enum RepoCommand {
    /// Begin one: whose keys count, and who publishes what
    Init(Init),
    /// What is published, what waits for whom, and what runs out when
    Status(Status),
}

/// `repo init`.
#[derive(Debug, Args)]
pub struct Init {
    /// The new folder
    #[arg(value_name = "DIR", default_value = "guidance")]
    pub dir: PathBuf,
    /// Who may change keys: at least three people, their .pub files divided by commas
    #[arg(
        long,
        value_name = "A.pub,B.pub,C.pub",
        value_delimiter = ',',
        required = true
    )]
    pub root: Vec<String>,
    /// The key of the machine that publishes
    #[arg(long, value_name = "FILE.pub")]
    pub machine: String,
    /// The force or body that publishes; the others later: childfirst rotate
    #[command(flatten)]
    pub role: RoleOf,
    /// For development: the keys protect nothing, and a phone's app refuses them
    #[arg(long)]
    pub development: bool,
}

/// A force or body, and who publishes for it.
#[derive(Debug, Args)]
pub struct RoleOf {
    /// A force or body: small letters, digits and hyphens
    #[arg(long, value_name = "NAME", requires = "release")]
    pub role: Option<String>,
    /// Who releases its packs, two of them each time: their .pub files divided by commas
    #[arg(long, value_name = "D.pub,E.pub", value_delimiter = ',', requires = "role")]
    pub release: Vec<String>,
    /// Its packs, divided by commas [default: the one of its name]
    #[arg(long, value_name = "PACK", value_delimiter = ',', requires = "role")]
    pub packs: Vec<String>,
}

/// `repo status`.
#[derive(Debug, Args)]
pub struct Status {
    /// Which repository
    #[command(flatten)]
    pub at: Where,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `key`.
#[derive(Debug, Args)]
pub struct Key {
    /// What to do
    #[command(subcommand)]
    pub what: KeyCommand,
}

/// What is done with keys.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key: a secret file under a passphrase, and a public one to hand around
    New {
        /// Whose: a name that the others know
        name: String,
        /// The secret file; the public one is called the same, with .pub [default: from the name]
        #[arg(long, value_name = "FILE.key")]
        out: Option<PathBuf>,
        /// A file with the passphrase, where nobody can type it [default: CHILDFIRST_PASSPHRASE_FILE]
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
    },
    /// Whose keys count for what
    List(Status),
}

/// `propose`.
#[derive(Debug, Args)]
pub struct Propose {
    /// The pack: its folder of sources, or its name here
    pub pack: String,
    /// Who proposes it
    #[arg(long, value_name = "WHO")]
    pub by: String,
    /// One line that officers read with it
    #[arg(long, value_name = "WORDS", default_value = "")]
    pub summary: String,
    /// It corrects something dangerous: taken on any network, and told
    #[arg(long)]
    pub safety: bool,
    /// Only to so many of every 10,000 devices at first
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub share: Option<u32>,
    /// Nothing new: the newest version goes to so many of every 10,000 devices
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000),
          conflicts_with_all = ["share", "safety", "values", "summary", "texts"])]
    pub widen: Option<u32>,
    /// The force's values, to go out with it
    #[arg(long, value_name = "FILE")]
    pub values: Option<PathBuf>,
    /// The folder with the documents' texts, for lint
    #[arg(long, value_name = "DIR")]
    pub texts: Option<PathBuf>,
    /// In the place of what waits for signatures; those that it has are void
    #[arg(long)]
    pub replace: bool,
    /// Which repository
    #[command(flatten)]
    pub at: Where,
}

/// `approve`.
#[derive(Debug, Args)]
pub struct Approve {
    /// What waits: a force's name, or `keys`. Left out: the only one
    pub name: Option<String>,
    /// The key to sign with: the file that ends in .key
    #[arg(long, value_name = "FILE", required_unless_present_any = ["to_sign", "signature"])]
    pub key: Option<PathBuf>,
    /// A file with its passphrase, where nobody can type it [default: CHILDFIRST_PASSPHRASE_FILE]
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// The sources, to check here that they make these very bytes, and what lint says of them
    #[arg(long, value_name = "DIR")]
    pub source: Option<PathBuf>,
    /// The folder with the documents' texts, for lint of the sources
    #[arg(long, value_name = "DIR", requires = "source")]
    pub texts: Option<PathBuf>,
    /// For a key in hardware: write what it has to sign into this new folder
    #[arg(long, value_name = "DIR", conflicts_with_all = ["key", "signature"], requires = "public")]
    pub to_sign: Option<PathBuf>,
    /// For a key in hardware: take the signatures that lie in this folder
    #[arg(long, value_name = "DIR", conflicts_with = "key", requires = "public")]
    pub signature: Option<PathBuf>,
    /// The public half of the key in hardware
    #[arg(long, value_name = "FILE.pub")]
    pub public: Option<PathBuf>,
    /// Which repository
    #[command(flatten)]
    pub at: Where,
}

/// `publish`.
#[derive(Debug, Args)]
pub struct Publish {
    /// Where to: file:///…, s3://…, gs://… or az://… [default: where it was published last]
    #[arg(long, value_name = "URL")]
    pub to: Option<String>,
    /// With the key of the machine that publishes
    #[command(flatten)]
    pub with: With,
    /// Which repository
    #[command(flatten)]
    pub at: Where,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `withdraw`.
#[derive(Debug, Args)]
pub struct Withdraw {
    /// The pack's id
    pub pack: String,
    /// Who proposes it
    #[arg(long, value_name = "WHO")]
    pub by: String,
    /// Which version [default: the newest]
    #[arg(long, value_name = "N")]
    pub version: Option<u32>,
    /// Bring the version before back to every device, as a safety release under a higher number
    #[arg(long)]
    pub roll_back: bool,
    /// Bring back this version and not the one before
    #[arg(long, value_name = "N", requires = "roll_back")]
    pub roll_back_to: Option<u32>,
    /// Why, in one line: the signers read it, and with --roll-back officers as well
    #[arg(long, value_name = "WORDS", default_value = "")]
    pub why: String,
    /// In the place of what waits for signatures; those that it has are void
    #[arg(long)]
    pub replace: bool,
    /// Which repository
    #[command(flatten)]
    pub at: Where,
}

/// `rotate`.
#[derive(Debug, Args)]
pub struct Rotate {
    /// Who proposes it
    #[arg(long, value_name = "WHO")]
    pub by: String,
    /// Who may change keys from now on, all of them: names known here, or .pub files, divided by commas
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub root: Vec<String>,
    /// The new key of the machine that publishes
    #[arg(long, value_name = "FILE.pub")]
    pub machine: Option<String>,
    /// A force or body, new or with other people
    #[command(flatten)]
    pub role: RoleOf,
    /// A force or body that publishes here no more
    #[arg(long, value_name = "NAME")]
    pub drop: Option<String>,
    /// Why, in one line
    #[arg(long, value_name = "WORDS", default_value = "")]
    pub why: String,
    /// In the place of what waits for signatures; those that it has are void
    #[arg(long)]
    pub replace: bool,
    /// Which repository
    #[command(flatten)]
    pub at: Where,
}

/// `renew`.
#[derive(Debug, Args)]
pub struct Renew {
    /// A force's name, or `keys`. Left out: all of them
    pub name: Option<String>,
    /// Who proposes it
    #[arg(long, value_name = "WHO")]
    pub by: String,
    /// In the place of what waits for signatures; those that it has are void
    #[arg(long)]
    pub replace: bool,
    /// Which repository
    #[command(flatten)]
    pub at: Where,
}

/// `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// The folder that was published to
    pub dir: PathBuf,
    /// Where to listen
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub listen: std::net::SocketAddr,
}
