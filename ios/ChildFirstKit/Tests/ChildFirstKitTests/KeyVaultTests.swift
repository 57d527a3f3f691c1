// A key store that is the enemy: it throws what it should not, answers with what is no key, takes its time, calls back.
//
// Whatever it does, the core says so in an error of its own, and all is whole again with a key store that answers.

import ChildFirstKit
import Foundation
import XCTest

final class KeyVaultTests: FolderCase {
    func testWhateverItThrowsIsOneOfOurErrors() throws {
        let vault = Vault()
        _ = try childFirst.unlock(vault: vault)
        childFirst.lock()
        let expected: [(String, ChildFirstError)] = [
            ("locked", .locked), ("key_gone", .keyGone), ("unavailable", .unavailable(why: .keyStore)),
            ("throws", .unavailable(why: .keyStore)), ("short", .unavailable(why: .keyStore)), ("other", .keyGone),
        ]
        for (how, error) in expected {
            vault.answers(how)
            refuses(error, how) { _ = try childFirst.unlock(vault: vault) }
        }
        vault.answers("right")
        try isWhole(childFirst.unlock(vault: vault))
    }

    func testTheFirstKeyIsNotKeptByOneThatCannotGiveItBack() throws {
        let vault = Vault()
        for (how, error) in [
            ("throws", ChildFirstError.unavailable(why: .keyStore)), ("short", .unavailable(why: .keyStore)),
            ("other", .unavailable(why: .keyStore)), ("locked", .locked),
        ] {
            vault.answers(how)
            refuses(error, how) { _ = try childFirst.unlock(vault: vault) }
        }
        vault.answers("right")
        try isWhole(childFirst.unlock(vault: vault))
    }

    func testNothingOfWhatItThrowsIsSaid() throws {
        let vault = Vault()
        vault.answers("throws")
        XCTAssertThrowsError(try childFirst.unlock(vault: vault)) { error in
            XCTAssertFalse("\(error) \(String(reflecting: error)) \(error.localizedDescription)".contains("her name"))
        }
    }

    func testWhileItTakesItsTimeEverythingElseGoesOn() throws {
        let (asked, answer) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let slow = Meddling { _ in
            asked.signal()
            answer.wait()
        }
        let childFirst = childFirst!
        let outcome = Shared<Result<Records, Error>?>(nil)
        let done = DispatchSemaphore(value: 0)
        Thread {
            let result = Result { try childFirst.unlock(vault: slow) }
            outcome.with { $0 = result }
            done.signal()
        }.start()
        asked.wait()
        XCTAssertEqual(childFirst.recordsState(), .locked)
        XCTAssertFalse(try childFirst.guidance().search(words: "baby", packs: [], limit: 3).isEmpty)
        // Another key store may answer meanwhile; it wraps the first key, so the slow one finds it there.
        try isWhole(childFirst.unlock(vault: Vault()))
        (0..<8).forEach { _ in answer.signal() }
        done.wait()
        let late = try XCTUnwrap(outcome.with { $0 }).get()
        try isWhole(late)
    }

    func testItMayCallBackFromInside() throws {
        let childFirst = childFirst!
        let inside = Shared<[String]>([])
        let records = Shared<Records?>(nil)
        let meddling = Meddling { asked in
            inside.with { $0.append(asked) }
            _ = childFirst.recordsState()
            _ = try childFirst.guidance().installed(year: 2026)
            _ = try childFirst.unlock(vault: Vault()).list()
            _ = try records.with { $0 }?.list()
        }
        let unlocked = try childFirst.unlock(vault: meddling)
        records.with { $0 = unlocked }
        let interaction = try begun(unlocked)
        try interaction.observe(Observe(children: [], words: "A name."), made: .now)
        let erased = Erased(entry: 2, reason: "A neighbour's name", authority: "Data protection officer")
        XCTAssertEqual(try unlocked.erase(id: interaction.id(), erased: erased, made: .now).receipt.seq, 3)
        _ = try unlocked.destroy(id: interaction.id(), reason: "A test", made: .now)
        XCTAssertTrue(inside.with { Set($0) }.contains("wrap"))
        refuses(.closed) { _ = try interaction.state() }
        try isWhole(unlocked)
        records.with { $0 = nil }
    }

    func testItMayLockFromInside() throws {
        let childFirst = childFirst!
        try isWhole(childFirst.unlock(vault: Vault()))
        childFirst.lock()
        let locking = Meddling { _ in childFirst.lock() }
        do {
            // Locked before its turn came, or after: one of the two, and no records that open nothing.
            let records = try childFirst.unlock(vault: locking)
            try isWhole(records)
        } catch {
            XCTAssertEqual(error as? ChildFirstError, .locked)
        }
        childFirst.lock()
        try isWhole(childFirst.unlock(vault: Vault()))
    }
}
