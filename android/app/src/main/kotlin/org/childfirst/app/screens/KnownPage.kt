package org.childfirst.app.screens

import android.widget.LinearLayout
import org.childfirst.FactorSet
import org.childfirst.FactorState
import org.childfirst.InteractionOperation
import org.childfirst.Involvement
import org.childfirst.Place as Where
import org.childfirst.SceneSet
import org.childfirst.SetCircumstances
import org.childfirst.app.R
import org.childfirst.app.ui.addAcross
import org.childfirst.app.ui.column
import org.childfirst.app.ui.components.CircumstanceGroup
import org.childfirst.app.ui.components.CircumstanceGroup.Choice
import org.childfirst.app.ui.components.Dock
import org.childfirst.app.ui.components.FoldRow
import org.childfirst.app.ui.components.LinkRow
import org.childfirst.app.ui.components.ThreeStates
import org.childfirst.app.ui.hairline
import org.childfirst.app.ui.heading
import org.childfirst.app.ui.padded
import org.childfirst.app.ui.words

/** 02b: where, how each child is involved, and what is known. Not known shows more guidance, never less. */
class KnownPage(host: Page.Host) : Page(host) {
    private var about = 0u
    private var places = false
    private var more = false

    private val whom: List<UInt> get() = if (about == 0u) now.screen.children.map { it.number } else listOf(about)

    override fun draw(into: LinearLayout) {
        into.addView(context.words(say(R.string.known_title), R.style.Text_Title).heading().padded(R.dimen.s4, R.dimen.s3))
        val scene = now.state.scene?.place
        into.addAcross(LinkRow(context, null, say(R.string.where), scene?.let { say(place(it)) } ?: say(R.string.not_known), emptyList()) {
            places = !places
            host.redraw()
        })
        if (places || scene == null) into.addAcross(sunken { addAcross(place()) })
        val children = now.screen.children
        if (children.isEmpty()) return
        into.addView(context.hairline())
        into.addAcross(sunken {
            if (children.size > 1) {
                val all = listOf(Choice(0u, say(R.string.about_all, children.size).replaceFirstChar(Char::uppercase))) + children.map { Choice(it.number, it.title) }
                addAcross(CircumstanceGroup(context, say(R.string.about_whom), 2, all, true, setOf(about), "about") {
                    about = it.first()
                    host.redraw()
                })
            }
            addAcross(involved())
        })
        into.addView(context.words(say(R.string.known_about), R.style.Text_Head).heading().padded(R.dimen.s4, R.dimen.s2))
        factors(into)
    }

    private fun sunken(build: LinearLayout.() -> Unit) = context.column(R.dimen.s3) {
        setBackgroundColor(context.getColor(R.color.sunken))
        padded(R.dimen.s4, R.dimen.s3)
        build()
    }

    private fun place() = CircumstanceGroup(context, null, 2, Where.entries.map { Choice(it, say(place(it))) }, true, setOfNotNull(now.state.scene?.place), "place") {
        work.perform(InteractionOperation.SceneSet(SceneSet(it.first()))) {
            places = false
            host.redraw()
        }
    }

    private fun involved(): CircumstanceGroup<Involvement> {
        val one = now.child(about)?.title?.replaceFirstChar(Char::lowercase)
        val title = if (one != null) say(R.string.how_involved, one) else if (whom.size == 1) say(R.string.how_involved, now.screen.children[0].title.replaceFirstChar(Char::lowercase)) else say(R.string.how_involved_all, whom.size)
        val known = whom.mapNotNull { number -> now.state.children.find { it.number == number } }
        val held = known.map { it.involved.toSet() }.reduceOrNull(Set<Involvement>::intersect).orEmpty()
        return CircumstanceGroup(context, title, 2, INVOLVED.map { (value, says) -> Choice(value, say(says), value == Involvement.PRESENT_ADULTS_SUBJECT) }, false, held, "involved") { now ->
            // To each what was chosen, and from each what was taken away: what else is known of one child alone stays.
            val (more, less) = (now - held) to (held - now)
            val sets = known.groupBy { it.involved.toSet() + more - less }
            work.perform(sets.map { (set, children) -> InteractionOperation.CircumstancesSet(SetCircumstances(children.map { it.number }, involved = Involvement.entries.filter { it in set })) })
        }
    }

    private fun factors(into: LinearLayout) {
        val all = now.pack.pack.factors
        val known = whom.mapNotNull { number -> now.state.children.find { it.number == number } }
        fun state(id: String): FactorState = known.map { child -> child.factors.find { it.factor == id }?.state ?: FactorState.NOT_KNOWN }.distinct().singleOrNull() ?: FactorState.NOT_KNOWN
        val (set, unset) = all.partition { state(it.id) != FactorState.NOT_KNOWN }
        val shown = set + unset.take(FEW)
        val rest = unset.drop(FEW)
        for (factor in if (more) shown + rest else shown) {
            into.addAcross(ThreeStates(context, factor.label.replaceFirstChar(Char::uppercase), state(factor.id), "factor:${factor.id}") {
                work.perform(InteractionOperation.CircumstancesSet(SetCircumstances(whom, factors = listOf(FactorSet(factor.id, it)))))
            })
        }
        if (rest.isNotEmpty()) {
            into.addAcross(FoldRow(context, say(R.string.more_not_known, rest.size), null, more) {
                more = !more
                host.redraw()
            })
        }
        into.addView(context.hairline())
    }

    override fun primary() = Dock.Primary(say(R.string.go_to_list), say(R.string.next)) { host.go(Place.Worklist) }

    private companion object {
        /** So many that are not known stand open; the rest is folded, and said how many. */
        const val FEW = 5
        val INVOLVED = listOf(
            Involvement.VICTIM to R.string.victim, Involvement.WITNESS to R.string.witness, Involvement.PRESENT_ADULTS_SUBJECT to R.string.present_adults_subject,
            Involvement.MISSING to R.string.missing, Involvement.FOUND to R.string.found, Involvement.SUSPECTED to R.string.suspected, Involvement.WELFARE_CONCERN to R.string.welfare_concern,
        )
    }
}
