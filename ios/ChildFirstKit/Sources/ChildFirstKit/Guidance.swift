// From a row of the worklist to the words of its item: rows carry numbers, and the words are fetched once per pack.

import ChildFirstCore

extension PackContents {
    /// The item of a row of the worklist. None when the row is of another pack.
    public func item(of row: Row) -> Item? {
        guard let place = items.at(row.item) else { return nil }
        return pack.lists.at(place.list)?.items.at(place.position)
    }
}

extension Worklist {
    /// The rows of a list.
    public func rows(of list: ListRows) -> ArraySlice<Row> {
        let (from, to) = (min(Int(list.from), rows.count), min(Int(list.to), rows.count))
        return rows[from..<max(from, to)]
    }
}

extension Array {
    fileprivate func at(_ index: UInt32) -> Element? {
        index < count ? self[Int(index)] : nil
    }
}
