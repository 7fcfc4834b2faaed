money = CNY { $amount }
months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
period-priced = { $months } · { $price }

choose-period = Renew <b>{ $label }</b> for how long?
choose-period-end = Ends { $moment } ({ $left })
choose-period-end-unknown = End date unknown
choose-period-prices = Prices are estimates.
choose-period-unlisted = What its line offers is not known just now; a month is.

choose-several = Tick the servers to renew.
choose-several-months = { $count ->
    [one] { $count } server ticked, for { $months } each.
   *[other] { $count } servers ticked, for { $months } each.
}
choose-several-no-months = No number of months is offered for all of these. Untick some.
choose-several-first = The { $count } that end first are shown.
renew-several = { $count ->
    [one] Renew { $count } server
   *[other] Renew { $count } servers
}
left-out = { $count ->
    [one] { $count } more server ends soon; ask again for it.
   *[other] { $count } more servers end soon; ask again for them.
}
