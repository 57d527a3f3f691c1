// The lines of `docs/api.md`, as they stand there, do what the page says.

import ChildFirstKit
import Foundation
import XCTest

final class DocumentedTests: FolderCase {
    func testTheLinesOfTheDocumentation() throws {
        let folder = try Folder()
        var said: [String] = []
        try documented(folder: folder.url.path, packBytes: Self.packBytes, vault: Vault()) { said.append($0) }
        XCTAssertEqual(said.first, "Saved on this device, entry 5")
        XCTAssertTrue(said.contains("Decide what to share, and with whom. Asked every time."), "the worklist: \(said)")
        XCTAssertTrue(said.last?.contains("“I take Sam upstairs and shut the door.”") == true, "the export: \(said)")

        let records = try ChildFirst.open(at: folder.url).unlock(vault: Vault())
        let listed = try XCTUnwrap(records.list().first)
        let entries = try records.resume(id: listed.id).entries()
        let kinds = entries.map { "\($0.event)".prefix { $0 != "(" } }
        XCTAssertEqual(kinds, ["begun", "dangerAsked", "childAdded", "answered", "quoted", "exported"])
        XCTAssertEqual(entries[4].about, [1])
    }

    func testALockedKeyStoreEndsThemWithAWordOfWhatToDo() throws {
        let folder = try Folder()
        let vault = Vault()
        vault.answers("locked")
        var said: [String] = []
        try documented(folder: folder.url.path, packBytes: Self.packBytes, vault: vault) { said.append($0) }
        XCTAssertEqual(said, ["Locked. Unlock this device and try again."])
    }
}
