// A transport that is the enemy: it throws what it should not, answers what no server does, takes its time, calls back.
//
// Whatever it does, nothing is taken, the core says so by name, and the next refresh is as any first.

import ChildFirstKit
import Foundation
import XCTest

final class TransportTests: FolderCase {
    private let server = Server("https://updates.example/")

    /// A transport that does one thing, whatever it is asked.
    private final class Does: Transport, Sendable {
        private let answer: @Sendable (Request) throws -> Reply

        init(_ answer: @escaping @Sendable (Request) throws -> Reply) {
            self.answer = answer
        }

        func fetch(request: Request) throws -> Reply {
            try answer(request)
        }
    }

    private func begunUpdates() throws -> Updates {
        server.told(Server.Told(serves: ["first"]))
        let root = try Repository.vectors("repositories/first/metadata/1.root.json")
        return childFirst.updates(config: UpdatesConfig(url: server.url, root: root, follow: []))
    }

    private func clock() throws -> Moment {
        try vectorMoment("2026-11-25T10:00:00Z")
    }

    private func taken() throws -> Set<String> {
        try Set(childFirst.guidance().installed(year: 2026).map(\.id))
    }

    private func isAsAnyFirst(_ updates: Updates) throws {
        let said = try updates.refresh(transport: server, watch: nil, costly: false, now: clock())
        XCTAssertEqual(said.changed.count, 2)
    }

    private func refuses(_ why: Trouble, _ updates: Updates, _ answer: @escaping @Sendable (Request) throws -> Reply) throws {
        let (before, now) = try (taken(), clock())
        refuses(.notUpdated(why: why)) {
            _ = try updates.refresh(transport: Does(answer), watch: nil, costly: false, now: now)
        }
        XCTAssertEqual(try taken(), before)
    }

    func testWhateverItThrowsIsNoAnswer() throws {
        let updates = try begunUpdates()
        try refuses(.offline, updates) { _ in throw Unexpected() }
        try refuses(.offline, updates) { _ in throw ChildFirstError.keyGone }
        try refuses(.offline, updates) { _ in throw CancellationError() }
        try isAsAnyFirst(updates)
    }

    func testAStatusThatNoServerGivesIsNoFile() throws {
        let updates = try begunUpdates()
        let troubles: [(UInt16, Trouble)] = [
            (0, .garbled), (99, .garbled), (301, .redirected), (304, .outOfTurn), (401, .signInPage),
            (451, .garbled), (599, .busy), (600, .garbled), (.max, .garbled),
        ]
        for (status, why) in troubles {
            try refuses(why, updates) { _ in reply(status, Data("{}".utf8)) }
        }
        try isAsAnyFirst(updates)
    }

    func testMoreThanThereMayBeIsRefusedWhereverItComes() throws {
        let (updates, before, now) = try (begunUpdates(), taken(), clock())
        for only in [".root.json", "timestamp", "snapshot", "targets.json"] {
            server.told(Server.Told(serves: ["first"], answers: "endless", only: only))
            refuses(.notUpdated(why: .tooMuch), only) {
                _ = try updates.refresh(transport: server, watch: nil, costly: false, now: now)
            }
        }
        server.told(Server.Told(serves: ["first"], answers: "endless", only: "targets/force"))
        let said = try updates.refresh(transport: server, watch: nil, costly: false, now: now)
        XCTAssertEqual(said.troubles, [ForceTrouble(force: "force", why: .tooMuch)])
        XCTAssertEqual(try taken(), before.union(["six-principles"]))
    }

    func testWhileItTakesItsTimeEverythingElseGoesOn() throws {
        let (updates, now) = try (begunUpdates(), clock())
        let (asked, answer, done) = (
            DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
        )
        let server = server
        let slow = Does { request in
            asked.signal()
            answer.wait()
            return try server.fetch(request: request)
        }
        let outcome = Shared<Result<Refreshed, Error>?>(nil)
        Thread {
            let result = Result { try updates.refresh(transport: slow, watch: nil, costly: false, now: now) }
            outcome.with { $0 = result }
            done.signal()
        }.start()
        asked.wait()
        XCTAssertFalse(try childFirst.guidance().search(words: "baby", packs: [], limit: 3).isEmpty)
        try isWhole(childFirst.unlock(vault: Vault()))
        XCTAssertEqual(try updates.state(now: now).installed.map(\.pack), ["hampshire"])
        refuses(.notUpdated(why: .underWay)) {
            _ = try updates.refresh(transport: server, watch: nil, costly: false, now: now)
        }
        (0..<100).forEach { _ in answer.signal() }
        done.wait()
        XCTAssertEqual(try XCTUnwrap(outcome.with { $0 }).get().changed.count, 2)
    }

    func testStoppedFromInsideItSaysSo() throws {
        let updates = try begunUpdates()
        try refuses(.stopped, updates) { _ in
            updates.stop()
            return reply(404)
        }
        try isAsAnyFirst(updates)
    }

    func testItMayCallBackFromInside() throws {
        let (updates, now, childFirst, server) = try (begunUpdates(), clock(), childFirst!, server)
        let inside = Shared<[String]>([])
        let meddling = Does { request in
            _ = try childFirst.guidance().installed(year: 2026)
            _ = try updates.state(now: now)
            childFirst.lock()
            do {
                _ = try updates.poll(transport: server, now: now)
            } catch {
                inside.with { $0.append("\(error)") }
            }
            return try server.fetch(request: request)
        }
        XCTAssertEqual(
            try updates.refresh(transport: meddling, watch: nil, costly: false, now: now).changed.count, 2)
        XCTAssertFalse(inside.with { $0 }.isEmpty)
        XCTAssertTrue(inside.with { $0 }.allSatisfy { $0.contains("underWay") })
    }

    func testItGoesOnAfterTheLastOtherReferenceIsGone() throws {
        let folder = try Folder()
        server.told(Server.Told(serves: ["first"]))
        let root = try Repository.vectors("repositories/first/metadata/1.root.json")
        let config = UpdatesConfig(url: server.url, root: root, follow: [])
        let updates = try ChildFirst.open(at: folder.url).updates(config: config)
        try isAsAnyFirst(updates)
    }

    func testAWatchThatIsLeftByAnErrorStopsWhatItWatches() throws {
        let (updates, now, watch) = try (begunUpdates(), clock(), Watching(stopAt: "checking"))
        refuses(.notUpdated(why: .stopped)) {
            _ = try updates.refresh(transport: server, watch: watch, costly: false, now: now)
        }
        XCTAssertEqual(watch.told.map(\.step), [.asking, .checking])
        try isAsAnyFirst(updates)
    }
}
