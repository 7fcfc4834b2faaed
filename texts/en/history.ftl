history-title = <b>{ $label }</b> · history
history-nothing = Nothing known yet.
history-operation = { $at } { $mark } { $action }
history-operation-person = { $at } { $mark } { $action } · { $person }
history-change = { $at } · { $change }
history-note = · = changed elsewhere, without this bot

change-moved = { $what }: { $before } → { $after }
change-run = power
change-order = order
change-address = address
change-end_time = end
change-sizes = size
change-sizes-untold = size changed
change-system = system changed
change-blocked-on = the IP was null-routed
change-blocked-off = the IP is no longer null-routed
change-abnormal-on = the engine reports the IP as abnormal
change-abnormal-off = the IP is normal again
change-failed-off = no failure is shown any more
change-gone = the engine no longer has it
change-other = something changed ({ $kind })
change-nothing = none
