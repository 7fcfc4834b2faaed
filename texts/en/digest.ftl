digest-title = 📋 <b>Today</b>
digest-account = <b>{ $account }</b>
digest-quiet = ✅ <b>{ $account }</b>: nothing to report. { $servers }
digest-servers = Servers: { $states }
digest-servers-none = There is no server yet.
digest-running = { $count } running
digest-off = { $count } off
digest-locked = { $count } locked
digest-blocked = { $count } null-routed
digest-expired = { $count } expired
digest-other = { $count } in another state
digest-ending = { $count ->
    [one] ⏳ { $count } server ends within { $days } days: { $names }
   *[other] ⏳ { $count } servers end within { $days } days: { $names }
}
digest-over = { $count ->
    [one] ⚫ { $count } server is past its end: { $names }
   *[other] ⚫ { $count } servers are past their end: { $names }
}
digest-orders = { $count ->
    [one] 🧾 { $count } order done in the last 24 hours: { $total }
   *[other] 🧾 { $count } orders done in the last 24 hours: { $total }
}
digest-total = { $total } in all
digest-unpriced = { $count ->
    [one] { $count } at an unknown price
   *[other] { $count } at unknown prices
}
digest-approvals = { $count ->
    [one] 🙋 { $count } approval waits for you
   *[other] 🙋 { $count } approvals wait for you
}
digest-unsettled = { $count ->
    [one] ❔ { $count } unknown outcome waits for your decision
   *[other] ❔ { $count } unknown outcomes wait for your decision
}
digest-failing = 🔌 The server list has not been readable since { $at }: { $trouble }.

trouble-unreachable = the engine cannot be reached or does not answer
trouble-refuses = the engine refuses
trouble-not-understood = what comes back cannot be understood
failing-title = 🔌 <b>Account { $account } cannot be read</b> since { $at }: { $trouble }.
failing-meanwhile = Servers are shown as they were last read. To look into it: <code>apabot account check { $name }</code>
failing-over = ✅ <b>Account { $account } can be read again</b>, after { $duration }.
unsettled-still = ⏰ <b>This still waits for your decision</b>

appeared-title = { $count ->
    [one] 🆕 <b>{ $count } new server that is nobody’s</b> · account { $account }
   *[other] 🆕 <b>{ $count } new servers that are nobody’s</b> · account { $account }
}
appeared-settled = 🆕 <b>New servers</b> · account { $account }
appeared-open = • <b>{ $label }</b> · { $sizes } · <code>{ $guid }</code>
appeared-open-bare = • <b>{ $label }</b> · <code>{ $guid }</code>
appeared-given = ✅ <b>{ $label }</b> → { $owner }
appeared-left = ➖ <b>{ $label }</b> left alone
appeared-gone = ⚫ <b>{ $label }</b> is gone
appeared-more = { $count ->
    [one] { $count } more has its turn after these.
   *[other] { $count } more have their turn after these.
}
appeared-ask = Whose are they? Until then no customer sees them.
appeared-whose = Whose is <b>{ $label }</b>?
appeared-nobody = This account has no customer yet. To enter one: <code>apabot identity add</code>
appeared-taken = Somebody was quicker: it is { $owner }’s.
appeared-closed = This is settled already.
button-leave_it = Leave it
button-back_to_new = ‹ Back
