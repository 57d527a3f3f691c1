package org.childfirst.app.core

import org.childfirst.ChildFirstException
import org.childfirst.InteractionOperation
import org.childfirst.When

/**
 * What an officer has walked away from already and the disk has not, of one record: *yes* to danger, whose steps do not wait.
 * Each with when it was pressed.
 *
 * Refuses to forget: it is paid before anything else is written, or still owed. Only what core refuses is owed no more.
 */
class Debts {
    private val owed = ArrayList<Pair<InteractionOperation, When>>()

    /** Whether nothing is owed. */
    @Synchronized
    fun none(): Boolean = owed.isEmpty()

    @Synchronized
    fun owe(operation: InteractionOperation, pressed: When) {
        owed.add(operation to pressed)
    }

    /** Writes what is owed, in its order. On the core's thread, where it is the only one. */
    fun pay(session: Session) {
        while (true) {
            val (operation, pressed) = first() ?: return
            try {
                try {
                    session.perform(operation, pressed)
                } catch (error: ChildFirstException.Refused) {
                    // By a clock that went back it was pressed later than now: then it is of now.
                    session.perform(operation)
                }
            } catch (error: ChildFirstException.Refused) {
                paid()
                throw error
            }
            paid()
        }
    }

    @Synchronized
    private fun first() = owed.firstOrNull()

    @Synchronized
    private fun paid() {
        owed.removeAt(0)
    }
}
