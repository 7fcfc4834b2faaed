confirmation-address = Address: { $address }
confirmation-system = System: { $system }
confirmation-state = Now: { $state }
confirmation-valid = Valid for { $left }; only who asked can confirm.
confirmation-until = Ends: { $before } → { $after }
confirmation-until-unknown = End date: unknown
confirmation-period = For { $months }
confirmation-price = Price: { $price } (estimate)
confirmation-ceiling = If the engine wants more than that, it refuses the order instead of charging it.
confirmation-buyer = For: { $customer }
confirmation-price-unknown = Price unknown: the reseller decides.
confirmation-payer = Paid from { $customer }'s credit: { $available } left before this.
confirmation-total = <b>Total: { $price } (estimate)</b>
confirmation-total-unknown = <b>Total unknown: the reseller decides.</b>
confirmation-earlier = An attempt on { $day } came to nothing as far as can be read; its order number is used again.
confirmation-many = { $count ->
    [one] Several at once, { $action }: { $count } server?
   *[other] Several at once, { $action }: { $count } servers?
}
confirmation-row = • <b>{ $label }</b> · { $detail }
confirmation-row-span = { $before } → { $after }
confirmation-row-price-unknown = price unknown
confirmation-row-again = order number used again
confirmation-out = Not taking part:
confirmation-out-row = • { $label }: { $why }
confirmation-type = To confirm, type <code>{ $word }</code>
confirmation-type-reply = To confirm, reply to this message with <code>{ $word }</code>

# Who else has to say yes, and why; said before the press.
needs-policy = After your yes your reseller has to approve it.
needs-unknown_price = As the price is unknown, your reseller has to approve it after your yes.
needs-limit = This goes beyond this month's limit, so your reseller has to approve it after your yes.
needs-second_owner = After your yes another owner of this group has to agree.

waiting-title = <b>{ $label }</b>: { $action }
waiting-staff = ⏳ Waiting for your reseller's approval, until { $until }.
waiting-owner = ⏳ Waiting for another owner's yes, until { $until }: { $names }
waiting-owner-unnamed = ⏳ Waiting for another owner's yes, until { $until }.

cancelled = Cancelled: { $action }. Nothing was done.
