stranger =
    <b>Hello!</b>
    This bot manages servers for its reseller's customers; it does not know this chat yet. To get access, give these to your reseller:
stranger-commands = Until then: /start, /help, /whoami
welcome = { $servers ->
    [0] <b>Hello!</b> No server is assigned to this chat yet; your reseller does that.
    [one] <b>Hello!</b> You have { $servers } server here.
   *[other] <b>Hello!</b> You have { $servers } servers here.
}
welcome-how = /servers shows them, /help shows what else there is.
joined = { $servers ->
    [0] ✅ <b>You are in.</b> No server is assigned to this chat yet; your reseller does that.
    [one] ✅ <b>You are in.</b> You have { $servers } server here.
   *[other] ✅ <b>You are in.</b> You have { $servers } servers here.
}

whoami-user = Your ID: <code>{ $id }</code>
whoami-chat = This chat's ID: <code>{ $id }</code>
whoami-thread = This topic's ID: <code>{ $id }</code>
whoami-role = Role here: { $role }
whoami-unknown = This chat has no access yet: give the above to your reseller.
whoami-identities = Acting as:
whoami-identity = • <b>{ $label }</b>
whoami-identity-all = • <b>{ $label }</b> (all servers)
whoami-personal = { $personal }
whoami-timezone = Time zone: { $timezone }
