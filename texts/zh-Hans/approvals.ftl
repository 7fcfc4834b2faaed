approval-title = 🙋 <b>需要您审批</b>
approval-customer = { $customer } · 发起人：{ $person }
approval-customer-alone = { $customer }
approval-person = 发起人：{ $person }
approval-item = • { $action }：<b>{ $label }</b>
approval-item-address = • { $action }：<b>{ $label }</b> · { $address }
approval-item-new = • { $action }
approval-months = { $count } 个月
approval-days = { $count } 天
approval-servers = { $count } 台
approval-end = 到期：{ $before } → { $after }
approval-end-unknown = 未知
approval-price = 客户价 { $price }，目录价 { $list }
approval-price-unknown = 价格未知
approval-price-own = 价格 { $price }
approval-total = 合计：客户价 { $price }，目录价 { $list }
approval-total-own = 合计：{ $price }
approval-policy = 原因：该客户的每笔订单都要审批。
approval-unknown-price = 原因：事先无法知道价格。
approval-limit = 原因：超出本月限额。
approval-second-owner = 原因：需要本群另一位所有者同意。
approval-until = { $until } 前有效，同意时会重新核对。

approval-approved = ✅ { $person } 已同意，{ $at }
approval-declined = ❌ { $person } 已拒绝，{ $at }
approval-withdrawn = ↩ { $person } 已撤回，{ $at }，没有任何改动。
approval-expired = ⌛ 无人审批，已于 { $at } 失效，没有任何改动。
approval-void = ⚠ 情况有变，已于 { $at } 失效，没有任何改动。
approval-somebody = 有人

approval-yours = 您自己发起的，要由别人同意。
approval-no-owner = 只有所有者能决定，而这里还没有所有者。请服务商执行：apabot member set { $chat } { $user } owner
approval-thanks-yes = 已同意。
approval-thanks-no = 已拒绝。
approval-thanks-withdrawn = 已撤回。

asked-declined-staff = ❌ 服务商没有同意：{ $what }。没有任何改动，也没有扣费。
asked-declined-owner = ❌ { $person } 没有同意：{ $what }。没有任何改动，也没有扣费。
asked-withdrawn = ↩ 已撤回：{ $what }。没有任何改动，也没有扣费。
asked-withdrawn-owner = ↩ { $person } 撤回了：{ $what }。没有任何改动，也没有扣费。
asked-expired = ⌛ 无人审批，已失效：{ $what }。没有任何改动，也没有扣费，可以重新发起。
asked-void = ⚠ 审批前情况有变：{ $what }。没有任何改动，也没有扣费，请重新发起。
asked-what = { $action }（{ $labels }）

pending-title = <b>待您处理：{ $count } 项</b>
pending-none = <b>没有待处理的事项。</b>
pending-more = 还有 { $count } 项没有列出。
pending-approval = 🙋 { $action } · { $label } · { $customer }
pending-approval-many = 🙋 { $action } × { $many } · { $customer }
pending-unsettled = ❔ { $action } · { $label } · { $customer }
pending-new = 新购

staff-hello = <b>您好！</b>这里是员工群：/approvals 查看待处理事项，/help 查看其他命令。
staff-help = 这里是员工群：订单审批、结果不明的操作、引擎余额不足都会发到这里。

button-approve = ✅ 同意
button-decline = ❌ 拒绝
button-withdraw = ↩ 撤回
button-pending = 待处理事项

command-approvals = 待处理的审批和核实
usage-approvals = /approvals
