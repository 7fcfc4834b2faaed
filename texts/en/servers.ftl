order-deleted = deleted
order-recycled = recycled
order-opening = being set up
order-normal = in service
order-transferring = being transferred
order-expired = expired
order-refunded = refunded
order-unknown = order status unknown ({ $value })

run-locked = locked
run-off = off
run-running = running
run-unknown = unknown ({ $value })
run-untold = state unknown

act-vnc_resetting = VNC password being reset
act-starting = starting
act-stopping = stopping
act-restarting = restarting
act-upgrading = being upgraded
act-renewing = being renewed
act-reinstalling = being reinstalled
act-password_resetting = password being reset
act-downgrading = being downgraded
act-vnc_failed = last VNC password reset failed
act-start_failed = last start failed
act-stop_failed = last stop failed
act-restart_failed = last restart failed
act-password_failed = last password reset failed
act-unknown = action status unknown ({ $value })

snap-creating = taking a snapshot
snap-reverting = reverting to a snapshot
snap-deleting = deleting a snapshot
snap-unknown = snapshot status unknown ({ $value })

state-separator = { ", " }

list-title = { $total ->
    [one] <b>{ $total } server</b>
   *[other] <b>{ $total } servers</b>
}
list-filter = matching “{ $word }”
list-page = page { $page } of { $pages }
list-nothing = No server matches.
list-row = { $emoji } <b>{ $label }</b>
list-row-aliased = { $emoji } <b>{ $label }</b> · { $address }
list-detail = { $state } · ends { $day }
list-detail-soon = { $state } · ⚠ ends { $day }, { $left }
list-detail-over = { $state } · ended { $day }, { $left }
list-detail-unknown = { $state } · end date unknown
list-read = Oldest update: { $age }

no-servers =
    <b>No servers here yet.</b>
    Once your reseller has assigned one to you, it shows up in /servers.

card-title = { $emoji } <b>{ $label }</b>
card-title-aliased = { $emoji } <b>{ $label }</b> · { $address }
card-busy = 🟡 { $doing } for { $elapsed }. Everything else waits until that has ended.
card-blocked = ⛔ The IP is null-routed: it cannot be reached from outside for now. Usually an attack is the cause.
card-abnormal = ⚠ The engine reports the IP as abnormal.
card-locked = 🔒 Locked, after expiry or by an administrator: it cannot be started from here. The lock may go by itself after some days.
card-engine-lock = 🔒 Locked by the engine: { $reason }
card-engine-lock-unexplained = 🔒 Locked by the engine; the reason is unknown.
card-engine-lock-until = 🔒 Locked by the engine until { $until }: { $reason }
card-engine-lock-unexplained-until = 🔒 Locked by the engine until { $until }; the reason is unknown.
card-command = <code>{ $command }</code>
card-host = Host <code>{ $host }</code>
card-port = port <code>{ $port }</code>
card-login = login <code>{ $login }</code>
card-no-address = Address not known yet
card-internal = Internal IP <code>{ $ip }</code>
card-system = System: { $system }
card-system-unknown = System: unknown
card-line = Line: { $line }
card-line-unknown = Line: unknown
card-cpu = { $count } vCPU
card-memory = { $count } GB RAM
card-disks = data disks { $sizes } GB
card-bandwidth = { $count } Mbit/s
card-bandwidth-both = { $out } Mbit/s out, { $in } Mbit/s in
card-defense = { $count } G defense
card-sizes-unknown = Size: unknown
card-bought = Bought { $day }
card-ends = Ends { $moment } ({ $left })
card-ends-soon = ⚠ Ends { $moment } ({ $left })
card-ended = 🔴 Ended { $moment } ({ $left })
card-end-unknown = End date unknown
card-ports = { $count ->
    [one] { $count } forwarded port
   *[other] { $count } forwarded ports
}
card-guid = guid <code>{ $guid }</code>
card-read = Updated { $age }
card-stale = ⚠ { $why } The above was updated { $age }.
card-missing = <b>Not possible now</b>
card-missing-row = { $actions }: { $why }
card-missing-role = only for { $role }s
card-missing-settling = the outcome of an earlier operation is unknown; your reseller is looking into it

ambiguous = Several servers answer to “{ $word }”. Which one?

pick-server = Which server do you want to see?
pick-history = Whose history do you want to see?
pick-start = Which server shall be started?
pick-stop = Which server shall be stopped?
pick-restart = Which server shall be restarted?
pick-stop_h = Which server shall be forced off?
pick-restart_h = Which server shall be force-restarted?
pick-renew = Which server shall be renewed? The first to end stands first.
pick-refund = Which server shall be refunded?
pick-snapshots = Whose snapshots do you want to see?
pick-ports = Whose ports do you want to see?
pick-firewall = Whose firewall do you want to see?
pick-createsnapshot = Which server shall get a snapshot?
pick-upgrade = Which server shall be upgraded?
pick-renew_for_rd = Which server shall become smaller?
pick-create_port = To which server shall a port be forwarded?
pick-add_hardpolicy = Which server shall get a firewall rule?
