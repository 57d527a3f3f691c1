package org.childfirst.app

import org.junit.runners.model.FrameworkMethod
import org.robolectric.RobolectricTestRunner
import org.robolectric.internal.bytecode.InstrumentationConfiguration
import java.io.File
import java.util.zip.ZipFile

/**
 * Robolectric, with the core loaded once for all of it.
 *
 * Each sandbox would load uniffi and its library anew; the later one's callbacks win, the earlier one's key store fails,
 * and the call says success. JNA and Kotlin are kept out by name (pom.xml); the core shares the app's first names, so its
 * classes are named one by one.
 */
class AppTestRunner(test: Class<*>) : RobolectricTestRunner(test) {
    override fun createClassLoaderConfig(method: FrameworkMethod): InstrumentationConfiguration {
        val builder = InstrumentationConfiguration.Builder(super.createClassLoaderConfig(method))
        CORE.forEach(builder::doNotAcquireClass)
        return builder.build()
    }

    private companion object {
        val CORE: List<String> by lazy {
            val jar = System.getProperty("java.class.path").split(File.pathSeparator).single { it.endsWith("core.jar") }
            ZipFile(jar).use { zip ->
                zip.entries().asSequence().map { it.name }.filter { it.endsWith(".class") }.map { it.removeSuffix(".class").replace('/', '.') }.toList()
            }
        }
    }
}
