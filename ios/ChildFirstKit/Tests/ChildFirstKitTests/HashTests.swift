// The hash and the comparison that vectors are held against, against what is known of them.

import XCTest

final class HashTests: XCTestCase {
    func testWhatIsKnownOfSHA256() {
        XCTAssertEqual(SHA256.hex("".utf8), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        XCTAssertEqual(SHA256.hex("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        XCTAssertEqual(
            SHA256.hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        XCTAssertEqual(
            SHA256.hex(repeatElement(UInt8(ascii: "a"), count: 1_000_000)),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    func testTextsThatOnlyLookAlikeAreNotEqual() {
        XCTAssertEqual("e\u{301}", "\u{e9}", "Swift's own comparison")
        XCTAssertNotEqual(JSON.text("e\u{301}"), JSON.text("\u{e9}"))
        XCTAssertEqual(JSON.text("\u{e9}"), JSON.text("\u{e9}"))
    }
}
