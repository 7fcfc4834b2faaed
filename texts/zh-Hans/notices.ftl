settle-title = ❔ <b>需要人工核实</b>
settle-what = { $action }：<b>{ $label }</b>
settle-what-address = { $action }：<b>{ $label }</b> · { $address }
settle-what-new = { $action }
settle-guid = guid：<code>{ $guid }</code>
settle-order = 订单号：<code>{ $number }</code>
settle-price = 价格：{ $price }
settle-price-list = 客户价 { $price }，目录价 { $list }
settle-since = 确认于 { $at }，结果不明已 { $age }。
settle-before = 操作前：{ $sight }
settle-now = 引擎显示（{ $age }）：{ $sight }
settle-now-unread = 引擎当前状态无法读取。
settle-system = 系统 { $system }
settle-snapshots = { $count ->
    [0] 没有快照
   *[other] { $count } 个快照：{ $names }
}
settle-candidates = 可能由这笔订单开出的服务器：
settle-candidate = • { $address } <code>{ $guid }</code>，购于 { $at }
settle-candidates-none = 没有发现这样的新服务器。
settle-assign = 分配给客户：<code>apabot server assign GUID --identity { $label }</code>
settle-look = 请先到引擎后台核实，客户会以您的结论为准。
settle-really-done = <b>确定吗？</b>客户会收到“已完成”的通知，费用从余额中扣除。
settle-really-failed = <b>确定吗？</b>客户会收到“没有执行”的通知，预留的费用会退回。
settle-settled-done = ✅ 已核实：执行了。
settle-settled-failed = ❌ 已核实：没有执行。
settle-settled-done-by = ✅ { $person } 已核实，{ $at }：执行了。
settle-settled-failed-by = ❌ { $person } 已核实，{ $at }：没有执行。
settle-already = 已经核实过了。
settle-not-open = 操作仍在进行或已结束，无需核实。

button-happened = ✅ 已执行
button-not-happened = ❌ 没有执行
button-really = 确定，已核实
button-back = ‹ 返回

notice-balance-empty =
    💸 <b>引擎余额不足</b>：账户 { $account }。
    { $customer } 的操作被拒绝：{ $action }（{ $label }），没有任何改动。客户已被告知您知道此事。
    请尽快充值；一小时内不再重复提醒。
notice-words = 引擎原话：“{ $words }”
notice-credit-low =
    🪫 <b>{ $customer }</b> 的余额还剩 { $available }，不够再做一次{ $action }（{ $price }）。
    充值命令：<code>apabot credit add { $label } AMOUNT</code>
