alert-title-blocked = ⛔ <b>IP 被封堵</b>
alert-title-abnormal = ⚠ <b>IP 异常</b>
alert-title-locked = 🔒 <b>服务器被锁定</b>
alert-title-off = 🔴 <b>意外关机</b>
alert-title-failed = ❗ <b>别处发起的操作失败</b>

alert-server = <b>{ $label }</b>
alert-server-address = <b>{ $label }</b> · { $address }
alert-row = { $server }，{ $at } 起（已 { $for }）
alert-row-what = { $server }：{ $what }，{ $at } 起（已 { $for }）
alert-reason = 引擎原话：“{ $reason }”
alert-until = 至 { $until }
alert-more = …… 还有 { $count } 项

alert-means-blocked = 外网暂时无法访问这个 IP，多因遭受攻击。通常会自动解封，时间未知。
alert-means-abnormal = 引擎显示 IP 异常，没有说明原因。服务器本身可能仍在运行，请试试能否访问。
alert-means-locked = 服务器已关机，无法在这里开机，可能是管理员锁定的；过几天可能自动解锁。
alert-means-off = 之前一直在运行，没有人通过本机器人关机。可以打开服务器重新开机；如果再次关机，请查看控制台和系统日志。
alert-means-failed = 服务器可能不是预期的状态，请打开查看。

alert-over = ✅ <b>已恢复</b>
alert-over-blocked = { $server }：已解封，封堵了 { $for }
alert-over-abnormal = { $server }：IP 恢复正常，异常了 { $for }
alert-over-locked = { $server }：已解锁，锁定了 { $for }
alert-over-off = { $server }：恢复运行，关机了 { $for }
alert-over-failed = { $server }：不再显示“{ $what }”，持续了 { $for }
alert-over-start = 目前已关机，可以开机。
alert-was-blocked = { $server }：被封堵了 { $for }，{ $at } 解封
alert-was-abnormal = { $server }：IP 异常了 { $for }，{ $at } 恢复正常
alert-was-locked = { $server }：被锁定了 { $for }，{ $at } 解锁
alert-was-off = { $server }：关机了 { $for }，{ $at } 恢复运行
alert-was-failed = { $server }：“{ $what }”显示了 { $for }，{ $at } 起不再显示

button-alert_mute = 🔕 静音…
button-alert_maintenance = 🛠 维护…
