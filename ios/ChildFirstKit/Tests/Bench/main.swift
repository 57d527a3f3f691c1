// What the boundary costs: one call, and a worklist of 200 rows made into Swift's own values.
//
// Prints medians of the time that this thread had on a processor: other programs of the machine are not measured.
// Nothing is asserted: how fast a machine is, is no test.

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
    func round() throws -> Double {
        let began = processorTime()
        for _ in 0..<calls { try call() }
        return Double(processorTime() - began) / 1_000 / Double(calls)
    }
    _ = try round()
    return try (0..<15).map { _ in try round() }.sorted()[7]
}

/// Nanoseconds that this thread has had on a processor.
func processorTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
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
