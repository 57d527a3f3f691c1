package org.childfirst.app

import org.childfirst.app.screens.Place

/** The middle of the domestic abuse story, after [Walk.now], and two short ones of their own. */
class SceneWalk(private val officer: Officer, private val stop: (String) -> Unit = {}) {
    /** What the girl said and did, an entry that is corrected, sharing, the principles, what is for later, words to say. */
    fun scene() {
        voice()
        correct()
        share()
        principles()
        later()
        toSay()
    }

    /** From home: told before arrival, and a baby whom nobody saw; then a child who may be suspected. Ends at home. */
    fun others() {
        told()
        risk()
        home()
        notice()
        home()
    }

    /** Something seen, beside what was said; then what there is of this child. */
    fun voice() = officer.run {
        press(R.id.words)
        press("child:3")
        press("said:false")
        type("words", "Sat on the floor between the cot and the door. Went quiet when he called out.")
        press(R.id.primary)
        press(R.id.words)
        press("child:3")
        pressWords("said and did")
        stop("05-voice")
    }

    /** Other words for an entry. Both stand. */
    fun correct() = officer.run {
        pressWords("When he shouts")
        type("correct", "When he shouts I take my brother upstairs and lock it.")
        stop("05c-correct")
        press(R.id.primary)
        press(R.id.back)
        press(R.id.primary)
    }

    /** Decided, sent, receipt confirmed; and one that is not shared. */
    fun share() = officer.run {
        press(R.id.parts)
        pressWords("Share, and with whom")
        type("share:TO", "children’s social care")
        type("share:HOW", "telephone, duty desk")
        pressWords("Who must not know?")
        type("handling", "girl, 9, is afraid of him knowing what she said")
        press(R.id.save_handling)
        type("share:WHAT", "Her words, what was seen, the risk")
        type("share:WHY", "Harm each weekend. The brother has a key")
        stop("07-share")
        press(R.id.primary)
        press("when:true")
        type("when:about", "02:10")
        press("precision:EXACT")
        stop("07b-send")
        press(R.id.primary)
        stop("07c-confirm")
        press(R.id.primary)
        pressWords("Another sharing")
        pressWords("Do not share, and why")
        type("share:WHY", "The school is told by social care")
        stop("07d-not-shared")
        press(R.id.primary)
    }

    /** All parts, by principle, and one of them. */
    fun principles() = officer.run {
        press(R.id.parts)
        press("order:true")
        stop("03d-principles")
        pressWords("Voice of the child")
        stop("03e-principle")
    }

    /** For later, with an owner who is told afterwards; and a press that was a mistake. */
    fun later() = officer.run {
        cannotWait()
        press("outcome:LATER")
        type("owner", "PC Adeyemi")
        stop("04c-outcome")
        press(R.id.primary)
        cannotWait()
        stop("04d-later")
        press("tell:RADIO")
    }

    /** To the item that closes the phase. */
    fun cannotWait() = officer.run {
        press(R.id.parts)
        pressWords("Before leaving")
        pressWords("What cannot wait?")
    }

    /** What to say to somebody who asks. */
    fun toSay() = officer.run {
        press(R.id.parts)
        pressWords("What are you writing about us?")
        stop("16-words-to-say")
        press(R.id.primary)
    }

    /** Pasted before arrival: it begins a record, and danger is asked anew. */
    fun told() = officer.run {
        pressWords("Told before arrival")
        type("told", "Girl, 9, rang. He is breaking things. Mother does not speak.")
        type("from", "control room")
        press("how:RADIO")
        stop("01b-told-before")
        press(R.id.primary)
    }

    /** A boy who may be suspected: the force’s rules stand above everything, and nothing is asked of him about it. */
    fun notice() = officer.run {
        press(R.id.primary)
        press(R.id.danger_cannot_tell)
        type("age", "boy 15")
        press(R.id.primary)
        press("presence:WITH_ME")
        press("seen:AWAKE")
        press(R.id.parts)
        pressWords("Where, how involved, what is known")
        press("place:STREET")
        press("involved:SUSPECTED")
        press(R.id.primary)
        pressWords("Tell each child what you are doing")
        stop("04b-notice")
    }

    /** A baby who is elsewhere and was not seen, in a force that has set no route: after [told]. */
    fun risk() = officer.run {
        press(R.id.danger_cannot_tell)
        type("age", "baby 5m")
        press(R.id.primary)
        press("presence:ELSEWHERE")
        press("seen:NOT_SEEN")
        press(R.id.parts)
        pressWords("Before leaving")
        pressWords("baby, 5 months")
        press(R.id.danger_cannot_tell)
        type("risk", "Mother says he is at his grandmother’s. Not seen. No cot in the home. She would not give the address.")
        press("press:AT_RISK_OF_SIGNIFICANT_HARM")
        stop("06b-risk-no-route")
    }

    private fun home() = officer.run {
        while (place != Place.Home) press(R.id.back)
    }
}
