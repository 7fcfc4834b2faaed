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

action-separator = { ", " }

# A later version's action, still in the history.
action-unknown = { $action }
doing-unknown = { $action } in progress
done-unknown = <b>{ $label }</b>: { $action } is done.

confirmation-address = Address: { $address }
confirmation-system = System: { $system }
confirmation-state = Now: { $state }
confirmation-valid = Valid for { $left }; only who asked can confirm.

status-title = <b>{ $label }</b> · { $address }
status-title-alone = <b>{ $label }</b>
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

cancelled = Cancelled: { $action }. Nothing was done.
