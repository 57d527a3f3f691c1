// Every method of the door is called once: what is taken away from it, or changes its kind, is found when this compiles.

import ChildFirstKit
import Foundation
import XCTest

final class DoorTests: FolderCase {
    private let reason = Reason(reason: "A test")

    func testEveryKindOfEntryHasItsMethod() throws {
        let records = try childFirst.unlock(vault: Vault())
        let it = try begun(records)
        let receipts = try [
            it.answerDanger(AnswerDanger(answer: .notNow, knownBy: [Known(how: .seen)]), made: .now),
            it.setScene(SceneSet(place: .home, words: nil), made: .now),
            it.addChild(AddChild(label: "girl", age: .months(least: 108, most: 119)), made: .now),
            it.addChild(AddChild(age: .unborn), made: .now),
            it.addChild(AddChild(age: .notKnown), made: .now),
            it.relabelChild(ChildRelabelled(child: 1, label: "older girl", age: nil), made: .now),
            it.mergeChild(ChildMerged(child: 3, into: 1), made: .now),
            it.setCircumstances(SetCircumstances(children: [1], presence: .withMe, seen: .awake), made: .now),
            it.answer(
                Answer(item: "six-principles/now/tell-the-child", value: "Told her why.", outcome: .done), made: .now),
            it.quote(Quote(child: 1, words: "Him.", fidelity: .exact, asked: .asked, question: "Who?"), made: .now),
            it.observe(Observe(children: [1], words: "Looks at the door."), made: .now),
            it.stateRisk(StateRisk(child: 1, words: "Afraid.", level: .inNeedOfSupport), made: .now),
            it.tell(TellSomeone(to: "Sgt Rowe", how: .radio), made: .now),
            it.moveSharing(MoveSharing(stage: .decided, to: "School", what: "That she is tired"), made: .now),
            it.endList(EndList(list: "six-principles/list/response-now"), made: .now),
            it.leaveScene(Leave(why: "Called away"), made: .now),
            it.comeBack(Return(with: .all), made: .now),
            it.setMode(ModeSet(mode: .writingUp), made: .now),
            it.addReference(ReferenceAdded(reference: .notebook, words: "Page 4"), made: .now),
            it.setHandling(SetHandling(words: "He must not know.", children: [1]), made: .now),
            it.copiedForTheLog(CopyForTheLog(words: "One girl."), made: .now),
            it.handOver(HandOver(to: "Sgt Rowe", how: .inPerson), made: .now),
            it.takeOver(TakeOver(from: "Control room", how: .radio, words: "Shouting heard."), made: .now),
            it.setSilentCall(SilentCallSet(on: true), made: .now),
            it.correct(Corrected(entry: 12, how: .pressedByMistake, reason: nil), made: .now),
            it.perform(.danger(.notNow), made: .now),
            it.setHold(reason, made: .now),
            it.liftHold(reason, made: .now),
            it.complete(NoDetails(), made: .now),
            it.review(Review(words: "Clear."), made: .now),
            it.reopen(reason, made: .now),
            it.moveTo(pack: "hampshire", made: .now),
        ]
        XCTAssertEqual(receipts.map(\.seq), Array(2...UInt64(receipts.count + 1)))
        XCTAssertEqual(try it.head(), receipts.last)
        XCTAssertEqual(try it.verify(), receipts.last)
        XCTAssertEqual(Set(receipts.map(\.interaction)), [it.id()])
        XCTAssertEqual(try it.entriesWithHash(beginning: receipts[3].hash), [receipts[3].seq])
    }

    func testWhatCanBeReadOfAnInteraction() throws {
        let records = try childFirst.unlock(vault: Vault())
        let it = try begun(records)
        try it.addChild(AddChild(age: .notKnown), made: .now)
        try it.moveSharing(MoveSharing(stage: .decided, children: [1], to: "School", what: "The day"), made: .now)
        XCTAssertEqual(try it.state().children.count, 1)
        XCTAssertEqual(try it.readers(), ["School"])
        XCTAssertEqual(try it.danger(now: .now).answer, nil)
        XCTAssertFalse(try it.routes(child: 1, level: nil).isEmpty)
        XCTAssertFalse(try it.localValues().isEmpty)
        XCTAssertEqual(try it.reviewSheet().children.count, 1)
        XCTAssertEqual(try it.pace(now: .now), nil)
        XCTAssertEqual(try it.officersTold(), nil)
        XCTAssertFalse(try it.record().sections.isEmpty)
        XCTAssertTrue(try it.logCopy(now: .now).text.contains("CHILD 1"))

        let worklist = try it.worklist()
        let contents = try childFirst.guidance().contents(pack: "hampshire")
        XCTAssertEqual(worklist.lists.flatMap { worklist.rows(of: $0) }, worklist.rows)
        for row in worklist.rows {
            XCTAssertFalse(try it.because(row: row).isEmpty)
            XCTAssertFalse(try XCTUnwrap(contents.item(of: row)).text.isEmpty)
        }

        let how = ExportHow(format: .json)
        XCTAssertEqual(try it.exportName(how), try it.export(how, made: .now).name)
        let draft = Draft(place: "quoted", child: 1, words: "He says th")
        try it.keepDraft(draft)
        XCTAssertEqual(try it.draft(), draft)
        try it.dropDraft()
        XCTAssertEqual(try it.draft(), nil)
    }

    func testWhatIsHandedOver() throws {
        let records = try childFirst.unlock(vault: Vault())
        let it = try begun(records)
        let guidance = childFirst.guidance()
        try it.addChild(AddChild(label: "boy", age: .months(least: 36, most: 47)), made: .now)
        let file = try it.export(ExportHow(format: .json), made: .now)
        XCTAssertEqual(try verifyExport(file.text).interaction, it.id())
        let read = try readHandOver(file.text, guidance: guidance).file
        XCTAssertEqual(read.interaction, it.id())
        let text = try it.export(ExportHow(format: .text), made: .now)
        XCTAssertEqual(headOfText(text.text)?.head, text.receipt.hash)

        let other = try begun(records)
        let taken = try other.takeOver(TakeOver(how: .log, export: file.text), made: .now)
        let child = try XCTUnwrap(read.children.first)
        let offered = Offered(entry: taken.seq, title: "boy", child: child, who: "PC 4471")
        XCTAssertEqual(try other.addOffered(offered: offered, made: .now), try other.head())
    }

    func testTheRecordsAndTheGuidance() throws {
        let pair = try recoveryKeypair()
        let folder = try Folder()
        let childFirst = try ChildFirst.open(at: folder.url, recoveryKey: pair.public)
        XCTAssertEqual(childFirst.folder(), folder.url.path)
        XCTAssertEqual(childFirst.recovery(), .inUse)
        XCTAssertEqual(childFirst.recordsState(), .locked)
        let guidance = childFirst.guidance()
        let digest = try guidance.installPack(Self.packBytes)
        try guidance.installValues(pack: "hampshire", bytes: Repository.vectors("values/set.json"))
        XCTAssertEqual(try guidance.installed(year: 2026).map(\.digest), [digest])
        XCTAssertTrue(try guidance.packStatus(pack: digest, now: .now).pin.contains("Hampshire"))

        let records = try childFirst.unlock(vault: Vault())
        let it = try begun(records)
        let second = try begun(records)
        try it.observe(Observe(children: [], words: "A name."), made: .now)
        XCTAssertEqual(try records.list().count, 2)
        XCTAssertEqual(try records.listFor(recorder: "PC 4471").count, 2)
        XCTAssertEqual(try records.due(days: 0, now: .now), [])
        XCTAssertEqual(try records.resume(id: it.id()).head().seq, 2)
        XCTAssertEqual(try records.check().interactions.count, 2)
        XCTAssertEqual(try records.salvage(id: it.id()).entries.count, 2)
        let erased = Erased(entry: 2, reason: "A name", authority: "Data protection officer")
        XCTAssertTrue(try records.erase(id: it.id(), erased: erased, made: .now).complete)
        XCTAssertTrue(try records.destroy(id: second.id(), reason: "A test", made: .now).complete)
        XCTAssertEqual(try records.destroyed().map(\.id), [second.id()])
        XCTAssertFalse(try records.forgettingOwed())
        refuses(.refused(why: .outOfOrder)) { _ = try childFirst.startNewRecords() }
        try childFirst.prepareSuspend()

        let into = try Folder()
        refuses(.inUse) {
            _ = try recover(source: folder.url.path, into: into.url.path, secret: pair.secret, vault: Vault())
        }
    }
}

extension InteractionOperation {
    /// The danger question, as far as these tests ask it.
    fileprivate static func danger(_ answer: Danger) -> InteractionOperation {
        .dangerAsked(AnswerDanger(answer: answer, knownBy: [Known(how: .seen)]))
    }
}
