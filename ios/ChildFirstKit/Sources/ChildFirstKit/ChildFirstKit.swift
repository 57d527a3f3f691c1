// The door of Child First, as Swift sees it: everything of the core, and the little that Swift needs beside it.
//
// No behaviour lives here. What must be the same on every device is in the core, and is generated into
// `ChildFirstCore`; an app imports `ChildFirstKit` alone.

@_exported import ChildFirstCore
import Foundation

extension ChildFirst {
    /// Opens a data folder for its guidance. The records are opened, and the folder owned, when first asked for.
    ///
    /// - Parameters:
    ///   - folder: The data folder. Made when it is not there.
    ///   - recoveryKey: The force's public recovery key (`cfpub1-…`), from managed configuration.
    /// - Throws: `ChildFirstError.notSaved` when the folder cannot be made or read at all.
    public static func open(at folder: URL, recoveryKey: String? = nil) throws -> ChildFirst {
        try open(config: Config(folder: folder.path, recoveryKey: recoveryKey))
    }
}
