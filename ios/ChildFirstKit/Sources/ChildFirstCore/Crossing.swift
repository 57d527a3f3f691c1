// What a date has to be to cross into the core as itself (`bindings/uniffi.toml`).

import Foundation

/// A date, or where it would cross as another or stop the program, one that the core refuses as out of range.
///
/// What crosses is whole seconds and nanoseconds with one sign between them. What is infinite, or no number, has none;
/// the second before 1970 would lose its sign, and come out after it.
func crossing(_ date: Date) -> Date {
    let seconds = date.timeIntervalSince1970
    let outOfRange = 1e13
    guard abs(seconds) < outOfRange, !(seconds > -1 && seconds < 0) else {
        return Date(timeIntervalSince1970: outOfRange)
    }
    return date
}
