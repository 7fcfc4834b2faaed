settle-title = ❔ <b>Somebody has to look</b>
settle-what = { $action }: <b>{ $label }</b>
settle-what-address = { $action }: <b>{ $label }</b> · { $address }
settle-what-new = { $action }
settle-guid = guid: <code>{ $guid }</code>
settle-order = Order number: <code>{ $number }</code>
settle-price = Price: { $price }
settle-price-list = Price: { $price }, list price { $list }
settle-since = Confirmed { $at }, unclear for { $age }.
settle-before = Before: { $sight }
settle-now = The engine shows ({ $age }): { $sight }
settle-now-unread = What the engine shows could not be read.
settle-system = system { $system }
settle-snapshots = { $count ->
    [0] no snapshot
    [one] { $count } snapshot: { $names }
   *[other] { $count } snapshots: { $names }
}
settle-candidates = Servers that this order may have made:
settle-candidate = • { $address } <code>{ $guid }</code>, bought { $at }
settle-candidates-none = No new server of this kind is known.
settle-assign = To hand one over: <code>apabot server assign GUID --identity { $label }</code>
settle-look = Look in the engine's panel first: the customer takes your word for it.
settle-really-done = <b>Really?</b> The customer is told that it happened, and what it cost is taken from their credit.
settle-really-failed = <b>Really?</b> The customer is told that it did not happen, and what was reserved is given back.
settle-settled-done = ✅ Settled: it happened.
settle-settled-failed = ❌ Settled: it did not happen.
settle-settled-done-by = ✅ { $person } settled it, { $at }: it happened.
settle-settled-failed-by = ❌ { $person } settled it, { $at }: it did not happen.
settle-already = This is settled already.
settle-not-open = This is under way or has ended; there is nothing to decide.

button-happened = ✅ It happened
button-not-happened = ❌ It did not
button-really = Yes, I have looked
button-back = ‹ Back

notice-balance-empty =
    💸 <b>The balance at the engine is used up</b>: account { $account }.
    Refused: { $action } ({ $label }) for { $customer }. Nothing was changed. Customers are told that you know.
    Please top it up; more refusals within the hour are not told again.
notice-words = The engine: “{ $words }”
notice-credit-low =
    🪫 <b>{ $customer }</b> has { $available } of credit left: not enough for another { $action } at { $price }.
    To add some: <code>apabot credit add { $label } AMOUNT</code>
