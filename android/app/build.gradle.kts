// The app that is installed. Not run where the rest is tested: see docs/android.md.
plugins {
    alias(libs.plugins.android)
    alias(libs.plugins.kotlin)
}

val workspace: File = rootDir.parentFile
val generated: File = workspace.resolve("target/android/generated")

android {
    namespace = "org.childfirst.app"
    compileSdk = libs.versions.sdk.target.get().toInt()
    defaultConfig {
        applicationId = "org.childfirst.app"
        minSdk = libs.versions.sdk.min.get().toInt()
        targetSdk = libs.versions.sdk.target.get().toInt()
        versionCode = 1
        versionName = "0.1.0"
    }
    sourceSets.getByName("main") {
        kotlin.srcDirs("src/main/kotlin", generated, workspace.resolve("bindings/kotlin/src/main/kotlin"))
        assets.srcDirs(workspace.resolve("target/android/assets"))
        jniLibs.srcDirs(workspace.resolve("target/android/jniLibs"))
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
    kotlinOptions { jvmTarget = "17" }
    testOptions.unitTests.isIncludeAndroidResources = true
}

dependencies {
    implementation(libs.jna) { artifact { type = "aar" } }
    testImplementation(libs.jna)
    testImplementation(libs.junit)
    testImplementation(libs.robolectric)
}

// The library of each ABI, by cargo-ndk. What is generated from it and the packs come from `cargo xtask android`.
tasks.register<Exec>("cargoNdk") {
    workingDir = workspace
    commandLine(
        "cargo", "ndk", "-t", "arm64-v8a", "-t", "armeabi-v7a", "-t", "x86_64", "-P", libs.versions.sdk.min.get(),
        "-o", "target/android/jniLibs", "build", "-p", "childfirst-bindings", "--lib", "--profile", "device", "--locked",
    )
}
tasks.named("preBuild") { dependsOn("cargoNdk") }
