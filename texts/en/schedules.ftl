command-schedule = Do something by itself, once or again and again
usage-schedule = /schedule [server] [restart every sunday 03:00]

button-schedules = ⏰ Schedules
button-schedule = ⏰ On a schedule…
button-schedule_new = ➕ New schedule
button-schedule_set = ✅ Set it
button-schedule_pause = ⏸ Pause
button-schedule_resume = ▶ Resume
button-schedule_delete = 🗑 Delete
button-schedule_really = 🗑 Yes, delete it
button-missed_run = Missed: do it late
button-missed_report = Missed: only tell

# Days of the week, and rhythms in words.
weekday-0 = Monday
weekday-1 = Tuesday
weekday-2 = Wednesday
weekday-3 = Thursday
weekday-4 = Friday
weekday-5 = Saturday
weekday-6 = Sunday
rhythm-and = { $first } and { $last }
rhythm-once = once, { $weekday } { $moment }
rhythm-daily = every day at { $times }
rhythm-workdays = Monday to Friday at { $times }
rhythm-weekly = every { $days } at { $times }
rhythm-monthly = on day { $days } of every month at { $times }
rhythm-monthly-last = on the last day of every month at { $times }
rhythm-monthly-short = on day { $days } of every month (a shorter month's last day) at { $times }
rhythm-hourly = every hour at :{ $minute }
rhythm-all-hours = :{ $minute } of every hour
rhythm-in-zone = { $rhythm } ({ $zone })
schedule-run = { $weekday } { $moment }

# The form.
form-schedule = ⏰ <b>New schedule</b>
step-schedule-servers = For which servers? Tick them, then continue. You can also type names.
step-schedule-action = What shall be done?
step-schedule-often = When? Press, or type it: <code>every sunday 03:00</code>, <code>monthly 1 03:00</code>, <code>2027-01-31 22:30</code>, <code>0 3 * * 0</code>
step-schedule-day = On which day? You can also type several: <code>mon,wed</code> or <code>1,15</code>
step-schedule-hour = At what time? Press, or type it: <code>3:30</code>
step-schedule-period = For how long is each snapshot bought? Prices are estimates for one run.
step-schedule-keep = How many of the snapshots that this schedule makes shall stay on each server? Older ones of its own are deleted; all others are never touched.
step-schedule-missed = And if the bot was away at that time?
review-schedule = Press an answer to change it. Nothing is set before ✅.
name-servers = Servers
name-action = What
name-often = When
name-day = Day
name-hour = Time
name-keep = Keep
name-missed = If missed
choice-schedule-on = ☑ { $label }
choice-schedule-off = ☐ { $label }
choice-schedule-today = Today, once
choice-schedule-tomorrow = Tomorrow, once
choice-schedule-daily = Every day
choice-schedule-workdays = Monday to Friday
choice-schedule-weekly = Every week…
choice-schedule-monthly = Every month…
choice-schedule-day = Day { $day }
choice-schedule-last = Last day
choice-schedule-keep = { $count ->
    [one] { $count } snapshot
   *[other] { $count } snapshots
}
choice-schedule-keep-all = All of them
choice-schedule-missed-run = Do it once, late
choice-schedule-missed-report = Only tell me

bad-when = “{ $word }” is not understood. Examples: tomorrow 03:00 · every sunday 03:00 · monthly 1 03:00 · 2027-01-31 22:30 · 0 3 * * 0
bad-when-time = “{ $word }” is no time of day. Write it like 03:00.
bad-when-past = “{ $word }” is over already. Choose a later time.
bad-when-far = “{ $word }” is more than two years ahead.
bad-when-often = “{ $word }” comes more often than once an hour; that is the shortest.
bad-when-hours = “{ $word }” does not fit into a day. Every 1, 2, 3, 4, 6, 8 or 12 hours does.
bad-when-month = “{ $word }” names months. Leave the fourth field a *.
bad-when-both = “{ $word }” names days of the month and of the week. Use one of them.
bad-schedule-servers = At most { $most } servers in one schedule.
bad-schedule-server = No server of this chat answers to “{ $word }”.
bad-schedule-keep = “{ $word }” is not a number from 1 to { $most }.
bad-schedule-full = The snapshots would not fit beside those that are there. Keep fewer, or delete some first.
bad-schedule-many = This chat has { $most } schedules; that is the most. Delete one first.
error-schedule-over = This schedule is over, or was deleted.

# What a person sees before it is set, and afterwards.
schedule-title = ⏰ <b>{ $action }</b> · { $when }
schedule-of = Servers: <b>{ $labels }</b>
schedule-next-runs = Next: { $runs }
schedule-no-run = No run is to come.
schedule-keep = Each snapshot is bought for { $period }. The newest { $keep } of this schedule stay on each server, its older ones are deleted; all others are never touched.
schedule-keep-all = Each snapshot is bought for { $period } and stays for as long; nothing is deleted.
schedule-price = <b>Each run costs about { $price } (estimate)</b>
schedule-price-unknown = <b>What a run costs is unknown</b>
schedule-needs-policy = Your reseller has to approve each run.
schedule-needs-unknown_price = As the price is unknown, your reseller has to approve each run.
schedule-needs-limit = As long as it goes beyond the month's limit, your reseller has to approve each run.
schedule-dearer = Should a run cost more than this later, it is not done, and you are told.
schedule-short = ⚠ Each snapshot expires before its turn to be replaced comes. Buy them for longer, or keep fewer.
schedule-full = ⚠ { $label }: { $there } snapshots are there, { $needed } more are needed for a moment, { $most } are allowed. Keep fewer, or delete some first.
schedule-unread = ⚠ { $label }: its snapshots could not be read just now, so nobody knows whether they fit.
schedule-missed-run = If the bot was away at that time, it is done once afterwards.
schedule-missed-report = If the bot was away at that time, you are told, and it is not made up for.
schedule-zone = Times are of { $zone }; they stay so if this chat's zone changes.
schedule-set = ✅ Set.
schedule-paused-person = ⏸ Paused.
schedule-paused-rights = ⏸ Paused: whoever set it may not do this here any more.
schedule-paused-rotation = ⏸ Paused: deleting an old snapshot took others along. Please tell your reseller.
schedule-set-by = Set by { $person }
schedule-last = Last run: { $at }
schedule-delete-really = Delete this schedule? What it has made stays.
schedule-deleted = 🗑 Deleted. What it has made stays.
schedules-title = { $count ->
    [one] ⏰ <b>{ $count } schedule</b>
   *[other] ⏰ <b>{ $count } schedules</b>
}
schedules-none = ⏰ No schedule yet. Servers can be started, stopped or restarted by themselves, and snapshots made.
schedules-row = • { $labels }: { $action }, { $when }
schedules-row-paused = ⏸ { $labels }: { $action }, { $when }
schedule-more = { $label } and { $count } more
schedule-button = { $labels } · { $action }

# What a chat is told of its runs.
schedule-fine = ⏰ ✅ <b>{ $labels }</b>: { $action } · { $when }
schedule-report = ⏰ <b>{ $action }</b> · { $when }
schedule-kept = { $label }: { $count } of its snapshots are there
schedule-row-fine = ➖ <b>{ $label }</b> · { $why }
schedule-row-bad = ❌ <b>{ $label }</b> · { $why }
schedule-row-warn = ⚠ <b>{ $label }</b> · { $why }
schedule-next = Next: { $run }
schedule-last-one = That was its only run.
schedule-missed-late = It was due on { $since }. The bot was away, so it was done now, once.
schedule-missed-before = { $count ->
    [one] { $count } earlier run, due on { $since }, was missed while the bot was away.
   *[other] { $count } earlier runs, since { $since }, were missed while the bot was away.
}
schedule-missed-only = { $count ->
    [one] ⚠ Missed: it was due on { $since } while the bot was away. It was not made up for.
   *[other] ⚠ Missed: it was due { $count } times since { $since } while the bot was away. No run was made up for.
}
schedule-ended-no-servers = ⏰ <b>{ $action }</b> · { $when }
    This schedule has ended: none of its servers is yours here any more.
problem-already = it was so already
problem-waiting = the last run still waits for the reseller's yes, so it was not asked again
problem-stopped = not begun: the schedule was paused or deleted
problem-no-approval = no yes came for it
problem-missed = the bot was away; it was not made up for
problem-busy = not done: the server was busy for half an hour
problem-unreachable = not done: the engine could not be read for half an hour
problem-rights = not done: whoever set it may not do this here any more
problem-gone = not done: the server is no longer this chat's
problem-undecided = not done: the outcome of something earlier has to be found out first
problem-credit = not done: the credit does not cover it
problem-dearer = not done: it now costs more than when the schedule was set. Set it anew to agree
problem-no-staff = not done: it needs the reseller's yes, and there is nobody to ask
problem-unnamed = made, but the engine did not say its name: nothing was deleted, and it will not be either
problem-unlisted = made, but the list could not be read: no old one was deleted
problem-not-removed = made, but an old one could not be deleted yet; the next run tries again
problem-kept-current = made; an old one was kept, for the server stands on it
problem-kept-needed = made; an old one was kept, for somebody prolonged it or built upon it, or it may be the one that the server stands on
problem-took-others = deleting an old snapshot took others along. Nothing more will be deleted; please tell your reseller
problem-other = { $reason }
