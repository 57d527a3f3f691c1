//! The closed sets (DESIGN 3): every value that packs, log, JSON and command line share, `snake_case` everywhere.
//!
//! A pack cannot add to these; what a force may add (age bands, factors, values, synonyms) is pack vocabulary.
//! Refuses to know what any value leads to: that is guidance, and stands in packs.

/// Declares a closed set once: the enum, its `snake_case` words, its list and its parser.
macro_rules! closed_set {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, uniffi::Enum)]
        #[cfg_attr(feature = "build", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[$vmeta])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every value of the set, in the order in which it is shown.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The stored word.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotInSet;
            fn from_str(word: &str) -> Result<Self, NotInSet> {
                let found = Self::ALL.iter().find(|one| one.as_str() == word);
                found.copied().ok_or(NotInSet { set: stringify!($name) })
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                const WORDS: &[&str] = &[$($word,)+];
                let at = place(from, WORDS)?;
                Self::ALL.get(at).copied().ok_or_else(|| serde::de::Error::unknown_variant("", WORDS))
            }
        }
    };
}

/// Reads a word of a closed set; gives its place there. For all sets alike, and so in the library but once.
fn place<'de, D: serde::Deserializer<'de>>(
    from: D,
    words: &'static [&'static str],
) -> Result<usize, D::Error> {
    struct Word(&'static [&'static str]);

    impl serde::de::Visitor<'_> for Word {
        type Value = usize;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a word of a closed set")
        }

        fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<usize, E> {
            let at = self.0.iter().position(|one| *one == word);
            at.ok_or_else(|| E::unknown_variant(word, self.0))
        }
    }
    from.deserialize_str(Word(words))
}

/// A word that is not in a closed set. Carries the set's name and never the word: it may be personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a value of {set}")]
pub struct NotInSet {
    /// The name of the set, as in the documentation.
    pub set: &'static str,
}

closed_set! {
    /// Who is using the guidance.
    Role {
        /// A response officer, at the scene.
        ResponseOfficer = "response_officer",
        /// A call handler, on the line.
        CallHandler = "call_handler",
        /// A neighbourhood officer.
        NeighbourhoodOfficer = "neighbourhood_officer",
        /// An investigator.
        Investigator = "investigator",
        /// Custody staff.
        CustodyStaff = "custody_staff",
        /// A supervisor, who reviews.
        Supervisor = "supervisor",
    }
}

closed_set! {
    /// Where the scene is.
    Place {
        /// A home.
        Home = "home",
        /// A street or other public place.
        Street = "street",
        /// A school or college.
        School = "school",
        /// A children's home.
        ChildrensHome = "childrens_home",
        /// A hospital.
        Hospital = "hospital",
        /// A police station, not custody.
        PoliceStation = "police_station",
        /// Police custody.
        Custody = "custody",
        /// Online.
        Online = "online",
        /// Somewhere else.
        Elsewhere = "elsewhere",
        /// Not known: guidance for every place is shown.
        NotKnown = "not_known",
    }
}

closed_set! {
    /// How a child is involved. A set; more than one may hold.
    Involvement {
        /// A victim.
        Victim = "victim",
        /// A witness.
        Witness = "witness",
        /// May be suspected of an offence.
        Suspected = "suspected",
        /// Missing now.
        Missing = "missing",
        /// Was missing and has been found.
        Found = "found",
        /// Present where adults are the subject.
        PresentAdultsSubject = "present_adults_subject",
        /// There is a concern for the child's welfare.
        WelfareConcern = "welfare_concern",
    }
}

closed_set! {
    /// Where the child is, seen from the officer.
    Presence {
        /// With the officer.
        WithMe = "with_me",
        /// Nearby: upstairs, next door.
        Nearby = "nearby",
        /// Somewhere else.
        Elsewhere = "elsewhere",
        /// On the telephone.
        OnTelephone = "on_telephone",
        /// Not known.
        NotKnown = "not_known",
    }
}

closed_set! {
    /// Whether the recorder has seen the child.
    Seen {
        /// Seen, awake.
        Awake = "awake",
        /// Seen, asleep.
        Asleep = "asleep",
        /// Not seen.
        NotSeen = "not_seen",
        /// Nothing said yet.
        NotSaid = "not_said",
    }
}

closed_set! {
    /// What is known of a factor. It widens what is asked; it never labels a child.
    FactorState {
        /// It is there.
        Present = "present",
        /// It has been said that it is not.
        Absent = "absent",
        /// Not known, which is where every factor starts.
        NotKnown = "not_known",
    }
}

closed_set! {
    /// When in an interaction something is worked through.
    Phase {
        /// At once.
        Now = "now",
        /// Before leaving the scene; for a call handler, before the line closes.
        BeforeLeaving = "before_leaving",
        /// Afterwards.
        Afterwards = "afterwards",
    }
}

closed_set! {
    /// Of an item, here and now.
    Standing {
        /// It applies.
        Applies = "applies",
        /// It may apply: something is not known.
        MayApply = "may_apply",
        /// It does not apply.
        DoesNotApply = "does_not_apply",
    }
}

closed_set! {
    /// Which entry answers an item: one fact, one entry.
    AnsweredBy {
        /// An answer of its own.
        Answer = "answer",
        /// The danger question.
        Danger = "danger",
        /// The list of children.
        Children = "children",
        /// The child's seen mark.
        Seen = "seen",
        /// A quote or an observation of the child.
        Words = "words",
        /// The officer's statement of risk.
        Risk = "risk",
        /// A sharing decision.
        Sharing = "sharing",
        /// Somebody told, and the telling names the item.
        Told = "told",
    }
}

closed_set! {
    /// Which of the questions of a call an item is.
    CallStep {
        /// Where are you? The first question of a call.
        Where = "where",
        /// Is it safe to talk?
        SafeToTalk = "safe_to_talk",
        /// Is anyone hurt?
        Hurt = "hurt",
        /// Where is he or she now?
        WhereIsHeOrShe = "where_is_he_or_she",
        /// Other children, or a baby?
        OtherChildren = "other_children",
    }
}

closed_set! {
    /// Why an item of a call waits. It is shown all the same, and can be answered.
    Waits {
        /// Until it is safe to talk.
        UntilSafeToTalk = "until_safe_to_talk",
        /// It is for no silent call.
        NotOnASilentCall = "not_on_a_silent_call",
        /// The call is silent, and it cannot be asked so that yes or no is enough.
        NotYesOrNo = "not_yes_or_no",
        /// What must be done shows when the call is over.
        UntilTheCallIsOver = "until_the_call_is_over",
    }
}

closed_set! {
    /// What was said to a question that takes yes or no. Silence is an answer too.
    YesNo {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// No answer.
        NoAnswer = "no_answer",
    }
}

closed_set! {
    /// Whether an item is asked once or for each child.
    Scope {
        /// Asked once for the interaction.
        Scene = "scene",
        /// Asked for each child.
        Child = "child",
    }
}

closed_set! {
    /// How something is known. One or more, each with who.
    KnownBy {
        /// Seen by the author.
        Seen = "seen",
        /// Heard, felt or smelt by the author.
        Heard = "heard",
        /// A child said it.
        ChildSaid = "child_said",
        /// An adult said it.
        AdultSaid = "adult_said",
        /// From records.
        Records = "records",
        /// Assumed.
        Assumed = "assumed",
    }
}

closed_set! {
    /// How an item stands after the officer has dealt with it.
    Outcome {
        /// Done: implied by an answer.
        Done = "done",
        /// Not done, and why.
        NotDone = "not_done",
        /// Does not apply, and why.
        NotApplicable = "not_applicable",
        /// Later, with an owner, and how the owner was told.
        Later = "later",
        /// The scene was left before it was reached. Not the same as not done.
        NotReached = "not_reached",
    }
}

closed_set! {
    /// How somebody was told.
    Told {
        /// In person.
        InPerson = "in_person",
        /// By radio.
        Radio = "radio",
        /// By telephone.
        Telephone = "telephone",
        /// In the log.
        Log = "log",
        /// Not told yet.
        NotYet = "not_yet",
    }
}

closed_set! {
    /// The answer to the danger question.
    Danger {
        /// Yes.
        Yes = "yes",
        /// Not now. It ages, and is asked again.
        NotNow = "not_now",
        /// Cannot tell.
        CannotTell = "cannot_tell",
        /// Passed by without an answer.
        NotAnswered = "not_answered",
        /// It was yes, and is safe now: what changed?
        SafeNow = "safe_now",
    }
}

closed_set! {
    /// How close a quote is to what was said. Quote marks stand only round `exact`.
    Fidelity {
        /// Word for word.
        Exact = "exact",
        /// The gist.
        Gist = "gist",
        /// On body-worn video.
        OnBwv = "on_bwv",
        /// Not stated: read as gist.
        NotSaid = "not_said",
    }
}

closed_set! {
    /// Whether a child's words were asked for.
    Asked {
        /// Unasked.
        Unasked = "unasked",
        /// Asked; the question stands beside it.
        Asked = "asked",
        /// Not stated.
        NotSaid = "not_said",
    }
}

closed_set! {
    /// The level of the officer's own statement of risk.
    Level {
        /// No concern found now (practice).
        NoConcernFoundNow = "no_concern_found_now",
        /// In need of support (Norfolk's wording).
        InNeedOfSupport = "in_need_of_support",
        /// At risk of significant harm (Norfolk's wording).
        AtRiskOfSignificantHarm = "at_risk_of_significant_harm",
        /// Immediate danger (practice).
        ImmediateDanger = "immediate_danger",
    }
}

closed_set! {
    /// How far a sharing has come. *Shared* is said only of what was sent.
    SharingStage {
        /// Decided, not sent.
        Decided = "decided",
        /// Sent.
        Sent = "sent",
        /// Receipt confirmed.
        Confirmed = "confirmed",
        /// Decided not to share, and why.
        NotShared = "not_shared",
    }
}

closed_set! {
    /// What a prompt is for.
    PromptKind {
        /// Something to notice.
        Notice = "notice",
        /// Something to ask an adult.
        AskAdult = "ask_adult",
        /// Something to ask the child.
        AskChild = "ask_child",
        /// Something to think about, never to ask.
        Think = "think",
    }
}

closed_set! {
    /// Where guidance comes from.
    Origin {
        /// A document carries it.
        Source = "source",
        /// Ours, argued and labelled; base pack only.
        Practice = "practice",
    }
}

closed_set! {
    /// How exactly a time is known.
    Precision {
        /// To the minute or better.
        Exact = "exact",
        /// About then.
        About = "about",
        /// That day.
        Day = "day",
        /// Not known.
        Unknown = "unknown",
    }
}

closed_set! {
    /// Whether the officer is at the scene or writing up.
    Mode {
        /// At the scene.
        AtScene = "at_scene",
        /// Writing up afterwards.
        WritingUp = "writing_up",
    }
}

closed_set! {
    /// A place outside this device that the record points to.
    ReferenceKind {
        /// The force's incident log.
        IncidentLog = "incident_log",
        /// Body-worn video.
        BodyWornVideo = "body_worn_video",
        /// A notebook.
        Notebook = "notebook",
        /// A custody record.
        Custody = "custody",
        /// Something else.
        Other = "other",
    }
}

closed_set! {
    /// Which children the officer is back with.
    With {
        /// All of them.
        All = "all",
        /// Some of them.
        Some = "some",
        /// None: writing up.
        None = "none",
    }
}

closed_set! {
    /// What a local value may be: a force's text is checked for it when it is filled in.
    ValueKind {
        /// Any words.
        Text = "text",
        /// A whole number.
        Number = "number",
        /// A day: `2027-03-31`.
        Date = "date",
    }
}

closed_set! {
    /// In which form a record is exported.
    ExportFormat {
        /// Plain text, to paste, in the order of the force's own form.
        Text = "text",
        /// JSON that can be checked with nothing else at hand.
        Json = "json",
        /// One page to read and print, with that JSON in it.
        Html = "html",
    }
}

closed_set! {
    /// A place of its own on the sheet for a supervisor, which the answer to an item may have.
    SheetPlace {
        /// Where each child will be when the officer goes, and with whom.
        WhenYouGo = "when_you_go",
    }
}

closed_set! {
    /// Why an entry has no words in an export.
    LeftOutWhy {
        /// It is about a child for whom the export is not.
        AnotherChild = "another_child",
        /// It is about such a child as well as one for whom it is.
        OthersToo = "others_too",
        /// Its words are about nobody in particular, so about anybody.
        NobodyInParticular = "nobody_in_particular",
        /// What was said to somebody else than this reader, or decided for them.
        OtherReader = "other_reader",
        /// An earlier export.
        EarlierExport = "earlier_export",
        /// It rests on an entry that is left out, or is corrected by one.
        RestsOnLeftOut = "rests_on_left_out",
        /// Its words were erased, or it says of an erasure.
        Erased = "erased",
    }
}

closed_set! {
    /// Which principles guide, and which must be done.
    PrincipleKind {
        /// It guides our thinking and action.
        Guides = "guides",
        /// One of the three things we must do.
        MustDo = "must_do",
    }
}
