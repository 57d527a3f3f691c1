# For type checkers alone: the cases of an error are put into their class when the generated module is loaded, where
# nothing that only reads it sees them. A test compares this file with what is loaded.

from .core.childfirst import Cause, Part, Refusal, Trouble

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

    class NotUpdated(ChildFirstError):
        why: Trouble

    class Closed(ChildFirstError): ...

class TransportError(Exception):
    class Offline(TransportError): ...
    class TooSlow(TransportError): ...
    class NotSecure(TransportError): ...
    class TooMuch(TransportError): ...
    class Garbled(TransportError): ...
    class Stopped(TransportError): ...

class VaultError(Exception):
    class Locked(VaultError): ...
    class KeyGone(VaultError): ...
    class Unavailable(VaultError): ...
