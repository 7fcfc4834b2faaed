choice-priced = { $choice } · { $price }
choice-generate = 🎲 Make one for me
answer-missing = –
answer-secret = •••
form-so-far = { $answers }
form-problem = ⚠ { $problem }
form-change = { $name }: { $value }
form-row = { $name }: <b>{ $value }</b>
form-cancelled = { $form }
    Cancelled. Nothing was changed.

error-draft-over = This form is over. Please begin afresh.
error-not-your-draft = Somebody else is filling this in. Ask for your own.
bad-choice = “{ $word }” is not one of the choices. Press a button, or type one of them.
bad-choice-several = That fits several of the choices. Press the one you mean.
bad-gone = That is no longer on offer. Please choose again.
bad-secret-visible = Your message could not be deleted, so that password is not used. Delete it yourself, then let one be made for you or write to me in private.

# What each question is about; stands before its answer among all answers.
name-identity = For
name-zone = Zone
name-line = Line
name-core = CPU and memory
name-disks = Data disks
name-newdisk = New disk
name-disk1 = Disk 1
name-disk2 = Disk 2
name-disk3 = Disk 3
name-disk4 = Disk 4
name-disk5 = Disk 5
name-disk6 = Disk 6
name-disk7 = Disk 7
name-disk8 = Disk 8
name-bandwidth = Bandwidth
name-defense = Defense
name-family = Family
name-system = System
name-months = Months
name-num = Servers
name-password = Password
name-snapshot = Snapshot
name-period = Kept for
name-local = Port
name-kind = Public port
name-remark = Note
name-port = Forwarding
name-verdict = Action
name-protocol = Protocol
name-ports = Ports
name-remote = From
name-direction = Direction
name-name = Name
name-weight = Weight
name-rule = Rule

# Choices.
choice-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
choice-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
choice-core = { $cpu } CPU, { $memory } GB
choice-configuration = { $cpu } CPU, { $memory } GB, { $disk } GB disk, { $bandwidth } Mbit/s
choice-recommended = ⭐ { $cpu } CPU, { $memory } GB, { $disk } GB disk, { $bandwidth } Mbit/s
choice-gb = { $count } GB
choice-mbit = { $count } Mbit/s
choice-g = { $count } G
choice-no-disk = No data disk
choice-from = { $name }, a month from
choice-zone-real-name = { $zone } (real-name check)
choice-zone-white-list = { $zone } (white list)
choice-zone-both = { $zone } (real-name check, white list)
choice-port-random = Any free public port
choice-port-same = The same number outside
choice-verdict-allow = ✅ Allow
choice-verdict-deny = ⛔ Deny
choice-ports-all = All ports
choice-remote-any = From anywhere
choice-direction-inbound = Inbound
choice-direction-outbound = Outbound
choice-direction-both = Both

form-setpsw = 🔑 New password for <b>{ $label }</b>
step-setpsw-password = Let a password be made, or type one. What you type is deleted from this chat at once.
review-setpsw = The old password will stop working.

form-setvnc = 🔑 New VNC password for <b>{ $label }</b>
step-setvnc-password = Let a password be made, or type one. What you type is deleted from this chat at once.
review-setvnc = The old VNC password will stop working.

form-install = 💿 Reinstall <b>{ $label }</b>
step-install-family = Which kind of system? You can also type a part of its name.
step-install-system = Which system?
step-install-password = And the new password? Let one be made, or type it; what you type is deleted from this chat at once.
review-install = Everything on the system disk will be lost.

form-createsnapshot = 📸 New snapshot of <b>{ $label }</b>
step-createsnapshot-period = For how long shall it be kept?
review-createsnapshot = No data is affected.

form-renewsnapshot = 📸 Keep a snapshot of <b>{ $label }</b> for longer
step-renewsnapshot-snapshot = Which snapshot?
step-renewsnapshot-period = For how much longer?
review-renewsnapshot = No data is affected.

form-revertsnapshot = 📸 Take <b>{ $label }</b> back
step-revertsnapshot-snapshot = To which snapshot?
review-revertsnapshot = Everything written since will be lost.

form-removesnapshot = 📸 Delete a snapshot of <b>{ $label }</b>
step-removesnapshot-snapshot = Which snapshot?
review-removesnapshot = It cannot be brought back.

form-upgrade = ⬆ Upgrade <b>{ $label }</b>
step-upgrade-core = How many cores, how much memory?
step-upgrade-disk1 = How large shall disk 1 be? Press, or type a number of GB. A disk never shrinks.
step-upgrade-disk2 = How large shall disk 2 be? Press, or type a number of GB. A disk never shrinks.
step-upgrade-disk3 = How large shall disk 3 be? Press, or type a number of GB. A disk never shrinks.
step-upgrade-disk4 = How large shall disk 4 be? Press, or type a number of GB. A disk never shrinks.
step-upgrade-disk5 = How large shall disk 5 be? Press, or type a number of GB. A disk never shrinks.
step-upgrade-disk6 = How large shall disk 6 be? Press, or type a number of GB. A disk never shrinks.
step-upgrade-disk7 = How large shall disk 7 be? Press, or type a number of GB. A disk never shrinks.
step-upgrade-disk8 = How large shall disk 8 be? Press, or type a number of GB. A disk never shrinks.
step-upgrade-newdisk = How large shall the new disk be? 0 for none.
step-upgrade-bandwidth = How much bandwidth? Press, or type a number of Mbit/s.
step-upgrade-defense = How much defense?
review-upgrade = Press a size to change it. The upgrade may reset the password; you are given the new one.

form-renew_for_rd = ⬇ Book a downgrade of <b>{ $label }</b>
step-renew_for_rd-core = How many cores, how much memory?
step-renew_for_rd-bandwidth = How much bandwidth? Press, or type a number of Mbit/s.
step-renew_for_rd-defense = How much defense?
review-renew_for_rd = Press a size to change it. It is booked for the next renewal, and a booking cannot be read back.

form-create_new = 🛒 Buy a server
step-create_new-identity = For whom?
step-create_new-zone = In which zone?
zone-demand-real-name = ⚠ This zone demands a real-name check.
zone-demand-white-list = ⚠ This zone demands that your sites are on a white list.
zone-demand-both = ⚠ This zone demands a real-name check, and that your sites are on a white list.
step-create_new-line = On which line? The price is of its smallest server.{ $about }
step-create_new-core = Which size? ⭐ is what the line recommends; prices are of a month, estimated.{ $about }
step-create_new-family = Which kind of system? You can also type a part of its name.
step-create_new-system = Which system?
step-create_new-months = For how long? Prices are estimates, for one server.
step-create_new-disks = Which data disks? Press a size, or type several: 50+100
step-create_new-bandwidth = How much bandwidth? Press, or type a number of Mbit/s.
step-create_new-defense = How much defense?
step-create_new-num = How many servers?
step-create_new-password = Let a password be made, or type one. What you type is deleted from this chat at once.
review-create_new = Press an answer to change it.

form-create_port = 🔌 Forward a port to <b>{ $label }</b>
step-create_port-local = Which port of the server? Press, or type its number.
step-create_port-kind = Under which public port?
step-create_port-remark = A note for it?
review-create_port = It can then be reached from everywhere.

form-delete_port = 🔌 Stop forwarding a port to <b>{ $label }</b>
step-delete_port-port = Which one?
review-delete_port = Whatever is reached through it no longer is.

form-add_hardpolicy = 🧱 New firewall rule for <b>{ $label }</b>
step-add_hardpolicy-verdict = Allow or deny?
step-add_hardpolicy-protocol = Which protocol?
step-add_hardpolicy-ports = Which ports? Press, or type: 80 or 5-15
step-add_hardpolicy-remote = From where? Press, or type an IP or a network: 203.0.113.0/24
step-add_hardpolicy-direction = Which traffic?
step-add_hardpolicy-name = A name for it?
step-add_hardpolicy-weight = Which weight? The larger goes first.
review-add_hardpolicy = It takes effect at once; a wrong one can lock you out.

form-del_hardpolicy = 🧱 Remove a firewall rule of <b>{ $label }</b>
step-del_hardpolicy-rule = Which rule? Presets cannot be removed.
review-del_hardpolicy = The other rules then decide about its traffic.

# What is wrong with an answer.
bad-number = “{ $word }” is not a whole number.
bad-size-not-sold = “{ $word }” is not sold here. Press a size, or type another one.
bad-size-unknown = The engine does not tell this server's present size, so it cannot be changed from here.
bad-nothing-changed = Nothing is changed yet. Press a size to change it.
bad-months-not-sold = “{ $word }” months are not on offer here.
bad-servers = From 1 to { $most } servers in one order.
bad-period = “{ $word }” is not a period. Write 7d for days or 1m for months.
bad-period-not-sold = “{ $word }” is not on offer here. Press one of the periods.
bad-port = “{ $word }” is not a port. Ports go from 1 to 65535.
bad-remark = A note has 1 to { $longest } characters in one line.
bad-rule-word = “{ $word }” is not understood. Example: allow tcp 443 from 203.0.113.0/24 in
bad-rule-twice = “{ $word }” is one too many: a rule has one of each. Example: allow tcp 443 from 203.0.113.0/24 in
bad-rule-remote = “{ $word }” is no IPv4 address or network. Write 203.0.113.5, 203.0.113.0/24 or any.
bad-rule-incomplete = A rule needs allow or deny, and tcp, udp or icmp. Example: allow tcp 443 from 203.0.113.0/24 in
bad-rule-icmp-port = icmp has no ports. Leave them out, or choose tcp or udp.
bad-rule-ports = “{ $word }” are no ports. Write 80, 5-15 or all.
bad-rule-ipv6 = “{ $word }” is IPv6; the engine's firewall takes IPv4 only.
bad-rule-weight = “{ $word }” is no weight: a number from 1 to 65535.
bad-rule-weight-used = Weight “{ $word }” is used by another rule. Choose another number.
bad-rule-name = A name has 1 to { $longest } characters in one line, without quotation marks.
bad-password-too_short = That password is too short: { $shortest } characters at least. Type another one.
bad-password-too_long = That password is too long: { $longest } characters at most. Type another one.
bad-password-character_not_allowed = That password has a character that is not allowed. Letters, digits and { $specials } are.
bad-password-no_letter = That password needs a letter. Type another one.
bad-password-no_lower_case = That password needs a lower-case letter. Type another one.
bad-password-no_upper_case = That password needs an upper-case letter. Type another one.
bad-password-no_digit = That password needs a digit. Type another one.
bad-password-no_special = That password needs one of { $specials }. Type another one.
form-resume = You began this earlier. Go on with it?
buy-nobody = Nobody to buy for: this chat acts for no customer. Your reseller can change that.
buy-nothing = Nothing is on sale for you here just now.
button-resume = ▶ Go on
button-afresh = 🔄 Begin afresh
