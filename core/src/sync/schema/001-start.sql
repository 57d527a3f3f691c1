PRAGMA application_id = 0x43467472;
-- Verified roles as they came, under the names that the TUF client gives them. `sum` is the SHA-256 of `bytes`: it tells
-- damage from a role that a change of keys made void.
CREATE TABLE role (
    name  TEXT NOT NULL PRIMARY KEY,
    bytes BLOB NOT NULL,
    sum   BLOB NOT NULL CHECK (length(sum) = 32)
) STRICT, WITHOUT ROWID;
-- What is remembered besides. Nothing here is trusted: at the worst something is asked or fetched again.
CREATE TABLE note (
    name TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
