// What a step gives, as it stands in a vector.

import ChildFirstKit
import Foundation

let nothing = JSON.object([:])

func receipt(_ receipt: Receipt) -> JSON {
    .object(["seq": .number(Int64(receipt.seq)), "hash": .text(receipt.hash)])
}

/// At most 60 lines whole; of more the first 20, how many, and the hash of all.
func lines(_ lines: [String], with other: JSON = nothing) -> JSON {
    let all = JSON.list(lines.map(JSON.text))
    guard lines.count > 60 else { return other.with("lines", all) }
    let hash = SHA256.hex(lines.joined(separator: "\n").utf8)
    return other.with("first", .list(lines.prefix(20).map(JSON.text))).with("count", .number(Int64(lines.count)))
        .with("sha256", .text(hash))
}

func export(_ file: ExportFile) -> JSON {
    let leftOut = file.leftOut.flatMap(\.entries).map { JSON.number(Int64($0)) }
    let about = receipt(file.receipt).with("name", .text(file.name)).with("left_out", .list(leftOut))
        .with("sha256", .text(file.sha256))
    // By bytes: Swift takes "\r\n" for one character.
    let parts = file.text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines(parts.map { String(decoding: $0, as: UTF8.self) }, with: about)
}

/// An error: its case, and what it says of it.
func said(_ error: ChildFirstError) -> String {
    switch error {
    case .inUse: "in_use"
    case .locked: "locked"
    case .keyGone: "key_gone"
    case .unavailable(let why): "unavailable \(stored(why))"
    case .damaged(let what): "damaged \(stored(what))"
    case .newer(let what): "newer \(stored(what))"
    case .notSaved(let why): "not_saved \(stored(why))"
    case .refused(let why): "refused \(stored(why))"
    case .notFound(let what): "not_found \(stored(what))"
    case .closed: "closed"
    }
}

/// `keyStore` as `key_store`.
private func stored(_ value: some Equatable) -> String {
    "\(value)".map { $0.isUppercase ? "_\($0.lowercased())" : "\($0)" }.joined()
}
