// A key store that answers as it is told to, and the hostile ones.

import ChildFirstKit
import Foundation

/// What no key store should throw: it is none of its errors, and says more than it should.
struct Unexpected: Error {
    let mother = "her name"
}

/// The key store of a runner of vectors: it answers as it was last told to.
final class Vault: KeyVault, @unchecked Sendable {
    // All of it is read and written with the lock held.
    private let lock = NSLock()
    private var how = "right"

    func answers(_ how: String) {
        lock.withLock { self.how = how }
    }

    func wrapKey(key: Data) throws -> Data {
        try answer(Data(key.map { $0 ^ 0x5a }))
    }

    func unwrapKey(wrapped: Data) throws -> Data {
        try wrapKey(key: wrapped)
    }

    func rotateKey() throws {
        if lock.withLock({ how }) == "no_rotation" { throw KeyVaultError.unavailable }
        _ = try answer(Data())
    }

    private func answer(_ right: Data) throws -> Data {
        switch lock.withLock({ how }) {
        case "locked": throw KeyVaultError.locked
        case "key_gone": throw KeyVaultError.keyGone
        case "unavailable": throw KeyVaultError.unavailable
        case "throws": throw Unexpected()
        case "short": return Data([7])
        case "other": return Data(count: 32)
        default: return right
        }
    }
}

/// A key store that does something of its own before it answers as it should.
final class Meddling: KeyVault, @unchecked Sendable {
    private let right = Vault()
    // Set before the key store is handed over, and not after.
    private let first: @Sendable (_ asked: String) throws -> Void

    init(first: @escaping @Sendable (_ asked: String) throws -> Void) {
        self.first = first
    }

    func wrapKey(key: Data) throws -> Data {
        try first("wrap")
        return try right.wrapKey(key: key)
    }

    func unwrapKey(wrapped: Data) throws -> Data {
        try first("unwrap")
        return try right.unwrapKey(wrapped: wrapped)
    }

    func rotateKey() throws {
        try first("rotate")
        try right.rotateKey()
    }
}
