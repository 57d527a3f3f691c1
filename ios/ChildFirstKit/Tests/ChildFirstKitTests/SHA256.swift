// SHA-256, for lines that a vector keeps by their hash alone. Linux has no CryptoKit, and a test needs no package.

import Foundation

enum SHA256 {
    /// The digest, in hexadecimal.
    static func hex(_ message: some Collection<UInt8>) -> String {
        var hash = initial
        var bytes = Array(message)
        let bits = UInt64(bytes.count) * 8
        bytes.append(0x80)
        bytes.append(contentsOf: repeatElement(0, count: (120 - bytes.count % 64) % 64))
        bytes.append(contentsOf: (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) })
        for start in stride(from: 0, to: bytes.count, by: 64) {
            take(bytes[start..<start + 64], into: &hash)
        }
        return hash.map { String(repeating: "0", count: 8 - String($0, radix: 16).count) + String($0, radix: 16) }
            .joined()
    }

    private static func take(_ block: ArraySlice<UInt8>, into hash: inout [UInt32]) {
        var words = [UInt32](repeating: 0, count: 64)
        for (n, byte) in block.enumerated() {
            words[n / 4] = words[n / 4] << 8 | UInt32(byte)
        }
        for n in 16..<64 {
            let (a, b) = (words[n - 15], words[n - 2])
            let first = turned(a, 7) ^ turned(a, 18) ^ (a >> 3)
            let second = turned(b, 17) ^ turned(b, 19) ^ (b >> 10)
            words[n] = words[n - 16] &+ first &+ words[n - 7] &+ second
        }
        var h = hash
        for n in 0..<64 {
            let sum = turned(h[4], 6) ^ turned(h[4], 11) ^ turned(h[4], 25)
            let chosen = (h[4] & h[5]) ^ (~h[4] & h[6])
            let one = h[7] &+ sum &+ chosen &+ constants[n] &+ words[n]
            let most = (h[0] & h[1]) ^ (h[0] & h[2]) ^ (h[1] & h[2])
            let two = (turned(h[0], 2) ^ turned(h[0], 13) ^ turned(h[0], 22)) &+ most
            h = [one &+ two, h[0], h[1], h[2], h[3] &+ one, h[4], h[5], h[6]]
        }
        for n in 0..<8 {
            hash[n] = hash[n] &+ h[n]
        }
    }

    private static func turned(_ word: UInt32, _ by: UInt32) -> UInt32 {
        word >> by | word << (32 - by)
    }

    /// The fractions of the roots of the first primes: square roots to begin with, cube roots for each round.
    private static let primes: [Double] = (2...311).filter { n in (2..<n).allSatisfy { n % $0 != 0 } }.map(Double.init)
    private static let initial: [UInt32] = primes.prefix(8).map { fraction($0.squareRoot()) }
    private static let constants: [UInt32] = primes.map { fraction(cbrt($0)) }

    private static func fraction(_ root: Double) -> UInt32 {
        UInt32((root - root.rounded(.down)) * 4_294_967_296)
    }
}
