command-alerts = What this chat is told by itself, and when
usage-alerts = /alerts [quiet 22-8]
button-home-alerts = 🔔 Alerts
button-alerts = ‹ Alerts
button-set-reminders = ⏳ Reminders
button-set-alarms = 🚨 Alarms
button-set-night = 🌙 Night
button-set-timezone = 🌐 Time zone
button-set-digest = 📋 Daily digest
button-set-muted = 🔕 Muted servers
button-set-maintenance = 🛠 Maintenance

settings-title = 🔔 <b>What this chat is told by itself</b>
settings-reminders = ⏳ <b>Reminders</b> that a server or a snapshot ends: { $stages }; at { $hour }.
settings-reminders-after-quiet = ⏳ <b>Reminders</b> that a server or a snapshot ends: { $stages }; at { $hour }, when the quiet hours are over.
settings-reminders-none = ⏳ <b>Reminders</b>: none. ⚠ Nobody is told here that a server ends.
settings-alarms = 🚨 <b>Alarms</b>: { $kinds }. And when it is over.
settings-alarms-none = 🚨 <b>Alarms</b>: none.
settings-quiet = 🌙 <b>Quiet hours</b>: { $begin } to { $end }. Reminders wait until they are over; { $night }.
settings-quiet-staff = 🌙 <b>Quiet hours</b>: { $begin } to { $end }. The digest and servers that appeared wait until they are over; { $night }.
settings-quiet-none = 🌙 <b>Quiet hours</b>: none.
settings-timezone = 🌐 <b>Time zone</b>: { $timezone }, where it is { $clock } now.
settings-digest = 📋 <b>Daily digest</b> for staff: at { $hour }.
settings-digest-after-quiet = 📋 <b>Daily digest</b> for staff: at { $hour }, when the quiet hours are over.
settings-digest-none = 📋 <b>Daily digest</b> for staff: none.
settings-staff = 🚨 <b>Alarms</b> for staff: an account that cannot be read, an outcome that nobody has decided for long. Requests for approval, unknown outcomes and an empty balance are told at once, at any hour.
settings-muted = { $count ->
    [0] 🔕 <b>Muted servers</b>: none.
    [one] 🔕 <b>Muted servers</b>: { $count }. It is told nothing of it, not even that it has expired.
   *[other] 🔕 <b>Muted servers</b>: { $count }. It is told nothing of them, not even that they have expired.
}
settings-maintenance = 🛠 <b>Maintenance windows</b>: { $open } open, { $coming } to come.
settings-maintenance-none = 🛠 <b>Maintenance windows</b>: none.
settings-owner-only = Only an owner may change this; operators may mute servers and open maintenance windows.

settings-separator = { ", " }
stage-7 = 7 days before
stage-3 = 3 days before
stage-1 = 1 day before
stage-0 = on the day itself
stage-expired = when it has expired
alarm-blocked = IP null-routed
alarm-abnormal = IP abnormal
alarm-locked = locked
alarm-off = unexpectedly off
alarm-failed = operation from elsewhere failed
night-silent = alarms come without a sound
night-loud = alarms come as by day
night-wait = alarms wait, too
settings-choice-silent = Without a sound
settings-choice-loud = As by day
settings-choice-wait = Wait until it is over
settings-ticked = ☑ { $what }
settings-unticked = ☐ { $what }
settings-chosen = ✓ { $what }

settings-reminders-how =
    All that end on one day are one message. After a renewal the reminders begin anew.
    Typed: <code>/alerts reminders 7 1 expired</code>, <code>/alerts hour 9</code>
settings-reminder-hour = 🕙 At { $hour }
settings-hour-ask = ⏳ At which hour, on the clock of { $timezone }?
settings-alarms-how =
    An alarm comes when two readings in a row say so, and again when it is over.
    “IP abnormal” is not in the server list: it is read server by server, which costs a request for each and so happens more seldom.
    Typed: <code>/alerts alarms blocked stopped</code>
settings-night-how =
    No reminder comes in quiet hours; what becomes of alarms can be chosen.
    Other hours, typed: <code>/alerts quiet 22-9</code>, <code>/alerts night wait</code>
settings-night-how-staff =
    In quiet hours the digest waits; what becomes of alarms can be chosen. Requests for approval come at any hour.
    Other hours, typed: <code>/alerts quiet 22-9</code>, <code>/alerts night wait</code>
settings-quiet-choice = { $begin }–{ $end }
settings-quiet-choice-none = No quiet hours
settings-timezone-how = All times that this chat reads are of this zone. Another one, typed: <code>/alerts timezone Europe/Paris</code>
city-Asia-Shanghai = Shanghai
city-Asia-Hong_Kong = Hong Kong
city-Asia-Singapore = Singapore
city-Asia-Tokyo = Tokyo
city-Asia-Dubai = Dubai
city-Europe-London = London
city-Europe-Berlin = Berlin
city-Europe-Moscow = Moscow
city-America-New_York = New York
city-America-Los_Angeles = Los Angeles
city-Australia-Sydney = Sydney
city-UTC = UTC
settings-city = { $city } { $clock }
settings-digest-how =
    Once a day, one message with what needs looking after.
    Typed: <code>/alerts digest 9</code>, <code>/alerts digest off</code>
settings-digest-off = No digest

bad-alerts = I do not understand “{ $word }”. Send /alerts for buttons, or for example <code>/alerts reminders 7 1</code>, <code>/alerts quiet 22-9</code>, <code>/alerts timezone Europe/Berlin</code>.
bad-stages = “{ $word }”: reminders are 7, 3, 1, 0 (the day itself) and expired; or all, or none.
bad-alarms = “{ $word }”: alarms are blocked, abnormal, locked, stopped and failed; or all, or none.
bad-hour = “{ $word }” is no hour; send a whole one from 0 to 23, such as 9.
bad-quiet-hours = “{ $word }” are no quiet hours; send two different hours from 0 to 23, such as 22-9, or none.
bad-night = “{ $word }”: at night alarms may be silent, loud, or wait.
bad-timezone = I know no time zone “{ $word }”; send a name such as Asia/Shanghai or Europe/Berlin.
bad-timezone-near = I know no time zone “{ $word }”. Did you mean { $near }?
bad-no-servers-here = This chat has no servers of its own: here only the night, the time zone and the digest can be set.
bad-no-staff-chat = The daily digest is for staff chats, and this is none.
