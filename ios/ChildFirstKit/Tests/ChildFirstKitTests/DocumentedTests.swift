// The lines of `docs/api.md`, as they stand there, do what the page says.

import ChildFirstKit
import Foundation
import XCTest

final class DocumentedTests: FolderCase {
    func testTheLinesOfTheDocumentation() throws {
        let folder = try Folder()
        try documented(folder: folder.url.path, packBytes: Self.packBytes, vault: Vault())
        let records = try ChildFirst.open(at: folder.url).unlock(vault: Vault())
        let listed = try XCTUnwrap(records.list().first)
        let entries = try records.resume(id: listed.id).entries()
        let kinds = entries.map { "\($0.event)".prefix { $0 != "(" } }
        XCTAssertEqual(kinds, ["begun", "dangerAsked", "childAdded", "answered", "quoted", "exported"])
        XCTAssertEqual(entries[4].about, [1])
    }

    func testALockedKeyStoreEndsThemWell() throws {
        let folder = try Folder()
        let vault = Vault()
        vault.answers("locked")
        try documented(folder: folder.url.path, packBytes: Self.packBytes, vault: vault)
    }
}
