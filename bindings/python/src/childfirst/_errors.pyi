# For type checkers alone: the cases of an error are put into their class when the generated module is loaded, where
# nothing that only reads it sees them. A test compares this file with what is loaded.

from .core.childfirst import Cause, Part, Refusal

class ChildFirstError(Exception):
    class InUse(ChildFirstError): ...
    class Locked(ChildFirstError): ...
    class KeyGone(ChildFirstError): ...

    class Unavailable(ChildFirstError):
        cause: Cause

    class Damaged(ChildFirstError):
        what: Part

    class Newer(ChildFirstError):
        what: Part

    class NotSaved(ChildFirstError):
        cause: Cause

    class Refused(ChildFirstError):
        why: Refusal

    class NotFound(ChildFirstError):
        what: Part

    class Closed(ChildFirstError): ...

class VaultError(Exception):
    class Locked(VaultError): ...
    class KeyGone(VaultError): ...
    class Unavailable(VaultError): ...
