// The transport and the watch of a runner of vectors: files of `tests/vectors/repositories`, or whatever a vector tells
// them. No network.

import ChildFirstKit
import Foundation

/// A transport that answers as it was last told to.
final class Server: Transport, @unchecked Sendable {
    /// What it was told last.
    struct Told {
        var serves: [String] = []
        var answers = "right"
        var only = ""
        var bytes = 0
    }

    let url: String
    // All of it is read and written with the lock held.
    private let lock = NSLock()
    private var last = Told()
    private var requests: [Request] = []
    private weak var stopped: Updates?

    init(_ url: String) {
        self.url = url
    }

    func told(_ told: Told) {
        lock.withLock { last = told }
    }

    /// What it stops, where it is told to.
    func stops(_ updates: Updates) {
        lock.withLock { stopped = updates }
    }

    /// What was asked since the last time.
    func asked() -> [Request] {
        lock.withLock {
            defer { requests = [] }
            return requests
        }
    }

    func fetch(request: Request) throws -> Reply {
        let (told, updates) = lock.withLock {
            requests.append(request)
            return (last, stopped)
        }
        let path = String(request.url.dropFirst(url.count))
        guard told.only.isEmpty || path.contains(told.only) else { return try right(told, request, path) }
        switch told.answers {
        case "offline": throw TransportError.offline
        case "too_slow": throw TransportError.tooSlow
        case "not_secure": throw TransportError.notSecure
        case "too_much": throw TransportError.tooMuch
        case "garbled": throw TransportError.garbled
        case "stopped": throw TransportError.stopped
        case "throws": throw Unexpected()
        case "sign_in_page": return reply(200, Data("<html>Sign in</html>".utf8))
        case "redirect": return reply(302)
        case "unchanged": return reply(304)
        case "missing": return reply(404)
        case "busy": return reply(503, retryAfterSeconds: 600)
        case "endless": return reply(200, Data(repeating: UInt8(ascii: "{"), count: Int(request.mostBytes) + 1))
        case "absurd": return reply(.max, whole: false, fromByte: .max)
        case "cut":
            let right = try right(told, request, path)
            let body = Data(right.body.prefix(told.bytes))
            return reply(right.status, body, whole: false, fromByte: right.fromByte, etag: right.etag)
        case "stops":
            updates?.stop()
            return try right(told, request, path)
        case "right": return try right(told, request, path)
        case let other: throw Stopped(why: "a transport does not answer \(other)")
        }
    }

    private func right(_ told: Told, _ request: Request, _ path: String) throws -> Reply {
        let found = told.serves.reversed().lazy.compactMap { try? Repository.vectors("repositories/\($0)/\(path)") }
        guard let file = found.first else { return reply(404) }
        let etag = "\"\(SHA256.hex(file))\""
        if request.etag == etag { return reply(304, etag: etag) }
        let body = Data(file.dropFirst(Int(request.fromByte)))
        guard request.fromByte + UInt64(body.count) <= request.mostBytes else { throw TransportError.tooMuch }
        return reply(request.fromByte > 0 ? 206 : 200, body, fromByte: request.fromByte, etag: etag)
    }
}

/// An answer that says nothing but what it is told to.
func reply(
    _ status: UInt16, _ body: Data = Data(), whole: Bool = true, fromByte: UInt64 = 0, etag: String? = nil,
    retryAfterSeconds: UInt32? = nil
) -> Reply {
    Reply(
        status: status, body: body, whole: whole, fromByte: fromByte, etag: etag, lastModified: nil,
        retryAfterSeconds: retryAfterSeconds)
}

/// A watch that keeps what it is told, and stops at a step.
final class Watching: Watch, @unchecked Sendable {
    private let kept = Shared<[UpdatesProgress]>([])
    private let stopAt: String?

    init(stopAt: String? = nil) {
        self.stopAt = stopAt
    }

    var told: [UpdatesProgress] { kept.with { $0 } }

    func progress(progress: UpdatesProgress) throws {
        kept.with { $0.append(progress) }
        if "\(progress.step)" == stopAt { throw TransportError.stopped }
    }
}
