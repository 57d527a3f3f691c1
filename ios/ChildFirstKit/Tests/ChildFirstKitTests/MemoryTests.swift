// Ten thousand objects are made and dropped, and the memory of the process stays where it was.

import ChildFirstKit
import Foundation
import XCTest

final class MemoryTests: FolderCase {
    private let rounds = 10_000
    /// As much may stay: what the allocator keeps for itself. A leak of what a round makes is many times that.
    private let most = 4 << 20

    func testTenThousandObjectsLeaveNothingBehind() throws {
        let living = Shared(0)
        let records = try childFirst.unlock(vault: Counted(living))
        let interaction = try begun(records)
        for n in 0..<12 {
            let words = "\(n) " + String(repeating: "He shouted through the door. ", count: 40)
            try interaction.observe(Observe(children: [], words: words), made: .now)
        }
        let childFirst = childFirst!
        // An object, a key store that core holds for the call, and a list of values with their words.
        func round() throws -> ([Entry], Guidance) {
            XCTAssertEqual(try childFirst.unlock(vault: Counted(living)).list().count, 1)
            return (try interaction.entries(), childFirst.guidance())
        }

        // The control: as it would look if rounds left behind what they make.
        for _ in 0..<200 { _ = try round() }
        var kept: [([Entry], Guidance)] = []
        let leaking = try grown { for _ in 0..<(rounds / 20) { try kept.append(round()) } }
        XCTAssertGreaterThan(leaking, most, "what is measured would not see a leak of a twentieth of it")
        kept = []

        for _ in 0..<200 { _ = try round() }
        let growth = try grown { for _ in 0..<rounds { _ = try round() } }
        XCTAssertLessThan(growth, most)
        XCTAssertEqual(living.with { $0 }, 1, "the key stores of the rounds are gone, and that of the records is not")
        print("memory: \(rounds) rounds grew by \(growth / 1024) kB; a twentieth of them, kept, by \(leaking / 1024) kB")
    }

    func testInteractionsThatAreDroppedAreGone() throws {
        let records = try childFirst.unlock(vault: Vault())
        let id = try begun(records).id()
        let growth = try grown { for _ in 0..<rounds { _ = try records.resume(id: id) } }
        XCTAssertLessThan(growth, most)
    }

    private func grown(_ what: () throws -> Void) throws -> Int {
        let before = try resident()
        try what()
        return try resident() - before
    }

    /// Bytes of this process in memory.
    private func resident() throws -> Int {
        guard let statm = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
            throw XCTSkip("only Linux has /proc/self/statm")
        }
        return try XCTUnwrap(Int(statm.split(separator: " ")[1])) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}

/// A key store that says how many of it there are.
private final class Counted: KeyVault, @unchecked Sendable {
    // It has no state but the count, which has a lock of its own.
    private let living: Shared<Int>
    private let right = Vault()

    init(_ living: Shared<Int>) {
        self.living = living
        living.with { $0 += 1 }
    }

    deinit {
        living.with { $0 -= 1 }
    }

    func wrapKey(key: Data) throws -> Data { try right.wrapKey(key: key) }
    func unwrapKey(wrapped: Data) throws -> Data { try right.unwrapKey(wrapped: wrapped) }
    func rotateKey() throws { try right.rotateKey() }
}
