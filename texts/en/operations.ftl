# Five entries an action: its name in a sentence, the question, what it costs, what is going on, how it ended well.
action-start = start
ask-start = Start <b>{ $label }</b>?
lost-start = This harms nothing.
doing-start = Starting
done-start = <b>{ $label }</b> is running.

action-stop = stop
ask-stop = Stop <b>{ $label }</b>?
lost-stop = All services on it are down until it is started again.
doing-stop = Stopping
done-stop = <b>{ $label }</b> is off.

action-restart = restart
ask-restart = Restart <b>{ $label }</b>?
lost-restart = All services on it are interrupted for a few minutes.
doing-restart = Restarting
done-restart = <b>{ $label }</b> has restarted and is running.

action-stop_h = force stop
ask-stop_h = Force <b>{ $label }</b> off?
lost-stop_h = ⚠ Like pulling the plug: unsaved data is lost and files may be damaged. Use it only if a normal stop does not work.
doing-stop_h = Forcing off
done-stop_h = <b>{ $label }</b> is off, by force.

action-restart_h = force restart
ask-restart_h = Force <b>{ $label }</b> to restart?
lost-restart_h = ⚠ Like pressing the reset button: unsaved data is lost and files may be damaged. Use it only if a normal restart does not work.
doing-restart_h = Force-restarting
done-restart_h = <b>{ $label }</b> has restarted by force and is running.

action-setpsw = password reset
ask-setpsw = Reset the password of <b>{ $label }</b>?
lost-setpsw = ⚠ The old password stops working. Depending on the system the server restarts.
doing-setpsw = Resetting the password
done-setpsw = <b>{ $label }</b> has a new password.

action-setvnc = VNC password reset
ask-setvnc = Reset the VNC password of <b>{ $label }</b>?
lost-setvnc = The old VNC password stops working. The server itself is not touched.
doing-setvnc = Resetting the VNC password
done-setvnc = <b>{ $label }</b> has a new VNC password.

action-install = reinstallation
ask-install = Reinstall <b>{ $label }</b>?
lost-install = ⚠ Everything on its system disk is lost, at once and for good.
doing-install = Reinstalling
done-install = <b>{ $label }</b> has been reinstalled.

action-createsnapshot = new snapshot
ask-createsnapshot = Take a snapshot of <b>{ $label }</b>?
lost-createsnapshot = No data is affected. The snapshot is paid for.
doing-createsnapshot = Taking a snapshot
done-createsnapshot = <b>{ $label }</b> has a new snapshot.

action-revertsnapshot = return to a snapshot
ask-revertsnapshot = Take <b>{ $label }</b> back to a snapshot?
lost-revertsnapshot = ⚠ Everything written since that snapshot is lost, for good.
doing-revertsnapshot = Going back to a snapshot
done-revertsnapshot = <b>{ $label }</b> is back at the snapshot.

action-renewsnapshot = snapshot extension
ask-renewsnapshot = Keep a snapshot of <b>{ $label }</b> for longer?
lost-renewsnapshot = No data is affected. The extension is paid for.
doing-renewsnapshot = Extending a snapshot
done-renewsnapshot = The snapshot of <b>{ $label }</b> is kept for longer.

action-removesnapshot = snapshot deletion
ask-removesnapshot = Delete a snapshot of <b>{ $label }</b>?
lost-removesnapshot = ⚠ The snapshot is lost, for good.
doing-removesnapshot = Deleting a snapshot
done-removesnapshot = The snapshot of <b>{ $label }</b> is deleted.

action-renew = renewal
ask-renew = Renew <b>{ $label }</b>?
lost-renew = The server and its data are not touched.
doing-renew = Renewing
done-renew = <b>{ $label }</b> has been renewed.

action-upgrade = upgrade
ask-upgrade = Upgrade <b>{ $label }</b>?
lost-upgrade = ⚠ The server restarts and gets a new password.
doing-upgrade = Upgrading
done-upgrade = <b>{ $label }</b> has been upgraded.

action-renew_for_rd = booking of a downgrade
ask-renew_for_rd = Book a downgrade of <b>{ $label }</b> for its next renewal?
lost-renew_for_rd = Nothing changes until the next renewal.
doing-renew_for_rd = Booking the downgrade
done-renew_for_rd = <b>{ $label }</b> will be smaller from its next renewal on.

action-refund = refund
ask-refund = Refund <b>{ $label }</b>?
lost-refund =
    ⚠ The server is gone at once, with all its data and snapshots. There is no way back.
    The money goes to your reseller's balance; what you get back is between you and them.
doing-refund = Refunding
done-refund = <b>{ $label }</b> has been refunded. It is gone, with all its data.

action-create_new = purchase
ask-create_new = Buy a new server?
lost-create_new = The order is paid for at once.
doing-create_new = Buying
done-create_new = The purchase is done.

action-create_port = new port forwarding
ask-create_port = Forward a port to <b>{ $label }</b>?
lost-create_port = The port can then be reached from everywhere.
doing-create_port = Adding a port forwarding
done-create_port = <b>{ $label }</b> has a new forwarded port.

action-delete_port = removal of a port forwarding
ask-delete_port = Stop forwarding a port to <b>{ $label }</b>?
lost-delete_port = ⚠ Whatever is reached through this port no longer is.
doing-delete_port = Removing a port forwarding
done-delete_port = The port is no longer forwarded to <b>{ $label }</b>.

action-add_hardpolicy = new firewall rule
ask-add_hardpolicy = Add a firewall rule for <b>{ $label }</b>?
lost-add_hardpolicy = The rule takes effect at once; a wrong one can lock you out.
doing-add_hardpolicy = Adding a firewall rule
done-add_hardpolicy = <b>{ $label }</b> has a new firewall rule.

action-del_hardpolicy = removal of a firewall rule
ask-del_hardpolicy = Remove a firewall rule of <b>{ $label }</b>?
lost-del_hardpolicy = ⚠ The other rules then decide: what this one kept out may come in, what it let in may be shut out.
doing-del_hardpolicy = Removing a firewall rule
done-del_hardpolicy = The firewall rule of <b>{ $label }</b> is removed.

action-separator = { ", " }

# A later version's action, still in the history.
action-unknown = { $action }
doing-unknown = { $action } in progress
done-unknown = <b>{ $label }</b>: { $action } is done.

status-title = <b>{ $label }</b> · { $address }
status-title-alone = <b>{ $label }</b>
status-title-purchase = 🛒 <b>{ $count } × { $cpu } CPU, { $memory } GB</b>
status-confirmed = 🟡 { $doing }: about to be sent.
status-retrying = 🟡 { $doing }: the engine cannot be reached, nothing was sent. Next try in { $wait }.
status-sending = 🟡 { $doing }: sending to the engine…
status-accepted = 🟡 { $doing }: accepted by the engine.
status-watching = 🟡 { $doing }… { $elapsed }
status-unknown =
    ❔ { $doing }: the engine has not answered, so nobody knows yet whether it was carried out.
    <b>Please do not repeat it.</b> The server is being read again and you will be told.
status-unknown-until =
    ❔ { $doing }: the engine has not answered, so nobody knows yet whether it was carried out.
    <b>Please do not repeat it.</b> The server is being read again; you will be told by { $until }.
status-done = ✅ Done in { $elapsed }: { $action }
status-failed = ❌ Not done: { $action }
status-needs-human = ❔ Outcome unknown: { $action }

ended-done = ✅ { $done } It took { $elapsed }.
ended-person = Asked for by { $person }
ended-now = Now: { $state }
ended-refused =
    ❌ <b>{ $label }</b>: { $action } not done, nothing was changed.
    { $words }
ended-not_connected =
    ❌ <b>{ $label }</b>: { $action } not sent. The engine could not be reached, so nothing was changed.
    Try again in a few minutes.
ended-stale =
    ❌ <b>{ $label }</b>: { $action } not sent. The bot was away when you confirmed it, and it is too late to act on that now.
    Nothing was changed. You may ask for it again.
ended-moved =
    ❌ <b>{ $label }</b>: { $action } not sent. The server was assigned to somebody else meanwhile.
    Nothing was changed.
ended-incomplete =
    ❌ <b>{ $label }</b>: { $action } not sent. Something that it needs is not known.
    Nothing was changed. Please ask for it again.
ended-failed =
    ❌ <b>{ $label }</b>: { $action } failed. The engine tried and could not do it.
    Look at the server's state before you try again.
ended-deadline =
    ❌ <b>{ $label }</b>: { $action } not finished after { $elapsed }, though the engine had accepted it.
    It may still come through: look at the server's state before you try again.
ended-did_not =
    ❌ <b>{ $label }</b>: { $action } did not happen, as far as can be read. The engine gave no answer, and the server has not changed.
    You may ask for it again.
ended-unreadable =
    ❔ <b>{ $label }</b>: outcome of “{ $action }” unknown. The engine could not be read all the while.
    Check whether the server can be reached before you do anything else.
ended-no_trace =
    ❔ <b>{ $label }</b>: outcome of “{ $action }” unknown. The engine gave no answer, and this leaves no trace that could be read.
    Check on the server itself (its uptime tells) before you try again.
ended-settled-done = ✅ <b>{ $label }</b>: your reseller has checked, “{ $action }” is done.
ended-settled-failed = ❌ <b>{ $label }</b>: your reseller has checked, “{ $action }” was not done.
ended-other-failed = ❌ <b>{ $label }</b>: { $action } not done ({ $outcome }).
ended-other-needs-human = ❔ <b>{ $label }</b>: outcome of “{ $action }” unknown ({ $outcome }).
