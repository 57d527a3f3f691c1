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

    /// Works a vector through.
    func hold(_ name: String) throws {
        let vector = try JSON.read(Repository.vectors("\(name).json"))
        XCTAssertEqual(vector["v"]?.number, 1, "\(name): a format that is not known here")
        let steps = try XCTUnwrap(vector["steps"]?.list)
        XCTAssertFalse(steps.isEmpty, "\(name): no steps")
        let run = try VectorRun(name)
        for (n, step) in steps.enumerated() {
            let gave = try run.step(step)
            let expected = step["gives"] ?? .null
            if gave != expected {
                XCTFail("\(name), step \(n + 1):\n  should give \(shown(expected))\n  gave        \(shown(gave))")
            }
        }
    }

    private func shown(_ json: JSON) -> String {
        (try? json.bytes).map { String(decoding: $0, as: UTF8.self) } ?? "?"
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
