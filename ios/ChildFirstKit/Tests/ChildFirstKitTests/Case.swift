// What the tests of this package share: a data folder with a pack in it, unlocked, and an interaction that was begun.

import ChildFirstKit
import Foundation
import XCTest

class FolderCase: XCTestCase {
    private(set) var folder: Folder!
    private(set) var childFirst: ChildFirst!

    override func setUpWithError() throws {
        folder = try Folder()
        childFirst = try ChildFirst.open(at: folder.url)
        try childFirst.guidance().installPack(Self.packBytes)
    }

    override func tearDown() {
        childFirst = nil
        folder = nil
    }

    static let packBytes: Data = {
        do {
            return try Repository.vectors("packs/hampshire-1.json")
        } catch {
            fatalError("no pack to test with: \(error)")
        }
    }()

    func begun(_ records: Records) throws -> Interaction {
        let how = Begin(pack: "hampshire", role: .responseOfficer, recorder: "PC 4471")
        return try records.begin(how, made: .now)
    }

    /// That what is done throws just this error.
    func refuses(
        _ expected: ChildFirstError, _ what: String = "", file: StaticString = #filePath, line: UInt = #line,
        _ done: () throws -> Void
    ) {
        do {
            try done()
            XCTFail("\(what): nothing was thrown", file: file, line: line)
        } catch let error as ChildFirstError {
            XCTAssertEqual(error, expected, what, file: file, line: line)
        } catch {
            XCTFail("\(what): \(error)", file: file, line: line)
        }
    }

    /// That all is as it should be after something went wrong: a new interaction is begun, recorded in, and verifies.
    func isWhole(_ records: Records, file: StaticString = #filePath, line: UInt = #line) throws {
        let interaction = try begun(records)
        let receipt = try interaction.observe(Observe(children: [], words: "A light in the kitchen."), made: .now)
        XCTAssertEqual(receipt.seq, 2, file: file, line: line)
        XCTAssertEqual(try interaction.verify(), receipt, file: file, line: line)
    }
}

/// A value that threads share.
final class Shared<Value>: @unchecked Sendable {
    // Read and written with the lock held alone.
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) {
        self.value = value
    }

    func with<Result>(_ use: (inout Value) throws -> Result) rethrows -> Result {
        try lock.withLock { try use(&value) }
    }
}

/// Runs the same on so many threads at once, and waits for all.
func onThreads(_ count: Int, _ run: @escaping @Sendable (Int) -> Void) {
    let (start, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    for n in 0..<count {
        Thread {
            start.wait()
            run(n)
            done.signal()
        }.start()
    }
    (0..<count).forEach { _ in start.signal() }
    (0..<count).forEach { _ in done.wait() }
}
