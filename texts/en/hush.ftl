command-mute = Hear nothing of a server for a while
usage-mute = /mute [server [8h | forever | off]]
command-maintenance = No alarms while you work on a server
usage-maintenance = /maintenance [server | all [22:00] 2h]
button-mute = 🔕 Mute
button-unmute = 🔔 Unmute
button-mute-forever = Until I say so
button-mute-server = 🔕 Mute a server
button-muted = ‹ Muted servers
button-maintenance = 🛠 Maintenance
button-windows = ‹ Windows
button-window-new = ＋ New window
button-all-servers = All servers here

mutes-title = 🔕 <b>Muted servers</b>
mutes-none = Nothing is muted: this chat hears of all its servers.
mutes-row = <b>{ $label }</b> · { $until }
mutes-means = Muted: no reminders and no alarms about it in this chat, <b>not even that it has expired</b>. Auto-renewal goes on, and other chats are told.
mutes-how = Typed: <code>/mute web-1 8h</code>, <code>/mute web-1 off</code>
mute-until = until { $until }
mute-forever = until you say otherwise
mute-title = 🔕 <b>{ $label }</b> is muted { $until }.
mute-title-not = 🔔 <b>{ $label }</b> is not muted.
mute-ends = Ends { $moment } ({ $left }).
mute-ends-unheard = ⚠ It ends { $moment } ({ $left }) while it is muted: nobody here will be reminded of it.
mute-ended = ⚠ It has expired since { $moment }.
mute-end-unknown = When it ends is unknown.
mute-pick = Of which server shall this chat hear nothing?
unmute-button = 🔔 { $label }
hours-button = { $count } h
days-button = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

windows-title = 🛠 <b>Maintenance windows</b>
windows-none = No window is open or to come.
windows-means = In a window there are no alarms in this chat; reminders that a server ends go on. Trouble that still holds at its end is told then.
windows-how = Typed: <code>/maintenance { $label } 2h</code>, <code>/maintenance { $label } tomorrow 03:00 2h</code>, <code>/maintenance { $label } { $day } 22:00 2h</code>. 7 days at most.
window-open = <b>{ $label }</b>: open until { $end }
window-coming = <b>{ $label }</b>: { $begin } to { $end }
window-all = all servers of this chat
window-title = 🛠 <b>Maintenance</b>: { $label }
window-title-all = 🛠 <b>Maintenance</b>: all servers of this chat
window-ask = Begin one now, for how long?
window-pick = Which server shall be under maintenance?
window-end-button = ⏹ End: { $label }
window-end-all = all

card-muted = 🔕 Muted in this chat { $until }: no reminders, no alarms.
card-maintenance = 🛠 Under maintenance until { $until }: no alarms in this chat.

bad-duration = “{ $word }” is no duration; send one such as 30m, 8h or 2d.
bad-moment = “{ $word }” is no time; send one such as 22:00, tomorrow 03:00 or 2027-01-31 22:00.
bad-moment-past = { $word } is over already.
bad-moment-far = That is more than a year ahead.
bad-mute-long = A server can be muted for a year at most, or until you say otherwise: <code>/mute web-1 forever</code>.
bad-maintenance-long = A maintenance window lasts 7 days at most, together with those that it joins.
bad-maintenance-how = For how long? For example <code>/maintenance web-1 2h</code> or <code>/maintenance all tomorrow 03:00 2h</code>.
