command-autorenew = 自动续费：查看、开启、关闭
usage-autorenew = /autorenew [服务器 [月数 [提前天数] [预算] | off]]
pick-autorenew = 要让哪台服务器自动续费？
button-auto_renew = 🔁 自动续费
button-auto_on = ✅ 开启
button-auto_off = 🛑 关闭自动续费
button-auto_stop = 🛑 停止
button-auto_change = ✏️ 修改
button-auto_again = 重新开启
button-auto_more = 添加服务器…
button-renew_now = 立即续费

auto-list = 🔁 <b>自动续费的服务器</b>
auto-list-row = • <b>{ $label }</b>：每次 { $months }，下次 { $day }
auto-list-row-unknown = • <b>{ $label }</b>：每次 { $months }，到期时间未知

auto-ask = 🔁 <b>开启 { $label } 的自动续费？</b>
auto-ask-how = 请先在下方选择，再点“开启”。每次续费前 48 小时会通知您，通知上可一键停止；续费后会收到回执。
auto-is-on = 🔁 <b>{ $label } 已开启自动续费</b>
auto-is-off = <b>{ $label }</b> 未开启自动续费，所有者可以开启。
auto-turned-on = ✅ 已开启。
auto-moved = ⚠ 尚未开启：情况已有变化，以下为最新内容。
auto-every = 每次续 { $months }，到期前 { $count } 天续费
auto-end = 到期：{ $moment }（{ $left }）
auto-end-over = 已到期：{ $moment }（{ $left }）
auto-end-unknown = 到期时间未知，查明之前不会续费。
auto-span = 下次：{ $before } → { $after }
auto-due = { $announced } 通知，{ $due } 续费
auto-due-now = 已来不及提前 48 小时通知：现在通知，{ $due } 续费
auto-price = 目前续费价格：{ $price }（预估）
auto-price-unknown = 目前续费价格未知。
auto-never-more = 扣款绝不高于通知的价格；涨价会重新通知。
auto-budget = 预算：每月 { $budget }，本月已用 { $spent }
auto-budget-none = 预算：不另设限额
auto-pays-approval = 付款：每次都须服务商审批后才续费
auto-pays-credit = 付款：从您的额度扣除，不再询问
auto-pays-credit-left = 付款：从您的额度扣除（剩余 { $left }），不再询问
auto-pays-open = 付款：记入您的账户，不再询问
auto-pays-open-limit = 付款：记入您的账户，每月不超过 { $limit }，不再询问
auto-pays-own = 付款：由服务商承担（在服务商的管理群里开启）
auto-unknown-unpaid = 价格未知期间，不会自动付款。
auto-set-by = { $person } 于 { $day } 开启
auto-set-here = { $day } 开启
auto-set-elsewhere = { $day } 在另一个聊天中开启
auto-now-announced = 已通知：{ $due } 续费，在此之前可随时停止。
auto-now-approval = 正在等待服务商审批。
auto-now-operation = 订单正在处理。
auto-now-human = 上一笔订单结果未知，核实清楚之前不会再试。

auto-choice-months = { $months }
auto-choice-lead = 提前 { $count } 天
auto-choice-no-budget = 不设预算
auto-choice-budget = 每月 ≤ { $budget }
auto-chosen = ✓ { $choice }

auto-announced = 🔁 <b>{ $label }</b> 将于 { $due } 自动续费。
auto-announced-again = ⚠ 价格或付款方式与上次通知不同，以本通知为准。
auto-period = 续费 { $months }：{ $before } → { $after }
auto-at-most = 价格：{ $price }（预估，不会扣得更多）
auto-at-most-unknown = 价格未知，由服务商确定。
auto-warn-credit = ⚠ 额度不够，请及时向服务商充值。
auto-warn-credit-left = ⚠ 剩余额度（{ $left }）不够，请及时向服务商充值。
auto-warn-budget = ⚠ 超出本月预算（{ $budget }），届时不会续费。
auto-warn-impossible = ⚠ 目前无法续费：{ $reason }。
auto-stop-how = 如不需要，请所有者点“停止”。

auto-failed = ⚠ <b>{ $label }</b> 没有续费成功：{ $why }。
auto-nothing-paid = 没有扣款。
auto-failed-next = 第 { $number } 次尝试，最多 3 次。下次：{ $due }，最多付 { $price }。
auto-failed-next-unknown = 第 { $number } 次尝试，最多 3 次。下次：{ $due }。
auto-declined = ❌ <b>{ $label }</b> 本次不自动续费：服务商没有同意。
auto-withdrawn = ↩ <b>{ $label }</b> 本次不自动续费：申请已撤回。
auto-asked = ⚠ <b>{ $label }</b> 没有续费：价格或付款方式与通知不同，已来不及重新通知。
auto-asked-price = 现价 { $price }（预估）。
auto-by-hand = 如需保留，请手动续费。

auto-stopped-off = 🛑 <b>{ $label }</b> 已停止自动续费：有人在另一个聊天中关闭了它。
auto-stopped-assignment = 🛑 <b>{ $label }</b> 已停止自动续费：服务器已转给他人。
auto-stopped-erased = 🛑 <b>{ $label }</b> 已停止自动续费：该客户已被删除。
auto-stopped-grant = 🛑 <b>{ $label }</b> 已停止自动续费：本聊天已无权使用这台服务器。
auto-stopped-role = 🛑 <b>{ $label }</b> 已停止自动续费：开启它的人不再是所有者。所有者可以重新开启。
auto-stopped-failures = 🛑 <b>{ $label } 已停止自动续费</b>：三次尝试都没有成功。
auto-stopped-gone = 🛑 <b>{ $label }</b> 已停止自动续费：引擎里已经没有这台服务器。
auto-stopped-unreachable = 🛑 <b>{ $label }</b> 已停止自动续费：无法提前通知本聊天。
auto-failure = { $number }. { $at }：{ $why }

auto-turned-off = 🛑 <b>{ $label }</b> 已关闭自动续费。
auto-off-already = <b>{ $label }</b> 没有开启自动续费。
auto-off-placed = ⚠ 在此之前已下了一笔订单，无法撤回，结果会另行通知。
auto-then-ends = 若无人续费，将于 { $moment } 到期（{ $left }）。
auto-then-over = 已于 { $moment } 到期（{ $left }）。
auto-then-kept = 到期后数据保留至 { $moment }。

auto-staff-failures = 🛑 <b>{ $customer }</b>：{ $label } 三次自动续费都没有成功，已停止。
auto-staff-unreachable = 🛑 <b>{ $customer }</b>：{ $label } 的自动续费无法提前通知客户，已停止，没有扣款。
auto-staff-end = { $moment } 到期（{ $left }）。

# 一次尝试为什么没有成功（半句话）。
auto-why-credit_low = 额度不够
auto-why-no_staff = 需要审批，而服务商没有设置审批聊天
auto-why-over_budget = 超出本月预算
auto-why-price_unknown = 价格未知
auto-why-approval_expired = 没有人及时审批
auto-why-approval_void = 等待审批期间情况有变化
auto-why-refused = 引擎拒绝：{ $words }
auto-why-other = { $code }

ended-automatic = 🔁 由所有者开启的自动续费完成。
ended-automatic-failed = 🔁 这是自动续费。
approval-automatic = 🔁 由服务器的自动续费发起。
card-auto-renewal = 🔁 自动续费：{ $day } 续 { $months }
card-auto-renewal-undated = 🔁 自动续费：每次 { $months }
bad-autorenew-lead = 没有“{ $word }”这个选项。可提前 1、3 或 7 天。
bad-autorenew-budget = “{ $word }”不是金额，请输入以元为单位的数字，例如 300。
bad-autorenew-budget-low = 每月 { $budget } 的预算还不够续费一次（{ $price }）。
