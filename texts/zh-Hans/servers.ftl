order-deleted = 已删除
order-recycled = 已回收
order-opening = 开通中
order-normal = 正常
order-transferring = 过户中
order-expired = 已到期
order-refunded = 已退款
order-unknown = 业务状态未知（{ $value }）

run-locked = 已锁定
run-off = 已关机
run-running = 运行中
run-unknown = 运行状态未知（{ $value }）
run-untold = 运行状态未知

act-vnc_resetting = 正在重置 VNC 密码
act-starting = 正在开机
act-stopping = 正在关机
act-restarting = 正在重启
act-upgrading = 正在升级
act-renewing = 正在续费
act-reinstalling = 正在重装
act-password_resetting = 正在重置密码
act-downgrading = 正在降配
act-vnc_failed = 上次重置 VNC 密码失败
act-start_failed = 上次开机失败
act-stop_failed = 上次关机失败
act-restart_failed = 上次重启失败
act-password_failed = 上次重置密码失败
act-unknown = 操作状态未知（{ $value }）

snap-creating = 正在创建快照
snap-reverting = 正在恢复快照
snap-deleting = 正在删除快照
snap-unknown = 快照状态未知（{ $value }）

state-separator = ，

list-title = <b>{ $total } 台服务器</b>
list-filter = 筛选“{ $word }”
list-page = 第 { $page }/{ $pages } 页
list-nothing = 没有符合的服务器。
list-row = { $emoji } <b>{ $label }</b>
list-row-aliased = { $emoji } <b>{ $label }</b> · { $address }
list-detail = { $state } · { $day } 到期
list-detail-soon = { $state } · ⚠ { $day } 到期，{ $left }
list-detail-over = { $state } · { $day } 到期（{ $left }）
list-detail-unknown = { $state } · 到期时间未知
list-read = 最早更新：{ $age }

no-servers =
    <b>这里还没有服务器。</b>
    服务商分配给您之后，发送 /servers 就能看到。

card-title = { $emoji } <b>{ $label }</b>
card-title-aliased = { $emoji } <b>{ $label }</b> · { $address }
card-busy = 🟡 { $doing }，已用 { $elapsed }。其他操作请等它结束。
card-blocked = ⛔ IP 已被封堵（进黑洞），外网暂时无法访问，多因遭受攻击。
card-abnormal = ⚠ 引擎显示 IP 异常。
card-locked = 🔒 已锁定（到期或管理员操作），无法在这里开机；过几天可能自动解锁。
card-engine-lock = 🔒 已被引擎锁定：{ $reason }
card-engine-lock-unexplained = 🔒 已被引擎锁定，原因未知。
card-engine-lock-until = 🔒 已被引擎锁定至 { $until }：{ $reason }
card-engine-lock-unexplained-until = 🔒 已被引擎锁定至 { $until }，原因未知。
card-command = <code>{ $command }</code>
card-host = 地址 <code>{ $host }</code>
card-port = 端口 <code>{ $port }</code>
card-login = 用户名 <code>{ $login }</code>
card-no-address = 暂无地址
card-internal = 内网 IP <code>{ $ip }</code>
card-system = 系统：{ $system }
card-system-unknown = 系统：未知
card-line = 线路：{ $line }
card-line-unknown = 线路：未知
card-cpu = { $count } 核
card-memory = 内存 { $count } GB
card-disks = 数据盘 { $sizes } GB
card-bandwidth = 带宽 { $count } Mbit/s
card-bandwidth-both = 带宽出 { $out }、入 { $in } Mbit/s
card-defense = 防御 { $count } G
card-sizes-unknown = 配置未知
card-bought = 购买于 { $day }
card-ends = { $moment } 到期（{ $left }）
card-ends-soon = ⚠ { $moment } 到期（{ $left }）
card-ended = 🔴 { $moment } 已到期（{ $left }）
card-end-unknown = 到期时间未知
card-ports = 端口转发 { $count } 条
card-guid = guid <code>{ $guid }</code>
card-read = 更新：{ $age }
card-stale = ⚠ { $why }以上数据更新于：{ $age }。
card-missing = <b>暂时不能做</b>
card-missing-row = { $actions }：{ $why }
card-missing-role = 仅限{ $role }
card-missing-settling = 之前的操作结果未知，服务商正在核实

ambiguous = 有多台服务器对应“{ $word }”，是哪一台？

pick-server = 要看哪台服务器？
pick-history = 要看哪台服务器的记录？
pick-start = 要开哪一台？
pick-stop = 要关哪一台？
pick-restart = 要重启哪一台？
pick-stop_h = 要强制关闭哪一台？
pick-restart_h = 要强制重启哪一台？
pick-renew = 要续费哪一台？最先到期的在前。
pick-refund = 要退掉哪一台？
pick-snapshots = 要看哪台服务器的快照？
pick-ports = 要看哪台服务器的端口？
pick-firewall = 要看哪台服务器的防火墙？
pick-createsnapshot = 要为哪一台创建快照？
pick-upgrade = 要升级哪一台？
pick-renew_for_rd = 要为哪一台预约降配？
pick-create_port = 要为哪一台转发端口？
pick-add_hardpolicy = 要为哪一台添加防火墙规则？
