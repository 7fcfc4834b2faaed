snapshots-title = 📸 Snapshots of <b>{ $label }</b>
snapshots-count = { $count ->
    [0] None
    [one] { $count } snapshot
   *[other] { $count } snapshots
}
snapshots-count-of = { $count } of { $most }
snapshots-none = There is none yet.
snapshots-row = { $twig }{ $snapshot }
snapshots-row-current = { $twig }<b>{ $snapshot }</b> ◀ now
snapshots-ends = until { $day } ({ $left })
snapshots-no-new = No new one: { $reason }.
snapshots-open = 📸 { $name }
snapshot-title = 📸 <b>{ $name }</b> of { $label }
snapshot-current = The server stands on this one.
snapshot-made = Made: { $made } ({ $age })
snapshot-ends = Kept until: { $ends } ({ $left })
snapshot-end-unknown = Kept until: unknown
button-snapshots = 📸 Snapshots
bad-snapshots-word = “{ $word }” is not understood. Example: /snapshot web-1 create 7d
