approval-title = 🙋 <b>Your yes is needed</b>
approval-customer = { $customer } · asked for by { $person }
approval-customer-alone = { $customer }
approval-person = Asked for by { $person }
approval-item = • { $action }: <b>{ $label }</b>
approval-item-address = • { $action }: <b>{ $label }</b> · { $address }
approval-item-new = • { $action }
approval-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
approval-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
approval-servers = { $count ->
    [one] { $count } server
   *[other] { $count } servers
}
approval-end = end: { $before } → { $after }
approval-end-unknown = unknown
approval-price = price { $price }, list price { $list }
approval-price-unknown = price unknown
approval-price-own = price { $price }
approval-total = Together: { $price }, list price { $list }
approval-total-own = Together: { $price }
approval-policy = Why: each order of this customer needs your yes.
approval-unknown-price = Why: the price is not known beforehand.
approval-limit = Why: it goes beyond this month's limit.
approval-second-owner = Why: this needs a second owner of the chat.
approval-until = Valid until { $until }. Everything is read again at your yes.

approval-approved = ✅ Approved by { $person }, { $at }
approval-declined = ❌ Declined by { $person }, { $at }
approval-withdrawn = ↩ Withdrawn by { $person }, { $at }. Nothing was done.
approval-expired = ⌛ Nobody decided in time ({ $at }). Nothing was done.
approval-void = ⚠ No longer holds ({ $at }): something changed meanwhile. Nothing was done.
approval-somebody = somebody

approval-yours = Somebody else has to say yes to what you asked for.
approval-no-owner = Only an owner decides here, and nobody is one yet. The reseller gives the role: apabot member set { $chat } { $user } owner
approval-thanks-yes = Approved.
approval-thanks-no = Declined.
approval-thanks-withdrawn = Withdrawn.

asked-declined-staff = ❌ Your reseller declined: { $what }. Nothing was done, nothing was charged.
asked-declined-owner = ❌ { $person } declined: { $what }. Nothing was done, nothing was charged.
asked-withdrawn = ↩ Withdrawn: { $what }. Nothing was done, nothing was charged.
asked-withdrawn-owner = ↩ { $person } withdrew: { $what }. Nothing was done, nothing was charged.
asked-expired = ⌛ Nobody approved in time: { $what }. Nothing was done, nothing was charged. You may ask again.
asked-void = ⚠ Something changed before the approval: { $what }. Nothing was done, nothing was charged. Please ask again.
asked-what = { $action } ({ $labels })

pending-title = { $count ->
    [one] <b>{ $count } thing waits for you</b>
   *[other] <b>{ $count } things wait for you</b>
}
pending-none = <b>Nothing waits for you.</b>
pending-more = { $count ->
    [one] { $count } more is not shown.
   *[other] { $count } more are not shown.
}
pending-approval = 🙋 { $action } · { $label } · { $customer }
pending-approval-many = 🙋 { $action } × { $many } · { $customer }
pending-unsettled = ❔ { $action } · { $label } · { $customer }
pending-new = new

staff-hello = <b>Hello!</b> This is a staff chat: /approvals shows what waits for you, /help what else there is.
staff-help = This is a staff chat: what needs your yes, what nobody could find out, and an empty balance at the engine are told here.

button-approve = ✅ Approve
button-decline = ❌ Decline
button-withdraw = ↩ Withdraw
button-pending = What waits

command-approvals = What waits for your decision
usage-approvals = /approvals
