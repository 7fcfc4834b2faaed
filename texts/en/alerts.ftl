alert-title-blocked = ⛔ <b>Null-routed</b>
alert-title-abnormal = ⚠ <b>IP reported as abnormal</b>
alert-title-locked = 🔒 <b>Locked</b>
alert-title-off = 🔴 <b>Unexpectedly off</b>
alert-title-failed = ❗ <b>Failed, begun elsewhere</b>

alert-server = <b>{ $label }</b>
alert-server-address = <b>{ $label }</b> · { $address }
alert-row = { $server }, since { $at } ({ $for })
alert-row-what = { $server }: { $what }, since { $at } ({ $for })
alert-reason = The engine: “{ $reason }”
alert-until = Until { $until }
alert-more = … and { $count } more

alert-means-blocked = No traffic from outside reaches the address, most likely after an attack. It usually ends by itself; when is not known.
alert-means-abnormal = The engine says that something is wrong with the address, not what. The server itself may run: try to reach it.
alert-means-locked = It is off and cannot be started from here; an administrator may have locked it. The lock may go by itself after some days.
alert-means-off = It was running, and nobody stopped it through this bot. Open it to start it; if it goes off again, look into its console and logs.
alert-means-failed = It may not be as whoever began it wanted. Open it to see how it does.

alert-over = ✅ <b>Over</b>
alert-over-blocked = { $server }: no longer null-routed, after { $for }
alert-over-abnormal = { $server }: the IP is normal again, after { $for }
alert-over-locked = { $server }: unlocked after { $for }
alert-over-off = { $server }: runs again, after { $for }
alert-over-failed = { $server }: “{ $what }” is no longer shown, after { $for }
alert-over-start = Off now: it can be started.
alert-was-blocked = { $server }: was null-routed for { $for }, until { $at }
alert-was-abnormal = { $server }: the IP was abnormal for { $for }, until { $at }
alert-was-locked = { $server }: was locked for { $for }, until { $at }
alert-was-off = { $server }: was off for { $for }, until { $at }
alert-was-failed = { $server }: “{ $what }” was shown for { $for }, until { $at }

button-alert_mute = 🔕 Mute…
button-alert_maintenance = 🛠 Maintenance…
