package org.childfirst

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.io.TempDir
import sun.misc.Unsafe
import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Method
import java.nio.file.Path

/** What was closed says so, whatever is asked of it; what was locked says that. */
class ClosedTest {
    @TempDir
    lateinit var folder: Path

    @TestFactory
    fun `every method of what was closed`() = run {
        val app = opened(folder)
        val guidance = app.guidance()
        val records = app.unlock(TestVault())
        val interaction = records.begun()
        val all = listOf(
            interaction to InteractionInterface::class, records to RecordsInterface::class,
            guidance to GuidanceInterface::class, app to ChildFirstInterface::class,
        )
        all.forEach { (it, _) -> (it as AutoCloseable).run { close(); close() } }
        all.flatMap { (closed, door) ->
            door.java.methods.filter { !it.isDefault && it.declaringClass == door.java }.map { method ->
                dynamicTest("${closed.javaClass.simpleName}.${method.name}") {
                    assertThrows(IllegalStateException::class.java) { call(closed, method) }
                }
            }
        }
    }

    /** Calls it with arguments of the right types. They are empty: nothing may look at them. */
    private fun call(on: Any, method: Method) = try {
        method.invoke(on, *method.parameterTypes.map(::empty).toTypedArray())
    } catch (thrown: InvocationTargetException) {
        throw thrown.targetException
    }

    private fun empty(type: Class<*>): Any = when (type) {
        Int::class.javaPrimitiveType -> 0
        Long::class.javaPrimitiveType -> 0L
        String::class.java -> ""
        List::class.java -> listOf<Any>()
        ByteArray::class.java -> ByteArray(0)
        KeyVault::class.java -> TestVault()
        InteractionOperation::class.java -> InteractionOperation.ListEnded(EndList(""))
        Level::class.java -> Level.entries.first()
        else -> unsafe.allocateInstance(type)
    }

    private val unsafe = Unsafe::class.java.getDeclaredField("theUnsafe").run {
        isAccessible = true
        get(null) as Unsafe
    }

    @Test
    fun `what was handed out goes on when what handed it out is closed`() {
        val app = opened(folder)
        val records = app.unlock(TestVault())
        val interaction = records.begun()
        app.close()
        assertEquals(1, records.list().size)
        records.close()
        interaction.quote(said("Still here"), Made(noon))
        assertEquals(2uL, interaction.verify().seq)
        // The folder is owned until the last of them is closed.
        opened(folder).use { other ->
            assertThrows(ChildFirstException.InUse::class.java) { other.unlock(TestVault()) }
            interaction.close()
            other.unlock(TestVault()).use { assertEquals(1, it.list().size) }
        }
    }

    @Test
    fun `what was locked says so, and is closed like any other`() {
        opened(folder).use { app ->
            val records = app.unlock(TestVault())
            val interaction = records.begun()
            app.lock()
            for (asked in listOf<() -> Any>(
                records::list, records::check, records::destroyed, interaction::state, interaction::worklist, interaction::record,
                interaction::verify, { interaction.quote(said("Too late"), Made(noon)) }, { records.begun() },
            )) {
                assertThrows(ChildFirstException.Closed::class.java) { asked() }
            }
            assertTrue(app.guidance().use { it.search("baby", listOf(), 1u) }.isNotEmpty())
            interaction.close()
            records.close()
            app.unlock(TestVault()).use { assertEquals(1uL, it.resume(it.list().single().id).use(Interaction::verify).seq) }
        }
    }
}
