command-autorenew = Servers that renew themselves: see, turn on, turn off
usage-autorenew = /autorenew [server [months [days before] [budget] | off]]
pick-autorenew = Which server shall renew itself?
button-auto_renew = 🔁 Auto-renewal
button-auto_on = ✅ Turn on
button-auto_off = 🛑 Turn off
button-auto_stop = 🛑 Stop
button-auto_change = ✏️ Change
button-auto_again = Turn on again
button-auto_more = Another server…
button-renew_now = Renew now

auto-list = 🔁 <b>Servers that renew themselves</b>
auto-list-row = • <b>{ $label }</b>: { $months }, next on { $day }
auto-list-row-not-now = • <b>{ $label }</b>: { $months }, but not by itself this time
auto-list-row-unknown = • <b>{ $label }</b>: { $months }, end date unknown

auto-ask = 🔁 <b>Shall { $label } renew itself?</b>
auto-ask-how = Choose below, then turn it on. You are told 48 hours before each renewal, with a button to stop it, and get a receipt after it.
auto-is-on = 🔁 <b>{ $label } renews itself</b>
auto-is-off = <b>{ $label }</b> does not renew itself. Owners can turn that on.
auto-turned-on = ✅ Turned on.
auto-moved = ⚠ Not turned on: something has changed meanwhile. This is how it is now.
auto-every = { $count ->
    [one] Each time for { $months }, { $count } day before the end
   *[other] Each time for { $months }, { $count } days before the end
}
auto-end = Ends: { $moment } ({ $left })
auto-end-over = Expired: { $moment } ({ $left })
auto-end-unknown = End date unknown: nothing is renewed until it is known.
auto-span = Next: { $before } → { $after }
auto-due = Announced { $announced }, renewed { $due }
auto-due-now = Too near for 48 hours' notice: announced now, renewed { $due }
auto-price = What a renewal costs now: { $price } (estimate)
auto-price-unknown = What a renewal costs is unknown now.
auto-never-more = It never pays more than was announced; a higher price is announced anew.
auto-budget = Budget: { $budget } a month, of it { $spent } used
auto-budget-none = Budget: no limit of its own
auto-pays-approval = Paid: each time only after your reseller's approval
auto-pays-credit = Paid: from your credit, without asking again
auto-pays-credit-left = Paid: from your credit ({ $left } left), without asking again
auto-pays-open = Paid: on your open account, without asking again
auto-pays-open-limit = Paid: on your open account, within { $limit } a month, without asking again
auto-pays-own = Paid: by the reseller, for it is turned on in a staff chat
auto-unknown-unpaid = While the price is unknown nothing is paid by itself.
auto-set-by = Turned on by { $person }, { $day }
auto-set-here = Turned on { $day }
auto-set-elsewhere = Turned on in another chat, { $day }
auto-now-not = ⚠ Do not count on it this time: renew it by hand if you want to keep it.
auto-now-announced = It is announced: renewed { $due } unless you stop it.
auto-now-approval = It waits for your reseller's approval.
auto-now-operation = The order is under way.
auto-now-human = The outcome of its order is unknown; until somebody has found out, nothing is tried again.

auto-choice-months = { $months }
auto-choice-lead = { $count ->
    [one] { $count } day before
   *[other] { $count } days before
}
auto-choice-no-budget = No budget
auto-choice-budget = ≤ { $budget } a month
auto-chosen = ✓ { $choice }

auto-announced = 🔁 <b>{ $label }</b> will renew itself on { $due }.
auto-announced-again = ⚠ The price, or who pays, is no longer as announced before: this counts.
auto-period = For { $months }: { $before } → { $after }
auto-at-most = Price: { $price } (estimate; it will not pay more than this)
auto-at-most-unknown = Price unknown: your reseller decides.
auto-warn-credit = ⚠ The credit does not cover it; top up in time with your reseller.
auto-warn-credit-left = ⚠ The credit left ({ $left }) does not cover it; top up in time with your reseller.
auto-warn-budget = ⚠ This month's budget ({ $budget }) does not cover it: it will not be renewed.
auto-warn-impossible = ⚠ As things stand it is not possible: { $reason }.
auto-stop-how = If you do not want that, press Stop; owners can.

auto-failed = ⚠ <b>{ $label }</b> was not renewed: { $why }.
auto-nothing-paid = Nothing was paid.
auto-failed-next = Attempt { $number } of 3. The next one is on { $due }, for at most { $price }.
auto-failed-next-unknown = Attempt { $number } of 3. The next one is on { $due }.
auto-waiting = ⚠ <b>{ $label }</b> was to be renewed on { $due }, but that has not been possible yet: { $why }. Nothing was paid.
auto-waiting-end = It ends on { $moment } ({ $left }).
auto-waiting-goes-on = It is tried again, but do not count on it: renew it by hand if you want to keep it.
auto-waiting-human = an earlier operation on it has an unknown outcome, which your reseller has to settle first
auto-waiting-engine = the engine cannot be reached
auto-waiting-busy = another operation on it is under way
auto-waiting-earlier = an earlier renewal may still be carried out, and it is not to be paid twice
auto-declined = ❌ <b>{ $label }</b> is not renewed by itself this time: your reseller said no.
auto-withdrawn = ↩ <b>{ $label }</b> is not renewed by itself this time: the request was withdrawn.
auto-asked = ⚠ <b>{ $label }</b> was not renewed: the price, or who pays, is no longer as announced, and there is no time for another notice.
auto-asked-price = Now it costs { $price } (estimate).
auto-by-hand = Renew it by hand if you want to keep it.

auto-stopped-off = 🛑 <b>{ $label }</b> no longer renews itself: it was turned off in another chat.
auto-stopped-replaced = 🔁 The auto-renewal of <b>{ $label }</b> was set anew in another chat: what was chosen here no longer counts, and that chat is told from now on.
auto-stopped-assignment = 🛑 <b>{ $label }</b> no longer renews itself: it is assigned to somebody else now.
auto-stopped-erased = 🛑 <b>{ $label }</b> no longer renews itself: the customer was removed.
auto-stopped-grant = 🛑 <b>{ $label }</b> no longer renews itself: this chat has no access to it any more.
auto-stopped-role = 🛑 <b>{ $label }</b> no longer renews itself: who turned it on is no owner any more. An owner can turn it on again.
auto-stopped-failures = 🛑 <b>{ $label } no longer renews itself</b>: three attempts have failed.
auto-stopped-gone = 🛑 <b>{ $label }</b> no longer renews itself: the engine no longer has it.
auto-stopped-unreachable = 🛑 <b>{ $label }</b> no longer renews itself: this chat could not be told beforehand.
auto-failure = { $number }. { $at }: { $why }

auto-turned-off = 🛑 <b>{ $label }</b> no longer renews itself.
auto-off-already = <b>{ $label }</b> does not renew itself.
auto-off-placed = ⚠ One order had been placed before; it is not taken back, and you are told how it ends.
auto-then-ends = It ends on { $moment } ({ $left }) unless somebody renews it.
auto-then-over = It expired on { $moment } ({ $left }).
auto-then-kept = After that its data are kept until { $moment }.

auto-staff-failures = 🛑 <b>{ $customer }</b>: { $label } no longer renews itself, for three attempts have failed.
auto-staff-unreachable = 🛑 <b>{ $customer }</b>: { $label } no longer renews itself, for the chat could not be told beforehand. Nothing was paid.
auto-staff-waiting = ⚠ <b>{ $customer }</b>: { $label } was to renew itself on { $due }, but that has not been possible yet: { $why }.
auto-staff-end = It ends on { $moment } ({ $left }).

# Why an attempt came to nothing; half a sentence each.
auto-why-credit_low = the credit does not cover it
auto-why-no_staff = it needs an approval, and your reseller has no chat for that
auto-why-over_budget = this month's budget does not cover it
auto-why-price_unknown = the price is unknown
auto-why-approval_expired = nobody approved in time
auto-why-approval_void = something changed while it waited for approval
auto-why-refused = the engine refused: { $words }
auto-why-other = { $code }

ended-automatic = 🔁 Renewed by itself, as an owner allowed.
ended-automatic-failed = 🔁 This was the automatic renewal.
approval-automatic = 🔁 Asked for by itself: the server's auto-renewal.
card-auto-renewal = 🔁 Renews itself: { $months } on { $day }
card-auto-renewal-not-now = ⚠ Auto-renewal ({ $months }): not by itself this time, renew it by hand
card-auto-renewal-undated = 🔁 Renews itself: { $months }
bad-autorenew-lead = “{ $word }” is not on offer. Days before the end: 1, 3 or 7.
bad-autorenew-budget = “{ $word }” is no budget. Type an amount in CNY, for example 300.
bad-autorenew-budget-low = A budget of { $budget } a month does not even cover one renewal ({ $price }).
