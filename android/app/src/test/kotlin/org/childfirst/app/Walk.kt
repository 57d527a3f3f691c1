package org.childfirst.app

/** The first part of the domestic abuse story (docs/stories/domestic-abuse.md), by pressing what is on the screen. */
class Walk(private val officer: Officer, private val stop: (String) -> Unit = {}) {
    /** From the icon to the first phase answered; [stop] is told where each screen of the reference stands. */
    fun now() = officer.run {
        stop("01-home-first")
        press(R.id.primary)
        press("known:SEEN")
        stop("03a-danger")
        press(R.id.danger_not_now)
        type("age", "baby 8m, boy 3, girl 9")
        press(R.id.primary)
        // The baby, then the boy, then the girl: each opens when the one before is said.
        press("presence:NEARBY")
        press("seen:NOT_SEEN")
        press("presence:WITH_ME")
        press("seen:AWAKE")
        press("presence:WITH_ME")
        press("seen:AWAKE")
        // Danger is asked again: children were added.
        press(R.id.primary)
        press("known:SEEN")
        press(R.id.danger_not_now)
        press(R.id.parts)
        pressWords("Where, how involved, what is known")
        press("place:HOME")
        press("factor:domestic-abuse:PRESENT")
        stop("02b-circumstances")
        press(R.id.primary)
        // The baby is seen: looked at in the next room, asleep.
        later(2)
        press(R.id.parts)
        pressWords("The children")
        pressWords("Baby, 8 months")
        stop("02-circumstances")
        press("seen:ASLEEP")
        press(R.id.primary)
        type("answer", "In the police car outside with PC Adeyemi")
        press("known:SEEN")
        press(R.id.primary)
        press(R.id.back)
        stop("03-worklist")
        pressWords("Who can come back")
        type("answer", "The partner has a key. His brother has one too")
        press("known:ADULT_SAID")
        type("known:who", "mother")
        stop("04-item")
        press(R.id.primary)
        press(R.id.words)
        press("child:3")
        type("words", "When he shouts I take my brother in the bathroom and lock it.")
        press("fidelity:EXACT")
        press("asked:UNASKED")
        press("present:child")
        stop("05b-words")
        press(R.id.primary)
    }

    /** One phase, with the help under its first row. */
    fun list() = officer.run {
        press(R.id.parts)
        stop("03d-parts")
        pressWords("Before leaving")
        pressWords("Help with this")
        stop("03b-list")
    }

    /** The risk for one child: danger first, words, then the level. */
    fun risk() = officer.run {
        press(R.id.parts)
        pressWords("Before leaving")
        // Danger comes first, by itself.
        pressWords("girl, 9")
        press("known:SEEN")
        press(R.id.danger_not_now)
        type("risk", "Partner shouts and hits walls, most weekends. She takes her brother away.")
        press("press:AT_RISK_OF_SIGNIFICANT_HARM")
        stop("06-risk")
        press(R.id.primary)
    }

    /** Danger, and safe again. */
    fun danger() = officer.run {
        press(R.id.parts)
        pressWords("Ask about immediate danger")
        press(R.id.danger_yes)
        stop("03c-danger-now")
        press(R.id.primary)
        type("safe", "He was taken away")
        press(R.id.primary)
    }

    /** Back to home, where the record is not finished. */
    fun home() = officer.run {
        while (place != org.childfirst.app.screens.Place.Home) press(R.id.back)
        stop("01-home")
    }

    /** Danger is passed by: then it stands, with its answers, before everything else. */
    fun passedBy() = officer.run {
        press(R.id.primary)
        press(R.id.primary)
        press(R.id.back)
        stop("14-worklist")
        press(R.id.danger_not_now)
        while (place != org.childfirst.app.screens.Place.Home) press(R.id.back)
    }

    /** Past every screen that there is. */
    fun all() {
        now()
        list()
        risk()
        danger()
        SceneWalk(officer, stop).scene()
        GuidanceWalk(officer, stop).all()
        home()
        passedBy()
        SceneWalk(officer, stop).others()
        RecordWalk(officer, stop).all()
    }
}
