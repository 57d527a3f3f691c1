// What the boundary costs: one call, and a worklist of 200 rows made into Swift's own values.
//
// Prints medians. Nothing is asserted: how fast a machine is, is no test.

import ChildFirstKit
import Foundation

let repository = ProcessInfo.processInfo.environment["CHILDFIRST_REPOSITORY"] ?? "."
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("childfirst-\(UUID().uuidString)")
defer { try? FileManager.default.removeItem(at: folder) }

final class Vault: KeyVault {
    func wrapKey(key: Data) -> Data { Data(key.map { $0 ^ 0x5a }) }
    func unwrapKey(wrapped: Data) -> Data { wrapKey(key: wrapped) }
    func rotateKey() {}
}

/// The median time of one call, in microseconds, over rounds of many.
func measured(_ calls: Int, _ call: () throws -> Void) rethrows -> Double {
    try (0..<calls / 10).forEach { _ in try call() }
    let clock = ContinuousClock()
    let rounds = try (0..<15).map { _ in
        try clock.measure { for _ in 0..<calls { try call() } }
    }
    let attoseconds = rounds.sorted()[7].components.attoseconds
    return (Double(rounds.sorted()[7].components.seconds) * 1e6 + Double(attoseconds) / 1e12) / Double(calls)
}

func shown(_ what: String, _ microseconds: Double) {
    print(String(format: "Swift: %@ %.2f µs", what, microseconds))
}

let pack = try Data(contentsOf: URL(fileURLWithPath: "\(repository)/tests/vectors/packs/hampshire-1.json"))
let childFirst = try ChildFirst.open(at: folder)
try childFirst.guidance().installPack(pack)
let records = try childFirst.unlock(vault: Vault())
let interaction = try records.begin(Begin(pack: "hampshire", role: .responseOfficer), made: .now)
shown("one call (the number of the last entry)", try measured(20_000) { _ = try interaction.head() })
shown("one call that gives no text (how the records stand)", measured(20_000) { _ = childFirst.recordsState() })

// Children are added until the worklist is as long as it is measured everywhere.
while try interaction.worklist().rows.count < 200 {
    try interaction.addChild(AddChild(age: .notKnown), made: .now)
}
let rows = try interaction.worklist().rows.count
shown("a worklist of \(rows) rows", try measured(500) { _ = try interaction.worklist() })
