//! The command line, as clap reads it: what `--help`, the completions and the manual page are made from.
//!
//! Stored words (roles, places, involvement) are those of DESIGN 3, so that a command line, a script and a record say
//! the same. Refuses to know what a pack holds: ids of packs, factors and guidance are checked where they are used.

use crate::publish::cli::{Approve, Key, Propose, Publish, Renew, Repo, Rotate, Serve, Withdraw};
use childfirst::age::Age;
use childfirst::sets::{ExportFormat, Involvement, Phase, Place, Presence, Role};
use childfirst::time::Moment;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// What stands at the foot of `childfirst --help`.
const AFTER: &str = "\
Where things are:
  Records and guidance are in one data folder: --data, or CHILDFIRST_DATA, or your own data folder.
  Records are sealed. This desk tool keeps their key beside them, in the file device.key, which its
  owner alone can read: whoever can read the folder as you can read the records.
  When that key is lost, so are the records, unless they were also sealed for your force's recovery key:
  --recovery-key, or CHILDFIRST_RECOVERY_KEY. Without one, all that is left of them are exports.
  Only sync, publish and serve use a network.

Exit codes:
  0  done
  1  something was checked and does not hold: findings, a broken chain, a tampered export
  2  the command line cannot be taken
  3  the data folder, or the repository, is in use by another process
  4  the key is locked or gone, or its passphrase is another
  5  something on the disk is damaged, or newer than this program
  6  nothing was saved, or the disk could not be read
  7  what was given cannot be taken: a refused entry or script line
  8  there is nothing of that name
  9  guidance was not updated, or not all of it; what is here stays in use

Examples:
  childfirst
  childfirst worklist --pack hampshire --role response_officer --age 8m --factor domestic-abuse
  childfirst walk --script call.ndjson
  childfirst verify";

/// Child-centred policing guidance, worked through offline, with a record that can be checked.
///
/// Without a command: choose role and force once, then work through an interaction by keyboard.
#[derive(Debug, Parser)]
#[command(name = "childfirst", version, after_help = AFTER, max_term_width = 110)]
pub struct Cli {
    /// The data folder [default: your own, or CHILDFIRST_DATA]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The clock, as RFC 3339, instead of the computer's: 2026-11-22T02:12:00+00:00
    #[arg(long, global = true, value_name = "RFC3339", value_parser = moment)]
    pub now: Option<Moment>,
    /// Your force's public recovery key, to seal the records for it too [default: CHILDFIRST_RECOVERY_KEY]
    #[arg(long, global = true, value_name = "KEY")]
    pub recovery_key: Option<String>,
    /// What to do
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Work through an interaction: from a script, or by keyboard
    #[command(
        after_help = "One operation a line, one line out for each: the receipt, printed only once the entry is on the \
        disk, or an error.\nA refused line leaves nothing behind; the script goes on, and the exit code is 7 at the \
        end. docs/script.md has every operation.\n\nExamples:\n  childfirst walk --script call.ndjson\n  \
        echo '{\"op\":\"begun\",\"pack\":\"hampshire\",\"role\":\"response_officer\"}' | childfirst walk --script -"
    )]
    Walk(Walk),
    /// What is to be done in given circumstances, without recording anything
    #[command(
        after_help = "What is not said is not known, and not known means shown.\n\nExamples:\n  \
        childfirst worklist --pack hampshire --role response_officer\n  \
        childfirst worklist --pack hampshire --role response_officer --age 9 --involved witness --no-others \
        --place home --factor domestic-abuse\n  \
        childfirst worklist --pack hampshire --role response_officer --child \"girl 9\" --child \"baby 8m\"\n  \
        childfirst worklist --pack hampshire --role call_handler --json"
    )]
    Worklist(Worklist),
    /// Your interactions on this device, newest first; with --all, everybody's
    #[command(
        after_help = "A device may be shared. Yours are those of the name that was chosen here last; other people's that \
        are not finished show place and time, and nothing else. --all is for whoever looks after the device's records: to \
        find what was not sent or told, to hold, to review, to recover or to destroy. It shows who recorded what, and is \
        not for an officer's use at a scene.\n\nWith --due (for the same person): those that were last written to so many days ago or longer, are completed, are not \
        held and stand somewhere else too. How long records are kept is the force's to say; nothing is ever destroyed \
        by itself.\n\nExamples:\n  childfirst list\n  childfirst list --all --json\n  childfirst list --due 2555"
    )]
    List(List),
    /// Where an interaction stands: danger, children, what is left, what is for later
    #[command(
        after_help = "A beginning of the id is enough. With --salvage: every entry that can still be read of a damaged \
        interaction, and in its place what cannot.\n\nExamples:\n  childfirst show 1a2b\n  childfirst show 1a2b \
        --json\n  childfirst show 1a2b --salvage"
    )]
    Show(Show),
    /// The record of an interaction, whole, to read here
    #[command(
        after_help = "What is not sent, not told and open comes first; every entry stands at the end. To give it to \
        somebody: childfirst export.\n\nExamples:\n  childfirst record 1a2b\n  childfirst record 1a2b | less"
    )]
    Record(Record),
    /// The sheet for a supervisor; with --by and --words, the review becomes an entry
    #[command(
        after_help = "One page: what is not sent, not told or not reached; each child seen, heard, at what risk, \
        shared, still open; how danger ran; what is known only from others; the prompts to look at the decision. \
        Nothing in it marks anybody.\n\nAn answer names a prompt by its id, the last part of it, or its number on the sheet; any may be \
        answered, or none.\n\nExamples:\n  childfirst review 1a2b\n  childfirst review 1a2b --json\n  \
        childfirst review 1a2b --by \"Sgt Lane\" --words \"Girl heard alone. Referral not sent.\" --asked-of \"PC \
        Rowe: send it, then say sent\" --answer circumstances-considered=\"Yes, for all three\""
    )]
    Review(Review),
    /// A record as a file: text to paste, JSON that checks alone, or a page to read and print
    #[command(
        after_help = "Without --out the file gets a name of its own in this folder; nothing is ever written over \
        without --force. With --child or --reader an entry goes only when all of it is about that child, or about the \
        children of what was decided to share with that reader; each that is left out is named, and the rest still \
        checks. The record says that an export was made. Exporting is not sending: /share, or a sharing_moved line, \
        says when it has gone. Read it before you give it to anybody.\n\nExamples:\n  childfirst export 1a2b \
        --format html\n  childfirst export 1a2b --format text --out - | xclip\n  childfirst export 1a2b --format \
        json --child 2 --out girl.json\n  childfirst export 1a2b --format html --reader \"Children\u{2019}s social \
        care\" --by \"Sgt Lane\""
    )]
    Export(Export),
    /// Check that records, an export or a pack hold together
    #[command(
        after_help = "Without a name: the file and every interaction in the data folder. With --head: whether a head \
        that was written down elsewhere stands in the interaction, and where. Exit code 1 when something does not \
        hold.\n\nExamples:\n  childfirst verify\n  childfirst verify 1a2b\n  childfirst verify 1a2b --head \
        9f3c01d2\n  childfirst verify record.html"
    )]
    Verify(Verify),
    /// Build a pack from its folder of sources, or say what is wrong with them
    #[command(
        after_help = "What the pack extends is looked for beside its folder. Each finding names file, line and rule; \
        exit code 1 with any.\n\nExamples:\n  childfirst build content/hampshire\n  \
        childfirst build content/hampshire --out hampshire.json"
    )]
    Build(Build),
    /// What changed between two packs: added, withdrawn, reworded, shown to others than before
    #[command(
        after_help = "Either side is a folder of sources, the file of a built pack, or an installed pack by id or SHA-256. \
        Both wordings are shown whole. How often a piece is shown is counted by asking both packs in the same \
        circumstances.\n\nExamples:\n  childfirst diff hampshire content/hampshire\n  childfirst diff old.json new.json \
        --format html --out change.html"
    )]
    Diff(Diff),
    /// A document's text, sentence by sentence, beside the ledger that says what carries each
    #[command(
        after_help = "For whoever writes a pack from a document. Prints what the ledger does not account for, with its hash; \
        exit code 1 while there is any. No sentence of the document is ever written into a ledger.\n\nExamples:\n  \
        childfirst coverage content/coverage/norfolk-2013-16.json --text norfolk.txt\n  \
        childfirst coverage content/coverage/strategy.json --text strategy.txt --update"
    )]
    Coverage(Coverage),
    /// Whether packs are fit for officers and children: every finding with how to mend it, and the proof
    #[command(
        after_help = "Without a PACK: every pack of the folder `content` here, or of this folder. What a finding means: \
        --explain. A document's text is looked for in a folder `seeds` beside the checkout, or in --texts; without it the \
        ledgers are checked as far as they go, and that is said.\nThe exit code is 1 with an error, with --strict with a \
        warning as well; advice never counts.\n\nExamples:\n  childfirst lint\n  childfirst lint norfolk --strict\n  \
        childfirst lint --explain two-things\n  childfirst lint --sarif > lint.sarif\n  \
        childfirst lint norfolk --release --values norfolk-values.json"
    )]
    Lint(Lint),
    /// Begin a pack of your force's own, on guidance that is there
    #[command(
        after_help = "Writes a folder with a manifest and something of each kind, the text of a small document that is made \
        up, and its ledger, so that a trainer changes words and not brackets. `childfirst lint` lets it pass, and warns of \
        every “Example:” until it is replaced. Nothing is written over, and nothing is left behind when it cannot be \
        written whole.\n\nExit codes: 0 written, 1 a pack below does not build, 6 it could not be written, 7 the name cannot be \
        taken or is there already, 8 there is no such folder, pack below or role.\n\nExamples:\n  childfirst new-pack anytown\n  \
        childfirst new-pack anytown --force \"Anytown Police\" --title \"Anytown 2026\"\n  \
        childfirst new-pack anytown --dir guidance --extends six-principles,hmicfrs-2019 --role response_officer"
    )]
    NewPack(NewPack),
    /// A worklist while its pack is being written: shown again at every save, with what lint finds
    #[command(
        after_help = "At a terminal it stays open and looks again when a file is saved; q ends it. A file that does not build \
        leaves the last good view standing, and says where the fault is. What is new since the last save is marked with +.\n\
        In a pipe, or with --once, it prints once, as plain text. --watch in a pipe, or at a terminal that cannot be drawn on \
        (TERM=dumb), prints again after every save.\n\nKeys: arrows, Space and b move; Tab the next worklist; f the findings; a \
        everything that is folded; n the next line that is new; r look again; q, Esc or Ctrl-C end.\n\nExit codes: with --once 1 \
        when there is an error or it does not build; 0 otherwise.\n\nExamples:\n  childfirst preview anytown\n  \
        childfirst preview anytown --role response_officer --phase now --age 9 --factor domestic-abuse\n  \
        childfirst preview anytown --child \"girl 9\" --child \"baby 8m\" --place home\n  \
        childfirst preview anytown --values anytown-values.json --once"
    )]
    Preview(Preview),
    /// The installed guidance
    #[command(after_help = "Examples:\n  childfirst packs\n  childfirst packs --json")]
    Packs(Json),
    /// What your force has filled in where the guidance leaves it open; and fill it in
    #[command(
        after_help = "Without more: every local value, what it is for, where it is used, and what your force has set. A value \
        is never invented: until it is set, officers read \u{201c}your force has not set this\u{201d}. What is set shows at once, also in \
        open records, marked where it was corrected; the log keeps what was shown.\n\nExamples:\n  childfirst values\n  \
        childfirst values set danger-tell \"Control room, channel 1\" --owner \"Control room\"\n  \
        childfirst values unset danger-tell\n  childfirst values file --out hampshire-values.json\n  \
        childfirst values take hampshire-values.json"
    )]
    Values(Values),
    /// Take new guidance, signed, from a server or a file
    #[command(
        after_help = "Everything is checked before anything is used: who signed it, that it is not older than what is here, and \
        that it reads. Whatever goes wrong, what is here stays in use, and open records keep the guidance that they were begun \
        with. The root says whom to believe; get it from whoever publishes your guidance, by another way than the server. Root and \
        address are remembered once something was taken by them.\n\nExit codes: 0 taken, or nothing new; 2 no root or no address yet; \
        3 another sync is under way; 5 what was known of the signatures is damaged; 6 not saved; 7 another root; 8 no such file; \
        9 not updated, or not all of it.\n\nExamples:\n  \
        childfirst sync --root root.json https://guidance.example/repo   the first time\n  \
        childfirst sync                                                  from then on\n  \
        childfirst sync --poll                                           one small request: is there anything new?\n  \
        childfirst sync guidance.tar                                     from a file, by cable or message\n  \
        childfirst sync --follow hampshire --costly                      one force, and safety releases alone\n  \
        childfirst sync --state --json                                   how things stand, for a program"
    )]
    Sync(Sync),
    /// Begin a repository of signed guidance, or see how it stands
    #[command(
        after_help = "A repository is a folder of signed files. People sign on their own computers: two root keys change who may \
        sign, two people release a pack. docs/publishing.md has the first ten minutes, and what to do at three in the morning.\n\n\
        Examples:\n  childfirst repo init --root ann.pub,ben.pub,cat.pub --machine server.pub --role anytown --release \
        dee.pub,eli.pub\n  childfirst repo status"
    )]
    Repo(Repo),
    /// Make a signing key, or see whose keys count
    #[command(
        after_help = "The secret file is PKCS#8 under a passphrase: OpenSSL opens it as well. It never goes into the \
        repository.\n\nExamples:\n  childfirst key new \"Dee Hart\"\n  childfirst key list"
    )]
    Key(Key),
    /// Put a pack forward, for two people to sign
    #[command(
        after_help = "Shows what lint says and what changes for officers; an error of lint stops it. Nothing is published.\n\n\
        Examples:\n  childfirst propose anytown --by \"Dee Hart\" --summary \"One word corrected\"\n  \
        childfirst propose anytown --by \"Dee Hart\" --share 500\n  childfirst propose anytown --by \"Dee Hart\" --widen 10000"
    )]
    Propose(Propose),
    /// Read what waits, and sign it
    #[command(
        after_help = "Shows all of it, asks for typed words, then for the passphrase. What was shown is kept with the signature. \
        For a key in hardware: --to-sign writes the bytes, --signature takes what was signed elsewhere.\n\nExamples:\n  \
        childfirst approve --key dee-hart.key\n  childfirst approve anytown --key eli-roth.key --source content/anytown"
    )]
    Approve(Approve),
    /// Bring what is signed to the server, or say again that it is current
    #[command(
        after_help = "Run it every day, also when nothing is new: devices take nothing more when the machine has not spoken for a \
        week. Safe to repeat, to cut off anywhere, and on two machines at once.\n\nExamples:\n  \
        childfirst publish --to file:///srv/guidance --key server.key\n  childfirst publish --key server.key"
    )]
    Publish(Publish),
    /// Withdraw a version, or bring the one before back to every device
    #[command(
        after_help = "Two people sign it, as ever. Who has the version keeps it until a higher one comes: --roll-back makes one.\n\n\
        Examples:\n  childfirst withdraw anytown --by \"Dee Hart\" --roll-back --why \"A wrong number\"\n  \
        childfirst withdraw anytown --by \"Dee Hart\" --version 3"
    )]
    Withdraw(Withdraw),
    /// Change whose keys count: a lost or stolen key, new people, another force
    #[command(
        after_help = "Two of those who hold root keys sign it. A key that is left out counts for nothing from then on.\n\nExamples:\n  \
        childfirst rotate --by Ann --root Ann,Ben,dan.pub --why \"Cat’s key is lost\"\n  \
        childfirst rotate --by Ann --role anytown --release Dee,flo.pub\n  childfirst rotate --by Ann --machine server2.pub"
    )]
    Rotate(Rotate),
    /// Sign everything for another year
    #[command(
        after_help = "Examples:\n  childfirst renew --by Ann\n  childfirst renew anytown --by \"Dee Hart\""
    )]
    Renew(Renew),
    /// Serve a published folder to devices, for a trial or a small force
    #[command(
        after_help = "Reads alone, and only what a repository has. Other computers reach it with --listen 0.0.0.0:8080; what \
        devices take is signed, so the network need not be trusted. For a whole force: any web server.\n\nExamples:\n  \
        childfirst serve /srv/guidance\n  childfirst serve /srv/guidance --listen 0.0.0.0:8080"
    )]
    Serve(Serve),
    /// Search the guidance
    #[command(
        after_help = "Word endings do not matter, the last word may be half typed, and a pack's abbreviations are \
        known.\n\nExamples:\n  childfirst search CSE\n  childfirst search missing from care --pack hampshire --limit 5"
    )]
    Search(Search),
    /// Read the reference: without an id, what there is
    #[command(after_help = "Examples:\n  childfirst reference --pack hampshire\n  \
        childfirst reference six-principles/principle/voice-of-the-child")]
    Reference(Reference),
    /// Erase the words of one entry for good; that it was there stays
    #[command(
        after_help = "The chain still holds, and an entry says who erased it, why and on whose authority. `childfirst \
        record` numbers the entries. The first entry cannot be erased, and nothing of a held record can. Exports and \
        copies made elsewhere stay.\n\nExample:\n  childfirst erase 1a2b3c4d 27 --by \"Sgt Lane\" --reason \"a \
        neighbour's number\" --authority \"Data protection officer\""
    )]
    Erase(Erase),
    /// Hold a record, so that nothing of it is erased or destroyed; or lift the hold
    #[command(
        after_help = "Examples:\n  childfirst hold 1a2b3c4d --by \"Sgt Lane\" --reason \"a court has asked for it\"\n  \
        childfirst hold 1a2b3c4d --lift --by \"Sgt Lane\" --reason \"the court has its copy\""
    )]
    Hold(Hold),
    /// Destroy an interaction for good; a tombstone stays
    #[command(
        after_help = "Its key is forgotten, here and in the key file; exports and copies made elsewhere stay. A held record \
        cannot be destroyed.\n\nExample:\n  childfirst destroy 1a2b3c4d --by \"Sgt Lane\" --reason \"recorded twice, see \
        5e6f7a8b\""
    )]
    Destroy(Destroy),
    /// Start new records when the old ones cannot be opened; the old are set aside, never deleted
    #[command(after_help = "Refused while the records can be opened.\n\nExample:\n  childfirst new-records")]
    NewRecords,
    /// Make a recovery key: the secret half into a file, the public half printed
    #[command(
        after_help = "The public half goes on every device, and can seal but never open. The secret half opens every record \
        sealed for it: keep it offline, in two places. The file is never written over.\n\nExample:\n  \
        childfirst recovery-key --out recovery.secret"
    )]
    RecoveryKey(RecoveryKey),
    /// Recover the records of a lost or broken device into a new folder, with the secret recovery key
    #[command(
        after_help = "Needs the device's data folder or a copy of it, which is only read. What was not sealed for the recovery \
        key cannot be recovered: of a device without --recovery-key, only its exports are left. Records that were set \
        aside (records.1.db) are left out.\n\nExamples:\n  \
        childfirst recover /media/backup/childfirst --key recovery.secret --into recovered\n  \
        childfirst --data recovered list"
    )]
    Recover(Recover),
    /// Print completions for a shell
    #[command(
        after_help = "Example:\n  childfirst completions bash > ~/.local/share/bash-completion/completions/childfirst"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example:\n  childfirst man > childfirst.1")]
    Man,
}

/// Whether to print JSON.
#[derive(Debug, Args)]
pub struct Json {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `walk`.
#[derive(Debug, Args)]
pub struct Walk {
    /// The script: a file of NDJSON, or - for standard input. Left out: by keyboard
    #[arg(long, value_name = "FILE|-")]
    pub script: Option<PathBuf>,
    /// Stop at the first line that is not taken
    #[arg(long, requires = "script")]
    pub stop_on_error: bool,
}

/// `worklist`.
#[derive(Debug, Args)]
pub struct Worklist {
    /// The pack: its id or digest
    #[arg(long)]
    pub pack: String,
    /// Whose worklist
    #[arg(long, value_parser = set::<Role>(Role::ALL.iter().map(|it| it.as_str())))]
    pub role: Role,
    /// The circumstances
    #[command(flatten)]
    pub given: Circumstances,
    /// In text: every prompt, and what may apply
    #[arg(long, conflicts_with = "json")]
    pub all: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// The circumstances of a worklist. What is not said is not known.
#[derive(Debug, Clone, Args)]
pub struct Circumstances {
    /// The child's age: 8m, 9, 9-11, ~12, unborn, not_known
    #[arg(long, value_parser = age)]
    pub age: Option<Age>,
    /// One of several children, label and age; may stand more than once. What else is said holds for each
    #[arg(long, value_name = "GIRL 9", conflicts_with = "age", value_parser = child)]
    pub child: Vec<(Option<String>, Age)>,
    /// How the child is involved, divided by commas
    #[arg(long, value_name = "X,Y", value_delimiter = ',',
          value_parser = set::<Involvement>(Involvement::ALL.iter().map(|it| it.as_str())))]
    pub involved: Vec<Involvement>,
    /// Where the scene is
    #[arg(long, value_parser = set::<Place>(Place::ALL.iter().map(|it| it.as_str())))]
    pub place: Option<Place>,
    /// Where the child is
    #[arg(long, value_parser = set::<Presence>(Presence::ALL.iter().map(|it| it.as_str())))]
    pub presence: Option<Presence>,
    /// The child is involved in no other way
    #[arg(long)]
    pub no_others: bool,
    /// A factor that is present; may stand more than once
    #[arg(long, value_name = "F", value_delimiter = ',')]
    pub factor: Vec<String>,
    /// A factor that is absent; may stand more than once
    #[arg(long, value_name = "F", value_delimiter = ',')]
    pub no_factor: Vec<String>,
}

/// `list`.
#[derive(Debug, Args)]
pub struct List {
    /// Everybody's, whole: for whoever looks after this device's records
    #[arg(long)]
    pub all: bool,
    /// Only what is due: last written to at least so many days ago
    #[arg(long, value_name = "DAYS")]
    pub due: Option<u32>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The interaction's id, or its beginning
    pub id: String,
    /// What can still be read of a damaged one, entry by entry
    #[arg(long)]
    pub salvage: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `record`.
#[derive(Debug, Args)]
pub struct Record {
    /// The interaction's id, or its beginning
    pub id: String,
}

/// `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// The interaction's id, or its beginning
    pub id: String,
    /// In which form: text to paste, json that checks alone, html to read and print
    #[arg(long, value_parser = set::<ExportFormat>(ExportFormat::ALL.iter().map(|it| it.as_str())))]
    pub format: ExportFormat,
    /// For this child alone: its number
    #[arg(long, value_name = "NUMBER")]
    pub child: Option<u32>,
    /// For this reader alone: the name as it stands in a sharing or a hand-over
    #[arg(long, value_name = "NAME")]
    pub reader: Option<String>,
    /// Where to write it: a file, a folder, or - for standard output
    #[arg(long, value_name = "FILE|-")]
    pub out: Option<PathBuf>,
    /// Write over a file of that name
    #[arg(long)]
    pub force: bool,
    /// Who exports it [default: the recorder]
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,
}

/// `review`.
#[derive(Debug, Args)]
pub struct Review {
    /// The interaction's id, or its beginning
    pub id: String,
    /// Who reviews it
    #[arg(long, value_name = "WHO", requires = "words")]
    pub by: Option<String>,
    /// What you saw in this record
    #[arg(long, value_name = "WORDS", requires = "by")]
    pub words: Option<String>,
    /// What is asked, and of whom
    #[arg(long, value_name = "WORDS", requires = "words")]
    pub asked_of: Option<String>,
    /// An answer to a prompt of the sheet; may stand more than once
    #[arg(long, value_name = "PROMPT-ID=WORDS", requires = "words")]
    pub answer: Vec<String>,
    /// Print JSON
    #[arg(long, conflicts_with = "words")]
    pub json: bool,
}

/// `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// An interaction's id, or a file: an export or a pack. Left out: every interaction
    #[arg(value_name = "ID|FILE")]
    pub what: Option<String>,
    /// A head that was written down elsewhere, or its first eight digits or more: where it stands in the interaction
    #[arg(long, value_name = "HASH", requires = "what", value_parser = head)]
    pub head: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `build`.
#[derive(Debug, Args)]
pub struct Build {
    /// The pack's folder
    pub dir: PathBuf,
    /// Where to write the built pack. Left out: it is only checked
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `new-pack`.
#[derive(Debug, Args)]
pub struct NewPack {
    /// The pack's name: small letters, numbers and hyphens. It begins every id
    pub name: String,
    /// The force [default: from the name]
    #[arg(long, value_name = "WORDS")]
    pub force: Option<String>,
    /// The title that officers read [default: the force]
    #[arg(long, value_name = "WORDS")]
    pub title: Option<String>,
    /// What it builds on, divided by commas
    #[arg(
        long,
        value_name = "PACK",
        value_delimiter = ',',
        default_value = "six-principles"
    )]
    pub extends: Vec<String>,
    /// Who works with it, divided by commas [default: everybody that it builds on has a worklist for]
    #[arg(long, value_delimiter = ',', value_parser = set::<Role>(Role::ALL.iter().map(|it| it.as_str())))]
    pub role: Vec<Role>,
    /// The folder in which the packs lie beside each other [default: content, or this one]
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `preview`.
#[derive(Debug, Args)]
pub struct Preview {
    /// The packs: their folders, or their names here. Left out: all
    #[arg(value_name = "PACK")]
    pub packs: Vec<String>,
    /// Whose worklist; may stand more than once [default: everybody that the pack has one for]
    #[arg(long, value_delimiter = ',', value_parser = set::<Role>(Role::ALL.iter().map(|it| it.as_str())))]
    pub role: Vec<Role>,
    /// Only the lists of this phase
    #[arg(long, value_parser = set::<Phase>(Phase::ALL.iter().map(|it| it.as_str())))]
    pub phase: Option<Phase>,
    /// The circumstances
    #[command(flatten)]
    pub given: Circumstances,
    /// Every prompt, and what may apply
    #[arg(long)]
    pub all: bool,
    /// The force's values [default: none is set]
    #[arg(long, value_name = "FILE")]
    pub values: Option<PathBuf>,
    /// The folder with the documents' texts, by the names that the ledgers give
    #[arg(long, value_name = "DIR")]
    pub texts: Option<PathBuf>,
    /// Print once, as plain text
    #[arg(long, conflicts_with = "watch")]
    pub once: bool,
    /// Stay and look again at every save, also in a pipe
    #[arg(long)]
    pub watch: bool,
}

/// `search`.
#[derive(Debug, Args)]
pub struct Search {
    /// The words
    #[arg(required = true)]
    pub words: Vec<String>,
    /// Only in this pack
    #[arg(long)]
    pub pack: Option<String>,
    /// The most hits
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=200))]
    pub limit: u32,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `reference`.
#[derive(Debug, Args)]
pub struct Reference {
    /// The id of a piece of guidance. Left out: a table of contents
    pub id: Option<String>,
    /// Only in this pack
    #[arg(long)]
    pub pack: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// A value of a closed set: clap lists the words, completes them and suggests the nearest.
fn set<T>(words: impl Iterator<Item = &'static str>) -> impl TypedValueParser<Value = T>
where
    T: std::str::FromStr + Clone + Send + std::marker::Sync + 'static,
    T::Err: std::error::Error + Send + std::marker::Sync + 'static,
{
    PossibleValuesParser::new(words.collect::<Vec<_>>()).try_map(|word| word.parse::<T>())
}

fn moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text).ok_or_else(|| "give it as 2026-11-22T02:12:00+00:00".to_owned())
}

fn age(text: &str) -> Result<Age, String> {
    Age::parse(text).ok_or_else(|| "give it as 8m, 3w, 9, 9-11, ~12, unborn or not_known".to_owned())
}

fn child(text: &str) -> Result<(Option<String>, Age), String> {
    let (label, age) = childfirst::age::parse_child(text);
    // "9x" is no label: somebody meant an age.
    let slip = |label: &String| label.starts_with(|letter: char| letter.is_ascii_digit());
    match (&label, age) {
        (Some(label), Age::NotKnown) if slip(label) => {
            Err("give it as \"girl 9\", \"baby 8m\" or 9".to_owned())
        }
        (None, Age::NotKnown) if text.trim().is_empty() => {
            Err("give it as \"girl 9\", \"baby 8m\" or 9".to_owned())
        }
        _ => Ok((label, age)),
    }
}

fn head(text: &str) -> Result<String, String> {
    let fits = (8..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match fits {
        true => Ok(text.to_owned()),
        false => Err("give eight to 64 hexadecimal digits of it".to_owned()),
    }
}

/// `erase`.
#[derive(Debug, Args)]
pub struct Erase {
    /// The interaction: its id, or a beginning of it
    pub id: String,
    /// The number of the entry
    pub entry: u64,
    /// Why
    #[arg(long, value_name = "WORDS")]
    pub reason: String,
    /// On whose authority
    #[arg(long, value_name = "WHO")]
    pub authority: String,
    /// Who erases it
    #[arg(long, value_name = "WHO")]
    pub by: String,
}

/// `hold`.
#[derive(Debug, Args)]
pub struct Hold {
    /// The interaction: its id, or a beginning of it
    pub id: String,
    /// Lift the hold that stands
    #[arg(long)]
    pub lift: bool,
    /// Why
    #[arg(long, value_name = "WORDS")]
    pub reason: String,
    /// Who holds it, or lifts the hold
    #[arg(long, value_name = "WHO")]
    pub by: String,
}

/// `destroy`.
#[derive(Debug, Args)]
pub struct Destroy {
    /// The interaction: its id, or a beginning of it
    pub id: String,
    /// Why
    #[arg(long, value_name = "WORDS")]
    pub reason: String,
    /// Who destroys it
    #[arg(long, value_name = "WHO")]
    pub by: String,
}

/// `recovery-key`.
#[derive(Debug, Args)]
pub struct RecoveryKey {
    /// Where to write the secret half. Must not be there yet
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// `recover`.
#[derive(Debug, Args)]
pub struct Recover {
    /// The data folder to recover from, or a copy of it
    pub folder: PathBuf,
    /// The file with the secret half of the recovery key
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// The new data folder. Must be empty, or not be there yet
    #[arg(long, value_name = "NEWFOLDER")]
    pub into: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `values`.
#[derive(Debug, Args)]
pub struct Values {
    /// Of which pack [default: the one chosen on this device, or the only one with a worklist]
    #[arg(long, global = true)]
    pub pack: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// What to do with them
    #[command(subcommand)]
    pub what: Option<ValuesCommand>,
}

/// `sync`.
#[derive(Debug, Args)]
pub struct Sync {
    /// The address of the repository, or a repository in one file [default: the address of the last time]
    #[arg(value_name = "URL|FILE")]
    pub from: Option<String>,
    /// The root to believe, the first time
    #[arg(long, value_name = "FILE")]
    pub root: Option<PathBuf>,
    /// Take the guidance of this force or pack alone; may stand more than once
    #[arg(long, value_name = "FORCE", value_delimiter = ',')]
    pub follow: Vec<String>,
    /// Only ask whether there is anything new
    #[arg(long, conflicts_with_all = ["state", "start_again"])]
    pub poll: bool,
    /// The network costs: take only safety releases
    #[arg(long)]
    pub costly: bool,
    /// Say how things stand, and ask nobody
    #[arg(long, conflicts_with = "start_again")]
    pub state: bool,
    /// Begin again from the root, when what was known of the signatures is damaged or gone
    #[arg(long)]
    pub start_again: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// What is done with a force's values.
#[derive(Debug, Subcommand)]
pub enum ValuesCommand {
    /// Set one value
    Set {
        /// Its key, as `childfirst values` shows it
        key: String,
        /// The force's own words
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// The office that keeps it right
        #[arg(long, value_name = "WHO")]
        owner: Option<String>,
    },
    /// Take one value away: it reads as not set
    Unset {
        /// Its key
        key: String,
    },
    /// Take a whole file of values into use, in the place of those before
    Take {
        /// The file: see content/schema/values.schema.json
        file: PathBuf,
    },
    /// Write the values in use as a file
    File {
        /// Where to. Left out: standard output. Never written over
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// The pack before: a folder, a file, or an installed pack
    #[arg(value_name = "A")]
    pub from: String,
    /// The pack now
    #[arg(value_name = "B")]
    pub to: String,
    /// How to print it
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,
    /// Where to write it, for json and html. Never written over
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// How a comparison is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum DiffFormat {
    /// To read at a terminal
    Text,
    /// For programs
    Json,
    /// A page that stands alone
    Html,
}

/// `coverage`.
#[derive(Debug, Args)]
pub struct Coverage {
    /// The document's ledger: content/coverage/DOCUMENT.json. Need not be there yet
    pub ledger: PathBuf,
    /// A file with the document's text; may stand more than once
    #[arg(long, value_name = "FILE", required = true)]
    pub text: Vec<PathBuf>,
    /// Every unit, also those that are accounted for
    #[arg(long, conflicts_with = "skeleton")]
    pub all: bool,
    /// Print the ledger with a bare line for each unit that has none, to be filled in
    #[arg(long)]
    pub skeleton: bool,
    /// Write that ledger in its place; what is filled in stays
    #[arg(long, conflicts_with_all = ["skeleton", "all"])]
    pub update: bool,
}

/// `lint`.
#[derive(Debug, Args)]
pub struct Lint {
    /// The packs: their folders, or their names here. Left out: all
    #[arg(value_name = "PACK")]
    pub packs: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Print SARIF 2.1.0, for whatever shows findings beside a change
    #[arg(long, conflicts_with = "json")]
    pub sarif: bool,
    /// A warning fails as well
    #[arg(long)]
    pub strict: bool,
    /// The folder with the documents' texts, by the names that the ledgers give
    #[arg(long, value_name = "DIR")]
    pub texts: Option<PathBuf>,
    /// For a force's release: no immediate step may rest on a value that is not set
    #[arg(long)]
    pub release: bool,
    /// The force's values for its release. Left out: none is set
    #[arg(long, value_name = "FILE", requires = "release")]
    pub values: Option<PathBuf>,
    /// What a rule asks, why, and an example of wrong and right
    #[arg(long, value_name = "RULE", conflicts_with_all = ["packs", "rules", "sarif"])]
    pub explain: Option<String>,
    /// List the rules
    #[arg(long, conflicts_with_all = ["packs", "sarif"])]
    pub rules: bool,
}
