-- Schema 1. Append-only: a schema that has shipped is never edited, the next one is a new file.
-- Not sealed, and therefore nothing else may stand in such a column: random ids, sequence numbers, padded sizes,
-- digests of pack and values.

-- "CFrc". A file with another application id is not ours, and is left alone.
PRAGMA application_id = 0x43467263;

-- The store key, wrapped by the device's key store. `sum` tells damage to this row from a wrong device key, which
-- `check_value` shows. `owed`: a destruction is committed and the key store has still to forget the old key.
CREATE TABLE store_key (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    wrapped     BLOB NOT NULL,
    check_value BLOB NOT NULL,
    sum         BLOB NOT NULL,
    owed        INTEGER NOT NULL DEFAULT 0
) STRICT;

-- AUTOINCREMENT: a number is never given twice, so that rows orphaned by damage cannot block a new interaction.
CREATE TABLE interaction (
    n    INTEGER PRIMARY KEY AUTOINCREMENT,
    id   BLOB NOT NULL UNIQUE,
    seq  INTEGER NOT NULL,
    pack BLOB NOT NULL,
    vals BLOB,
    head BLOB NOT NULL
) STRICT;

-- `at` is interaction.n * 2^24 + sequence number: an append writes one leaf of one tree, and no index beside it.
CREATE TABLE entry (
    at     INTEGER PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT;

-- kind: 'device' is wrapped by the store key. Others (a force's recovery key) may stand beside it.
CREATE TABLE key_wrap (
    interaction INTEGER NOT NULL REFERENCES interaction (n),
    kind        TEXT NOT NULL,
    wrapped     BLOB NOT NULL,
    PRIMARY KEY (interaction, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
    interaction INTEGER PRIMARY KEY REFERENCES interaction (n),
    sealed      BLOB NOT NULL
) STRICT;

CREATE TABLE tombstone (
    id     BLOB PRIMARY KEY,
    seq    INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
