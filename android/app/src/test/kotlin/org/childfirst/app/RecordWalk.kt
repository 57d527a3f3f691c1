package org.childfirst.app

import org.childfirst.InteractionOperation
import org.childfirst.MoveSharing
import org.childfirst.SharingStage
import org.childfirst.app.screens.Place
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.robolectric.RuntimeEnvironment

/**
 * The whole domestic abuse story (docs/stories/domestic-abuse.md), from the icon to a record that was handed over, by
 * pressing what is on the screen. [stop] is told where each screen of the reference stands.
 *
 * That what was decided was sent, and received, is put into the record without a press: it is afterwards, and not at the scene.
 */
class RecordWalk(private val officer: Officer, private val stop: (String) -> Unit = {}) {
    private val app get() = RuntimeEnvironment.getApplication() as App
    private val now get() = requireNotNull(app.work.snapshot)

    /** Presses until the scene was left. */
    var atScene = 0
        private set

    /** Leaving early and coming back; then the whole story. */
    fun all() {
        early()
        home()
        story()
    }

    /** The story, and how often something was pressed at the scene: 75 at most, and 40 is the aim. */
    fun measured() {
        story()
        println("measured: the domestic abuse story: $atScene presses at the scene, ${officer.presses} in all, ${officer.typed} fields, ${now.state.last} entries")
        assertTrue("$atScene presses at the scene", atScene <= 75)
        // Every child, every word and every answer of the story is in the record.
        assertEquals(listOf("Baby, 8 months", "Boy, 3", "Girl, 9"), now.screen.children.map { it.title })
        assertEquals(4, now.state.quotes.size)
        assertEquals(2, now.state.observations.size)
        assertEquals(3, now.state.risks.size)
        assertEquals(listOf(SharingStage.CONFIRMED), now.state.sharings.map { it.sharing.stage })
        assertEquals(3, now.state.listsEnded.size)
        assertEquals(0, now.screen.lists.sumOf { it.left.toInt() })
        assertTrue("handed over", now.state.lines.any { it.event is org.childfirst.Event.HandedOver })
    }

    /** At the scene, afterwards, and to the record. */
    fun story() {
        scene()
        leave()
        afterwards()
        record()
    }

    private fun scene() = officer.run {
        val from = presses
        press(R.id.primary)
        press("known:SEEN")
        press(R.id.danger_not_now)
        type("age", "baby 8m, boy 3, girl 9")
        press(R.id.primary)
        for (child in listOf("NEARBY" to "NOT_SEEN", "WITH_ME" to "AWAKE", "WITH_ME" to "AWAKE")) {
            press("presence:${child.first}")
            press("seen:${child.second}")
        }
        // Danger is asked again: children were added.
        press(R.id.primary)
        press(R.id.danger_not_now)
        pressWords("Where, how involved, what is known")
        press("place:HOME")
        press("involved:WITNESS")
        press("factor:domestic-abuse:PRESENT")
        press(R.id.primary)
        press(R.id.primary)
        answer("In the police car outside with PC Adeyemi", "SEEN")
        // The baby is looked at in the next room.
        later(1)
        pressWords("Baby, 8 months")
        press("seen:ASLEEP")
        press(R.id.primary)
        observe("Asleep on the back, breathing easily. No mark on face or hands. Not undressed.")
        observe("Held the girl’s sleeve and did not let go. Hid his face when spoken to.")
        later(2)
        quote("When he shouts I take my brother in the bathroom and lock it. I can’t carry the baby as well.")
        words("Is he coming back when you go?", 3, "What is on your mind just now?")
        words("I want us all to go to Nan’s. Not just me.", 3, "What would you like to happen?")
        words("Bang door.", 2, null)
        answer("The partner has a key. His brother has one too", "ADULT_SAID", "mother")
        answer("That the police are there to keep all three safe. Promised to fetch her reading book", null)
        // The first list is done, and says what is known only from the mother.
        assertTrue(words(), "Not seen, heard or said by a child: 1" in words())
        press(R.id.primary)
        later(20)
        answer("All three at the grandmother’s, with their mother", "SEEN")
        answer("The girl heard the arrest through the door", "CHILD_SAID", "girl")
        risk()
        share()
        press("outcome:LATER")
        type("owner", "Sgt Lane")
        press(R.id.primary)
        stop("08-complete-except")
        press("tell:RADIO")
        press(R.id.primary)
        atScene = presses - from
    }

    /** Where one is asked for something, and the cursor stands there. */
    private fun answer(words: String, known: String?, who: String? = null) = officer.run {
        if (root.findViewWithTag<android.view.View>("answer") == null) press(R.id.primary)
        type("answer", words)
        known?.let { press("known:$it") }
        who?.let { type("known:who", it) }
        press(R.id.primary)
    }

    private fun observe(words: String) = officer.run {
        press("said:false")
        type("words", words)
        press(R.id.primary)
    }

    private fun quote(words: String) = officer.run {
        type("words", words)
        press("fidelity:EXACT")
        press("asked:UNASKED")
        press("present:child")
        press(R.id.primary)
    }

    /** A child's words, from wherever one is. */
    private fun words(words: String, child: Int, question: String?) = officer.run {
        press(R.id.words)
        if (root.findViewWithTag<android.view.View>("child:$child")?.isSelected == false) press("child:$child")
        type("words", words)
        press("fidelity:EXACT")
        press(if (question == null) "asked:UNASKED" else "asked:ASKED")
        question?.let { type("question", it) }
        press(R.id.primary)
    }

    private fun risk() = officer.run {
        // Danger came first, by itself.
        press(R.id.danger_not_now)
        for (said in listOf("A baby cannot get out of the way.", "His only words were about the door.", "She is nine and has a plan for it.")) {
            type("risk", said)
            press("press:AT_RISK_OF_SIGNIFICANT_HARM")
            press(R.id.primary)
        }
    }

    /** Decided with social care, and who must not know. */
    private fun share() = officer.run {
        pressWords("Who must not know?")
        type("handling", "girl, 9, is afraid of him knowing what she said")
        press(R.id.save_handling)
        type("share:TO", "children’s social care")
        type("share:HOW", "by telephone")
        type("share:WHAT", "What was said and seen")
        type("share:WHY", "So that they know before he can be back")
        press(R.id.primary)
        press(R.id.back)
        press(R.id.primary)
    }

    private fun perform(operation: InteractionOperation) {
        app.work.perform(operation)
        officer.settle()
    }

    private fun leave() = officer.run {
        val from = presses
        assertEquals(Place.Leave, place)
        press(R.id.primary)
        press(R.id.danger_not_now)
        press("left:0")
        press(R.id.primary)
        atScene += presses - from
        assertEquals(Place.Resume, place)
    }

    private fun afterwards() = officer.run {
        later(30)
        press("with:NONE")
        // Writing up: what can still be done.
        press(R.id.primary)
        answer("Two earlier calls to this address. No child is named in either", "RECORDS")
        answer("One statement for each of the three", null)
        answer("As they said and showed it", null)
        perform(InteractionOperation.SharingMoved(MoveSharing(now.state.sharings.single().first, SharingStage.SENT)))
        answer("Sent by telephone", null)
        perform(InteractionOperation.SharingMoved(MoveSharing(now.state.sharings.single().first, SharingStage.CONFIRMED)))
        answer("The reading book was fetched", null)
        assertTrue(words(), place is Place.ListEnd)
        press(R.id.primary)
    }

    private fun record() = officer.run {
        assertEquals(Place.Record, place)
        stop("10-summary")
        press(R.id.primary)
        pressWords("Export or print")
        press("for:child")
        stop("10b-export")
        press(R.id.primary)
        stop("10d-gone")
        pressWords("It did not go")
        press(R.id.back)
        stop("10e-keep")
        pressWords("Destroy the record")
        stop("10f-destroy")
        press(R.id.back)
        pressWords("Erase the words")
        pressWords("Bang door")
        stop("10g-erase")
        press(R.id.back)
        pressWords("Hand over")
        type("to", "Sergeant Lane")
        press("how:IN_PERSON")
        press("back:true")
        stop("10c-hand-over")
        press(R.id.primary)
        assertEquals(Place.Record, place)
    }

    /** Called away before everything was reached, with words half typed; and back. */
    fun early() = officer.run {
        press(R.id.primary)
        press(R.id.danger_not_now)
        type("age", "boy 3, girl 9")
        press(R.id.primary)
        press("presence:WITH_ME")
        press("seen:AWAKE")
        press("presence:WITH_ME")
        press("seen:AWAKE")
        press(R.id.primary)
        press(R.id.danger_not_now)
        press(R.id.primary)
        type("answer", "On the landing")
        press("outcome:LATER")
        type("owner", "PC Adeyemi")
        press("told:RADIO")
        press(R.id.primary)
        perform(InteractionOperation.SharingMoved(MoveSharing(null, SharingStage.DECIDED, to = "Children’s social care", how = "through MASH")))
        press(R.id.words)
        type("words", "She said that she wants her")
        press(R.id.parts)
        pressWords("Leave the scene")
        press(R.id.primary)
        press(R.id.danger_not_now)
        press("left:1")
        type("staying", "PC Adeyemi")
        stop("09b-leave")
        press(R.id.primary)
        later(28)
        app.work.again()
        settle()
        stop("09-resume")
        press("with:ALL")
        press(R.id.danger_not_now)
    }

    private fun home() = officer.run { while (place != Place.Home) press(R.id.back) }
}
