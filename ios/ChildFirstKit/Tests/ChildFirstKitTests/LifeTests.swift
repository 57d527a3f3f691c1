// Objects: used after they were closed, by sixteen threads at once, and ten thousand of them.

import ChildFirstKit
import Foundation
import XCTest

final class LifeTests: FolderCase {
    func testObjectsFromBeforeALockSayThatTheyAreClosed() throws {
        let records = try childFirst.unlock(vault: Vault())
        let interaction = try begun(records)
        let id = interaction.id()
        childFirst.lock()
        let uses: [(String, () throws -> Void)] = [
            ("observe", { try interaction.observe(Observe(children: [], words: "Late."), made: .now) }),
            ("state", { _ = try interaction.state() }), ("worklist", { _ = try interaction.worklist() }),
            ("record", { _ = try interaction.record() }), ("entries", { _ = try interaction.entries() }),
            ("head", { _ = try interaction.head() }), ("verify", { _ = try interaction.verify() }),
            ("danger", { _ = try interaction.danger(now: .now) }),
            ("keepDraft", { try interaction.keepDraft(Draft(place: "quoted", child: nil, words: "Half")) }),
            ("draft", { _ = try interaction.draft() }),
            ("export", { _ = try interaction.export(ExportHow(format: .text), made: .now) }),
            ("list", { _ = try records.list() }), ("resume", { _ = try records.resume(id: id) }),
            ("begin", { _ = try self.begun(records) }), ("check", { _ = try records.check() }),
            ("destroyed", { _ = try records.destroyed() }),
        ]
        for (name, use) in uses {
            refuses(.closed, name, use)
        }
        XCTAssertEqual(interaction.id(), id)
        XCTAssertEqual(childFirst.recordsState(), .locked)
        let again = try childFirst.unlock(vault: Vault())
        XCTAssertEqual(try again.resume(id: id).head().seq, 1)
        try isWhole(again)
    }

    func testAfterASuspensionTheNextUseOpensThemAgain() throws {
        let records = try childFirst.unlock(vault: Vault())
        let interaction = try begun(records)
        try childFirst.prepareSuspend()
        XCTAssertEqual(try interaction.observe(Observe(children: [], words: "Back."), made: .now).seq, 2)
        XCTAssertEqual(try interaction.verify().seq, 2)
    }

    func testTheRecordsOutliveTheirDoor() throws {
        let records = try childFirst.unlock(vault: Vault())
        let interaction = try begun(records)
        let folder = try Folder()
        // The only name of the door is gone, and what it handed out goes on.
        let other = try { try ChildFirst.open(at: folder.url).unlock(vault: Vault()) }()
        XCTAssertTrue(try other.list().isEmpty)
        XCTAssertEqual(try interaction.head().seq, 1)
    }

    func testSixteenThreadsRecordInOneInteraction() throws {
        let records = try childFirst.unlock(vault: Vault())
        let interaction = try begun(records)
        let (threads, each) = (16, 8)
        let seen = Shared<[UInt64]>([])
        let wrong = Shared<[String]>([])
        let id = interaction.id()
        onThreads(threads) { thread in
            do {
                for n in 0..<each {
                    let what = Observe(children: [], words: "Thread \(thread), \(n).")
                    let receipt = try interaction.observe(what, made: .now)
                    seen.with { $0.append(receipt.seq) }
                    _ = try (interaction.worklist(), interaction.state(), records.list(), records.resume(id: id).head())
                }
            } catch {
                wrong.with { $0.append("\(error)") }
            }
        }
        XCTAssertEqual(wrong.with { $0 }, [])
        let last = UInt64(threads * each + 1)
        XCTAssertEqual(seen.with { $0.sorted() }, Array(2...last))
        XCTAssertEqual(try interaction.verify().seq, last)
        XCTAssertEqual(try interaction.entries().map(\.seq), Array(1...last))
    }

    func testSixteenThreadsUnlockAndLock() throws {
        let childFirst = childFirst!
        let wrong = Shared<[String]>([])
        onThreads(16) { thread in
            for _ in 0..<4 {
                do {
                    let records = try childFirst.unlock(vault: Vault())
                    _ = try records.list()
                } catch ChildFirstError.closed, ChildFirstError.locked {
                    // Another thread locked meanwhile: just what it should say.
                } catch {
                    wrong.with { $0.append("\(error)") }
                }
                if thread % 4 == 0 { childFirst.lock() }
            }
        }
        XCTAssertEqual(wrong.with { $0 }, [])
        try isWhole(childFirst.unlock(vault: Vault()))
    }
}
