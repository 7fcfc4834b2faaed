# 每个操作五条：句中的名称、确认时的问题、有何影响、进行中、成功后。
action-start = 开机
ask-start = 给 <b>{ $label }</b> 开机？
lost-start = 不影响任何数据。
doing-start = 正在开机
done-start = <b>{ $label }</b> 已开机。

action-stop = 关机
ask-stop = 给 <b>{ $label }</b> 关机？
lost-stop = 上面的服务会全部中断，直到再次开机。
doing-stop = 正在关机
done-stop = <b>{ $label }</b> 已关机。

action-restart = 重启
ask-restart = 重启 <b>{ $label }</b>？
lost-restart = 上面的服务会中断几分钟。
doing-restart = 正在重启
done-restart = <b>{ $label }</b> 已重启，正在运行。

action-stop_h = 强制关机
ask-stop_h = 强制关闭 <b>{ $label }</b>？
lost-stop_h = ⚠ 相当于直接断电：未保存的数据会丢失，文件可能损坏。请仅在正常关机无效时使用。
doing-stop_h = 正在强制关机
done-stop_h = <b>{ $label }</b> 已强制关机。

action-restart_h = 强制重启
ask-restart_h = 强制重启 <b>{ $label }</b>？
lost-restart_h = ⚠ 相当于按下复位键：未保存的数据会丢失，文件可能损坏。请仅在正常重启无效时使用。
doing-restart_h = 正在强制重启
done-restart_h = <b>{ $label }</b> 已强制重启，正在运行。

action-separator = 、

# 记录里可能有更新版本才认识的操作。
action-unknown = { $action }
doing-unknown = 正在执行 { $action }
done-unknown = <b>{ $label }</b>：{ $action } 已完成。

confirmation-address = 地址：{ $address }
confirmation-system = 系统：{ $system }
confirmation-state = 当前：{ $state }
confirmation-valid = { $left }内有效，只有发起人可以确认。

status-title = <b>{ $label }</b> · { $address }
status-title-alone = <b>{ $label }</b>
status-confirmed = 🟡 { $doing }：马上发送
status-retrying = 🟡 { $doing }：连不上引擎，尚未发出。{ $wait }后再试。
status-sending = 🟡 { $doing }：正在发给引擎…
status-accepted = 🟡 { $doing }：引擎已接受
status-watching = 🟡 { $doing }… { $elapsed }
status-unknown =
    ❔ { $doing }：引擎没有答复，还不知道是否已执行。
    <b>请不要重复操作。</b>正在反复读取核对，有结果会马上告诉您。
status-unknown-until =
    ❔ { $doing }：引擎没有答复，还不知道是否已执行。
    <b>请不要重复操作。</b>正在反复读取核对，最迟 { $until } 告诉您结果。
status-done = ✅ { $action }已完成，用时 { $elapsed }
status-failed = ❌ { $action }未完成
status-needs-human = ❔ { $action }结果未知

ended-done = ✅ { $done }用时 { $elapsed }。
ended-person = 操作人：{ $person }
ended-now = 当前状态：{ $state }
ended-refused =
    ❌ <b>{ $label }</b> 未能{ $action }，没有任何改动。
    { $words }
ended-not_connected =
    ❌ <b>{ $label }</b> 未能{ $action }：连不上引擎，请求没有发出，没有任何改动。
    请过几分钟再试。
ended-stale =
    ❌ <b>{ $label }</b> 未{ $action }：确认时机器人不在线，现在执行已经太晚。
    没有任何改动，可以重新发起。
ended-moved =
    ❌ <b>{ $label }</b> 未{ $action }：这台服务器已转给他人。
    没有任何改动。
ended-failed =
    ❌ <b>{ $label }</b> { $action }失败：引擎试过了，没有成功。
    再试之前请先看看服务器的状态。
ended-deadline =
    ❌ <b>{ $label }</b> { $action }超时：引擎已接受，但过了 { $elapsed }仍未完成。
    之后仍可能完成，再试之前请先看看服务器的状态。
ended-did_not =
    ❌ <b>{ $label }</b> 未能{ $action }：引擎没有答复；反复读取后看不到任何变化。
    可以重新发起。
ended-unreadable =
    ❔ <b>{ $label }</b> { $action }结果未知：引擎一直无法读取。
    请先确认服务器能否访问，再做其他操作。
ended-no_trace =
    ❔ <b>{ $label }</b> { $action }结果未知：引擎没有答复，而这个操作不留痕迹，读不出来。
    再试之前请登录服务器核实（看运行时长即可）。
ended-settled-done = ✅ <b>{ $label }</b>：服务商已核实，{ $action }已完成。
ended-settled-failed = ❌ <b>{ $label }</b>：服务商已核实，{ $action }没有执行。
ended-other-failed = ❌ <b>{ $label }</b> 未能{ $action }（{ $outcome }）。
ended-other-needs-human = ❔ <b>{ $label }</b> { $action }结果未知（{ $outcome }）。

cancelled = 已取消{ $action }，没有任何改动。
