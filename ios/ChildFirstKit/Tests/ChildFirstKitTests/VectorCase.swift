// Works vectors through by the door that an app uses, and compares what each step gave (`tests/vectors/README.md`).
//
// The names of the vectors are put in when the package is put together, a test for each. Every difference of a vector is
// reported, with the vector and the step; only a step that cannot be worked through at all ends it.

import ChildFirstKit
import Foundation
import XCTest

class VectorCase: XCTestCase {
    override func tearDown() {
        vectorEnd()
    }

    /// Works a vector through; every difference is a failure.
    func hold(_ name: String) throws {
        for difference in try differences(in: vector(name), named: name) {
            XCTFail(difference)
        }
    }

    func vector(_ name: String) throws -> JSON {
        try JSON.read(Repository.vectors("\(name).json"))
    }

    /// Where what a vector's steps give differs from what they should give.
    func differences(in vector: JSON, named name: String) throws -> [String] {
        guard vector["v"]?.number == 1 else { throw Stopped(why: "\(name): a format that is not known here") }
        let steps = try needed(vector["steps"]?.list, "\(name): no steps")
        let run = try VectorRun(name)
        return try steps.enumerated().compactMap { n, step in
            let gave = try run.step(step)
            let expected = step["gives"] ?? .null
            guard gave != expected else { return nil }
            return "\(name), step \(n + 1):\n  should give \(shown(expected))\n  gave        \(shown(gave))"
        }
    }

    private func shown(_ json: JSON) -> String {
        (try? json.bytes).map { String(decoding: $0, as: UTF8.self) } ?? "?"
    }
}

/// The control: a vector with one byte changed does not hold, and is not taken for another.
final class VectorControlTests: VectorCase {
    func testAChangedByteIsFoundInItsStep() throws {
        let name = "three-children-at-home"
        let vector = try vector(name)
        XCTAssertEqual(try differences(in: vector, named: name), [])
        var steps = try XCTUnwrap(vector["steps"]?.list)
        let hash = try XCTUnwrap(steps[1]["gives"]?["hash"]?.text)
        let changed = (hash.hasPrefix("0") ? "1" : "0") + hash.dropFirst()
        steps[1] = steps[1].with("gives", steps[1]["gives"]?.with("hash", .text(changed)))
        let found = try differences(in: vector.with("steps", .list(steps)), named: name)
        XCTAssertEqual(found.count, 1)
        XCTAssertTrue(found.first?.hasPrefix("\(name), step 2:") == true, "\(found)")
    }
}

/// What stops a vector: no answer of the core's, but a step that cannot be worked through.
struct Stopped: Error {
    let why: String
}

/// The repository that the tests run for.
enum Repository {
    static func file(_ path: String) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent(path))
    }

    static func vectors(_ file: String) throws -> Data {
        try Repository.file("tests/vectors/\(file)")
    }

    static let folder: URL = {
        guard let path = ProcessInfo.processInfo.environment["CHILDFIRST_REPOSITORY"] else {
            fatalError("CHILDFIRST_REPOSITORY names the repository: `cargo xtask bindings swift --test` sets it")
        }
        return URL(fileURLWithPath: path, isDirectory: true)
    }()
}

/// A folder of the test's own, gone with the last that has it.
final class Folder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("childfirst-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }
}
