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
    Place.Pack -> PackPage(host)
    is Place.Changed -> ChangedPage(host, place.piece)
    is Place.Reference -> ReferencePage(host, place.pack)
    is Place.Table -> TablePage(host, place)
    is Place.Line -> LinePage(host, place)
    is Place.Passage -> PassagePage(host, place)
    is Place.ListOf -> ListPage(host, place.phase)
    is Place.Item -> ItemPage(host, place)
    is Place.Risk -> RiskPage(host, place)
    is Place.Words -> WordsPage(host, place)
}
