alias-set = <b>{ $alias }</b> now stands for { $address }.
alias-dropped = { $address } no longer has a name here.
aliases-title = <b>Names in this chat</b>
aliases-row = <b>{ $alias }</b> · { $address }
aliases-none = No server has a name here yet.
aliases-how =
    Set: <code>/alias 203.0.113.5 web-1</code>
    Drop: <code>/alias web-1 -</code>

choose-language = Which language?
language-name = English
language-set = ✅ This chat is now in English.
language-unknown = I speak 中文 (<code>/language zh</code>) and English (<code>/language en</code>).

cancelled-all = { $count ->
    [one] Cancelled { $count } confirmation. Nothing was changed.
   *[other] Cancelled { $count } confirmations. Nothing was changed.
}
withdrawn-all = { $count ->
    [one] Withdrew { $count } request that waited for somebody's yes. Nothing was changed, nothing was charged.
   *[other] Withdrew { $count } requests that waited for somebody's yes. Nothing was changed, nothing was charged.
}
nothing-to-cancel = Nothing of yours is waiting for a yes.
unknown-command = I do not know this command. /help shows those I do.
press-nothing = This button no longer does anything.
anonymous-sender = I cannot tell who you are. Please write as yourself, not as an anonymous admin or a channel.
