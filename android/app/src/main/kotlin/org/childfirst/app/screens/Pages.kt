package org.childfirst.app.screens

/** The page of a place. */
fun page(place: Place, host: Page.Host): Page = when (place) {
    Place.Home -> HomePage(host)
    Place.FirstUse -> FirstUsePage(host)
    Place.Danger -> DangerPage(host)
    Place.DangerNow -> DangerNowPage(host)
    Place.Children -> ChildrenPage(host)
    Place.Known -> KnownPage(host)
    Place.Worklist -> WorklistPage(host)
    Place.Parts -> PartsPage(host)
    Place.Cover -> CoverPage(host)
    Place.Search -> SearchPage(host)
    is Place.ListOf -> ListPage(host, place.phase)
    is Place.Item -> ItemPage(host, place)
    is Place.Risk -> RiskPage(host, place)
    is Place.Words -> WordsPage(host, place)
    Place.Told -> ToldPage(host)
    Place.ToSay -> ToSayPage(host)
    is Place.Voice -> VoicePage(host, place)
    is Place.Principle -> PrinciplePage(host, place.id)
    is Place.Share -> SharePage(host, place)
    is Place.Entry -> EntryPage(host, place.seq)
}
