terms-system = System: { $system }
terms-line = Line: { $line }
terms-cpu = Cores: { $size }
terms-memory = Memory: { $size } GB
terms-disks = Data disks: { $size } GB
terms-bandwidth = Bandwidth: { $size } Mbit/s
terms-defense = Defense: { $size } G
terms-servers = { $count ->
    [one] { $count } server for { $period }
   *[other] { $count } servers for { $period } each
}
terms-kept = Kept for: { $period }
terms-longer = Longer by: { $period }
terms-snapshot = Snapshot: { $name }
terms-snapshot-made = Snapshot: { $name }, made { $made }
terms-snapshot-ends = Ends: { $ends }
terms-snapshot-until = Until about: { $ends }
terms-port-random = Port { $port }, under any free public port
terms-port-same = Port { $port }, under the same public port
terms-port = Forwarding: { $outside } → { $local }
terms-remark = Note: { $remark }
terms-rule = Rule: <code>{ $rule }</code>
terms-rule-name = Name: { $name } · weight { $weight }
terms-rule-shadowed = ⚠ A rule above it decides about the same traffic already: <code>{ $rule }</code> (weight { $weight })
