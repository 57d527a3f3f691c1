// Texts that a keyboard does not make by itself: what is taken comes back byte for byte, what is not is refused by name.

import ChildFirstKit
import Foundation
import XCTest

final class TextTests: FolderCase {
    func testWhatIsTakenComesBackByteForByte() throws {
        let interaction = try begun(childFirst.unlock(vault: Vault()))
        for text in [
            "before\u{0}after", "👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿", "قالت إنه يضرب الحائط", "\u{202e}reversed\u{202c}", "e\u{301} and \u{e9}",
            "one\r\ntwo\rthree", "\u{feff}mark", String(repeating: "词", count: 5_000),
        ] {
            let receipt = try interaction.quote(
                Quote(words: text, fidelity: .exact, asked: .unasked), made: .now)
            let entry = try XCTUnwrap(interaction.entries().last)
            XCTAssertEqual(entry.seq, receipt.seq)
            guard case .quoted(let quoted) = entry.event else { return XCTFail("\(entry.event)") }
            XCTAssertEqual(Array(quoted.words.utf8), Array(text.utf8))
        }
        XCTAssertEqual(try interaction.verify(), try interaction.head())
    }

    func testAMegabyteIsRefusedByNameAndNothingIsRecorded() throws {
        let records = try childFirst.unlock(vault: Vault())
        let interaction = try begun(records)
        let megabyte = String(repeating: "x", count: 1 << 20)
        let operations: [InteractionOperation] = [
            .observed(Observe(children: [], words: megabyte)),
            .quoted(Quote(words: megabyte, fidelity: .exact, asked: .unasked)),
            .sceneSet(SceneSet(place: .home, words: megabyte)),
            .handedOver(HandOver(to: megabyte, how: .radio)),
        ]
        for operation in operations {
            refuses(.refused(why: .tooLong)) { _ = try interaction.perform(operation, made: .now) }
        }
        XCTAssertEqual(try interaction.head().seq, 1)
        try isWhole(records)
    }

    func testWhatIsNoIdIsNotFound() throws {
        let records = try childFirst.unlock(vault: Vault())
        for id in ["", "x", "\u{0}", "👶", String(repeating: "0", count: 32), String(repeating: "f", count: 1 << 20)] {
            refuses(.notFound(what: .interaction)) { _ = try records.resume(id: id) }
        }
        refuses(.notFound(what: .pack)) { _ = try childFirst.guidance().contents(pack: "\u{0}") }
        refuses(.refused(why: .notAPack)) { _ = try childFirst.guidance().installPack(Data(count: 1 << 20)) }
        refuses(.refused(why: .notAPack)) { _ = try childFirst.guidance().installPack(Data()) }
        XCTAssertNil(headOfText("\u{0}"))
    }
}
