command-alerts = 提醒与告警：会主动通知什么、何时通知
usage-alerts = /alerts [免打扰 22-8]
button-home-alerts = 🔔 提醒与告警
button-alerts = ‹ 提醒与告警
button-set-reminders = ⏳ 到期提醒
button-set-alarms = 🚨 告警
button-set-night = 🌙 夜间
button-set-timezone = 🌐 时区
button-set-digest = 📋 日报
button-set-muted = 🔕 已静音的服务器
button-set-maintenance = 🛠 维护窗口

settings-title = 🔔 <b>这个聊天会主动收到的通知</b>
settings-reminders = ⏳ <b>到期提醒</b>（服务器和快照）：{ $stages }；每天 { $hour } 发送。
settings-reminders-after-quiet = ⏳ <b>到期提醒</b>（服务器和快照）：{ $stages }；每天 { $hour } 免打扰结束后发送。
settings-reminders-none = ⏳ <b>到期提醒</b>：无。⚠ 服务器到期时，这里不会有人收到通知。
settings-alarms = 🚨 <b>告警</b>：{ $kinds }。恢复后也会通知。
settings-alarms-none = 🚨 <b>告警</b>：无。
settings-quiet = 🌙 <b>免打扰</b>：{ $begin } 至 { $end }。期间的提醒等结束后再发；{ $night }。
settings-quiet-staff = 🌙 <b>免打扰</b>：{ $begin } 至 { $end }。期间的日报和新出现的服务器等结束后再发；{ $night }。
settings-quiet-none = 🌙 <b>免打扰</b>：未设置。
settings-timezone = 🌐 <b>时区</b>：{ $timezone }，当地现在 { $clock }。
settings-digest = 📋 <b>客服日报</b>：每天 { $hour }。
settings-digest-after-quiet = 📋 <b>客服日报</b>：每天 { $hour } 免打扰结束后发送。
settings-digest-none = 📋 <b>客服日报</b>：不发送。
settings-staff = 🚨 <b>客服告警</b>：账户读取失败、未知结果久未核实。审批请求、结果未知的操作和余额不足会随时立即通知。
settings-muted = { $count ->
    [0] 🔕 <b>已静音的服务器</b>：无。
   *[other] 🔕 <b>已静音的服务器</b>：{ $count } 台。关于它们的通知一律不发，包括“已到期”。
}
settings-maintenance = 🛠 <b>维护窗口</b>：进行中 { $open } 个，待开始 { $coming } 个。
settings-maintenance-none = 🛠 <b>维护窗口</b>：无。
settings-owner-only = 只有所有者可以修改；操作员可以静音服务器、设置维护窗口。

settings-separator = 、
stage-7 = 提前 7 天
stage-3 = 提前 3 天
stage-1 = 提前 1 天
stage-0 = 到期当天
stage-expired = 到期之后
alarm-blocked = IP 被封堵
alarm-abnormal = IP 异常
alarm-locked = 被锁定
alarm-off = 意外关机
alarm-failed = 别处发起的操作失败
night-silent = 告警送达但不响铃
night-loud = 告警照常响铃
night-wait = 告警也等结束后再发
settings-choice-silent = 送达但不响铃
settings-choice-loud = 照常响铃
settings-choice-wait = 结束后再发
settings-ticked = ☑ { $what }
settings-unticked = ☐ { $what }
settings-chosen = ✓ { $what }

settings-reminders-how =
    同一天到期的合并成一条消息。续费后会重新开始提醒。
    也可以直接输入：<code>/alerts 提醒 7 1 到期</code>、<code>/alerts 时间 9</code>
settings-reminder-hour = 🕙 { $hour } 发送
settings-hour-ask = ⏳ 每天几点发送提醒？（{ $timezone } 时间）
settings-alarms-how =
    连续两次读到异常才会告警，恢复后再通知一次。
    服务器列表里没有“IP 异常”：需要逐台读取，每台都要多一次请求，所以读得少一些。
    也可以直接输入：<code>/alerts 告警 封堵 关机</code>
settings-night-how =
    免打扰期间不发提醒；告警怎么发可以选择。
    其他时段可以直接输入：<code>/alerts 免打扰 22-9</code>、<code>/alerts 夜间 等待</code>
settings-night-how-staff =
    免打扰期间不发日报；告警怎么发可以选择。审批请求随时都会发。
    其他时段可以直接输入：<code>/alerts 免打扰 22-9</code>、<code>/alerts 夜间 等待</code>
settings-quiet-choice = { $begin }–{ $end }
settings-quiet-choice-none = 不设免打扰
settings-timezone-how = 这个聊天里的时间都按这个时区显示。其他时区可以直接输入：<code>/alerts 时区 Europe/Paris</code>
city-Asia-Shanghai = 北京/上海
city-Asia-Hong_Kong = 香港
city-Asia-Singapore = 新加坡
city-Asia-Tokyo = 东京
city-Asia-Dubai = 迪拜
city-Europe-London = 伦敦
city-Europe-Berlin = 柏林
city-Europe-Moscow = 莫斯科
city-America-New_York = 纽约
city-America-Los_Angeles = 洛杉矶
city-Australia-Sydney = 悉尼
city-UTC = UTC
settings-city = { $city } { $clock }
settings-digest-how =
    每天一条消息，列出需要留意的事。
    也可以直接输入：<code>/alerts 日报 9</code>、<code>/alerts 日报 关</code>
settings-digest-off = 不发日报

bad-alerts = 看不懂“{ $word }”。发送 /alerts 用按钮设置，或直接输入，例如 <code>/alerts 提醒 7 1</code>、<code>/alerts 免打扰 22-9</code>、<code>/alerts 时区 Europe/Berlin</code>。
bad-stages = “{ $word }”：提醒可选 7、3、1、0（当天）和 到期，也可以写 全部 或 无。
bad-alarms = “{ $word }”：告警可选 封堵、异常、锁定、关机、失败，也可以写 全部 或 无。
bad-hour = “{ $word }”不是钟点，请输入 0 到 23 的整点，例如 9。
bad-quiet-hours = “{ $word }”不是免打扰时段，请输入 0 到 23 之间两个不同的整点，例如 22-9，或者 无。
bad-night = “{ $word }”：夜间告警可选 静音、响铃、等待。
bad-timezone = 没有“{ $word }”这个时区，请输入例如 Asia/Shanghai 或 Europe/Berlin。
bad-timezone-near = 没有“{ $word }”这个时区。是不是 { $near }？
bad-no-servers-here = 这个聊天没有自己的服务器，只能设置夜间、时区和日报。
bad-no-staff-chat = 日报只发给客服聊天，这里不是。
