reminder-title = ⏳ <b>Coming to an end</b>
reminder-today = { $sign } <b>{ $label }</b> ends today: { $moment }
reminder-tomorrow = { $sign } <b>{ $label }</b> ends tomorrow: { $moment }
reminder-days = { $count ->
    [one] { $sign } <b>{ $label }</b> ends in { $count } day: { $moment }
   *[other] { $sign } <b>{ $label }</b> ends in { $count } days: { $moment }
}
reminder-over = ⚫ <b>{ $label }</b> has expired: { $moment }
reminder-snapshot = snapshot { $name } of { $label }
reminder-itself = 🔁 It renews itself.
reminder-kept = ⚠ Unless it is renewed, its data are destroyed on { $moment }.
reminder-kept-over = ⚠ Its data may have been destroyed since { $moment }.
reminder-kept-unknown = ⚠ When its data are destroyed is not known: renew it soon.
reminder-more = { $count ->
    [one] … and { $count } more. /expiring shows all of them.
   *[other] … and { $count } more. /expiring shows all of them.
}
reminder-stale = ℹ As last read { $age }; what was renewed since is not known here yet.
reminder-gone = { $label }: no end is known any more.
reminder-snooze-title = When shall this chat be reminded again?
reminder-too-late = It ends before that.
reminder-snoozed-day = 💤 <b>{ $label }</b>: you are reminded again tomorrow.
reminder-snoozed-days = 💤 <b>{ $label }</b>: you are reminded again in { $days } days.
reminder-snoozed-but = If it is over by then, this chat is told at once.
reminder-muted = 🔇 <b>{ $label }</b>: this chat hears nothing of it any more, neither ends nor alarms.
reminder-renew = Renew { $months }

button-remind_later = 💤 Later…
button-remind_day = 💤 Tomorrow
button-remind_days = 💤 In 3 days
button-remind_back = ‹ Back
button-mute_server = 🔇 Mute this server
button-unmute_server = 🔊 Unmute
button-unsnooze = Don't put off
button-autorenew = 🔁 Auto-renew
button-all_ends = ⏳ What ends when
