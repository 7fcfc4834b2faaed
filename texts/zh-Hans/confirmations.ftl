confirmation-address = 地址：{ $address }
confirmation-system = 系统：{ $system }
confirmation-state = 当前：{ $state }
confirmation-valid = { $left }内有效，只有发起人可以确认。
confirmation-until = 到期：{ $before } → { $after }
confirmation-until-unknown = 到期：未知
confirmation-period = 时长：{ $months }
confirmation-price = 价格：{ $price }（预估）
confirmation-ceiling = 引擎的价格若高于此，订单会被拒绝，不会扣款。
confirmation-buyer = 客户：{ $customer }
confirmation-price-unknown = 价格未知，由服务商确定。
confirmation-payer = 从{ $customer }的额度支付，支付前还剩 { $available }。
confirmation-total = <b>合计：{ $price }（预估）</b>
confirmation-total-unknown = <b>合计未知，由服务商确定。</b>
confirmation-earlier = { $day } 有过一次尝试，就目前能读到的看没有成功；这次沿用原来的订单号。
confirmation-many = 一次{ $action } { $count } 台服务器？
confirmation-row = • <b>{ $label }</b> · { $detail }
confirmation-row-span = { $before } → { $after }
confirmation-row-price-unknown = 价格未知
confirmation-row-again = 沿用原订单号
confirmation-out = 不参加：
confirmation-out-row = • { $label }：{ $why }
confirmation-type = 要确认，请发送 <code>{ $word }</code>
confirmation-type-reply = 要确认，请回复这条消息并写上 <code>{ $word }</code>

# 还需要谁同意、为什么；按下之前就说明。
needs-policy = 您确认后，还需服务商审批。
needs-unknown_price = 价格未知，您确认后还需服务商审批。
needs-limit = 超出本月限额，您确认后还需服务商审批。
needs-second_owner = 您确认后，还需本群另一位所有者同意。

waiting-title = <b>{ $label }</b>：{ $action }
waiting-staff = ⏳ 等待服务商审批，{ $until } 前有效。
waiting-owner = ⏳ 等待另一位所有者同意，{ $until } 前有效：{ $names }
waiting-owner-unnamed = ⏳ 等待另一位所有者同意，{ $until } 前有效。

cancelled = 已取消{ $action }，没有任何改动。
