package org.childfirst

/** The item of a row of the worklist: rows carry numbers, and the words are fetched once per pack. None when the row is of another pack. */
fun PackContents.item(row: Row): Item? {
    val place = items.getOrNull(row.item.toInt()) ?: return null
    return pack.lists.getOrNull(place.list.toInt())?.items?.getOrNull(place.position.toInt())
}

/** The rows of a list. */
fun Worklist.rowsOf(list: ListRows): List<Row> = rows.subList(list.from.toInt().coerceAtMost(rows.size), list.to.toInt().coerceAtMost(rows.size))
