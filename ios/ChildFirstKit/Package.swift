// swift-tools-version:6.0
// Child First for Swift. `cargo xtask bindings swift --out DIR` makes this package whole: it generates
// Sources/ChildFirstCore and the header, and puts the library in. On Apple's systems the library is an XCFramework
// (`bindings/xcframework`); on Linux it is a shared library in `lib`, which the tests link.

import Foundation
import PackageDescription

let here = Context.packageDirectory

#if os(Linux)
let library: Target = .systemLibrary(name: "childfirstFFI")
// The path is known only here, so these are unsafe flags, and no other package can depend on this one by version.
let linked: [LinkerSetting] = [.unsafeFlags(["-L\(here)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(here)/lib"])]
#else
let library: Target = .binaryTarget(name: "childfirstFFI", path: "childfirstFFI.xcframework")
let linked: [LinkerSetting] = []
#endif

let package = Package(
    name: "ChildFirstKit",
    platforms: [.iOS(.v16), .macOS(.v13)],
    products: [.library(name: "ChildFirstKit", targets: ["ChildFirstKit"])],
    targets: [
        library,
        .target(name: "ChildFirstCore", dependencies: ["childfirstFFI"], linkerSettings: linked),
        .target(name: "ChildFirstKit", dependencies: ["ChildFirstCore"]),
    ],
    swiftLanguageModes: [.v6]
)

// What ships has no tests beside it: they need a library whose ids can be seeded.
if FileManager.default.fileExists(atPath: "\(here)/Tests") {
    package.targets += [
        .testTarget(name: "ChildFirstKitTests", dependencies: ["ChildFirstKit"]),
        .executableTarget(name: "Bench", dependencies: ["ChildFirstKit"], path: "Tests/Bench"),
    ]
}
