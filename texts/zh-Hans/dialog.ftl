alias-set = <b>{ $alias }</b> 现在就是 { $address }。
alias-dropped = { $address } 在这里没有名字了。
aliases-title = <b>这个聊天里的名字</b>
aliases-row = <b>{ $alias }</b> · { $address }
aliases-none = 还没有给服务器起名字。
aliases-how =
    起名：<code>/alias 203.0.113.5 web-1</code>
    去掉：<code>/alias web-1 -</code>

choose-language = 用哪种语言？
language-name = 中文
language-set = ✅ 这个聊天已改用中文。
language-unknown = 我会中文（<code>/language zh</code>）和 English（<code>/language en</code>）。

cancelled-all = 已取消 { $count } 项待确认的操作，没有任何改动。
withdrawn-all = 已撤回 { $count } 项待审批的请求，没有任何改动，也没有扣费。
nothing-to-cancel = 您没有待确认或待审批的操作。
unknown-command = 没有这个命令。发送 /help 查看可用命令。
press-nothing = 这个按钮已经没有作用了。
anonymous-sender = 认不出您是谁。请用自己的身份发言，不要用匿名管理员或频道身份。
