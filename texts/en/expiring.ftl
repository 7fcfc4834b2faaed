expiring-title = ⏳ <b>What ends when</b>
expiring-none = There is no server here.
expiring-row = { $sign } <b>{ $label }</b>: { $moment } ({ $left })
expiring-row-over = ⚫ <b>{ $label }</b>: expired { $moment } ({ $left })
expiring-row-unknown = ⚪ <b>{ $label }</b>: end date unknown
expiring-kept = ⚠ Its data are deleted on { $moment }.
expiring-kept-over = ⚠ Its data may have been deleted since { $moment }.
expiring-month = a month { $price }
expiring-itself = 🔁 renews itself
expiring-soon-none = No renewable server ends within { $days } days.
expiring-soon = { $count ->
    [one] Within { $days } days { $count } renewable server ends; a month costs { $price } (estimate).
   *[other] Within { $days } days { $count } renewable servers end; a month of all of them costs { $price } (estimate).
}
expiring-soon-unknown = { $count ->
    [one] Within { $days } days { $count } renewable server ends; what a month costs is unknown.
   *[other] Within { $days } days { $count } renewable servers end; what a month of all of them costs is unknown.
}
button-renew_soon = Renew: next 7 days
command-expiring = What ends when, and what a month costs
usage-expiring = /expiring
