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

action-setpsw = 重置密码
ask-setpsw = 重置 <b>{ $label }</b> 的密码？
lost-setpsw = ⚠ 旧密码立即失效；有的系统会因此重启。
doing-setpsw = 正在重置密码
done-setpsw = <b>{ $label }</b> 的密码已重置。

action-setvnc = 重置 VNC 密码
ask-setvnc = 重置 <b>{ $label }</b> 的 VNC 密码？
lost-setvnc = 旧的 VNC 密码失效，不影响服务器。
doing-setvnc = 正在重置 VNC 密码
done-setvnc = <b>{ $label }</b> 的 VNC 密码已重置。

action-install = 重装系统
ask-install = 重装 <b>{ $label }</b>？
lost-install = ⚠ 系统盘上的数据会立即全部丢失，无法恢复。
doing-install = 正在重装系统
done-install = <b>{ $label }</b> 已重装。

action-createsnapshot = 创建快照
ask-createsnapshot = 给 <b>{ $label }</b> 创建快照？
lost-createsnapshot = 不影响任何数据，快照按时长收费。
doing-createsnapshot = 正在创建快照
done-createsnapshot = <b>{ $label }</b> 已创建快照。

action-revertsnapshot = 恢复快照
ask-revertsnapshot = 把 <b>{ $label }</b> 恢复到快照？
lost-revertsnapshot = ⚠ 快照之后写入的数据会全部丢失，无法找回。
doing-revertsnapshot = 正在恢复快照
done-revertsnapshot = <b>{ $label }</b> 已恢复到快照。

action-renewsnapshot = 续费快照
ask-renewsnapshot = 续费 <b>{ $label }</b> 的快照？
lost-renewsnapshot = 不影响任何数据，按时长收费。
doing-renewsnapshot = 正在续费快照
done-renewsnapshot = <b>{ $label }</b> 的快照已续费。

action-removesnapshot = 删除快照
ask-removesnapshot = 删除 <b>{ $label }</b> 的快照？
lost-removesnapshot = ⚠ 快照删除后无法恢复。
doing-removesnapshot = 正在删除快照
done-removesnapshot = <b>{ $label }</b> 的快照已删除。

action-renew = 续费
ask-renew = 给 <b>{ $label }</b> 续费？
lost-renew = 不影响服务器和数据。
doing-renew = 正在续费
done-renew = <b>{ $label }</b> 已续费。

action-upgrade = 升级配置
ask-upgrade = 升级 <b>{ $label }</b>？
lost-upgrade = ⚠ 服务器会重启，密码会更换。
doing-upgrade = 正在升级配置
done-upgrade = <b>{ $label }</b> 已升级。

action-renew_for_rd = 预约降配
ask-renew_for_rd = 给 <b>{ $label }</b> 预约降配？
lost-renew_for_rd = 下次续费前不会有任何变化。
doing-renew_for_rd = 正在预约降配
done-renew_for_rd = <b>{ $label }</b> 已预约降配，下次续费起生效。

action-refund = 退款
ask-refund = 退掉 <b>{ $label }</b>？
lost-refund =
    ⚠ 服务器会立即删除，所有数据和快照一并丢失，无法恢复。
    退款会回到服务商的余额；能退给您多少，请与服务商商定。
doing-refund = 正在退款
done-refund = <b>{ $label }</b> 已退款，服务器和全部数据已删除。

action-create_new = 购买
ask-create_new = 购买新服务器？
lost-create_new = 下单后立即扣费。
doing-create_new = 正在购买
done-create_new = 购买已完成。

action-create_port = 添加端口转发
ask-create_port = 给 <b>{ $label }</b> 添加端口转发？
lost-create_port = 添加后，该端口可从任何地方访问。
doing-create_port = 正在添加端口转发
done-create_port = <b>{ $label }</b> 已添加端口转发。

action-delete_port = 删除端口转发
ask-delete_port = 删除 <b>{ $label }</b> 的端口转发？
lost-delete_port = ⚠ 通过该端口的访问会中断。
doing-delete_port = 正在删除端口转发
done-delete_port = <b>{ $label }</b> 的端口转发已删除。

action-add_hardpolicy = 添加防火墙规则
ask-add_hardpolicy = 给 <b>{ $label }</b> 添加防火墙规则？
lost-add_hardpolicy = 立即生效；规则写错可能连自己也进不去。
doing-add_hardpolicy = 正在添加防火墙规则
done-add_hardpolicy = <b>{ $label }</b> 已添加防火墙规则。

action-del_hardpolicy = 删除防火墙规则
ask-del_hardpolicy = 删除 <b>{ $label }</b> 的防火墙规则？
lost-del_hardpolicy = ⚠ 之后由其他规则决定：它挡住的可能会进来，它放行的可能会被挡住。
doing-del_hardpolicy = 正在删除防火墙规则
done-del_hardpolicy = <b>{ $label }</b> 的防火墙规则已删除。

action-separator = 、

# 记录里可能有更新版本才认识的操作。
action-unknown = { $action }
doing-unknown = 正在执行 { $action }
done-unknown = <b>{ $label }</b>：{ $action } 已完成。

status-title = <b>{ $label }</b> · { $address }
status-title-alone = <b>{ $label }</b>
status-title-purchase = 🛒 <b>{ $cpu } 核 { $memory } GB × { $count }</b>
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
ended-incomplete =
    ❌ <b>{ $label }</b> 未{ $action }：缺少必要的信息，请求没有发出。
    没有任何改动，请重新发起。
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
